#!/usr/bin/env bash
# usage: run.sh ACCORD FOLDER
#
# Installs the pinned package into FOLDER (once; nothing is written beside the sources) and runs the
# cross-check. Without Node, npm or the package it fails and says so: it is never left out in silence.
set -euo pipefail
accord=$1
folder=$2
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

for program in node npm; do
  command -v "$program" >/dev/null || {
    echo "the cross-check needs $program: install the packages nodejs and npm" >&2
    exit 1
  }
done

mkdir -p "$folder"
for file in package.json package-lock.json .npmrc; do
  cmp -s "$here/$file" "$folder/$file" || { rm -f "$folder/installed"; cp "$here/$file" "$folder/$file"; }
done
cp "$here/cross_check.mjs" "$folder/"
if [ ! -e "$folder/installed" ]; then
  (cd "$folder" && npm ci --no-audit --no-fund --ignore-scripts) || {
    echo "npm could not install the package that accord is compared with: is there a network?" >&2
    exit 1
  }
  touch "$folder/installed"
fi
node "$folder/cross_check.mjs" "$accord"
