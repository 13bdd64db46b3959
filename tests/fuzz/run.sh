#!/usr/bin/env bash
# Runs each fuzzer for a while, from its corpus, and fails if one finds something.
#
#   tests/fuzz/run.sh [SECONDS] [NAME…]
#
# Without SECONDS each tries the same 20,000 inputs each time, but for 10 seconds at most, so that what changed
# decides and not chance; with ACCORD_LONG=yes, or with SECONDS, new ones for 25 seconds, or for as long as said.
# Without a NAME all of them run.
# The input that a fuzzer fails on is kept in build/fuzz/found; the command that repeats it is printed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

build=build/fuzz
seconds=10
chance=(-seed=20261122 -runs=20000)
learnt=$build/corpus
if [[ "${1:-}" =~ ^[0-9]+$ ]]; then
  seconds=$1
  chance=()
  shift
elif [ "${ACCORD_LONG:-no}" = yes ]; then
  seconds=25
  chance=()
fi
# What earlier runs learnt would make this run another one.
if [ ${#chance[@]} -gt 0 ]; then
  learnt=$(mktemp -d)
  trap 'rm -rf "$learnt"' EXIT
fi
found=$build/found
mkdir -p "$found"

if [ $# -gt 0 ]; then
  scripts/build.sh fuzz "${@/#/fuzz_}"
else
  scripts/build.sh fuzz fuzzers
  mapfile -t names < <(sed -nE 's/^accord_fuzz\(([a-z_]+) .*/\1/p' tests/fuzz/CMakeLists.txt)
  set -- "${names[@]}"
fi

# try NAME: one fuzzer, for its time.
try() {
  local name=$1 corpus=$learnt/$1 log=$build/$1.log input
  mkdir -p "$corpus"
  # What an earlier run learnt stands before the corpus that everybody has; nothing is written to that.
  if "$build/tests/fuzz/fuzz_$name" "$corpus" "tests/fuzz/corpus/$name" \
    "${chance[@]}" -max_total_time="$seconds" -dict=tests/fuzz/hostile.dict -timeout=5 -rss_limit_mb=512 -max_len=4096 \
    -print_final_stats=1 -artifact_prefix="$found/$name-" >"$log" 2>&1; then
    printf 'fuzz: %s: %s inputs, nothing found\n' "$name" \
      "$(sed -nE 's/^stat::number_of_executed_units: *//p' "$log")"
  else
    tail -n 40 "$log"
    input=$(sed -nE 's/.*Test unit written to (.*)/\1/p' "$log" | tail -n 1)
    printf 'fuzz: %s: found something. Again: %s %s\n' "$name" "$build/tests/fuzz/fuzz_$name" "$input"
    return 1
  fi
}

# Two at a time: each uses one core.
tried=()
for name in "$@"; do
  while [ "$(jobs -rp | wc -l)" -ge 2 ]; do sleep 0.2; done
  try "$name" &
  tried+=($!)
done
failed=0
for one in "${tried[@]}"; do
  wait "$one" || failed=1
done
exit "$failed"
