#!/usr/bin/env bash
# Shows what ./run does when things go well and when they do not, with a program in place of Accord's own that can
# be told to fail. usage: run_self_test.sh TOP
set -uo pipefail
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
cp "$1/run" "$copy/"
mkdir -p "$copy/scripts" "$copy/build/release"
printf '#!/bin/sh\nexit ${INSTALL:-0}\n' >"$copy/scripts/install.sh"
printf '#!/bin/sh\nexit ${BUILD:-0}\n' >"$copy/scripts/build.sh"
cat >"$copy/build/release/accord" <<'P'
#!/usr/bin/env python3
import os, socket, sys
if sys.argv[1] == "demo":
    if os.environ.get("DEMO"):
        sys.exit("demo: refused")
    open(sys.argv[3], "w").write("whole")
    sys.exit(0)
if os.environ.get("SERVE"):
    sys.exit("serve: refused")
assert open(sys.argv[3]).read() == "whole"
host, port = sys.argv[5].split(":")
listener = socket.create_server((host, int(port)))
while True:
    listener.accept()[0].close()
P
chmod +x "$copy"/scripts/*.sh "$copy/build/release/accord"
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
problems=0

problem() {
  problems=$((problems + 1))
  printf '%s\n%s\n\n' "$1" "$(cat "$copy/out")"
}

# serve WHAT STATUS "WORDS" : runs until it says that it is running, stops it, and looks at what it said
serve() {
  local job status waited=0
  : >"$copy/out" # or the words of the time before are taken for this one's
  "$copy/run" --port "$port" >"$copy/out" 2>&1 &
  job=$!
  while kill -0 $job 2>/dev/null && ! grep -q 'Ctrl-C stops it' "$copy/out" && [ $((waited += 1)) -lt 300 ]; do sleep 0.1; done
  kill -TERM $job 2>/dev/null
  wait $job
  status=$?
  [ $status -eq "$2" ] || problem "$1: expected status $2, got $status"
  grep -qF -- "$3" "$copy/out" || problem "$1: expected the words '$3'"
  (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && problem "$1: something still listens on the port"
}

INSTALL=1 serve "packages that cannot be installed" 1 "packages"
BUILD=1 serve "a build that fails" 1 "the program"
DEMO=1 serve "a demonstration that fails" 2 "the demonstration could not be made"
serve "the first time" 0 "http://127.0.0.1:$port/"
[ "$(cat "$copy/accord.db" 2>/dev/null)" = whole ] || problem "the demonstration is not there"
serve "the second time" 0 "there already"
SERVE=1 serve "a service that does not start" 2 "the service did not start"
python3 -c 'import socket, sys, time; s = socket.create_server(("127.0.0.1", int(sys.argv[1]))); time.sleep(60)' "$port" &
other=$!
until (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do sleep 0.1; done
"$copy/run" --port "$port" >"$copy/out" 2>&1 && problem "a port that is taken: expected a failure"
grep -q "Choose another port" "$copy/out" || problem "a port that is taken: expected a remedy"
kill $other
for wrong in "--port 0" "--port x" "--port" "--database" "--sideways"; do
  # shellcheck disable=SC2086
  "$copy/run" $wrong >"$copy/out" 2>&1 && problem "./run $wrong: expected a failure"
done

echo "$problems problems"
[ $problems -eq 0 ]
