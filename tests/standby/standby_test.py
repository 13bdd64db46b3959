#!/usr/bin/env python3
"""The primary is killed under load and its standby promoted: whatever was acknowledged is there, once.

    standby_test.py PATH/TO/accord [--plant asynchronous] [TEST…]

`--plant asynchronous` takes the standby out of synchronous_standby_names: changes are then acknowledged that only the
primary has, and the rounds must fail with those that were lost. ACCORD_STANDBY_ROUNDS says how many rounds,
ACCORD_STANDBY_SEED repeats their chances.
"""
import concurrent.futures
import http.cookies
import os
import pathlib
import random
import re
import signal
import subprocess
import sys
import time
import unittest
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/nodes"))

import node  # noqa: E402
import servers  # noqa: E402
import writers  # noqa: E402

ACCORD = ""
PLANTED = ""
LONG = os.environ.get("ACCORD_LONG") == "yes"
ROUNDS = int(os.environ.get("ACCORD_STANDBY_ROUNDS", "0")) or (15 if LONG else 3)
SEED = int(os.environ.get("ACCORD_STANDBY_SEED", "0")) or (random.randrange(1, 10**6) if LONG else 20261123)


class Standby(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.pair = servers.Pair()
        cls.addClassCleanup(cls.pair.end)
        cls.pair.make()
        subprocess.run([ACCORD, "demo", "--database", cls.pair.address, "--policies", ROOT / "policies"], check=True, timeout=300,
                       stdout=subprocess.DEVNULL)

    def setUp(self):
        self.nodes = [node.Node(ACCORD, self.pair.address) for _ in range(2)]
        for each in self.nodes:
            each.start()
            self.addCleanup(lambda each=each: each.process.poll() is None and each.end(signal.SIGKILL))

    def fail_over(self, chance, load, where, withheld, synchronous):
        """One round: the primary is killed under load, its standby promoted, and the record held against the writers' log."""
        time.sleep(chance.uniform(0.5, 1.5))
        if withheld:  # what is recorded from here on, the standby never gets
            os.kill(self.pair.primary.sender(), signal.SIGSTOP)
            time.sleep(0.5)
        self.pair.primary.kill(whole=chance.random() < 0.5)
        killed = time.monotonic()
        self.pair.promote()
        promoted = time.monotonic()
        writing = load.first_since(promoted, within=60)
        self.assertIsNotNone(writing, f"nothing is recorded a minute after the promotion: {load.wrong}")
        given = load.acknowledged()
        lost, twice = writers.compare(given, writers.notes(self.nodes[0], where, load.name))
        code, said = node.verified(ACCORD, self.pair.address)
        self.assertEqual(code, 0, said)
        self.pair.follow(rewind=chance.random() < 0.5, synchronous=synchronous)
        return lost, twice, promoted - killed, writing

    def test_what_was_acknowledged_outlives_its_primary(self):
        where = writers.open_disagreements(self.nodes[0], most_of_each=8)
        self.assertGreater(len(where), 10)
        chance = random.Random(SEED)
        synchronous = PLANTED != "asynchronous"
        if not synchronous:
            self.pair.primary.set_standbys("")
        promotions, pauses = [], []
        with writers.Writers(self.nodes, where, SEED) as load:
            for number in range(ROUNDS):
                lost, twice, promotion, writing = self.fail_over(chance, load, where, number % 2 == 0, synchronous)
                self.assertEqual(lost, [], f"acknowledged and not recorded; round {number + 1}, seed {SEED}")
                self.assertEqual(twice, [], f"recorded more than once; round {number + 1}, seed {SEED}")
                promotions.append(promotion)
                pauses.append(writing)

        self.assertEqual(load.wrong, [], f"seed {SEED}")
        self.assertGreater(len(load.given), 20 * ROUNDS)
        lost, twice = writers.compare(load.given, writers.notes(self.nodes[1], where))
        self.assertEqual((lost, twice), ([], []), f"seed {SEED}")
        print(f"{len(load.given)} acknowledged while {ROUNDS} primaries were killed, 0 lost, 0 twice; promoted within "
              f"{max(promotions):.1f} s, recording again within {max(pauses):.1f} s of it; seed {SEED}")

    def test_a_standby_for_which_nobody_waits_is_seen_to_lose_what_was_acknowledged(self):
        where = writers.open_disagreements(self.nodes[0], most_of_each=2)
        self.pair.primary.set_standbys("")
        with writers.Writers(self.nodes, where, SEED, name="planted") as load:
            lost, twice, _, _ = self.fail_over(random.Random(SEED), load, where, withheld=True, synchronous=True)
        self.assertGreater(len(lost), 0, "the harness has not seen what it is there to see")
        self.assertEqual(twice, [])

    def form(self, one):
        """The form of a note as somebody sees it, to be sent by `send`, and where its disagreement is."""
        path, person, reference = writers.open_disagreements(one)[0]
        home = path.replace("/api/v1", "")
        jar = {}

        def ask(method, address, fields=None):
            headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in jar.items()), "Sec-Fetch-Site": "same-origin",
                       **({"Content-Type": "application/x-www-form-urlencoded"} if fields else {})}
            status, answered, page = one.ask(method, address, urllib.parse.urlencode(fields) if fields else None, headers, timeout=60)
            for cookie in answered.get_all("Set-Cookie") or []:
                jar.update({name: morsel.value for name, morsel in http.cookies.SimpleCookie(cookie).items()})
            return status, page

        def hidden(page):
            return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))

        self.assertEqual(ask("POST", f"{home}/people", {**hidden(ask("GET", f"{home}/people")[1]), "person": person})[0], 303)
        given = hidden(ask("GET", f"{home}/d/{reference}/note")[1])

        def send(text):
            began = time.monotonic()
            status, page = ask("POST", f"{home}/d/{reference}/note", {**given, "text": text})
            return status, page, time.monotonic() - began

        return send, (path, person, reference)

    def told_that_it_is_not_known(self, answer, text):
        status, page, _ = answer
        self.assertEqual(status, 503, page)
        self.assertIn("It is not known whether what you sent was recorded", page)
        self.assertNotIn("Nothing was recorded", page)
        self.assertIn(text, page)

    def test_a_commit_whose_wait_is_broken_off_is_told_as_unknown_and_recorded_once(self):
        for how in ("pg_cancel_backend", "pg_terminate_backend"):
            with self.subTest(how), concurrent.futures.ThreadPoolExecutor() as pool:
                send, where = self.form(self.nodes[0])
                text = f"Typed before {how}."
                with servers.Held(self.pair) as held:
                    sent = pool.submit(send, text)
                    servers.until(held.waiting, "the commit waits for the standby")
                    time.sleep(0.3)
                    self.assertFalse(sent.done(), "it is not answered while the standby has it not")
                    while not sent.done():
                        for session in held.waiting():
                            self.pair.primary.ask(f"SELECT {how}({session})")
                        time.sleep(0.05)
                    self.told_that_it_is_not_known(sent.result(), text)
                    self.assertLess(sent.result()[2], 8, "it was broken off, and not given up after ten seconds")
                self.assertEqual(send(text)[0], 303)
                self.assertEqual(writers.events(self.nodes[1], *where).count(text), 1)

    def test_a_commit_that_hangs_is_told_as_unknown_after_ten_seconds_and_recorded_once(self):
        send, where = self.form(self.nodes[0])
        text = "Typed while the standby hung."
        with servers.Held(self.pair):
            answer = send(text)
        self.told_that_it_is_not_known(answer, text)
        self.assertGreater(answer[2], 9)
        self.assertLess(answer[2], 20)
        self.assertEqual(send(text)[0], 303)
        self.assertEqual(writers.events(self.nodes[1], *where).count(text), 1)

    def test_what_is_sent_again_is_not_told_as_recorded_while_only_the_primary_has_it(self):
        send, where = self.form(self.nodes[0])
        text = "Typed once, sent twice."
        with servers.Held(self.pair) as held, concurrent.futures.ThreadPoolExecutor() as pool:
            sent = pool.submit(send, text)
            for session in servers.until(held.waiting, "the commit waits for the standby"):
                self.pair.primary.ask(f"SELECT pg_cancel_backend({session})")
            self.told_that_it_is_not_known(sent.result(), text)
            self.assertNotEqual(send(text)[0], 303, "told as recorded, and the standby does not have it")
        self.assertEqual(send(text)[0], 303)
        self.assertEqual(writers.events(self.nodes[1], *where).count(text), 1)

    def test_what_is_sent_again_to_a_primary_that_was_started_alone_is_not_told_as_recorded(self):
        send, where = self.form(self.nodes[0])
        text = "Typed before the primary came back alone."
        primary, standby = self.pair.primary, self.pair.standby
        os.kill(primary.sender(), signal.SIGSTOP)
        with concurrent.futures.ThreadPoolExecutor() as pool:
            sent = pool.submit(send, text)
            servers.until(lambda: primary.ask("SELECT pid FROM pg_stat_activity WHERE wait_event = 'SyncRep'"), "the commit waits")
            standby.clear()
            primary.kill(whole=True)
            self.told_that_it_is_not_known(sent.result(), text)
        primary.clear()
        primary.start()
        self.addCleanup(self.pair.follow, rewind=False)
        self.assertEqual(primary.ask("SHOW synchronous_standby_names"), standby.name)
        self.assertNotEqual(send(text)[0], 303, "told as recorded, and no standby is there")
        self.pair.follow(rewind=False)
        self.assertEqual(send(text)[0], 303)
        self.assertEqual(writers.events(self.nodes[1], *where).count(text), 1)


if __name__ == "__main__":
    ACCORD = str(pathlib.Path(sys.argv.pop(1)).resolve())
    if "--plant" in sys.argv:
        at = sys.argv.index("--plant")
        PLANTED = sys.argv[at + 1]
        if PLANTED != "asynchronous":
            sys.exit(f"standby_test: no such defect: {PLANTED}")
        del sys.argv[at:at + 2]
    unittest.main()
