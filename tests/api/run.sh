#!/usr/bin/env bash
# usage: run.sh ACCORD CALLS_TEST FOLDER
#
# Installs the pinned packages into FOLDER (once; nothing is written beside the sources), lets CALLS_TEST write down its
# exchanges, serves a demonstration on a free port of the loopback address, and holds all of it against
# schema/openapi.json (document.mjs). Ends what it started. Without Node, npm or the packages it fails and says so.
set -euo pipefail
accord=$1
calls=$2
folder=$3
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
server=
finish() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT

for program in node npm; do
  command -v "$program" >/dev/null || {
    echo "the API's document test needs $program: install the packages nodejs and npm" >&2
    exit 1
  }
done

mkdir -p "$folder"
for file in package.json package-lock.json .npmrc; do
  cmp -s "$here/$file" "$folder/$file" || { rm -f "$folder/installed"; cp "$here/$file" "$folder/$file"; }
done
cp "$here/document.mjs" "$folder/"
if [ ! -e "$folder/installed" ]; then
  (cd "$folder" && npm ci --no-audit --no-fund --ignore-scripts) || {
    echo "npm could not install the packages that check the document: is there a network?" >&2
    exit 1
  }
  touch "$folder/installed"
fi

ACCORD_EXCHANGES="$work/exchanges" "$calls" >"$work/calls.log" 2>&1 || { tail -30 "$work/calls.log" >&2; exit 1; }
"$accord" demo --policies "$here/../../policies" --database "$work/demo.db" >"$work/demo.log" 2>&1 || { cat "$work/demo.log" >&2; exit 1; }
# One partnership has put a later version in force and moved what was open to it.
moved=$here/../../policies/coventry
sed 's/^version: .*/version: "later"/' "$moved/policy.yaml" >"$work/later.yaml"
"$accord" policy adopt "$work/later.yaml" --database "$work/demo.db" --move --by jasmine_goddard --reason "It was read again" \
  >"$work/adopt.log" 2>&1 || { cat "$work/adopt.log" >&2; exit 1; }
port=$(node -e "const s=require('net').createServer().listen(0,'127.0.0.1',()=>{console.log(s.address().port);s.close()})")
"$accord" serve --database "$work/demo.db" --listen "127.0.0.1:$port" >"$work/serve.log" 2>&1 &
server=$!
for _ in $(seq 100); do
  node -e "require('http').get('http://127.0.0.1:$port/api/v1/problems',()=>process.exit(0)).on('error',()=>process.exit(1))" && break
  sleep 0.2
done
node "$folder/document.mjs" "$here/../../schema/openapi.json" "$work/exchanges" "http://127.0.0.1:$port"
