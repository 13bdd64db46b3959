#!/usr/bin/env python3
"""deploy/patroni: what Patroni and etcd say of the files, and with ACCORD_LONG=yes a cluster made from them under faults.

    patroni_test.py PATH/TO/accord [TEST…]

ACCORD_PATRONI_ROUNDS says how many faults.
"""
import os
import pathlib
import re
import subprocess
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "deploy/patroni"))

import machines  # noqa: E402

ACCORD = ""
LONG = os.environ.get("ACCORD_LONG") == "yes"
ROUNDS = os.environ.get("ACCORD_PATRONI_ROUNDS", "4")


def value(name):
    text = (ROOT / "deploy/patroni/config.yml").read_text(encoding="utf-8")
    found = re.findall(rf"^ *{name}: (\S+)$", text, re.MULTILINE)
    return found[0] if len(found) == 1 else found


class Configuration(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cluster = machines.Machines()
        cls.addClassCleanup(cls.cluster.end)
        for machine in cls.cluster.all:
            machine.start("etcd")  # Patroni looks whether the addresses of etcd are answered
        machines.servers.until(lambda: any(machine.leads_etcd() for machine in cls.cluster.all), "etcd has a leader", 60)

    def test_patroni_takes_the_configuration_of_each_machine(self):
        for machine in self.cluster.all:
            self.assertEqual(machine.validated(), (0, ""), machine.name)

    def test_what_patroni_would_not_take_is_seen(self):
        machine = self.cluster.all[0]
        sound = machine.configuration.read_text(encoding="utf-8")
        self.addCleanup(machine.configuration.write_text, sound, encoding="utf-8")
        for line, slip in (("ttl: 20", "ttl: twenty"), ("    rewind:\n      username: rewind\n", ""), ("mode: automatic", "mode: some")):
            self.assertIn(line, sound)
            machine.configuration.write_text(sound.replace(line, slip), encoding="utf-8")
            code, said = machine.validated()
            self.assertEqual((code != 0, said != ""), (True, True), slip)

    def test_etcd_runs_with_every_line_of_its_file(self):
        for machine in self.cluster.all:
            log = (machine.folder / "etcd.log").read_text(encoding="utf-8")
            self.assertEqual(re.findall(r"unrecognized environment variable[^\n]*", log), [])
        members = self.cluster.all[0].ask(2379, "POST", "/v3/cluster/member/list", "{}")["members"]
        self.assertEqual(sorted(member["name"] for member in members), ["db1", "db2", "db3"])

    def test_what_protects_the_record_stands_in_it(self):
        self.assertEqual([value(name) for name in ("synchronous_mode", "synchronous_mode_strict", "maximum_lag_on_failover")],
                         ["true", "true", "0"])
        self.assertLessEqual(int(value("loop_wait")) + 2 * int(value("retry_timeout")), int(value("ttl")))
        self.assertIn("- data-checksums", self.cluster.all[0].configuration.read_text(encoding="utf-8"))

    def test_no_password_stands_in_the_files(self):
        for file in (ROOT / "deploy/patroni").glob("*.*"):
            self.assertEqual(re.findall(r"(?im)^\s*\w*password(?:: |=)(?!scram-)\S+", file.read_text(encoding="utf-8")), [], file.name)


class Faults(unittest.TestCase):
    @unittest.skipUnless(LONG, "minutes: ACCORD_LONG=yes, or deploy/patroni/try.py by itself")
    def test_nothing_that_was_acknowledged_is_lost_to_any_fault(self):
        code = subprocess.run([ROOT / "deploy/patroni/try.py", ACCORD, "--rounds", ROUNDS], check=False).returncode
        self.assertEqual(code, 0)


if __name__ == "__main__":
    ACCORD = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main()
