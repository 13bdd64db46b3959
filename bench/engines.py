#!/usr/bin/env python3
"""Measures both databases in one run: what is written, read and done by time, and how that grows.

usage: tests/postgresql/with_server.sh bench/engines.py FOLDER [LARGEST]

bench/run runs it. FOLDER is on the disk that is to be measured, LARGEST the most disagreements (100,000). Prints JSON.
"""
import http.client
import json
import os
import re
import signal
import statistics
import subprocess
import sys
import time
import urllib.parse
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
BUILD = TOP / "build" / "release"
ACCORD = BUILD / "accord"
SERVER = os.environ.get("ACCORD_TEST_POSTGRESQL", "")
EVENTS_EACH, LONGEST = 21, 30
TURNS, TURN_SECONDS = 5, 2
ROW = "INSERT INTO t (bytes) VALUES (decode(repeat('78', 640), 'hex'))"


def step(what):
    print(f"bench: {what} …", file=sys.stderr, flush=True)


def run(*command, **options):
    done = subprocess.run([str(part) for part in command], cwd=TOP, text=True, capture_output=True, check=False, **options)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))} ended with {done.returncode}:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.stdout


def postgresql(database):
    """The address of a database of that name on the server, made now."""
    run("psql", SERVER, "--quiet", f"--command=CREATE DATABASE {database}")
    return SERVER.replace("/accord?", f"/{database}?")


def of_engines(folder, name):
    return {"SQLite": str(folder / f"{name}.db"), "PostgreSQL": postgresql(name)}


# --- what is written ----------------------------------------------------------------------------


def inserts(database, clients, folder):
    """The simple insert of pgbench, a second."""
    script = folder / "insert.sql"
    script.write_text(ROW + ";\n")
    said = run("pgbench", "--no-vacuum", "--protocol=prepared", f"--client={clients}", "--jobs=2", f"--time={TURN_SECONDS}",
               f"--file={script}", database)
    return float(re.search(r"tps = ([0-9.]+)", said).group(1))


def appends(database, writers):
    return json.loads(run(BUILD / "bench" / "ledger_bench", "--database", database, writers))["per_second"]


def writes(folder):
    """Acknowledged appends beside pgbench's insert of as many bytes, in turns."""
    step("appends to PostgreSQL beside pgbench")
    raw, ours = postgresql("raw"), postgresql("appends")
    run("psql", raw, "--quiet", "--command=CREATE TABLE t (bytes bytea)")
    appends(ours, 1)
    found = []
    for clients in (1, 4, 16):
        turns = [(inserts(raw, clients, folder), appends(ours, clients)) for _ in range(TURNS)]
        ratios = sorted(mine / theirs for theirs, mine in turns)
        found.append({"clients": clients, "ratio": statistics.median(ratios), "least": ratios[0], "most": ratios[-1],
                      "raw_per_second": statistics.median(raw for raw, _ in turns),
                      "per_second": statistics.median(mine for _, mine in turns)})
    return found


# --- what is read -------------------------------------------------------------------------------


class Service:
    def __init__(self, database):
        began = time.monotonic()
        self.process = subprocess.Popen([ACCORD, "serve", "--database", database, "--listen", "127.0.0.1:0", "--log", "error"],
                                        stdout=subprocess.PIPE, text=True)
        self.port = int(re.search(r":(\d+)/", self.process.stdout.readline()).group(1))
        self.ask("GET", "/")
        self.start = time.monotonic() - began

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.communicate(timeout=60)

    def ask(self, method, path, cookie="", form=None):
        """Status, headers, text, and how long it took."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Origin": f"http://127.0.0.1:{self.port}", **({"Cookie": cookie} if cookie else {})}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.monotonic()
        connection.request(method, path, urllib.parse.urlencode(form) if form is not None else None, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        took = time.monotonic() - began
        connection.close()
        return answer.status, answer.headers, text, took

    def people(self):
        """(partnership, cookie) of everybody that one can act as."""
        for partnership in sorted(set(re.findall(r'href="/p/([a-z_0-9]+)/', self.ask("GET", "/")[2]))):
            page = self.ask("GET", f"/p/{partnership}/people")[2]
            token = re.search(r'name="form_token" value="([^"]*)"', page).group(1)
            for number, person in enumerate(re.findall(r'name="person" value="([^"]*)"', page)):
                form = {"form_token": token, "command": f"{number:032x}", "person": person}
                cookie = self.ask("POST", f"/p/{partnership}/people", form=form)[1]["Set-Cookie"]
                yield partnership, cookie.split(";")[0]

    def memory(self):
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmHWM:\s+(\d+)", status).group(1)) * 1024


def pages_a_second(service, path, cookie):
    said = run("wrk", "--threads", 2, "--connections", 16, "--duration", "4s", "--header", f"Cookie: {cookie}",
               f"http://127.0.0.1:{service.port}{path}")
    return float(re.search(r"Requests/sec:\s+([0-9.]+)", said).group(1))


def quantile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def reads(database):
    """Every page of every person that grows with the record."""
    found = {}
    times = {"lists": [], "your work": [], "figures": []}
    with Service(database) as service:
        found["start_s"] = service.start
        page, largest = None, 0
        for partnership, cookie in service.people():
            for kind, path in (("lists", "/disagreements"), ("lists", "/disagreements?page=2&state=open"), ("your work", "/work"),
                               ("figures", "/figures")):
                status, _, text, took = service.ask("GET", f"/p/{partnership}{path}", cookie)
                if status == 200:
                    times[kind].append(took)
                if link := re.search(r'href="(/p/[a-z_0-9]+/d/[^"/?#]+)"', text):
                    size = len(service.ask("GET", link.group(1), cookie)[2]) if largest == 0 else 0
                    page, largest = (link.group(1), cookie) if size > largest else page, max(size, largest)
        found["pages"] = {kind: {"p50_s": quantile(took, 0.5), "p99_s": quantile(took, 0.99), "asked": len(took)}
                          for kind, took in times.items()}
        found["memory"] = service.memory()
        found["page_per_second"] = pages_a_second(service, *page)
        found["cover_per_second"] = pages_a_second(service, "/cover", page[1])
    return found


def growth(folder, largest):
    found = {}
    for engine, database in of_engines(folder, "growth").items():
        run(ACCORD, "demo", "--database", database)
        found[engine] = []
        for count in (count for count in (1_000, 10_000, 100_000) if count <= largest):
            step(f"{count:,} disagreements in {engine}")
            events = int(run(BUILD / "bench" / "many_events", database, count * EVENTS_EACH, LONGEST))
            found[engine].append({"disagreements": count, "events": events, "bytes": size_of(database), **reads(database)})
    return found


def size_of(database):
    if database.startswith("postgresql:"):
        return int(run("psql", database, "--quiet", "--tuples-only", "--command=SELECT pg_database_size(current_database())"))
    return sum(path.stat().st_size for path in Path(database).parent.glob(Path(database).name + "*"))


# --- what time does -----------------------------------------------------------------------------


def due_at_once(folder, largest):
    found = {}
    for engine, database in of_engines(folder, "due").items():
        step(f"{largest:,} duties due in one minute in {engine}")
        run(ACCORD, "demo", "--database", database)
        found[engine] = json.loads(run(BUILD / "bench" / "due_at_once", database, largest))
    return found


def main():
    folder, largest = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
    print(json.dumps({"writes": writes(folder), "growth": growth(folder, largest), "due": due_at_once(folder, largest)}, indent=2))


if __name__ == "__main__":
    main()
