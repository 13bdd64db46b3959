#!/usr/bin/env python3
"""Gives every command what it cannot use, and reads what it answers.

    bad_input_test.py PATH/TO/accord PROJECT

The commands are those that `accord --help` names, down to the last: one without a row here fails the test.
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

ACCORD = ""
PROJECT = pathlib.Path()
RUBBISH = b"\x00\xff\xfe not a file of ours \n\t: [ { - %YAML"

# Each command with what it needs beside the file that the test names for it; {file} is that file, {other} a
# demonstration, {new} a database that is not there. None: the command reads no file.
COMMANDS = {
    "deadline": None,
    "policy adopt": ("{file}", "--database", "{other}"),
    "policy check": ("{file}",),
    "policy draw": ("{file}",),
    "policy explain": ("{file}",),
    "policy diff": ("{file}", "{file}"),
    "policy new": None,
    "policy timeline": ("{file}", "--raised", "2026-04-01T15:00"),
    "rehearse": ("{file}",),
    "replay": ("--policy", "{file}", "--database", "{other}"),
    "calendar list": ("--calendar", "{file}"),
    "calendar import": ("{file}",),
    "calendar apply": ("{file}", "--database", "{other}"),
    "verify": ("--database", "{file}"),
    "copy": ("--from", "{file}", "--to", "{new}"),
    "backup": ("--database", "{file}", "--to", "{new}"),
    "restore": ("--from", "{file}", "--to", "{new}"),
    "drill": ("--from", "{file}"),
    "rebuild": ("--database", "{file}"),
    "import directory": ("{file}", "--database", "{other}"),
    "demo": ("--database", "{new}", "--policies", "{file}"),
    "serve": ("--database", "{file}", "--listen", "127.0.0.1:0"),
}
NEEDS_NOTHING = {"calendar list"}
# What it says of itself stands on standard output also where it came to nothing.
SAYS_MORE = {"rehearse", "demo"}


def run(*arguments):
    return subprocess.run([ACCORD, *map(str, arguments)], capture_output=True, text=True, errors="replace",
                          timeout=60, check=False)


def subcommands(*command):
    """The names below "Subcommands:" in the help of `command`."""
    said = run(*command, "--help").stdout
    below = said.split("\nSubcommands:\n")
    return [line.split()[0] for line in below[1].splitlines() if line.strip()] if len(below) == 2 else []


def leaves(*command):
    names = subcommands(*command)
    return [leaf for name in names for leaf in leaves(*command, name)] if names else [" ".join(command)]


class BadInput(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="accord-bad-input-"))
        self.addCleanup(shutil.rmtree, self.folder)

    def refused(self, answer, *words, statuses=(2,)):
        """An exit status that says so, nothing on standard output, and a message for people with the words."""
        what = answer.args[1:]
        self.assertIn(answer.returncode, statuses, (what, answer.stderr))
        if answer.args[1] not in SAYS_MORE:
            self.assertEqual(answer.stdout, "", what)
        self.assertNotEqual(answer.stderr.strip(), "", what)
        for word in ("terminate called", "what():", "std::", "Assertion"):
            self.assertNotIn(word, answer.stderr, what)
        for word in words:
            self.assertIn(word, answer.stderr, what)

    def database(self):
        """A demonstration of one partnership."""
        file = self.folder / "demonstration.db"
        if not file.exists():
            one = self.folder / "one"
            first = sorted((PROJECT / "policies").iterdir())[0]
            shutil.copytree(first, one / first.name)
            made = run("demo", "--database", file, "--policies", one)
            self.assertEqual(made.returncode, 0, made.stderr)
        return file

    def given(self, command, file):
        return [word.format(file=file, new=self.folder / "new.db", other=self.database()) for word in COMMANDS[command]]

    def test_every_command_has_a_row(self):
        self.assertEqual(sorted(leaves()), sorted(COMMANDS))

    def test_help(self):
        for command in COMMANDS:
            answer = run(*command.split(), "--help")
            self.assertEqual((answer.returncode, answer.stderr), (0, ""), command)
            self.assertIn("Usage: accord " + command, answer.stdout)

    def test_no_arguments(self):
        for command in COMMANDS.keys() - NEEDS_NOTHING:
            self.refused(run(*command.split()), "--help")

    def test_a_command_that_there_is_not(self):
        self.refused(run("polisy"), "accord: there is no command `polisy`. It has: deadline, policy,")
        self.refused(run("policy", "explian", "x.yaml"), "accord policy: there is no command `explian`", "explain")

    def test_an_option_that_there_is_not(self):
        for command in COMMANDS:
            self.refused(run(*command.split(), "--no-such-option"))

    def test_a_file_that_is_not_there(self):
        for command, words in COMMANDS.items():
            if words:
                self.refused(run(*command.split(), *self.given(command, self.folder / "missing.yaml")),
                             "missing.yaml")

    def test_a_folder_in_the_place_of_a_file(self):
        (self.folder / "folder.yaml").mkdir()
        for command, words in COMMANDS.items():
            if words:
                self.refused(run(*command.split(), *self.given(command, self.folder / "folder.yaml")),
                             "folder.yaml")

    def test_rubbish(self):
        file = self.folder / "rubbish.yaml"
        for command, words in COMMANDS.items():
            if words:
                file.write_bytes(RUBBISH)
                answer = run(*command.split(), *self.given(command, file))
                # A file that was read and is wrong is an answer, not a failure to run.
                self.assertIn(answer.returncode, (1, 2), (command, answer.stderr))
                self.assertIn("rubbish.yaml", answer.stdout + answer.stderr, command)
                self.assertNotIn("terminate called", answer.stderr, command)
                self.assertEqual(file.read_bytes(), RUBBISH, command)

    def test_a_demonstration_is_made_whole_or_not_at_all(self):
        database = self.folder / "new.db"
        broken = self.folder / "policies"
        shutil.copytree(PROJECT / "policies", broken)
        last = sorted(broken.iterdir())[-1]
        (last / "demo" / "disagreements.yaml").write_text("- {who: nobody}\n", encoding="utf-8")
        self.refused(run("demo", "--database", database, "--policies", broken), "disagreements.yaml")
        self.assertFalse(database.exists())

        database.write_bytes(RUBBISH)
        self.refused(run("demo", "--database", database, "--policies", PROJECT / "policies"), "new.db")
        self.assertEqual(database.read_bytes(), RUBBISH)

    def test_a_demonstration_takes_over_nothing_of_a_database_that_was_deleted(self):
        database = self.database()
        leftover = pathlib.Path(f"{database}-wal")
        database.unlink()
        leftover.write_bytes(RUBBISH)
        answer = run("demo", "--database", database, "--policies", self.folder / "one")
        self.assertEqual(answer.returncode, 0, answer.stderr)
        self.assertFalse(leftover.exists())
        self.assertEqual(run("verify", "--database", database).returncode, 0)

    def test_what_a_backup_is_not(self):
        database = self.database()
        new = self.folder / "new.db"
        for folder in ("nowhere/backup.db", "demonstration.db/backup.db"):
            self.refused(run("backup", "--database", database, "--to", self.folder / folder), folder.split("/")[0])
            self.refused(run("copy", "--from", database, "--to", self.folder / folder), folder.split("/")[0])
        for command in (("restore", "--to", new), ("drill",)):
            self.refused(run(*command, "--from", database), "demonstration.db is no backup")
        self.assertFalse(new.exists())
        backup = self.folder / "backup.db"
        self.assertEqual(run("backup", "--database", database, "--to", backup).returncode, 0)
        self.refused(run("restore", "--from", backup, "--to", new, "--partnership", "mars"), "mars")
        for oldest in ("26", "26 fortnights", "h", ""):
            self.refused(run("drill", "--from", backup, "--oldest", oldest), "--oldest")
        self.refused(run("drill", "--from", backup, "--scratch", self.folder / "nowhere"), "nowhere")
        self.refused(run("drill", "--from", backup, "--scratch", backup), "backup.db")
        self.refused(run("drill", "--from", backup, "--scratch", "postgresql:///none?host=/nowhere"), "cannot be opened")
        for file in (self.folder / "folder", self.folder / "rubbish"):
            file.mkdir() if file.name == "folder" else file.write_bytes(RUBBISH)
            self.refused(run("backup", "--database", database, "--to", file), file.name)
        self.assertEqual((self.folder / "rubbish").read_bytes(), RUBBISH)
        self.assertFalse(new.exists())

    def test_what_a_timeline_is_asked_for(self):
        file = sorted((PROJECT / "policies").glob("*/policy.yaml"))[0]
        for option, value, named in (
            ("--raised", "yesterday", "yesterday"), ("--raised", "2026-02-30T10:00", "2026-02-30"),
            ("--route", "nowhere", "nowhere"), ("--fact", "child_status", "NAME=WORD"),
            ("--fact", "no_such_fact=yes", "no_such_fact"), ("--fact", "immediate_danger=perhaps", "perhaps"),
            ("--class", "sudden", "--class")):
            asked = {"--raised": "2026-04-01T15:00", option: value}
            answer = run("policy", "timeline", file, *(part for pair in asked.items() for part in pair))
            self.refused(answer, named, statuses=(1, 2))

    def test_a_deadline(self):
        for arguments in (("--from", "2026-02-30T10:00", "--limit", "1 week"),
                          ("--from", "2026-03-29T01:30", "--limit", "soon"),
                          ("--from", "2026-04-02T16:30", "--limit", "1 week", "--calendar", "mars"),
                          ("--from", "2026-04-02T16:30", "--limit", "1 week", "--zone", "Mars/Olympus")):
            self.refused(run("deadline", *arguments))


if __name__ == "__main__":
    ACCORD, PROJECT = sys.argv[1], pathlib.Path(sys.argv[2])
    unittest.main(argv=sys.argv[:1])
