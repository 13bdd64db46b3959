#!/usr/bin/env python3
"""Serves a demonstration and takes from it what it stands on: its file, its client's patience.

    serve_test.py PATH/TO/accord
"""
import atexit
import functools
import html
import http.client
import http.cookies
import json
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.parse

ACCORD = ""
TYPED = "The health visitor rang at four; Mr Example was not at home."


@functools.cache
def demonstration():
    """One database for all tests, each of which serves a copy."""
    folder = tempfile.mkdtemp(prefix="accord-demo-")
    atexit.register(shutil.rmtree, folder)
    database = pathlib.Path(folder) / "demo.db"
    policies = pathlib.Path(__file__).resolve().parents[2] / "policies"
    subprocess.run([ACCORD, "demo", "--database", database, "--policies", policies], check=True,
                   timeout=300, stdout=subprocess.DEVNULL)
    return database


class Served:
    """One demonstration, served on a free port until `stop`."""

    def __init__(self, *more):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="accord-serve-"))
        self.database = self.folder / "demo.db"
        shutil.copy(demonstration(), self.database)
        self.log_path = self.folder / "log"
        with open(self.log_path, "wb") as log:
            self.process = subprocess.Popen(
                [ACCORD, "serve", "--database", self.database, "--listen", "127.0.0.1:0", *more],
                stdout=subprocess.PIPE, stderr=log, text=True)
        ports = [int(re.search(r":(\d+)/", self.process.stdout.readline())[1])
                 for _ in range(2 if "--operations" in more else 1)]
        self.port = ports[-1]
        self.operations_port = ports[0]
        self.cookies = {}

    def stop(self):
        """Asks it to end; the seconds that it took."""
        begun = time.monotonic()
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=60)
        self.process.stdout.close()
        return time.monotonic() - begun

    def remove(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()
        shutil.rmtree(self.folder)

    def log(self):
        return self.log_path.read_text(encoding="utf-8").splitlines()

    def ask(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        sent = {"Origin": f"http://127.0.0.1:{self.port}",
                "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        connection.request(method, path, body, {**sent, **(headers or {})})
        answer = connection.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            for name, morsel in http.cookies.SimpleCookie(cookie).items():
                self.cookies[name] = morsel.value
        text = answer.read().decode("utf-8")
        connection.close()
        return answer.status, text

    def form(self, path, **fields):
        """Opens the page and sends its last form with `fields`."""
        status, page = self.ask("GET", path)
        assert status == 200, (path, status)
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', page))
        body = urllib.parse.urlencode({**hidden, **fields})
        return lambda: self.ask("POST", path, body,
                                {"Content-Type": "application/x-www-form-urlencoded"})

    def api(self, person, path, command=None):
        headers = {"Content-Type": "application/json",
                   "Idempotency-Key": f"key-{time.monotonic_ns()}"}
        if person:
            headers["Accord-Person"] = person
        status, text = self.ask("GET" if command is None else "POST", path,
                                None if command is None else json.dumps(command), headers)
        return status, json.loads(text)


def somebody_with_a_disagreement(served):
    """(partnership, person, reference): whoever the demonstration has."""
    for partnership in served.api("", "/api/v1/partnerships")[1]["partnerships"]:
        path = f"/api/v1/p/{partnership['id']}"
        for person in served.api("", f"{path}/people")[1]["people"]:
            status, found = served.api(person["id"], f"{path}/disagreements?state=open")
            if status == 200 and found["disagreements"]:
                return partnership["id"], person["id"], found["disagreements"][0]["reference"]
    raise AssertionError("nobody has an open disagreement")


class FileTakenAway(unittest.TestCase):
    """S-DUR1: what is not on the disk is not called recorded, and what was typed is not lost."""

    def setUp(self):
        self.served = Served()
        self.addCleanup(self.served.remove)
        self.partnership, self.person, self.reference = somebody_with_a_disagreement(self.served)
        self.served.form(f"/p/{self.partnership}/people", person=self.person)()
        self.send = self.served.form(f"/p/{self.partnership}/d/{self.reference}/note", text=TYPED)

    def note_by_api(self):
        return self.served.api(
            self.person, f"/api/v1/p/{self.partnership}/disagreements/{self.reference}/commands",
            {"command": "add_note", "text": TYPED})

    def expect_refused(self):
        status, page = self.send()
        self.assertEqual(status, 503)
        page = html.unescape(page)
        for words in ("The record cannot be reached just now", "Nothing was recorded.", TYPED,
                      "ring the other agency, as the procedure allows"):
            self.assertIn(words, page)
        self.assertNotIn("demo.db", page)
        number = re.search(r"Incident number[^<]*<strong>([^<]+)", page)[1]
        status, problem = self.note_by_api()
        self.assertEqual((status, problem["type"]), (503, "/api/v1/problems#out-of-reach"))
        for incident in (number, problem["instance"]):
            lines = [line for line in self.served.log() if incident in line]
            self.assertEqual(len(lines), 1, self.served.log())
            line = json.loads(lines[0])
            self.assertEqual((line["level"], line["event"], line["request"], line["method"], line["status"]),
                             ("error", "request", incident, "POST", 503))
            self.assertRegex(line["action"], r"^disagreement\.\w+$")
            self.assertIn("demo.db was removed or replaced", line["why"])
            self.assertIn("put the file back", line["why"])
        self.assertNotIn("Example", "\n".join(self.served.log()))

    def test_removed(self):
        self.served.database.unlink()
        self.expect_refused()

    def test_replaced_by_another_and_put_back(self):
        away = self.served.folder / "away.db"
        self.served.database.rename(away)
        shutil.copy(away, self.served.database)
        self.expect_refused()

        self.served.database.unlink()
        away.rename(self.served.database)

        status, answer = self.note_by_api()
        self.assertEqual(status, 200, answer)


class Watched(unittest.TestCase):
    """What an operator's tools are told, at an address of their own, and what is logged."""

    def setUp(self):
        self.served = Served("--operations", "127.0.0.1:0", "--log", "info")
        self.addCleanup(self.served.remove)

    def asked(self, path):
        connection = http.client.HTTPConnection("127.0.0.1", self.served.operations_port, timeout=30)
        connection.request("GET", path)
        answer = connection.getresponse()
        text = answer.read().decode("utf-8")
        connection.close()
        return answer.status, text

    def becomes_ready(self, wanted):
        for _ in range(600):
            status, text = self.asked("/health/ready")
            if json.loads(text)["status"] == wanted:
                return status
            time.sleep(0.1)
        raise AssertionError(f"never {wanted}: {text}")

    def metric(self, name):
        lines = [line for line in self.asked("/metrics")[1].splitlines() if line.startswith(f"{name} ")]
        self.assertEqual(len(lines), 1, name)
        return float(lines[0].split()[-1])

    def test_metrics_count_what_was_asked_and_stored(self):
        partnership, person, reference = somebody_with_a_disagreement(self.served)
        self.served.form(f"/p/{partnership}/people", person=person)()
        send = self.served.form(f"/p/{partnership}/d/{reference}/note", text=TYPED)
        asked = 'accord_http_requests_total{action="disagreement.note",status="303"}'
        units = self.metric("accord_commit_units_total")
        self.assertEqual(send()[0], 303)
        self.assertEqual(self.metric(asked), 1)
        self.assertGreater(self.metric("accord_commit_units_total"), units)
        self.assertGreater(self.metric("accord_time_last_pass_timestamp_seconds"), time.time() - 600)

    def test_nothing_of_it_stands_where_people_are(self):
        for path in ("/metrics", "/health/live", "/health/ready"):
            self.assertEqual(self.served.ask("GET", path)[0], 404)
        self.assertEqual(self.asked("/health/live")[0], 200)
        self.assertEqual(self.asked("/")[0], 404)

    def test_ready_is_what_the_database_does(self):
        self.assertEqual(self.becomes_ready("pass"), 200)
        away = self.served.folder / "away.db"
        self.served.database.rename(away)
        self.assertEqual(self.becomes_ready("warn"), 200)  # what is open can be read, and nothing is stored
        self.assertEqual(self.metric('accord_database_writes{database="1"}'), 0)
        away.rename(self.served.database)
        self.assertEqual(self.becomes_ready("pass"), 200)
        told = [json.loads(line) for line in self.served.log()]
        self.assertEqual([line["writes"] for line in told if line["event"] == "database"], ["yes", "no", "yes"])

    def test_each_request_is_a_line_without_what_was_typed(self):
        partnership, person, reference = somebody_with_a_disagreement(self.served)
        self.served.form(f"/p/{partnership}/people", person=person)()
        self.served.form(f"/p/{partnership}/d/{reference}/note", text=TYPED)()
        self.served.ask("GET", f"/p/{partnership}/?search=Example")
        lines = [json.loads(line) for line in self.served.log()]
        note = [line for line in lines if line.get("action") == "disagreement.note" and line["method"] == "POST"]
        self.assertEqual([(line["level"], line["status"]) for line in note], [("info", 303)])
        self.assertRegex(note[0]["time"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        self.assertNotIn("Example", "\n".join(self.served.log()))


class Ending(unittest.TestCase):
    """SIGTERM: what runs is answered, and nobody waits for what is half sent."""

    def test_half_a_request_keeps_nobody(self):
        served = Served()
        self.addCleanup(served.remove)
        halves = []
        for half in (b"GET / HTTP/1.1\r\nHost: 127.0.0.1", b"",
                     b"POST /csp-report HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9\r\n\r\nab"):
            halves.append(socket.create_connection(("127.0.0.1", served.port), timeout=30))
            halves[-1].sendall(half)
        time.sleep(0.3)

        took = served.stop()

        self.assertLess(took, 8)
        self.assertEqual(served.process.returncode, 0)
        for half in halves:
            half.close()


if __name__ == "__main__":
    ACCORD = sys.argv.pop(1)
    unittest.main(verbosity=1)
