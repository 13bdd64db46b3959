#!/usr/bin/env python3
"""Three nodes serve one PostgreSQL database: any of them answers, and any of them may be killed.

    tests/postgresql/with_server.sh nodes_test.py PATH/TO/accord
"""
import http.cookies
import json
import os
import pathlib
import random
import re
import signal
import subprocess
import sys
import threading
import time
import unittest
import urllib.parse

import node
import writers

ACCORD = ""
ROOT = pathlib.Path(__file__).resolve().parents[2]
LONG = os.environ.get("ACCORD_LONG") == "yes"
KILLS = 150 if LONG else 8
SEED = int(os.environ.get("ACCORD_NODES_SEED", "0")) or (random.randrange(1, 10**6) if LONG else 20261123)
DATABASE = os.environ.get("ACCORD_TEST_POSTGRESQL", "")


class Nodes(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        subprocess.run([ACCORD, "demo", "--database", DATABASE, "--policies", ROOT / "policies"], check=True, timeout=300,
                       stdout=subprocess.DEVNULL)

    def setUp(self):
        self.nodes = [node.Node(ACCORD, DATABASE) for _ in range(3)]
        for each in self.nodes:
            each.start()
            self.addCleanup(lambda each=each: each.process.poll() is None and each.end(signal.SIGKILL))

    def test_each_answer_that_was_given_is_in_the_record_once_whichever_node_is_killed(self):
        where = writers.open_disagreements(self.nodes[0])
        self.assertGreater(len(where), 3)
        chance = random.Random(SEED)
        with writers.Writers(self.nodes, where, SEED) as load:
            for _ in range(KILLS):
                time.sleep(chance.uniform(0.2, 0.8))
                killed = chance.choice(self.nodes)
                self.assertTrue(killed.end(signal.SIGKILL), "it was running until it was killed")
                time.sleep(chance.uniform(0, 0.3))
                killed.start()

        self.assertEqual(load.wrong, [], f"seed {SEED}")
        self.assertGreater(len(load.given), 20)
        lost, twice = writers.compare(load.given, writers.notes(self.nodes[0], where))
        self.assertEqual(lost, [], f"acknowledged and not recorded; seed {SEED}")
        self.assertEqual(twice, [], f"recorded more than once; seed {SEED}")
        code, said = node.verified(ACCORD, DATABASE)
        self.assertEqual(code, 0, said)
        print(f"{len(load.given)} acknowledged under {KILLS} kills, 0 lost, 0 twice; seed {SEED}")

    def test_a_form_that_one_node_made_goes_to_any_other(self):
        first, second, third = self.nodes
        jar = {}

        def ask(whom, method, path, fields=None):
            headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in jar.items()),
                       "Sec-Fetch-Site": "same-origin"}
            body = None
            if fields is not None:
                body = urllib.parse.urlencode(fields)
                headers["Content-Type"] = "application/x-www-form-urlencoded"
            status, answered, text = whom.ask(method, path, body, headers)
            for cookie in answered.get_all("Set-Cookie") or []:
                for name, morsel in http.cookies.SimpleCookie(cookie).items():
                    jar[name] = morsel.value
            return status, answered, text

        def hidden(page):
            return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))

        path, person, reference = writers.open_disagreements(self.nodes[0])[0]
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
        path, person, reference = writers.open_disagreements(self.nodes[0])[0]
        one = self.nodes[1]
        answers = []

        def write(number):
            headers = {"Accord-Person": person, "Content-Type": "application/json", "Idempotency-Key": f"ending-{number:08}"}
            body = json.dumps({"command": "add_note", "text": f"ending {number}"})
            answers.append(one.ask("POST", f"{path}/disagreements/{reference}/commands", body, headers))

        threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        time.sleep(0.02)
        self.assertTrue(one.end(signal.SIGTERM))
        for thread in threads:
            thread.join()
        given = sum(1 for answer in answers if answer is not None and answer[0] in (200, 201))
        refused = sum(1 for answer in answers if answer is None)
        self.assertEqual(given + refused, 4, answers)
        one.start()
        events = writers.events(one, path, person, reference)
        self.assertEqual(len(re.findall(r'"ending \d"', events)), given)


if __name__ == "__main__":
    ACCORD = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main()
