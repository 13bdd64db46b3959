#!/usr/bin/env bash
# Formats every C++ file of the project with clang-format 19; with --check says what it would change instead.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

mapfile -t files < <(find src tests bench -name '*.cpp' -o -name '*.hpp' 2>/dev/null | sort)
[ ${#files[@]} -gt 0 ] || { echo "format: there is no C++ file under src, tests or bench" >&2; exit 2; }
if [ "${1-}" = --check ]; then
  clang-format-19 --dry-run --Werror "${files[@]}"
  echo "${#files[@]} files are formatted"
else
  clang-format-19 -i "${files[@]}"
fi
