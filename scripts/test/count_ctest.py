#!/usr/bin/env python3
"""Counts what `ctest --verbose` ran, by GoogleTest case, and says what failed.

    count_ctest.py LOG STATUS

LOG is ctest's output, STATUS its exit status. Writes "passed failed" to $ACCORD_COUNTS and exits 1 when
anything failed, when nothing ran, or when ctest itself did not end well.
"""
import os
import re
import sys

CASES = re.compile(r"^(\d+): \[  (PASSED|FAILED)  \] (\d+) tests?[.,]")
FAILED_CASE = re.compile(r"^(\d+): \[  FAILED  \] (\S+?)(?:,| \(|$)")
RESULT = re.compile(r"^ *\d+/\d+ Test +#(\d+): (\S+) \.+ *(.*?) +[\d.]+ sec")


def count(lines):
    """(passed, failed, what to say of each failed program) over all programs of one ctest run."""
    cases = {}  # ctest number -> [passed, failed]
    failing_cases = {}
    results = []
    for line in lines:
        if match := CASES.match(line):
            tally = cases.setdefault(match[1], [0, 0])
            tally[0 if match[2] == "PASSED" else 1] += int(match[3])
        elif match := FAILED_CASE.match(line):
            names = failing_cases.setdefault(match[1], [])
            if match[2] not in names:
                names.append(match[2])
        elif match := RESULT.match(line):
            results.append((match[1], match[2], match[3].strip(" *")))
    passed = failed = 0
    words = []
    for number, name, verdict in results:
        ok, bad = cases.get(number, (0, 0))
        if verdict == "Passed":
            passed += max(ok, 1)
        else:  # a program that crashed counts at least once, whatever it printed before
            passed += ok
            failed += max(bad, 1)
            if number in failing_cases:
                words.append(f"FAILED {name} ({verdict}): {', '.join(failing_cases[number])}")
            else:
                words += [line for line in lines if line.startswith(f"{number}: ")][-30:]
                words.append(f"FAILED {name} ({verdict}): its last words are above")
    return passed, failed, words


def main():
    log, status = sys.argv[1], int(sys.argv[2])
    with open(log, encoding="utf-8", errors="replace") as stream:
        lines = stream.read().splitlines()
    passed, failed, words = count(lines)
    if passed + failed == 0:
        print("\n".join(lines[-20:]))
        print("no test ran: is anything registered with accord_test()?")
        failed = 1
    elif status != 0 and failed == 0:
        print("\n".join(lines[-20:]))
        print(f"ctest ended with status {status} although no test failed")
        failed = 1
    if failed:
        keep = re.compile(r"FAILED|Failure|ERROR|runtime error|^ *#\d|error:|Expected|Actual|Which is|\.cpp:\d+")
        print("\n".join(line for line in lines if keep.search(line)))
        print("\n".join(words))
        print(f"the whole output is in {log}")
    with open(os.environ["ACCORD_COUNTS"], "w", encoding="ascii") as stream:
        stream.write(f"{passed} {failed}\n")
    print(f"{passed} tests passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
