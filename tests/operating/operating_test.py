#!/usr/bin/env python3
"""Runs every command of docs/operating.md, in the order in which it stands there, beside a PostgreSQL server.

usage: operating_test.py ACCORD        (tests/postgresql/with_server.sh sets ACCORD_TEST_POSTGRESQL)
"""
import contextlib
import os
import pathlib
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def run(script, folder):
    """Each line of a block must come to something: the first that fails ends it."""
    environment = dict(os.environ, DATABASE=os.environ["ACCORD_TEST_POSTGRESQL"],
                       PATH=f"{folder}/bin:{os.environ['PATH']}")
    # To files: what a block leaves running would keep a pipe open.
    with open(folder / "said", "w+", encoding="utf-8") as said, open(folder / "complained", "w+", encoding="utf-8") as complained:
        done = subprocess.run(["bash", "-euo", "pipefail", "-c", script], cwd=folder, env=environment, stdout=said,
                              stderr=complained, timeout=120, check=False)
        said.seek(0)
        complained.seek(0)
        return subprocess.CompletedProcess(done.args, done.returncode, said.read(), complained.read())


def with_free_ports(text):
    """The page's ports end in the number of a node: the same with two other beginnings, of which every port is free."""
    beginnings = iter(random.sample(range(2000, 3200), 200))

    def free():
        for beginning in beginnings:
            with contextlib.ExitStack() as held, contextlib.suppress(OSError):
                for node in (1, 2, 3):
                    held.enter_context(socket.socket()).bind(("127.0.0.1", 10 * beginning + node))
                return str(beginning)
        raise AssertionError("no free ports")
    return text.replace("127.0.0.1:808", f"127.0.0.1:{free()}").replace("127.0.0.1:946", f"127.0.0.1:{free()}")


class Operating(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="accord-operating-"))
        self.addCleanup(shutil.rmtree, self.folder)
        (self.folder / "bin").mkdir()
        (self.folder / "bin/accord").symlink_to(ACCORD)
        (self.folder / "policies").symlink_to(ROOT / "policies")
        self.addCleanup(self.end_what_a_failed_block_left)

    def end_what_a_failed_block_left(self):
        for pid in self.folder.glob("node*.pid"):
            with contextlib.suppress(ProcessLookupError, FileNotFoundError):
                number = int(pid.read_text(encoding="utf-8"))
                if "accord" in pathlib.Path(f"/proc/{number}/cmdline").read_text(encoding="utf-8").split("\0")[0]:
                    os.kill(number, signal.SIGKILL)

    def heads(self, database):
        said = subprocess.run([ACCORD, "verify", "--database", database], capture_output=True, text=True, check=False)
        return re.findall(r"^[0-9a-f]{64} .*$", said.stdout, re.MULTILINE)

    def test_each_command_of_the_page_does_what_it_says(self):
        blocks = BLOCK.findall(with_free_ports((ROOT / "docs/operating.md").read_text(encoding="utf-8")))
        self.assertGreater(len(blocks), 4)
        for block in blocks:
            said = run(block, self.folder)
            self.assertEqual(said.returncode, 0, (block, said.stdout, said.stderr))
        # What the page says of the heads.
        heads = self.heads(self.folder / "accord.db")
        self.assertEqual(len(heads), 5)
        for other in (*(self.folder / name for name in ("back.db", "backup.db", "restored.db")), os.environ["ACCORD_TEST_POSTGRESQL"]):
            self.assertEqual(self.heads(other), heads)

    def test_a_partnership_that_was_moved_is_asked_of_its_new_database_alone(self):
        self.assertEqual(run("accord demo --database accord.db", self.folder).returncode, 0)
        self.assertEqual(run("accord copy --from accord.db --to leeds.db --partnership leeds", self.folder).returncode, 0)
        (self.folder / "accord.routes").write_text("leeds leeds.db\n* accord.db\n", encoding="utf-8")
        before = self.heads(self.folder / "accord.db")
        said = run("accord rebuild --database accord.routes", self.folder)
        self.assertEqual(said.stdout.count("made anew"), 5, said.stderr)
        said = run("accord copy --from accord.routes --to all.db", self.folder)
        self.assertEqual(said.returncode, 2)
        self.assertIn("accord.routes names several databases", said.stderr)
        self.assertFalse((self.folder / "all.db").exists())
        self.assertEqual(self.heads(self.folder / "accord.db"), before)

    def test_a_command_that_fails_is_seen(self):
        said = run("accord verify --database none.db\naccord --help", self.folder)
        self.assertNotEqual(said.returncode, 0)

    def test_a_partnership_that_is_there_already_is_refused_and_nothing_of_the_others_comes(self):
        self.assertEqual(run("accord demo --database accord.db", self.folder).returncode, 0)
        self.assertEqual(run("accord copy --from accord.db --to one.db --partnership leeds", self.folder).returncode, 0)
        said = run("accord copy --from accord.db --to one.db", self.folder)
        self.assertEqual(said.returncode, 2)
        self.assertIn("'leeds' is in the other database already: nothing was copied", said.stderr)
        self.assertEqual(len(self.heads(self.folder / "one.db")), 1)
        said = run("accord copy --from accord.db --to two.db --partnership nowhere", self.folder)
        self.assertEqual(said.returncode, 2)
        self.assertIn("no partnership 'nowhere': it has coventry", said.stderr)

    def test_a_record_that_was_changed_is_not_copied(self):
        self.assertEqual(run("accord demo --database accord.db", self.folder).returncode, 0)
        changed = ("import sqlite3; c = sqlite3.connect('accord.db'); "
                   "c.execute('DROP TRIGGER ledger_entry_refuses_UPDATE'); "
                   "c.execute(\"UPDATE ledger_entry SET kind = 'other' WHERE log_index = 7 AND partnership = 'leeds'\"); "
                   "c.commit(); c.close()")
        self.assertEqual(run(f"python3 - <<'PYTHON'\n{changed}\nPYTHON", self.folder).returncode, 0)
        said = run("accord copy --from accord.db --to other.db", self.folder)
        self.assertEqual(said.returncode, 2)
        self.assertIn("nothing was copied, since event", said.stderr)
        self.assertFalse((self.folder / "other.db").exists())


if __name__ == "__main__":
    ACCORD = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main()
