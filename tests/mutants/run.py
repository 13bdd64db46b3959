#!/usr/bin/env python3
"""Mutation testing of the core: small changes of its code, one at a time, each of which a test must notice.

Usage: tests/mutants/run.sh [--sample N] [--seed S] | --all | --only NUMBER or FILE:LINE   [--jobs N] [--threshold P]
CONTRIBUTING.md says how a survivor is read.
"""
import argparse
import collections
import hashlib
import math
import os
import sys
import time

import build
import trial

KNOWN = build.HERE / "equivalent.txt"


def options():
    parser = argparse.ArgumentParser(prog="tests/mutants/run.sh", description=__doc__.split("\n")[0])
    parser.add_argument("--all", action="store_true", help="every mutant")
    parser.add_argument("--sample", type=int, default=240, metavar="N", help="so many, drawn by the seed (240)")
    parser.add_argument("--seed", type=int, default=20261122, metavar="S", help="the same seed, the same sample")
    parser.add_argument("--only", action="append", default=[], metavar="NUMBER|FILE:LINE", help="these; may be repeated")
    parser.add_argument("--within", action="append", default=[], metavar="FOLDER",
                        help="only of the files there, such as src/policy; may be repeated")
    parser.add_argument("--jobs", type=int, default=2, help="so many at a time (2)")
    parser.add_argument("--threshold", type=float, default=90, metavar="P", help="fails below so many per cent (90)")
    parser.add_argument("--budget", type=float, metavar="SECONDS",
                        help="of tests for one mutant, the likeliest first (4; with --all or --only 30)")
    said = parser.parse_args()
    if said.budget is None:
        said.budget = 30 if said.all or said.only else 4
    return said


def known_equivalents():
    """The keys of the mutants that cannot be noticed: a line each, `FILE | source line | before => after | why`."""
    found = {}
    for number, line in enumerate(KNOWN.read_text(encoding="utf-8").split("\n"), 1) if KNOWN.exists() else ():
        if not line.strip() or line.startswith("#"):
            continue
        key, _, why = line.rpartition(" | ")
        if not why.strip() or key.count(" | ") < 2:
            build.fail(f"{KNOWN}:{number}: write `FILE | source line | before => after | why nobody could notice it`")
        found[key] = number
    return found


def chosen(said, mutants):
    if said.only:
        wanted = [m for m in mutants.values() if str(m.number) in said.only or f"{m.file}:{m.line}" in said.only]
        return wanted or build.fail(f"there is no mutant {' '.join(said.only)}; FILE is written like src/calendar/due.cpp")
    def within(file):
        return not said.within or any(file.startswith(folder) for folder in said.within)
    numbers = sorted(n for n, m in mutants.items() if within(m.file))
    if not said.all:
        # Drawn by what each says, not by its place: a change of the code leaves the rest of the sample as it was.
        def drawn(number):
            return hashlib.sha256(f"{said.seed} {mutants[number].key()}".encode()).digest()
        numbers = sorted(sorted(numbers, key=drawn)[:said.sample])
    return [mutants[n] for n in numbers]  # neighbours follow each other: the same tests kill them


def interval(killed, of):
    """Wilson's 95 % interval of a share, in per cent."""
    z, p = 1.96, killed / of
    middle, half = p + z * z / (2 * of), z * math.sqrt(p * (1 - p) / of + z * z / (4 * of * of))
    return [100 * (middle + sign * half) / (1 + z * z / of) for sign in (-1, 1)]


def report(results, said):
    """Prints the survivors and the figures; whether enough were killed."""
    by_file = collections.defaultdict(collections.Counter)
    for mutant, outcome, _, _ in results:
        by_file[mutant.file][outcome] += 1
    for mutant, outcome, test, how in sorted(results, key=lambda r: r[0].number):
        if outcome == "killed" and not said.only:
            continue
        print(f"{mutant.file}:{mutant.line}: {outcome}{' by ' + test + ' (' + how + ')' if test else ''}: "
              f"{mutant.kind}, mutant {mutant.number}")
        print(f"    {mutant.source}\n    {mutant.before}  =>  {mutant.after or '(left out)'}")
        print(f"    again: tests/mutants/run.sh --only {mutant.number}")
    print(f"{'killed':>7} {'survived':>9} {'not reached':>12}")
    for file, counts in sorted(by_file.items()):
        print(f"{counts['killed']:7} {counts['survived']:9} {counts['not reached']:12}  {file}")
    killed, of = sum(c["killed"] for c in by_file.values()), len(results)
    low, high = interval(killed, of)
    enough = 100 * killed >= said.threshold * of or bool(said.only)
    print(f"{killed} of {of} mutants killed: {100 * killed / of:.1f} % (95 % interval {low:.1f} to {high:.1f}); "
          f"{said.threshold:g} % are asked for" + ("" if said.all or said.only else f"; seed {said.seed}"))
    if counts_file := os.environ.get("ACCORD_COUNTS"):
        with open(counts_file, "w", encoding="utf-8") as out:
            # Survivors below the threshold's allowance are no failure.
            print(f"{killed} {0 if enough else of - killed}", file=out)
    return enough


def main():
    said = options()
    began = time.monotonic()
    mutants, dropped = build.build(said.jobs)
    known = known_equivalents()
    keys = {m.key() for m in mutants.values()}
    for key in known:
        if key not in keys:
            build.fail(f"{KNOWN}:{known[key]}: no mutant is like this any more; take the line out")
    equivalent = [n for n, m in mutants.items() if m.key() in known]
    for number in equivalent:
        del mutants[number]
    print(f"{len(mutants)} mutants ({dropped} that do not compile and {len(equivalent)} known as equivalent left out), "
          f"built in {time.monotonic() - began:.0f} s", flush=True)
    runners = trial.Runners(build.OUT, said.jobs)
    reach = trial.Reach(runners, list(build.PROGRAMS))
    if reach.broken:
        build.fail("these tests fail without a mutant:", *reach.broken)
    unreached = sum(n not in reach.tests_of for n in mutants)
    print(f"{len(reach.seconds)} tests, {sum(reach.seconds.values()):.0f} s of them; {unreached} mutants are reached by none; "
          f"after {time.monotonic() - began:.0f} s", flush=True)
    one = trial.Trial(runners, reach, said.budget)
    tried, results = chosen(said, mutants), []
    for result in runners.each(one.one, tried):
        results.append(result)
        if len(results) % 100 == 0:
            print(f"{len(results)} of {len(tried)} tried after {time.monotonic() - began:.0f} s", flush=True)
    runners.close()
    return 0 if report(results, said) else 1


if __name__ == "__main__":
    sys.exit(main())
