#!/usr/bin/env python3
"""Kills backup, restore and drill at random moments: what has a name is whole, and what was there stays.

    kill_test.py PATH/TO/accord PROJECT
"""
import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

ACCORD = ""
PROJECT = pathlib.Path()
KILLS = 150 if os.environ.get("ACCORD_LONG") == "yes" else 12
SEED = int(os.environ.get("ACCORD_BACKUP_SEED", "0")) or random.randrange(1, 10**6)


def run(*arguments, status=0):
    done = subprocess.run([ACCORD, *map(str, arguments)], capture_output=True, text=True, timeout=120, check=False)
    if done.returncode != status:
        raise AssertionError((done.args, done.returncode, done.stdout, done.stderr))
    return done.stdout


def heads(database):
    """Also that all of it is as it was recorded."""
    return re.findall(r"^[0-9a-f]{64} .*$", run("verify", "--database", database), re.MULTILINE)


class Kill(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="accord-backup-kill-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.chance = random.Random(SEED)
        self.database = self.folder / "accord.db"
        self.one = self.folder / "one.db"
        policies = self.folder / "policies"
        for each in sorted((PROJECT / "policies").iterdir())[:2]:
            shutil.copytree(each, policies / each.name)
        run("demo", "--database", self.database, "--policies", policies)
        self.first = min(each.name for each in policies.iterdir())
        run("copy", "--from", self.database, "--to", self.one, "--partnership", self.first)
        self.all = heads(self.database)
        self.assertEqual(len(self.all), 2)

    def killed(self, took, *arguments):
        """True: it was killed before it had ended."""
        process = subprocess.Popen([ACCORD, *map(str, arguments)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(self.chance.uniform(0, took))
        process.send_signal(signal.SIGKILL)
        code = process.wait(timeout=60)
        self.assertIn(code, (0, -signal.SIGKILL), f"seed {SEED}")
        return code != 0

    def took(self, *arguments):
        begun = time.monotonic()
        run(*arguments)
        return time.monotonic() - begun

    def fresh(self, name):
        place = self.folder / name
        for part in ("", "-wal", "-shm"):
            pathlib.Path(f"{place}{part}").unlink(missing_ok=True)
        return place

    def test_a_first_backup_has_its_name_when_it_is_whole(self):
        took = self.took("backup", "--database", self.database, "--to", self.folder / "timed.db")
        kills = 0
        for _ in range(KILLS):
            backup = self.fresh("backup.db")
            kills += self.killed(took, "backup", "--database", self.database, "--to", backup)
            if backup.exists():
                self.assertEqual(heads(backup), self.all, f"seed {SEED}")
            run("backup", "--database", self.database, "--to", backup)
            self.assertEqual(heads(backup), self.all, f"seed {SEED}")
            self.assertFalse(pathlib.Path(f"{backup}.partial").exists())
        self.assertGreater(kills, KILLS // 3)

    def test_a_backup_is_what_it_was_or_what_it_is_to_be(self):
        base = self.folder / "base.db"
        run("backup", "--database", self.one, "--to", base)
        shutil.copy(base, self.folder / "timed.db")
        took = self.took("backup", "--database", self.database, "--to", self.folder / "timed.db")
        kills = 0
        for _ in range(KILLS):
            backup = self.fresh("backup.db")
            shutil.copy(base, backup)
            kills += self.killed(took, "backup", "--database", self.database, "--to", backup)
            self.assertIn(heads(backup), (self.all[:1], self.all), f"seed {SEED}")
            run("backup", "--database", self.database, "--to", backup)
            self.assertEqual(heads(backup), self.all, f"seed {SEED}")
        self.assertGreater(kills, KILLS // 3)

    def test_a_restore_is_whole_or_leaves_nothing(self):
        backup = self.folder / "backup.db"
        run("backup", "--database", self.database, "--to", backup)
        took = self.took("restore", "--from", backup, "--to", self.folder / "timed.db")
        kills = 0
        for _ in range(KILLS):
            restored = self.fresh("restored.db")
            kills += self.killed(took, "restore", "--from", backup, "--to", restored)
            if restored.exists():
                self.assertEqual(heads(restored), self.all, f"seed {SEED}")
            else:
                run("restore", "--from", backup, "--to", restored)
            self.assertEqual(heads(restored), self.all, f"seed {SEED}")
            beside = self.fresh("beside.db")
            shutil.copy(self.one, beside)
            second = sorted(line.split()[-1] for line in self.all)[1]
            kills += self.killed(took, "restore", "--from", backup, "--to", beside, "--partnership", second)
            self.assertIn(heads(beside), (self.all[:1], self.all), f"seed {SEED}")
        self.assertGreater(kills, KILLS // 3)

    def test_what_a_drill_left_is_removed_by_the_next(self):
        backup = self.folder / "backup.db"
        run("backup", "--database", self.database, "--to", backup)
        scratch = self.folder / "scratch"
        scratch.mkdir()
        took = self.took("drill", "--from", backup, "--scratch", scratch)
        left = 0
        for _ in range(KILLS):
            self.killed(took, "drill", "--from", backup, "--scratch", scratch)
            left += any(scratch.iterdir())
            run("drill", "--from", backup, "--scratch", scratch)
            self.assertEqual(list(scratch.iterdir()), [])
        self.assertGreater(left, 0)


if __name__ == "__main__":
    ACCORD, PROJECT = sys.argv[1], pathlib.Path(sys.argv[2])
    unittest.main(argv=sys.argv[:1])
