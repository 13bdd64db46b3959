#!/usr/bin/env bash
# Mutation testing of the core; tests/mutants/run.sh --help says what it takes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
exec python3 tests/mutants/run.py "$@"
