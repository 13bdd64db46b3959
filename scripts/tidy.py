#!/usr/bin/env python3
"""Runs clang-tidy 19 over the project's own translation units, as the preset debug compiles them:
one file at a time (the release preset compiles several together, docs/adr/0015).

    scripts/tidy.py [--brief] [--seconds N] [FILE…]

What passed is remembered under build/tidy by the bytes of the file, of every header of the project that it
includes, of .clang-tidy and of its compile command, so that the second run looks only at what changed.
With --brief the tests and the slow path-sensitive analysis (two thirds of the time) are left to a longer run;
with --seconds no new file is begun once that time is over: core modules come first, and the last line says
how many files were left for a longer run. A finding fails the run either way.
"""
import argparse
import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys
import time

TOP = pathlib.Path(__file__).resolve().parent.parent
BUILD = TOP / "build" / "debug"
STAMPS = TOP / "build" / "tidy"
CORE = ("base", "calendar", "policy", "directory", "disagreement", "access", "rehearsal")
INCLUDE = re.compile(rb'^\s*#\s*include\s*"([^"]+)"', re.MULTILINE)


# A test's set-up is read for meaning, not for speed, and an empty optional in it fails the test as it should.
NOT_IN_TESTS = "-performance-*,-clang-analyzer-*,-bugprone-unchecked-optional-access,-bugprone-implicit-widening*"
NOT_IN_BRIEF = "-clang-analyzer-*"
# Findings inside a library's header that no line of ours could answer.
NOT_IN_FILE = {"src/http/server.cpp": "-clang-analyzer-core.NullDereference"}  # in Boost's awaitable


def is_test(name):
    return name.endswith("_test.cpp") or not name.startswith("src/")


def units(chosen, brief):
    """The entries of the compile commands to check, core first."""
    with open(BUILD / "compile_commands.json", encoding="utf-8") as stream:
        entries = json.load(stream)
    found = {}
    for entry in entries:
        path = pathlib.Path(entry["file"])
        if path.suffix != ".cpp" or not path.is_relative_to(TOP) or path.is_relative_to(TOP / "build"):
            continue
        name = str(path.relative_to(TOP))
        if name in chosen or (not chosen and not (brief and is_test(name))):
            found[name] = entry.get("command", "")

    def rank(name):
        parts = name.split("/")
        return (is_test(name), parts[0] != "src" or parts[1] not in CORE, name)

    return [(name, found[name]) for name in sorted(found, key=rank)]


def closure(name, cache):
    """The file and every header of the project that it reaches."""
    seen, pending = set(), [TOP / name]
    while pending:
        path = pending.pop()
        if path in seen:
            continue
        seen.add(path)
        if path not in cache:
            cache[path] = path.read_bytes()
        for raw in INCLUDE.findall(cache[path]):
            wanted = raw.decode("utf-8", "replace")
            for base in (TOP / "src", path.parent, TOP):
                if (base / wanted).is_file():
                    pending.append((base / wanted).resolve())
                    break
    return sorted(seen)


def stamp(name, command, brief, cache):
    digest = hashlib.sha256((TOP / ".clang-tidy").read_bytes() + command.encode() + (b" brief" if brief else b""))
    for path in closure(name, cache):
        digest.update(str(path.relative_to(TOP)).encode() + b"\0" + cache[path])
    return STAMPS / digest.hexdigest()


def check(name, brief):
    command = ["clang-tidy-19", "-p", str(BUILD), "--quiet", "--extra-arg=-Wno-unknown-warning-option",
               "--extra-arg=-Wno-error"]
    without = [NOT_IN_TESTS] if is_test(name) else [NOT_IN_BRIEF] if brief else []
    if name in NOT_IN_FILE:
        without.append(NOT_IN_FILE[name])
    if without:
        command.append(f"--checks={','.join(without)}")
    return subprocess.run(command + [str(TOP / name)], capture_output=True, text=True, check=False, cwd=TOP)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=None, help="begin no new file after this long")
    parser.add_argument("files", nargs="*", help="only these (as src/…/x.cpp)")
    parser.add_argument("--brief", action="store_true", help="without the tests and the path-sensitive analysis")
    options = parser.parse_args()
    STAMPS.mkdir(parents=True, exist_ok=True)
    configured = subprocess.run(["cmake", "--preset", "debug"], capture_output=True, text=True, check=False, cwd=TOP)
    if configured.returncode != 0:
        print(configured.stdout + configured.stderr + "tidy: cmake could not configure the preset debug (above)")
        return 2
    chosen = {str(pathlib.Path(f).resolve().relative_to(TOP)) for f in options.files}
    everything = units(chosen, options.brief)
    if not everything:
        print("tidy: no translation unit to check: name files that the preset debug compiles")
        return 2
    cache, pending, known = {}, [], 0
    for name, command in everything:
        mark = stamp(name, command, options.brief, cache)
        if mark.exists():
            known += 1
        else:
            pending.append((name, mark))

    began, checked, left, bad = time.monotonic(), 0, 0, []

    def one(item):
        if options.seconds is not None and time.monotonic() - began > options.seconds:
            return item, None
        return item, check(item[0], options.brief)

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        for (name, mark), result in pool.map(one, pending):
            if result is None:
                left += 1
                continue
            checked += 1
            if result.returncode == 0:
                mark.touch()
                print(f"{name}: clean", flush=True)
            else:
                bad.append(name)
                said = [line for line in result.stdout.splitlines() if "warnings generated" not in line]
                print("\n".join([f"{name}: findings", *said]), flush=True)
    print(f"{checked} files checked, {len(bad)} with findings ({', '.join(bad) or 'none'}), "
          f"{known} unchanged since they passed, {left} left for ./test --long")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
