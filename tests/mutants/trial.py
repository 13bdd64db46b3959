"""Runs tests with mutants in them: first which test comes to which mutant, then each mutant against those tests."""
import collections
import concurrent.futures
import hashlib
import json
import os
import queue
import subprocess
import threading

# A few of the walks are enough here; the whole lot would cost each mutant that nothing kills half a minute.
ENVIRONMENT = {"ACCORD_POLICY_SEEDS": "1-2", "ACCORD_SEED": "7"}
# What tries the property tests themselves, with defects of its own.
LEFT_OUT = ("accord_property_test Harness.",)


class Runner:
    """One test program that takes orders (main.cpp says which)."""

    def __init__(self, program):
        self.process = subprocess.Popen([program, "--mutants"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                        env={**os.environ, **ENVIRONMENT})

    def order(self, *words):
        self.process.stdin.write(" ".join(str(w) for w in words) + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().split()

    def tests(self):
        names = []
        first = self.order("list")
        while first:
            names += first
            first = self.process.stdout.readline().split()
        return names

    def close(self):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()


class Runners:
    """For each of `jobs` threads a runner of each program that it asks for."""

    def __init__(self, folder, jobs):
        self.folder, self.jobs, self.mine, self.all = folder, jobs, threading.local(), []

    def of(self, program):
        mine = self.mine.__dict__.setdefault("runners", {})
        if program not in mine:
            mine[program] = Runner(str(self.folder / program))
            self.all.append(mine[program])
        return mine[program]

    def each(self, work, things):
        """work(thing) for each, `jobs` at a time, in any order: yields the results."""
        with concurrent.futures.ThreadPoolExecutor(self.jobs) as pool:
            waiting = queue.SimpleQueue()
            for thing in things:
                pool.submit(work, thing).add_done_callback(waiting.put)
            for _ in things:
                yield waiting.get().result()

    def close(self):
        for runner in self.all:
            runner.close()


class Reach:
    """How long each test takes and which mutants it comes to."""

    def __init__(self, runners, programs):
        self.seconds, self.tests_of, self.broken = {}, collections.defaultdict(list), []
        kept = runners.folder / "reach.json"
        mark = hashlib.sha256()
        for program in programs:
            mark.update((runners.folder / program).read_bytes())
        mark = mark.hexdigest()
        try:
            known = json.loads(kept.read_text())
        except (OSError, ValueError):
            known = {}
        if known.get("of") != mark:
            tests = []
            for program in programs:
                runner = Runner(str(runners.folder / program))
                tests += [(program, t) for t in runner.tests() if not f"{program} {t}".startswith(LEFT_OUT)]
                runner.close()
            # The longest first, so that no core waits for one at the end.
            results = runners.each(lambda t: (t, runners.of(t[0]).order("reach", t[1])), tests[::-1])
            known = {"of": mark, "tests": sorted([*t, *words] for t, words in results)}
            kept.write_text(json.dumps(known))
        for program, test, how, seconds, *numbers in known["tests"]:
            if how != "passed":
                self.broken.append(f"{program} {test} ({how})")
                continue
            self.seconds[program, test] = float(seconds)
            for number in numbers:
                self.tests_of[int(number)].append((program, test))


class Trial:
    """Tries mutants, with the tests that are likely to kill them first."""

    def __init__(self, runners, reach, budget):
        self.runners, self.reach, self.budget = runners, reach, budget
        self.kills = collections.Counter()  # of (file, test)

    def _in_order(self, mutant):
        tests = self.reach.tests_of.get(mutant.number, [])
        tests = sorted(tests, key=lambda t: (self.reach.seconds[t] + 0.002) / (self.kills[mutant.file, t] + 0.2))
        taken, kept = 0, []
        for test in tests:
            taken += self.reach.seconds[test]
            if kept and taken > self.budget:
                break
            kept.append(test)
        return kept

    def _batches(self, tests):
        """(program, tests) as long as the program stays the same."""
        batch = []
        for test in tests:
            if batch and batch[-1][0] == test[0]:
                batch[-1][1].append(test[1])
            else:
                batch.append((test[0], [test[1]]))
        return batch

    def one(self, mutant):
        """(mutant, "killed", test, how) or (mutant, "survived" or "not reached", "", "")."""
        tests = self._in_order(mutant)
        for program, names in self._batches(tests):
            limit = 0.5 + 10 * max(self.reach.seconds[program, n] for n in names)
            said = self.runners.of(program).order("try", mutant.number, f"{limit:.3f}", *names)
            if not said:
                raise SystemExit(f"mutants: {program} stopped when it tried mutant {mutant.number}")
            if said[0] == "killed":
                self.kills[mutant.file, (program, said[1])] += 1
                return mutant, "killed", f"{program} {said[1]}", said[2]
        return mutant, "survived" if tests else "not reached", "", ""
