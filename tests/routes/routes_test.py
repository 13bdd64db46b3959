#!/usr/bin/env python3
"""Two PostgreSQL servers, each of which keeps some partnerships: what one does is no matter of the other's.

    routes_test.py PATH/TO/accord [TEST…]
"""
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests/nodes"), str(ROOT / "tests/standby")]

import node  # noqa: E402
import servers  # noqa: E402
import writers  # noqa: E402

ACCORD = ""
SEED = 20261123
MOVED = ("leeds", "lincolnshire")


class TwoServers(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="accord-routes-"))
        os.chmod(self.folder, 0o755)
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.east, self.west = (self.server(name) for name in ("east", "west"))
        self.accord("demo", "--database", self.address(self.east), "--policies", ROOT / "policies")
        for moved in MOVED:
            self.accord("copy", "--from", self.address(self.east), "--to", self.address(self.west), "--partnership", moved)
        routes = self.folder / "accord.routes"
        routes.write_text("".join(f"{moved} {self.address(self.west)}\n" for moved in MOVED) + f"* {self.address(self.east)}\n",
                          encoding="utf-8")
        self.nodes = [node.Node(ACCORD, routes) for _ in range(2)]
        for each in self.nodes:
            each.start()
            self.addCleanup(lambda each=each: each.process.poll() is None and each.end(signal.SIGKILL))
        self.where = writers.open_disagreements(self.nodes[0], most_of_each=3)
        self.of_west = [one for one in self.where if one[0].rpartition("/")[2] in MOVED]
        self.of_east = [one for one in self.where if one not in self.of_west]
        self.assertGreater(min(len(self.of_west), len(self.of_east)), 2)

    def server(self, name):
        one = servers.Server(self.folder, name)
        self.addCleanup(one.clear)
        one.make()
        one.start()
        one.ask("CREATE ROLE accord LOGIN CREATEDB")
        one.ask("CREATE DATABASE accord OWNER accord")
        return one

    @staticmethod
    def address(server):
        return f"postgresql:///accord?host={server.folder}&user=accord"

    @staticmethod
    def accord(*arguments):
        subprocess.run([ACCORD, *arguments], check=True, timeout=300, stdout=subprocess.DEVNULL)

    def recorded_at(self, server, name):
        """The partnerships of which `server` has a note of these writers."""
        found = subprocess.run(
            [servers.programs() / "psql", "-X", "-At", f"--host={server.folder}", "--username=postgres", "--dbname=accord", "-c",
             f"SELECT DISTINCT partnership FROM ledger_entry WHERE position('{name} '::bytea IN bytes) > 0 ORDER BY 1"],
            capture_output=True, text=True, check=True, timeout=60)
        return found.stdout.split()

    def verify(self):
        for server in (self.east, self.west):
            code, said = node.verified(ACCORD, self.address(server))
            self.assertEqual(code, 0, said)

    def test_each_partnership_is_recorded_where_the_routes_say_and_nowhere_else(self):
        with writers.Writers(self.nodes, self.where, SEED, name="routed") as load:
            servers.until(lambda: len(load.acknowledged()) > 200, "they record")
        self.assertEqual(load.wrong, [])
        lost, twice = writers.compare(load.given, writers.notes(self.nodes[1], self.where, "routed"))
        self.assertEqual((lost, twice), ([], []))
        self.assertEqual(self.recorded_at(self.west, "routed"), sorted(MOVED))
        self.assertEqual(set(self.recorded_at(self.east, "routed")), {path.rpartition("/")[2] for path, _, _ in self.of_east})
        self.verify()

    def test_a_server_that_is_lost_is_no_matter_of_the_other(self):
        path, person, reference = self.of_west[0]
        with writers.Writers(self.nodes, self.of_east, SEED, name="east") as east, \
                writers.Writers(self.nodes, self.of_west, SEED, count=16, name="west") as west:
            servers.until(lambda: east.acknowledged() and west.acknowledged(), "they record")
            self.west.kill(whole=True)
            killed = time.monotonic()
            servers.until(lambda: self.nodes[0].ask("GET", f"{path}/disagreements/{reference}",
                                                    headers={"Accord-Person": person})[0] == 503, "it is told as out of reach")
            time.sleep(3)
            silence = east.longest_silence(killed)
            self.assertIsNone(west.first_since(killed + 1, within=0.1))
            self.west.clear()
            self.west.start()
            back = time.monotonic()
            self.assertIsNotNone(west.first_since(back, within=60), "nothing is recorded after it came back")
        self.assertEqual((east.wrong, west.wrong), ([], []))
        for load in (east, west):
            lost, twice = writers.compare(load.given, writers.notes(self.nodes[1], self.where, load.name))
            self.assertEqual((lost, twice), ([], []))
        self.assertLess(silence, 2, "the other server's partnerships waited")
        self.verify()
        print(f"{len(east.given)} and {len(west.given)} acknowledged; while one server was gone the other's were silent for "
              f"{silence:.2f} s at most")

    def test_a_server_that_is_silent_is_no_matter_of_the_other(self):
        with writers.Writers(self.nodes, self.of_east, SEED, name="east") as east, \
                writers.Writers(self.nodes, self.of_west, SEED, count=16, name="west") as west:
            servers.until(lambda: east.acknowledged() and west.acknowledged(), "they record")
            processes = [self.west.process.pid, *servers.children(self.west.process.pid)]
            servers.signalled(processes, signal.SIGSTOP)
            stopped = time.monotonic()
            time.sleep(20)
            silence = east.longest_silence(stopped)
            servers.signalled(processes, signal.SIGCONT)
            back = time.monotonic()
            self.assertIsNotNone(west.first_since(back, within=90), "nothing is recorded after it answers again")
        self.assertEqual((east.wrong, west.wrong), ([], []))
        for load in (east, west):
            lost, twice = writers.compare(load.given, writers.notes(self.nodes[1], self.where, load.name))
            self.assertEqual((lost, twice), ([], []))
        # Who waits behind those who asked it first waits five seconds at most (src/database/patience.hpp).
        self.assertLess(silence, 10, "the other server's partnerships waited")
        print(f"{len(east.given)} and {len(west.given)} acknowledged; while one server was silent the other's were for "
              f"{silence:.2f} s at most")


if __name__ == "__main__":
    ACCORD = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main()
