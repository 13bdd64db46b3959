#!/usr/bin/env bash
# usage: tests/browser/run.sh [ACCORD]
#
# Makes a demonstration in a folder of its own, serves it on a free port of the loopback address, and drives it in
# Debian's Chromium: every page that stands (pages.mjs), and beside it one disagreement through each protocol
# (disagreements.mjs), after which the record must hold; a standard viewer opens the BPMN files (bpmn.mjs). The pictures stay in build/screens; with CI=true none are
# taken, but of what goes wrong. Ends what it started; the last line is "N passed, N failed".
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
accord=${1:-build/release/accord}
screens=$PWD/build/screens
work=$(mktemp -d)
server=
pages=
finish() {
  [ -z "$server$pages" ] || kill $server $pages 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT

for program in node npm chromium-headless-shell; do
  command -v "$program" >/dev/null || {
    echo "the browser test needs $program: scripts/install.sh test installs it" >&2
    exit 1
  }
done
mkdir -p "$screens"
cp tests/browser/{package.json,package-lock.json,.npmrc,*.mjs} "$work/"
(cd "$work" && npm ci --no-audit --no-fund --ignore-scripts >npm.log 2>&1) || {
  cat "$work/npm.log" >&2
  echo "npm could not install the pinned packages: is there a network?" >&2
  exit 1
}
"$accord" demo --database "$work/demo.db" >"$work/demo.log" 2>&1 || { cat "$work/demo.log" >&2; exit 1; }
# One partnership has put a later version in force, which says something otherwise; nothing has been moved to it.
later=policies/leeds/policy.yaml
sed -e 's/^version: .*/version: "later"/' -e 's/^title: \(.*\)/title: \1, read again/' "$later" >"$work/later.yaml"
"$accord" policy adopt "$work/later.yaml" --database "$work/demo.db" >"$work/adopt.log" 2>&1 || { cat "$work/adopt.log" >&2; exit 1; }
port=$(node -e "const s=require('net').createServer().listen(0,'127.0.0.1',()=>{console.log(s.address().port);s.close()})")
"$accord" serve --database "$work/demo.db" --listen "127.0.0.1:$port" >"$work/serve.log" 2>&1 &
server=$!
for _ in $(seq 50); do
  node -e "require('http').get('http://127.0.0.1:$port/',()=>process.exit(0)).on('error',()=>process.exit(1))" && break
  sleep 0.2
done
passed=0
failed=0
# count LINES: adds what "N passed, N failed" says; a test that does not come to say it has failed.
count() {
  if [[ $(tail -n 1 "$1") =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
    passed=$((passed + BASH_REMATCH[1])) failed=$((failed + BASH_REMATCH[2]))
  else
    failed=$((failed + 1))
  fi
}
# Both at once: neither keeps two cores busy, since a page and what looks at it wait for each other.
drive() { cd "$work" && exec node "$1.mjs" "http://127.0.0.1:$port/" "$screens" >"$1.log" 2>&1; }
drive pages &
pages=$!
(drive disagreements) || true
wait $pages || true
pages=
mkdir "$work/bpmn"
for policy in policies/*/policy.yaml; do
  key=$(basename "$(dirname "$policy")")
  "$accord" policy draw --bpmn "$policy" -o "$work/bpmn/$key.bpmn"
  "$accord" policy draw --json "$policy" -o "$work/bpmn/$key.json"
done
(cd "$work" && exec node bpmn.mjs "$work/bpmn" "$screens" >bpmn.log 2>&1) || true
for test in pages disagreements bpmn; do
  echo "== $test"
  cat "$work/$test.log"
  count "$work/$test.log"
done
echo "== verify"
if "$accord" verify --database "$work/demo.db"; then
  passed=$((passed + 1))
else
  failed=$((failed + 1))
fi
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
