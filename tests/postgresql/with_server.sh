#!/usr/bin/env bash
# usage: tests/postgresql/with_server.sh COMMAND [ARGUMENT…]
#
# Runs COMMAND beside a PostgreSQL server of its own, whose address it finds in ACCORD_TEST_POSTGRESQL. The server
# listens at a socket in a temporary folder, and at no port; it ends with COMMAND, and the folder goes with it.
# Exit status: COMMAND's. ACCORD_TEST_FSYNC=on keeps what is stored over a power cut, for what is measured.
set -euo pipefail

fail() {
  printf 'with_server: %s\n' "$@" >&2
  exit 2
}

[ $# -gt 0 ] || fail "name the command to run"
programs=$(find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$programs" ] || fail "PostgreSQL is not installed: scripts/install.sh test installs it"

# PostgreSQL refuses to run as root.
as=()
if [ "$(id -u)" -eq 0 ]; then
  id postgres >/dev/null 2>&1 || fail "there is no user postgres, and PostgreSQL does not run as root"
  as=(setpriv --reuid=postgres --regid=postgres --clear-groups)
fi

folder=$(mktemp -d /tmp/accord-pg-XXXXXX)
server=
finish() {
  if [ -n "$server" ]; then
    kill -INT "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
  fi
  rm -rf "$folder"
}
trap finish EXIT
trap 'exit 143' TERM
trap 'exit 130' INT

[ ${#as[@]} -eq 0 ] || chown postgres "$folder"
"${as[@]}" "$programs/initdb" --pgdata="$folder/data" --username=postgres --auth=trust --encoding=UTF8 \
  --locale=C.UTF-8 --no-sync >"$folder/initdb.log" 2>&1 || {
  cat "$folder/initdb.log" >&2
  fail "the server could not be made (above)"
}
"${as[@]}" "$programs/postgres" -D "$folder/data" -k "$folder" -c listen_addresses= \
  -c fsync="${ACCORD_TEST_FSYNC:-off}" -c full_page_writes=off -c max_connections=100 -c log_min_messages=warning \
  >"$folder/server.log" 2>&1 &
server=$!
for _ in $(seq 100); do
  "$programs/pg_isready" --quiet --host="$folder" --username=postgres --dbname=postgres && break
  kill -0 "$server" 2>/dev/null || { server=; cat "$folder/server.log" >&2; fail "the server did not start (above)"; }
  sleep 0.1
done
# As docs/operating.md says: a role of its own, which may not pass over what keeps partnerships apart.
"$programs/psql" --quiet --host="$folder" --username=postgres --dbname=postgres \
  --command='CREATE ROLE accord LOGIN CREATEDB' --command='CREATE DATABASE accord OWNER accord' ||
  fail "the role accord and its database could not be made (above)"
export ACCORD_TEST_POSTGRESQL="postgresql:///accord?host=$folder&user=accord"
status=0
"$@" || status=$?
if [ $status -ne 0 ] && grep -E 'FATAL|PANIC' "$folder/server.log" >&2; then
  echo "with_server: the server said this" >&2
fi
exit $status
