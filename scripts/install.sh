#!/usr/bin/env bash
# Installs the packages of the named lists that are missing, and nothing else.
#
#   scripts/install.sh serve [test]
#
# The second time it asks only dpkg's own database: no network, no password, a tenth of a second.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

fail() {
  printf 'install: %s\n' "$@" >&2
  exit 2
}

[ $# -gt 0 ] || fail "name the lists to install: $(cd "$here/packages" && echo ./*.txt)"
command -v dpkg-query >/dev/null && command -v apt-get >/dev/null ||
  fail "this is not a Debian-like system (no dpkg or apt-get)." \
    "Install what scripts/packages/*.txt names with your own package manager, then run the build by hand:" \
    "cmake --preset release && ninja -C build/release"

installed() { [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

# True when one of the alternatives `a|b` is installed, or when `command` makes them unnecessary.
satisfied() {
  local alternatives=$1 command=$2 package
  [ -n "$command" ] && command -v "$command" >/dev/null && return 0
  for package in ${alternatives//|/ }; do
    installed "$package" && return 0
  done
  return 1
}

missing=()
for list in "$@"; do
  file=$here/packages/$list.txt
  [ -r "$file" ] || fail "there is no list '$list' (looked for $file)."
  while read -r alternatives command; do
    case $alternatives in '' | '#'*) continue ;; esac
    satisfied "$alternatives" "$command" || missing+=("$alternatives")
  done <"$file"
done
if [ ${#missing[@]} -eq 0 ]; then
  echo "install: every package of $* is there already"
  exit 0
fi

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null ||
    fail "packages are missing (${missing[*]}) and installing them needs root." \
      "Run this as root once, or install sudo and allow it for $(id -un): scripts/install.sh $*"
  as_root=(sudo)
fi
apt() { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -o Dpkg::Use-Pty=0 "$@"; }

echo "install: missing: ${missing[*]}"
echo "install: reading the lists of packages (apt-get update)"
apt update || fail "apt-get update failed (above)." \
  "Check the network and the sources under /etc/apt, then run this again."

chosen=()
for alternatives in "${missing[@]}"; do
  found=
  for package in ${alternatives//|/ }; do
    if [ -n "$(apt-cache show --no-all-versions "$package" 2>/dev/null)" ]; then
      found=$package
      break
    fi
  done
  [ -n "$found" ] || fail "this system offers no package ${alternatives//|/ or }." \
    "Debian 12 and later have it in 'main': check the Suites and Components under /etc/apt."
  chosen+=("$found")
done

echo "install: installing ${#chosen[@]} packages and what they need"
apt install -y --no-install-recommends "${chosen[@]}" ||
  fail "apt-get install failed (above)." \
    "If it speaks of a lock, another installation is running: wait for it, then run this again." \
    "If it speaks of held or conflicting packages, remove those first: ${chosen[*]}"
echo "install: done"
