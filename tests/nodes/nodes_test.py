#!/usr/bin/env python3
"""Three nodes serve one PostgreSQL database: any of them answers, and any of them may be killed.

    tests/postgresql/with_server.sh nodes_test.py PATH/TO/accord
"""
import http.client
import http.cookies
import json
import os
import pathlib
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import unittest
import urllib.parse
import uuid

ACCORD = ""
ROOT = pathlib.Path(__file__).resolve().parents[2]
LONG = os.environ.get("ACCORD_LONG") == "yes"
KILLS = 150 if LONG else 8
SEED = int(os.environ.get("ACCORD_NODES_SEED", "0")) or (random.randrange(1, 10**6) if LONG else 20261123)
DATABASE = os.environ.get("ACCORD_TEST_POSTGRESQL", "")


class Node:
    """One node, on a port that it keeps when it is started again."""

    def __init__(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.process = None

    def start(self):
        self.process = subprocess.Popen([ACCORD, "serve", "--database", DATABASE, "--listen", f"127.0.0.1:{self.port}"],
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        said = self.process.stdout.readline()
        if not said.startswith("Accord is at"):
            raise AssertionError(f"the node did not start: {said!r}")

    def end(self, how):
        """True: it had to be told, and ended as it should."""
        running = self.process.poll() is None
        if running:
            self.process.send_signal(how)
        code = self.process.wait(timeout=60)
        self.process.stdout.close()
        return running and code == (0 if how == signal.SIGTERM else -how)

    def ask(self, method, path, body=None, headers=None):
        """Status, headers and text; None: no answer, so that nobody knows what became of it."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, body, {"Origin": f"http://127.0.0.1:{self.port}", **(headers or {})})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read().decode()
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()


def verified():
    said = subprocess.run([ACCORD, "verify", "--database", DATABASE], capture_output=True, text=True, check=False)
    return said.returncode, said.stdout + said.stderr


class Nodes(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        subprocess.run([ACCORD, "demo", "--database", DATABASE, "--policies", ROOT / "policies"], check=True, timeout=300,
                       stdout=subprocess.DEVNULL)

    def setUp(self):
        self.nodes = [Node() for _ in range(3)]
        for node in self.nodes:
            node.start()
            self.addCleanup(lambda node=node: node.process.poll() is None and node.end(signal.SIGKILL))

    def read(self, path, person):
        status, _, text = self.nodes[0].ask("GET", path, headers={"Accord-Person": person} if person else {})
        self.assertEqual(status, 200, (path, text))
        return json.loads(text)

    def events(self, path, person, reference):
        """Everything that was recorded in it, as text."""
        whole, after = "", 0
        while True:
            events = self.read(f"{path}/disagreements/{reference}/events?limit=1000&after={after}", person)["events"]
            if not events:
                break
            whole += json.dumps(events)
            after = events[-1]["sequence"]
        return whole

    def open_disagreements(self):
        """Some to which their raisers may add: the partnership's path, who, and the reference."""
        found = []
        for partnership in json.loads(self.nodes[0].ask("GET", "/api/v1/partnerships")[2])["partnerships"]:
            path = f"/api/v1/p/{partnership['id']}"
            for person in self.read(f"{path}/people", "")["people"]:
                rows = self.read(f"{path}/disagreements", person["id"])["disagreements"]
                own = [row for row in rows if row["raiser"] == person["id"] and row["resolved_at"] is None]
                if own:
                    found.append((path, person["id"], own[0]["reference"]))
                    break
        return found

    def test_each_answer_that_was_given_is_in_the_record_once_whichever_node_is_killed(self):
        where = self.open_disagreements()
        self.assertGreater(len(where), 3)
        chance = random.Random(SEED)
        stop = threading.Event()
        given, sent, wrong = set(), {}, []
        lock = threading.Lock()

        def write(number):
            mine = random.Random(SEED * 100 + number)
            count = 0
            while not stop.is_set():
                path, person, reference = mine.choice(where)
                count += 1
                text = f"note {number}-{count}"
                key = str(uuid.UUID(int=mine.getrandbits(128)))
                with lock:
                    sent[text] = (path, person, reference)
                headers = {"Accord-Person": person, "Content-Type": "application/json", "Idempotency-Key": key}
                body = json.dumps({"command": "add_note", "text": text})
                # As a careful program does: the same again, to whichever node answers, until it is sure.
                for _ in range(200):
                    answer = mine.choice(self.nodes).ask("POST", f"{path}/disagreements/{reference}/commands", body, headers)
                    if answer is not None and answer[0] in (200, 201):
                        with lock:
                            given.add(text)
                        break
                    if answer is not None and answer[0] < 500 and answer[0] != 409:
                        with lock:
                            wrong.append((text, answer))
                        return
                    time.sleep(0.05)

        writers = [threading.Thread(target=write, args=(number,)) for number in range(6)]
        for writer in writers:
            writer.start()
        for _ in range(KILLS):
            time.sleep(chance.uniform(0.2, 0.8))
            node = chance.choice(self.nodes)
            self.assertTrue(node.end(signal.SIGKILL), "it was running until it was killed")
            time.sleep(chance.uniform(0, 0.3))
            node.start()
        stop.set()
        for writer in writers:
            writer.join()

        self.assertEqual(wrong, [], f"seed {SEED}")
        self.assertGreater(len(given), 20)
        there = {}
        for path, person, reference in where:
            for text in re.findall(r'"note \d+-\d+"', self.events(path, person, reference)):
                there[text.strip('"')] = there.get(text.strip('"'), 0) + 1
        lost = sorted(given - set(there))
        self.assertEqual(lost, [], f"acknowledged and not recorded; seed {SEED}")
        twice = sorted(text for text, times in there.items() if times > 1)
        self.assertEqual(twice, [], f"recorded more than once; seed {SEED}")
        code, said = verified()
        self.assertEqual(code, 0, said)
        print(f"{len(given)} acknowledged under {KILLS} kills, 0 lost, 0 twice; seed {SEED}")

    def test_a_form_that_one_node_made_goes_to_any_other(self):
        first, second, third = self.nodes
        jar = {}

        def ask(node, method, path, fields=None):
            headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in jar.items()),
                       "Sec-Fetch-Site": "same-origin"}
            body = None
            if fields is not None:
                body = urllib.parse.urlencode(fields)
                headers["Content-Type"] = "application/x-www-form-urlencoded"
            status, answered, text = node.ask(method, path, body, headers)
            for cookie in answered.get_all("Set-Cookie") or []:
                for name, morsel in http.cookies.SimpleCookie(cookie).items():
                    jar[name] = morsel.value
            return status, answered, text

        def hidden(page):
            return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))

        path, person, reference = self.open_disagreements()[0]
        home = path.replace("/api/v1", "")
        page = ask(first, "GET", f"{home}/people")[2]
        status, answered, _ = ask(second, "POST", f"{home}/people", {**hidden(page), "person": person})
        self.assertEqual(status, 303)
        form = ask(third, "GET", f"{home}/d/{reference}/note")[2]
        self.assertIn("form_token", hidden(form))
        status, answered, text = ask(first, "POST", f"{home}/d/{reference}/note", {**hidden(form), "text": "By way of three nodes."})
        self.assertEqual(status, 303, text)
        shown = ask(second, "GET", answered["Location"])[2]
        self.assertIn("By way of three nodes.", shown)
        self.assertIn("Note added", shown)

    def test_a_node_that_is_told_to_end_answers_first_what_was_begun(self):
        path, person, reference = self.open_disagreements()[0]
        node = self.nodes[1]
        answers = []

        def write(number):
            headers = {"Accord-Person": person, "Content-Type": "application/json", "Idempotency-Key": f"ending-{number:08}"}
            body = json.dumps({"command": "add_note", "text": f"ending {number}"})
            answers.append(node.ask("POST", f"{path}/disagreements/{reference}/commands", body, headers))

        writers = [threading.Thread(target=write, args=(number,)) for number in range(4)]
        for writer in writers:
            writer.start()
        time.sleep(0.02)
        self.assertTrue(node.end(signal.SIGTERM))
        for writer in writers:
            writer.join()
        given = sum(1 for answer in answers if answer is not None and answer[0] in (200, 201))
        refused = sum(1 for answer in answers if answer is None)
        self.assertEqual(given + refused, 4, answers)
        node.start()
        events = self.events(path, person, reference)
        self.assertEqual(len(re.findall(r'"ending \d"', events)), given)


if __name__ == "__main__":
    ACCORD = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main()
