#!/usr/bin/env python3
"""Runs the program as a person or a script would: exit codes, what goes to which stream, the JSON.

    commands_test.py PATH/TO/accord
"""
import json
import os
import pathlib
import resource
import signal
import subprocess
import sys
import tempfile
import unittest

ACCORD = ""
OFFICIAL = pathlib.Path(__file__).resolve().parents[2] / "src/cli/testdata/bank-holidays-2021.json"


def run(*arguments):
    return subprocess.run([ACCORD, *arguments], capture_output=True, text=True, timeout=30, check=False)


def deadline(*arguments):
    return run("deadline", "--from", "2026-04-02T16:30", *arguments)


class Commands(unittest.TestCase):
    def test_a_deadline_for_people(self):
        answer = deadline("--limit", "5 working days")
        self.assertEqual((answer.returncode, answer.stderr), (0, ""))
        self.assertIn("Due Monday 13 April 2026, 5pm", answer.stdout)

    def test_a_deadline_for_programs(self):
        answer = deadline("--limit", "5 working days", "--calendar", "england-and-wales", "--zone",
                          "Europe/London", "--json")
        self.assertEqual((answer.returncode, answer.stderr), (0, ""))
        told = json.loads(answer.stdout)
        self.assertEqual(told["due"], "2026-04-13T17:00:00+01:00")
        self.assertEqual([day["date"] for day in told["working"] if day["counted"]],
                         ["2026-04-07", "2026-04-08", "2026-04-09", "2026-04-10", "2026-04-13"])
        for day in told["working"]:
            self.assertTrue({"date", "counted", "why"} <= set(day))

    def test_the_answer_is_no(self):
        answer = deadline("--limit", "not stated")
        self.assertEqual((answer.returncode, answer.stdout), (1, ""))
        self.assertIn("local target", answer.stderr)

    def test_what_could_not_run(self):
        for arguments in (("deadline",), ("deadline", "--limit", "1 week"), ("nothing",), (),
                          ("deadline", "--from", "2026-04-02T16:30", "--limit", "5 days"),
                          ("deadline", "--from", "now", "--limit", "5 weeks"),
                          ("deadline", "--from", "2026-04-02T16:30", "--limit", "1 week", "--what"),
                          ("calendar",), ("calendar", "list", "--calendar", "mars"),
                          ("calendar", "import", "no-such-file.json")):
            answer = run(*arguments)
            self.assertEqual((answer.returncode, answer.stdout), (2, ""), arguments)
            self.assertNotEqual(answer.stderr, "", arguments)

    def test_every_command_has_help(self):
        for command in ((), ("deadline",), ("calendar",), ("calendar", "list"), ("calendar", "import")):
            answer = run(*command, "--help")
            self.assertEqual((answer.returncode, answer.stderr), (0, ""), command)
            self.assertIn("Usage: accord", answer.stdout)
        self.assertEqual(run("--version").returncode, 0)

    def test_an_imported_calendar_can_be_used(self):
        imported = run("calendar", "import", str(OFFICIAL))
        self.assertEqual(imported.returncode, 0)
        self.assertIn("2022-09-19", imported.stderr)
        handle, name = tempfile.mkstemp(suffix=".calendar")
        os.close(handle)
        file = pathlib.Path(name)
        try:
            file.write_text(imported.stdout, encoding="utf-8")
            # Before the State Funeral was announced, Monday 19 September 2022 was a working day.
            told = [json.loads(run("deadline", "--from", "2022-09-16T10:00", "--limit", "1 working day",
                                   "--calendar", calendar, "--json").stdout)["due"]
                    for calendar in (str(file), "england-and-wales")]
            self.assertEqual(told, ["2022-09-19T17:00:00+01:00", "2022-09-20T17:00:00+01:00"])
        finally:
            file.unlink()

    def test_a_full_disk_is_no_answer(self):
        # A file that may not grow past a kilobyte refuses what comes after, as a disk that is full does.
        def full():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (1024, 1024))

        with tempfile.TemporaryFile("w") as disk:
            answer = subprocess.run([ACCORD, "calendar", "list"], stdout=disk, stderr=subprocess.PIPE,
                                    text=True, timeout=30, check=False, preexec_fn=full)
        self.assertEqual(answer.returncode, 2)
        self.assertIn("could not be written", answer.stderr)


if __name__ == "__main__":
    ACCORD = sys.argv.pop(1)
    unittest.main()
