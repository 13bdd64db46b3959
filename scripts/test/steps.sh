# What ./test does: the plan, and what each step does. harness.sh runs each step in a shell of its own with
# `set -euo pipefail`. The last line that a step prints stands beside it in the summary.

# step NAME MINUTES "what it does" "what to do when it fails" NEEDS… (steps that must have passed before it)
plan() {
  step install    15 "packages that are missing" "see the message above; scripts/install.sh serve test repeats it"
  step build      35 "preset release" "scripts/build.sh release repeats it" install
  step unit       15 "unit, property and source tests (ctest)" \
    "ctest --preset release --output-on-failure -R NAME repeats one" build
  step generated  20 "random disagreements under policies of chance, every invariant after every event" \
    "the message names the command that repeats it, and where the policy is written" build
  step headers    15 "every header compiles alone" \
    "add to the header the includes that it uses: ninja -C build/release all_verify_interface_header_sets" build
  step format      5 "clang-format 19" "scripts/format.sh mends it" install
  step cppcheck   10 "cppcheck" "mend what it names; a suppression stands beside the line, with its reason" build
  step policies    5 "accord policy check, every policy" "the message names file, line and remedy" build
  step rehearsals 10 "accord rehearse, every rehearsal" "build/release/accord rehearse FILE repeats one" build
  step browser    25 "the pages in Chromium, with axe-core; a disagreement through each protocol" "tests/browser/run.sh repeats it" build
  step fuzz       25 "hostile input, briefly" "tests/fuzz/run.sh repeats it; the input that did it is kept" install
  step mutants $([ $ACCORD_LONG = yes ] && echo 90 || echo 20) "the core changed in small ways, which its tests must notice" \
    "each survivor is named with its line and the command that repeats it; CONTRIBUTING.md says how to read it" build
  if [ $ACCORD_LONG = yes ]; then
    step asan-build 20 "preset asan (AddressSanitizer, UndefinedBehaviorSanitizer)" "scripts/build.sh asan repeats it" install
    step asan       20 "the same tests under both sanitizers" \
      "ctest --preset asan --output-on-failure -R NAME repeats one" asan-build
    step tidy     60 "clang-tidy 19" "scripts/tidy.py FILE repeats one file" build
    step tsan     40 "the same tests under ThreadSanitizer" \
      "scripts/build.sh tsan && ctest --preset tsan --output-on-failure repeats it" install
  fi
}

accord=build/release/accord

step_install() { scripts/install.sh serve test; }

step_build() { scripts/build.sh release; }

# run_ctest PRESET [SECONDS]: every test that cmake registered, counted by GoogleTest case.
# What changed decides whether ./test passes, not chance: properties are tried on the same cases each time, and
# --long draws new ones. What fails prints the RC_PARAMS that repeat it.
run_ctest() {
  [ $ACCORD_LONG = yes ] || export RC_PARAMS=${RC_PARAMS:-seed=20261122}
  local log=build/$1/ctest.log status=0
  ctest --test-dir "build/$1" --verbose --timeout "${2:-300}" -j 2 >"$log" 2>&1 || status=$?
  python3 scripts/test/count_ctest.py "$log" "$status"
}

step_unit() { run_ctest release; }

# The same 200 policies each time, with 1,000 steps under each; --long draws 2,000 that nobody has seen. Two at a time.
step_generated() {
  local first=1 each=100 program=build/release/tests/property/accord_generated_test passed=0 failed=0 part parts=() log
  if [ $ACCORD_LONG = yes ]; then
    each=1000
    first=$(($(date +%s) % 1000000 * 1000))
  fi
  for part in 0 1; do
    log=build/release/generated-$part.log
    ACCORD_POLICY_SEEDS=$((first + part * each))-$((first + part * each + each - 1)) "$program" >"$log" 2>&1 &
    parts+=($!)
  done
  for part in 0 1; do
    log=build/release/generated-$part.log
    if wait "${parts[$part]}"; then passed=$((passed + each)); else failed=$((failed + 1)); fi
    grep -E -A 4 'Failure|check failed|^[0-9]+ policies' "$log" || tail -n 5 "$log"
  done
  echo "$passed $failed" >"$ACCORD_COUNTS"
  echo "$passed policies hold what always holds, $failed runs do not"
}

step_headers() {
  ninja -C build/release all_verify_interface_header_sets
  echo "every header of src/ compiles alone"
}

step_format() {
  scripts/format.sh --check
}

step_cppcheck() {
  mkdir -p build/cppcheck
  # The tests are left out: cppcheck 2.10 cannot read GoogleTest's macros.
  cppcheck --enable=warning,performance,portability --error-exitcode=1 --inline-suppr --quiet -j 2 \
    --std=c++20 --language=c++ -I src --cppcheck-build-dir=build/cppcheck -i_test.cpp \
    --suppress=missingIncludeSystem --suppress='*:*_test.cpp' --suppressions-list=scripts/test/cppcheck-suppressions.txt \
    --template='{file}:{line}:{column}: {severity}: {message} [{id}]' src
  echo "no finding in src/"
}

step_policies() {
  local files=() file passed=0 failed=0
  mapfile -t files < <(find policies tests/constructs tests/protocols -name policy.yaml 2>/dev/null | sort)
  [ ${#files[@]} -gt 0 ] || nothing_to_run "there is no policy under policies, tests/constructs or tests/protocols"
  for file in "${files[@]}"; do
    echo "$accord policy check $file"
    if "$accord" policy check "$file"; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
  done
  echo "$passed $failed" >"$ACCORD_COUNTS"
  echo "$passed policies pass, $failed do not"
}

step_rehearsals() {
  local files=() file passed=0 failed=0
  mapfile -t files < <(find policies tests/constructs tests/protocols -path '*/rehearsals/*.yaml' 2>/dev/null | sort)
  [ ${#files[@]} -gt 0 ] || nothing_to_run "there is no rehearsal under policies, tests/constructs or tests/protocols"
  local said status counts
  for file in "${files[@]}"; do
    status=0
    said=$("$accord" rehearse "$file" 2>&1) || status=$?
    # Its last line counts the expectations; without one, or with a status that contradicts it, it has failed.
    counts=$(tail -n 1 <<<"$said" | sed -nE 's/^([0-9]+) passed, ([0-9]+) failed$/\1 \2/p')
    [ -n "$counts" ] && [ "$counts" != "0 0" ] || counts="0 1"
    [ $status -eq 0 ] || [ "${counts#* }" -gt 0 ] || counts="${counts% *} 1"
    passed=$((passed + ${counts% *}))
    if [ $status -ne 0 ] || [ "${counts#* }" -gt 0 ]; then
      failed=$((failed + ${counts#* }))
      echo "FAILED: $file"
      grep -v ': pass: ' <<<"$said" || true
    fi
  done
  echo "$passed $failed" >"$ACCORD_COUNTS"
  echo "${#files[@]} rehearsals: $passed expectations hold, $failed do not"
}

step_browser() {
  [ -x tests/browser/run.sh ] || nothing_to_run "there is no tests/browser/run.sh"
  local said=$ACCORD_COUNTS.said status=0
  tests/browser/run.sh 2>&1 | tee "$said" || status=$?
  sed -nE 's/^([0-9]+) passed, ([0-9]+) failed$/\1 \2/p' "$said" | tail -n 1 >"$ACCORD_COUNTS"
  rm -f "$said"
  return $status
}

step_asan_build() { scripts/build.sh asan; }

step_asan() {
  export ASAN_OPTIONS=detect_leaks=1:detect_stack_use_after_return=1:strict_string_checks=1
  export UBSAN_OPTIONS=print_stacktrace=1
  run_ctest asan 900
}

step_fuzz() {
  [ -x tests/fuzz/run.sh ] || nothing_to_run "there is no tests/fuzz/run.sh"
  tests/fuzz/run.sh
}

# The same 240 mutants each time; --long tries all of them.
step_mutants() {
  local which=(--sample 240)
  [ $ACCORD_LONG = no ] || which=(--all)
  tests/mutants/run.sh "${which[@]}" --threshold 90
}

step_tidy() { python3 scripts/tidy.py; }

step_tsan() {
  scripts/build.sh tsan
  TSAN_OPTIONS=halt_on_error=1:second_deadlock_stack=1 run_ctest tsan 900
}
