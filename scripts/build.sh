#!/usr/bin/env bash
# Configures a preset and builds the named targets (all of them when none is named).
#
#   scripts/build.sh PRESET [TARGET…]
#
# The presets are in CMakePresets.json; what is built lands in build/PRESET.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

fail() {
  printf 'build: %s\n' "$@" >&2
  exit 2
}

preset=${1:?usage: scripts/build.sh PRESET [TARGET…]}
shift
mkdir -p build 2>/dev/null && [ -w build ] ||
  fail "build/ cannot be written by $(id -un)." "It was probably made by root: sudo chown -R $(id -un) build"

options=()
# Somebody who only serves has no GoogleTest; whoever has what the tests need keeps them in the build.
if [ "$(dpkg-query -W -f='${db:Status-Status} ' libgmock-dev libbenchmark-dev 2>/dev/null)" != "installed installed " ]; then
  options+=(-DACCORD_TESTS=OFF)
elif [ "$preset" != fuzz ]; then
  options+=(-DACCORD_TESTS=ON)
fi
log=build/configure-$preset.log
cmake --preset "$preset" "${options[@]}" >"$log" 2>&1 || {
  cat "$log" >&2
  fail "cmake could not configure preset '$preset' (above; also in $log)." \
    "If it names a missing package: scripts/install.sh serve test" \
    "If the folder was copied from elsewhere: rm -rf build/$preset, and try again."
}
ninja -C "build/$preset" -k 0 "$@" || fail "the build of preset '$preset' failed (above)." \
  "The first 'FAILED:' line names the file; the compiler's words follow it."
