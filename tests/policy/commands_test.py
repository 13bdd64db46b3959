#!/usr/bin/env python3
"""Runs `accord policy check` and `accord policy draw` as a person or a script would.

    commands_test.py PATH/TO/accord
"""
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree

ACCORD = ""
ROOT = pathlib.Path(__file__).resolve().parents[2]
SOUND = ROOT / "src/policy/testdata/northmoor.yaml"


def policy(*arguments):
    return subprocess.run([ACCORD, "policy", *map(str, arguments)], capture_output=True, text=True,
                          timeout=60, check=False)


class Check(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.file = pathlib.Path(self.folder.name) / "policy.yaml"

    def tearDown(self):
        self.folder.cleanup()

    def changed(self, old, new):
        text = SOUND.read_text()
        self.assertIn(old, text)
        self.file.write_text(text.replace(old, new, 1))
        return self.file

    def test_a_warning_is_no_failure(self):
        answer = policy("check", SOUND)
        self.assertEqual((answer.returncode, answer.stderr), (0, ""))
        first, *_, last = answer.stdout.splitlines()
        self.assertTrue(first.startswith(f"{SOUND}:169:5: warning: the time of the stage"), first)
        self.assertEqual(last, f"{SOUND}: 0 errors, 1 warning")

    def test_an_error_names_file_line_column_and_remedy(self):
        file = self.changed("owed_by: any_side", "owned_by: any_side")
        answer = policy("check", file)
        self.assertEqual(answer.returncode, 1)
        self.assertIn(f"{file}:121:9: error: unknown key `owned_by` in a duty. "
                      "Did you mean `owed_by`?", answer.stdout)

    def test_for_programs_it_is_a_list(self):
        file = self.changed("go: managers", "go: manager")
        answer = policy("check", file, SOUND, "--json")
        self.assertEqual(answer.returncode, 1)
        findings = json.loads(answer.stdout)
        errors = [finding for finding in findings if finding["level"] == "error"]
        self.assertEqual(errors[0]["code"], "unknown-stage")
        self.assertEqual(errors[0]["clause"], "2")
        self.assertEqual(errors[0]["suggestion"], "did you mean `managers`?")
        self.assertEqual({finding["file"] for finding in findings}, {str(file), str(SOUND)})

    def test_it_says_the_longest_time_of_each_class(self):
        file = ROOT / "policies/nottinghamshire/policy.yaml"
        answer = policy("check", file, "--from", "2027-01-01")
        self.assertEqual(answer.returncode, 0, answer.stderr)
        self.assertIn("note: where the urgency is urgent, the document sets no longest time to a final decision: "
                      "no time is stated for `mediation`", answer.stdout)
        self.assertIn("where the urgency is routine, the longest time to a final decision is 28 days", answer.stdout)
        answer = policy("check", file, "--from", "2027-01-01", "--json")
        notes = [one["longest"] for one in json.loads(answer.stdout) if one["code"] == "longest-time"]
        self.assertEqual([one["classes"] for one in notes], [[{"urgency": "urgent"}], [{"urgency": "routine"}]])
        self.assertEqual(notes[0]["unbounded_by"][0]["clause"], "chair, timescale")
        self.assertIsNone(notes[0]["stated"])
        self.assertEqual(notes[1]["stated"]["days"], 28)

    # Carrow's classes change who decides, never how long it may take.
    def test_what_is_the_same_in_every_class_is_said_once_and_names_none(self):
        answer = policy("check", ROOT / "tests/protocols/carrow/policy.yaml", "--from", "2027-01-01")
        self.assertEqual(answer.stdout.count("[longest-time]"), 1, answer.stdout)
        self.assertIn("note: the longest time to a final decision is", answer.stdout)

    def test_a_policy_with_an_error_has_no_longest_time(self):
        answer = policy("check", self.changed("go: managers", "go: manager"))
        self.assertNotIn("longest-time", answer.stdout)

    def test_a_directory_says_how_many_levels_there_are_and_who_is_missing(self):
        leeds = ROOT / "policies/leeds"
        answer = policy("check", leeds / "policy.yaml", "--from", "2027-01-01",
                        "--directory", leeds / "demo/directory.yaml")
        self.assertEqual(answer.returncode, 0, answer.stderr)
        self.assertRegex(answer.stdout, r"with \d+ levels of management, the most in the directory")
        self.assertNotIn("nobody-fills-role", answer.stdout)
        text = (leeds / "demo/directory.yaml").read_text()
        self.assertIn("role: board_manager", text)
        directory = pathlib.Path(self.folder.name) / "directory.yaml"
        directory.write_text(text.replace("role: board_manager", "role: tea_maker"))
        answer = policy("check", leeds / "policy.yaml", "--directory", directory)
        self.assertRegex(answer.stdout, r"policy.yaml:\d+:\d+: warning: .* has nobody as .*\[nobody-fills-role\]")

    def test_a_directory_says_whose_own_matter_nobody_could_decide(self):
        folder = ROOT / "tests/constructs/11_roles_that_decide"
        answer = policy("check", folder / "policy.yaml", "--directory", folder / "directory.yaml")
        self.assertRegex(answer.stdout, r"policy.yaml:\d+:\d+: warning: everybody who decides as Adviser works for City "
                                        r"Children's Trust or County Children's Services: between them the partnership is "
                                        r"asked to name somebody else\. .*\[decides-own-matter\]")
        self.assertNotIn("[decides-own-matter]", policy("check", folder / "policy.yaml").stdout)
        text = (folder / "directory.yaml").read_text()
        directory = pathlib.Path(self.folder.name) / "directory.yaml"
        directory.write_text(text.replace("held_by: ivor}", "held_by: [ivor, hugo]}"))
        self.assertNotIn("[decides-own-matter]",
                         policy("check", folder / "policy.yaml", "--directory", directory).stdout)
        directory.write_text(text.replace("role: safeguarding_adviser, held_by: ivor", "role: adviser, held_by: ivor"))
        self.assertIn("works for County Children's Services: where it is a side it decides its own matter",
                      policy("check", folder / "policy.yaml", "--directory", directory).stdout)

    def test_a_directory_or_date_that_cannot_be_read_could_not_be_checked(self):
        for more in (("--directory", "no-such.yaml"), ("--from", "tomorrow")):
            answer = policy("check", SOUND, *more)
            self.assertEqual(answer.returncode, 2, answer)
            self.assertIn(more[1], answer.stderr)

    def test_an_unknown_zone_is_named_where_it_stands(self):
        text = SOUND.read_text()
        self.assertIn("zone: Europe/London", text)
        self.file.write_text(text.replace("zone: Europe/London", "zone: Mars/Base"))
        line = text[:text.index("zone: ")].count("\n") + 1
        answer = policy("check", self.file)
        self.assertEqual(answer.returncode, 1)
        self.assertIn(f"{self.file}:{line}:7: error: there is no time zone 'Mars/Base'", answer.stdout)

    def test_a_file_that_is_not_there_could_not_be_checked(self):
        answer = policy("check", SOUND, "no-such.yaml")
        self.assertEqual(answer.returncode, 2)
        self.assertIn("no-such.yaml: there is no such file", answer.stderr)
        self.assertEqual(policy("check").returncode, 2)

    def test_a_hostile_file_is_answered(self):
        for text in (b"", b"[" * 10_000, b"a: &a [*a]\n", b"\x00\xff", b"x" * (1 << 20)):
            self.file.write_bytes(text)
            answer = policy("check", self.file)
            self.assertEqual(answer.returncode, 1, answer)
            self.assertIn(f"{self.file}:1:", answer.stdout)


class Extending(unittest.TestCase):
    """COV-9: a region's procedure with a partnership's own additions on top."""
    folder = ROOT / "tests/policy/extending"

    def setUp(self):
        self.copy = tempfile.TemporaryDirectory()
        self.own = pathlib.Path(self.copy.name) / "policy.yaml"
        self.region = pathlib.Path(self.copy.name) / "region.yaml"
        for file in self.folder.iterdir():
            (pathlib.Path(self.copy.name) / file.name).write_text(file.read_text())

    def tearDown(self):
        self.copy.cleanup()

    def change(self, file, old, new):
        text = file.read_text()
        self.assertIn(old, text)
        file.write_text(text.replace(old, new, 1))

    def test_both_files_stand(self):
        answer = policy("check", self.region, self.own)
        self.assertEqual((answer.returncode, answer.stderr), (0, ""), answer.stdout)

    def test_it_runs(self):
        answer = subprocess.run([ACCORD, "rehearse", self.folder / "rehearsal.yaml"], capture_output=True,
                                text=True, timeout=60, check=False)
        self.assertEqual(answer.returncode, 0, answer.stdout + answer.stderr)
        self.assertIn("0 failed", answer.stdout)

    def test_a_finding_names_the_file_that_it_stands_in(self):
        self.change(self.region, "go: leads", "go: lead")
        self.change(self.own, "go: directors", "go: director")
        answer = policy("check", self.own)
        self.assertEqual(answer.returncode, 1)
        self.assertRegex(answer.stdout, rf"{self.region}:47:\d+: error: .*`lead`")
        self.assertRegex(answer.stdout, rf"{self.own}:19:\d+: error: .*`director`")

    def test_what_cannot_be_laid_over_is_said(self):
        self.change(self.own, "leads.newsletter", "leads.letter")
        answer = policy("check", self.own)
        self.assertEqual(answer.returncode, 1)
        self.assertIn(f"{self.own}:7:10: error: the policy that is extended has no `leads.letter`", answer.stdout)

    def test_a_region_that_is_not_there(self):
        self.region.unlink()
        answer = policy("check", self.own)
        self.assertEqual(answer.returncode, 1)
        self.assertIn(f"{self.own}:3:10: error: the policy that it extends cannot be read", answer.stdout)

    # COV-9: what is the partnership's own is marked, and what it left out is said.
    def test_COV_9_what_is_its_own_and_what_was_removed_is_said(self):
        said = policy("explain", self.own).stdout
        self.assertIn("  Of the procedure that it extends, this does not apply here: “Send the region a summary”\n", said)
        self.assertIn("  Of the procedure that it extends, this does not apply here: “Which threshold is in question?”\n", said)
        self.assertRegex(said, r"A1: Duty lead\n +Ring the duty lead .*\n +The partnership's own passage")
        self.assertEqual(said.count("own passage"), 3)
        self.assertNotIn("does not apply here", policy("explain", self.region).stdout)

    def test_the_drawing_is_of_the_whole(self):
        answer = policy("draw", self.own, "--list")
        self.assertIn("Directors", answer.stdout)
        self.assertIn("The Chair decides", answer.stdout)


class Draw(unittest.TestCase):
    def test_the_picture_has_a_title_a_description_and_a_role(self):
        with tempfile.TemporaryDirectory() as folder:
            picture = pathlib.Path(folder) / "out.svg"
            answer = policy("draw", SOUND, "-o", picture)
            self.assertEqual((answer.returncode, answer.stdout, answer.stderr), (0, "", ""))
            root = xml.etree.ElementTree.fromstring(picture.read_text())
            self.assertEqual([entry.name for entry in pathlib.Path(folder).iterdir()], ["out.svg"])
        self.assertEqual(root.get("role"), "img")
        space = "{http://www.w3.org/2000/svg}"
        self.assertEqual(root.tag, space + "svg")
        self.assertIn("Northmoor", root.find(space + "title").text)
        self.assertIn("3 stages", root.find(space + "desc").text)
        self.assertNotIn("script", {element.tag for element in root.iter()})

    def test_the_list_says_the_same(self):
        answer = policy("draw", SOUND, "--list")
        self.assertEqual(answer.returncode, 0)
        self.assertIn("“Not agreed, go to line managers” leads to “Line managers”; taken by any side",
                      answer.stdout)
        steps = json.loads(policy("draw", SOUND, "--json").stdout)
        self.assertEqual([step["heading"] for step in steps],
                         ["Before raising", "Frontline staff", "Line managers", "The Chair decides",
                          "At any stage"])

    def test_words_that_mean_something_to_the_drawing_program_are_only_words(self):
        hostile = "'<B>&\"x\\\\N\" </FONT><TABLE> ];} digraph {'"
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "policy.yaml"
            text = SOUND.read_text().replace("title: Frontline staff", f"title: {hostile}", 1)
            file.write_text(text.replace("title: Agreed,", f"title: {hostile},", 1))
            answer = policy("draw", file)
        self.assertEqual((answer.returncode, answer.stderr), (0, ""))
        drawn = "".join(xml.etree.ElementTree.fromstring(answer.stdout).itertext())
        self.assertIn("</FONT><TABLE>", drawn)
        self.assertIn("digraph {", drawn)

    def test_a_file_that_cannot_be_written_leaves_nothing(self):
        answer = policy("draw", SOUND, "-o", "/no-such-folder/out.svg")
        self.assertEqual(answer.returncode, 2)
        self.assertIn("/no-such-folder/out.svg: it cannot be written", answer.stderr)



class New(unittest.TestCase):
    ANSWERS = ["Northmoor Safeguarding Partnership", "", "", "2", "2027-01-04", "", "", "Talk", "1", "1 working day",
               "Heads", "3", "Head of service", "5 working days", "", "Independent Chair", "4 weeks"]

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.file = pathlib.Path(self.folder.name) / "new.yaml"

    def tearDown(self):
        self.folder.cleanup()

    def answered(self, answers):
        return subprocess.run([ACCORD, "policy", "new", str(self.file)], input="".join(a + "\n" for a in answers),
                              capture_output=True, text=True, timeout=60, check=False)

    def test_what_it_writes_passes_the_check(self):
        answer = self.answered(self.ANSWERS)
        self.assertEqual((answer.returncode, answer.stderr), (0, ""))
        check = policy("check", self.file)
        self.assertEqual(check.returncode, 0, check.stdout)
        self.assertIn(": 0 errors", check.stdout)
        explained = policy("explain", self.file).stdout
        self.assertIn("“Head of service” is the head of service of the agency itself", explained)
        self.assertIn("The whole process: 4 weeks from raising", explained)

    def test_an_answer_that_cannot_be_used_is_asked_again(self):
        answers = list(self.ANSWERS)
        answers[9:10] = ["5 days", "1 working day"]
        answers[4:5] = ["soon", "2027-01-04"]
        answer = self.answered(answers)
        self.assertEqual(answer.returncode, 0, answer.stderr)
        self.assertIn("Please write a date as 2027-01-31.", answer.stdout)
        self.assertIn("'5 days' is no limit", answer.stdout)

    def test_answers_that_end_too_soon_write_nothing(self):
        answer = self.answered(self.ANSWERS[:6])
        self.assertEqual(answer.returncode, 2)
        self.assertIn("nothing was written", answer.stderr)
        self.assertFalse(self.file.exists())

    def test_a_folder_that_is_not_there_is_said_before_anything_is_asked(self):
        self.file = pathlib.Path(self.folder.name) / "nowhere" / "new.yaml"
        answer = self.answered(self.ANSWERS)
        self.assertEqual((answer.returncode, answer.stdout), (2, ""))
        self.assertIn("there is no such folder", answer.stderr)

    def test_a_file_that_is_there_is_left_alone(self):
        self.file.write_text("mine")
        answer = self.answered(self.ANSWERS)
        self.assertEqual((answer.returncode, answer.stdout), (2, ""))
        self.assertIn("it is there already", answer.stderr)
        self.assertEqual(self.file.read_text(), "mine")


class DrawnForOtherPrograms(unittest.TestCase):
    def test_bpmn_is_xml_that_is_not_executable(self):
        answer = policy("draw", "--bpmn", SOUND)
        self.assertEqual((answer.returncode, answer.stderr), (0, ""))
        root = xml.etree.ElementTree.fromstring(answer.stdout)
        (process,) = root.findall("{http://www.omg.org/spec/BPMN/20100524/MODEL}process")
        self.assertEqual(process.get("isExecutable"), "false")

    def test_one_form_at_a_time(self):
        self.assertNotEqual(policy("draw", "--bpmn", "--dot", SOUND).returncode, 0)


class ExplainAndDiff(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.later = pathlib.Path(self.folder.name) / "later.yaml"

    def tearDown(self):
        self.folder.cleanup()

    def change(self, old, new):
        text = SOUND.read_text()
        self.assertIn(old, text)
        self.later.write_text(text.replace(old, new, 1))

    def test_explains_every_rule_under_its_heading(self):
        answer = policy("explain", SOUND)
        self.assertEqual((answer.returncode, answer.stderr), (0, ""))
        self.assertIn("\nStage “Frontline staff”\n", answer.stdout)
        self.assertIn("  Any side should: Share information and discuss\n", answer.stdout)

    def test_explains_what_carries_out_one_clause(self):
        answer = policy("explain", SOUND, "--clause", "2", "--json")
        rules = json.loads(answer.stdout)
        self.assertTrue(rules)
        for rule in rules:
            self.assertTrue("2" in rule["clauses"] or rule["id"] == "clause.2", rule["id"])

    def test_an_unknown_clause_is_answered_with_those_that_are(self):
        answer = policy("explain", SOUND, "--clause", "99")
        self.assertEqual(answer.returncode, 2)
        self.assertIn("the document has no clause `99`. It has: ", answer.stderr)

    def test_two_that_say_the_same(self):
        self.change("policy: northmoor", "# a remark\npolicy: northmoor")
        answer = policy("diff", SOUND, self.later)
        self.assertEqual((answer.returncode, answer.stdout), (0, "The two say the same.\n"))

    def test_a_change_is_said_under_its_clause_with_before_and_now(self):
        self.change("within: 1 working day", "within: 2 working days")
        answer = policy("diff", SOUND, self.later)
        self.assertEqual(answer.returncode, 1)
        self.assertRegex(answer.stdout, r"^Clause 2: Frontline staff\n")
        self.assertRegex(answer.stdout, r"before: .*1 working day\b")
        self.assertRegex(answer.stdout, r"now:    .*2 working days")
        self.assertTrue(answer.stdout.endswith("1 change.\n"), answer.stdout)

    def test_for_programs_it_is_a_list_by_clause(self):
        self.change("within: 1 working day", "within: 2 working days")
        groups = json.loads(policy("diff", SOUND, self.later, "--json").stdout)
        (change,) = groups[0]["changes"]
        self.assertEqual(change["change"], "changed")
        self.assertIn("2 working days", change["after"]["what"])
        self.assertIn("1 working day", change["before"]["what"])

    def test_a_file_that_is_no_policy_is_said_with_its_place(self):
        self.later.write_text("policy: x\n")
        answer = policy("diff", SOUND, self.later)
        self.assertEqual((answer.returncode, answer.stdout), (2, ""))
        self.assertIn(f"{self.later}:1:1: error:", answer.stderr)

if __name__ == "__main__":
    ACCORD = sys.argv.pop(1)
    unittest.main()
