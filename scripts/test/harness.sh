# How ./test runs its steps: one after the other, each timed, in its own log, none hiding another.
# Sourced by ./test. A step NAME is the function step_NAME (dashes as underscores) in steps.sh; it runs in a
# process group of its own and passes by exiting 0. It may leave "passed failed" in $ACCORD_COUNTS to be
# counted as that many tests; a step that says nothing counts as one. A step for which there is nothing yet
# to run calls `nothing_to_run`, which counts as neither.

logs=build/test-logs
declare -A outcome=()      # step -> passed | failed | nothing
summary=()
total_passed=0
total_failed=0
finished=no
tty=no
[ -t 1 ] && tty=yes

nothing_to_run() {
  echo "$*"
  exit 77
}

# Which steps --only asks for, with those that they need.
wanted() {
  [ ${#only[@]} -eq 0 ] && return 0
  [[ " ${only[*]} " == *" $1 "* ]]
}
resolve_only() {
  [ ${#only[@]} -eq 0 ] && return 0
  local known=() name needed=()
  step() {
    known+=("$1")
    wanted "$1" && needed+=("${@:5}")
  }
  local before=-1
  while [ ${#only[@]} -ne $before ]; do
    before=${#only[@]}
    known=() needed=()
    plan
    for name in "${needed[@]}"; do
      [[ " ${only[*]} " == *" $name "* ]] || only+=("$name")
    done
  done
  for name in "${only[@]}"; do
    [[ " ${known[*]} " == *" $name "* ]] ||
      { echo "test: there is no step '$name'; ./test --list names them" >&2; finished=yes; exit 2; }
  done
}

# add_summary NAME RESULT SECONDS CPU_SECONDS NOTE
add_summary() { summary+=("$(printf '  %-11s %-8s %5s s %6s s  %s' "$1" "$2" "$3" "$4" "$5")"); }

# The processor time, in seconds, of every step that has ended: on two cores without other work a step takes
# about half of what it adds to this.
# Left in $cpu_now: in a subshell `times` would know of no children.
count_cpu() {
  times >"$logs/.times"
  cpu_now=$(awk 'END { for (i = 1; i <= 2; ++i) { split($i, t, /[ms]/); s += 60 * t[1] + t[2] } printf "%d", s }' "$logs/.times")
}

# Waits for process $1, saying every half minute that it is still at it.
wait_with_progress() {
  local pid=$1 name=$2 log=$3 began=$SECONDS said=0 elapsed
  while kill -0 "$pid" 2>/dev/null; do
    sleep 0.2
    elapsed=$((SECONDS - began))
    if [ $tty = yes ] && [ $elapsed -ne $said ]; then
      said=$elapsed
      printf '\r\033[K   %4d s  %.90s' "$elapsed" "$(tail -n 1 "$log" 2>/dev/null | tr -cd '[:print:]')"
    elif [ $tty = no ] && [ $((elapsed - said)) -ge 30 ]; then
      said=$elapsed
      printf '   %4d s  %.110s\n' "$elapsed" "$(tail -n 1 "$log" 2>/dev/null | tr -cd '[:print:]')"
    fi
  done
  [ $tty = yes ] && printf '\r\033[K'
  wait "$pid"
}

run_step() {
  local name=$1 minutes=$2 what=$3 remedy=$4
  shift 4
  local need log=$logs/$name.log counts=$logs/$name.counts
  wanted "$name" || return 0
  for need in "$@"; do
    if [ "${outcome[$need]:-}" != passed ]; then
      echo "== $name: $what"
      echo "   FAILED: not run, because '$need' did not pass"
      outcome[$name]=failed
      total_failed=$((total_failed + 1))
      add_summary "$name" FAILED 0 0 "not run: '$need' did not pass"
      return 0
    fi
  done

  echo "== $name: $what"
  rm -f "$counts"
  local began=$SECONDS status cpu_before
  count_cpu
  cpu_before=$cpu_now
  # A session of its own, so that whatever a step starts is gone when it ends or overruns.
  ACCORD_COUNTS=$PWD/$counts setsid timeout --kill-after=10 "${minutes}m" \
    bash -c 'set -euo pipefail; source scripts/test/harness.sh; source scripts/test/steps.sh; "$0"' \
    "step_${name//-/_}" >"$log" 2>&1 </dev/null &
  current=$!
  wait_with_progress "$current" "$name" "$log"
  status=$?
  kill -TERM -- "-$current" 2>/dev/null
  current=
  count_cpu
  local took=$((SECONDS - began)) cpu=$((cpu_now - cpu_before)) passed=0 failed=0 note
  if [ -s "$counts" ]; then
    read -r passed failed <"$counts"
  fi

  if [ $status -eq 77 ] && [ "$passed$failed" = 00 ]; then
    outcome[$name]=nothing
    note=$(tail -n 1 "$log")
    echo "   nothing to run: $note"
    add_summary "$name" "-" $took $cpu "$note"
    return 0
  fi
  if [ $status -eq 0 ] && [ "$failed" -eq 0 ]; then
    [ "$passed" -gt 0 ] || passed=1
    outcome[$name]=passed
    note=$(tail -n 1 "$log" | cut -c1-100)
    echo "   passed in $took s"
    add_summary "$name" passed $took $cpu "$note"
  else
    # A step that counted no failure and yet did not end well has failed all the same.
    [ "$failed" -gt 0 ] || failed=1
    outcome[$name]=failed
    tail -n 60 "$log" | sed 's/^/   | /'
    note="see $log"
    case $status in
      124 | 137) note="stopped after $minutes minutes; $note" ;;
    esac
    echo "   FAILED after $took s (exit status $status): $note"
    echo "   What to do: $remedy"
    add_summary "$name" FAILED $took $cpu "$note"
  fi
  total_passed=$((total_passed + passed))
  total_failed=$((total_failed + failed))
}

# The last words, whatever happened: the line that continuous integration reads, and a status that agrees.
conclude() {
  local status=$?
  [ -n "${current:-}" ] && kill -TERM -- "-$current" 2>/dev/null
  if [ $finished = no ]; then
    [ "$status" -ne 0 ] || status=1
    echo "test: stopped before the end" >&2
    total_failed=$((total_failed + 1))
  fi
  if [ ${#summary[@]} -gt 0 ]; then
    printf '\nSteps (%d min %02d s in all; the second figure is processor time):\n' $((SECONDS / 60)) $((SECONDS % 60))
    printf '%s\n' "${summary[@]}"
    echo
  fi
  if [ $((total_passed + total_failed)) -gt 0 ]; then
    echo "$total_passed passed, $total_failed failed"
    [ $total_failed -eq 0 ] || [ "$status" -ne 0 ] || status=1
  fi
  exit "$status"
}

run_plan() {
  trap conclude EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  mkdir -p "$logs" || exit 2
  [ -w "$logs" ] || { echo "test: $logs cannot be written; was it made by root? sudo chown -R $(id -un) build" >&2; exit 2; }
  resolve_only
  step() { run_step "$@"; }
  plan
  if [ $((total_passed + total_failed)) -eq 0 ]; then
    echo "test: nothing was run" >&2
    total_failed=1
  fi
  finished=yes
  [ $total_failed -eq 0 ]
  exit
}
