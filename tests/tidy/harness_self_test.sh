#!/usr/bin/env bash
# Shows that ./test tells the truth: plants a step of each kind of failure in a copy, and looks at the last line
# and at the exit status. usage: harness_self_test.sh TOP
set -uo pipefail
top=$1
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
mkdir -p "$copy/scripts/test"
cp "$top/test" "$copy/"
cp "$top/scripts/test/harness.sh" "$top/scripts/test/count_ctest.py" "$copy/scripts/test/"
problems=0

# expect WHAT STATUS "LAST LINE" [OPTIONS…] : with scripts/test/steps.sh from standard input
expect() {
  local what=$1 status=$2 last=$3 out got
  shift 3
  cat >"$copy/scripts/test/steps.sh"
  out=$("$copy/test" "$@" 2>&1)
  got=$?
  if [ $got -ne "$status" ] || [ "$(tail -n 1 <<<"$out")" != "$last" ]; then
    problems=$((problems + 1))
    printf '%s: expected status %s and "%s", got status %s and:\n%s\n\n' "$what" "$status" "$last" $got "$out"
  fi
}

expect "two steps that pass" 0 "6 passed, 0 failed" <<'S'
plan() { step one 1 what remedy; step two 1 what remedy one; }
step_one() { echo "5 0" >"$ACCORD_COUNTS"; }
step_two() { true; }
S
expect "a failure does not hide what comes after it" 1 "1 passed, 1 failed" <<'S'
plan() { step one 1 what remedy; step two 1 what remedy; }
step_one() { return 3; }
step_two() { true; }
S
expect "a command that fails in mid-step, with more after it" 1 "0 passed, 1 failed" <<'S'
plan() { step one 1 what remedy; }
step_one() { false; echo "all is well"; }
S
expect "a failure in a pipe" 1 "0 passed, 1 failed" <<'S'
plan() { step one 1 what remedy; }
step_one() { false | cat; echo "all is well"; }
S
expect "failures counted by a step that exits 0" 1 "3 passed, 2 failed" <<'S'
plan() { step one 1 what remedy; }
step_one() { echo "3 2" >"$ACCORD_COUNTS"; }
S
expect "a crash after counting only successes" 1 "3 passed, 1 failed" <<'S'
plan() { step one 1 what remedy; }
step_one() { echo "3 0" >"$ACCORD_COUNTS"; kill -SEGV $BASHPID; }
S
expect "a step that never ends" 1 "0 passed, 1 failed" <<'S'
plan() { step one 0.02 what remedy; }
step_one() { sleep 300; }
S
expect "a step whose need failed" 1 "0 passed, 2 failed" <<'S'
plan() { step one 1 what remedy; step two 1 what remedy one; }
step_one() { false; }
step_two() { true; }
S
expect "a step that does not exist" 1 "0 passed, 1 failed" <<'S'
plan() { step missing 1 what remedy; }
S
expect "counts of an earlier run do not count" 1 "0 passed, 1 failed" <<'S'
plan() { step one 1 what remedy; }
step_one() { false; }
S
expect "nothing to run counts as neither" 0 "1 passed, 0 failed" <<'S'
plan() { step one 1 what remedy; step two 1 what remedy; }
step_one() { nothing_to_run "there is nothing yet"; }
step_two() { true; }
S
expect "when nothing at all ran" 1 "0 passed, 1 failed" <<'S'
plan() { step one 1 what remedy; }
step_one() { nothing_to_run "there is nothing yet"; }
S
expect "one step and its needs" 0 "2 passed, 0 failed" --only two <<'S'
plan() { step one 1 what remedy; step two 1 what remedy one; step three 1 what remedy; }
step_one() { true; }
step_two() { true; }
step_three() { false; }
S
expect "being stopped is no success" 143 "0 passed, 1 failed" <<'S'
plan() { step one 1 what remedy; }
step_one() { kill -TERM "$(awk '$1 == "PPid:" { print $2 }' "/proc/$PPID/status")"; sleep 60; }
S

# expect_count WHAT STATUS "COUNTS" CTEST_STATUS : ctest's output from standard input
expect_count() {
  local got counts
  cat >"$copy/ctest.log"
  ACCORD_COUNTS=$copy/counts python3 "$copy/scripts/test/count_ctest.py" "$copy/ctest.log" "$4" >"$copy/out" 2>&1
  got=$?
  counts=$(cat "$copy/counts")
  if [ $got -ne "$2" ] || [ "$counts" != "$3" ]; then
    problems=$((problems + 1))
    printf '%s: expected status %s and counts "%s", got %s and "%s"\n' "$1" "$2" "$3" $got "$counts"
  fi
}

expect_count "two programs that pass" 0 "4 0" 0 <<'S'
1: [  PASSED  ] 3 tests.
1/2 Test #1: accord_base_test .................   Passed    0.01 sec
2/2 Test #2: source_rules .....................   Passed    0.21 sec
S
expect_count "a failing case" 1 "2 1" 8 <<'S'
1: [  PASSED  ] 2 tests.
1: [  FAILED  ] 1 test, listed below:
1: [  FAILED  ] Due.COV_3_CountsOneWorkingDay
1/1 Test #1: accord_base_test .................***Failed    0.01 sec
S
expect_count "a crash" 1 "0 1" 8 <<'S'
1: [ RUN      ] Due.COV_3_CountsOneWorkingDay
1/1 Test #1: accord_base_test .................***Exception: SegFault  0.10 sec
S
expect_count "a program that is not there" 1 "0 1" 8 <<'S'
1/1 Test #1: accord_base_test .................***Not Run   0.00 sec
S
expect_count "a crash at exit, after every case passed" 1 "3 1" 8 <<'S'
1: [  PASSED  ] 3 tests.
1/1 Test #1: accord_base_test .................Subprocess aborted***Exception:   0.10 sec
S
expect_count "no test at all" 1 "0 1" 0 <<'S'
No tests were found!!!
S
expect_count "ctest itself fails" 1 "0 1" 1 <<'S'
CMake Error: the file cannot be read
S

echo "$problems problems"
[ $problems -eq 0 ]
