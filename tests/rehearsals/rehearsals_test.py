#!/usr/bin/env python3
"""rehearsals_test.py ACCORD TOP: the rehearsals of every policy, the worked timelines, and what a file that
cannot be used is answered with. Rows of docs/requirements.md: "Worked chains"."""
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

ACCORD, TOP = sys.argv[1], pathlib.Path(sys.argv[2])


def accord(*arguments):
    return subprocess.run([ACCORD, *map(str, arguments)], capture_output=True, text=True, timeout=60)


def timeline(policy, raised, *more):
    answer = accord("policy", "timeline", TOP / "policies" / policy / "policy.yaml", "--raised", raised, "--json", *more)
    assert answer.returncode == 0, answer.stderr
    return {(row["stage"], row["duty"]): row for row in json.loads(answer.stdout)}


class Timelines(unittest.TestCase):
    def due(self, rows, stage, duty, expected):
        self.assertEqual(rows[stage, duty]["due"][:16], expected, (stage, duty))

    # COV, Wed 1 Apr 2026 15:00: discussion; line managers.
    def test_COV_3_COV_4_easter_lies_between(self):
        rows = timeline("coventry", "2026-04-01T15:00")
        self.due(rows, "frontline", "settle", "2026-04-02T17:00")
        self.due(rows, "line_managers", "settle", "2026-04-07T17:00")
        self.assertFalse(rows["line_managers", "settle"]["not_stated"])
        second = rows["second_tier", "settle"]
        self.assertTrue(second["not_stated"])
        self.assertEqual(second["local_target"], "2 working days")

    # GLO, Thu 16 Apr 2026 10:00: stages 1, 2, 3, 4; the early May bank holiday lies in stage 3.
    def test_GLO_8_four_stages(self):
        rows = timeline("gloucestershire", "2026-04-16T10:00")
        settled = [row["due"] for (_, duty), row in rows.items() if duty == "settle"]
        self.assertEqual([due[:16] for due in settled],
                         ["2026-04-23T17:00", "2026-04-30T17:00", "2026-05-08T17:00", "2026-05-22T17:00"])

    # LIN, urgent, Fri 28 Aug 2026 14:00, no discussion yet: step 1; 2; 3; 4a date set.
    def test_LIN_7_urgent_over_the_bank_holiday(self):
        rows = timeline("lincolnshire", "2026-08-28T14:00", "--class", "urgent")
        self.due(rows, "step1", "settle", "2026-09-02T14:00")
        self.due(rows, "step2", "settle", "2026-09-09T17:00")
        self.due(rows, "step3", "settle", "2026-09-11T17:00")
        self.due(rows, "step4a", "set_date", "2026-09-12T17:00")

    # The local target shown is the one that gives the date, not another class's.
    def test_LIN_7_shows_the_local_target_of_its_class(self):
        for urgency, target, due in (("urgent", "2 hours", "2026-11-27T12:15"),
                                     ("routine", "1 working day", "2026-11-30T17:00")):
            rows = timeline("lincolnshire", "2026-11-27T10:15", "--class", urgency)
            self.due(rows, "step1", "talk", due)
            self.assertEqual(rows["step1", "talk"]["local_target"], target)

    # NOT, urgent, Fri 22 May 2026 14:00: line management; Chair.
    def test_NOT_10_urgent_over_the_bank_holiday(self):
        rows = timeline("nottinghamshire", "2026-05-22T14:00", "--class", "urgent")
        self.due(rows, "lines", "settle", "2026-05-26T17:00")
        self.due(rows, "throughout", "tell_chair", "2026-05-27T17:00")

    # NOT, routine, Mon 30 Nov 2026 09:00: 4 weeks for the whole, and they end on Christmas Eve.
    def test_NOT_10_routine_has_a_cap_of_its_own(self):
        rows = timeline("nottinghamshire", "2026-11-30T09:00", "--class", "routine")
        self.due(rows, None, "cap", "2026-12-24T17:00")
        self.assertNotIn((None, "cap"), timeline("nottinghamshire", "2026-11-30T09:00", "--class", "urgent"))

    def test_no_duty_is_due_after_the_cap(self):
        rows = timeline("nottinghamshire", "2026-11-30T09:00", "--class", "routine")
        for key, row in rows.items():
            if row["due"]:
                self.assertLessEqual(row["due"], rows[None, "cap"]["due"], key)

    # Rule 2: beyond the bank holidays that are published a date may still move, and is marked.
    def test_GLO_8_marks_what_is_projected(self):
        rows = timeline("gloucestershire", "2028-12-19T10:00")
        self.assertEqual([row["projected"] for (_, duty), row in rows.items() if duty == "settle"],
                         [False, True, True, True])
        whole = timeline("nottinghamshire", "2029-03-14T09:00", "--class", "routine")
        self.assertTrue(whole[None, "cap"]["projected"])
        self.assertFalse(any(row["projected"] for row in timeline("gloucestershire", "2026-04-16T10:00").values()))
        text = accord("policy", "timeline", TOP / "policies/gloucestershire/policy.yaml", "--raised", "2029-03-14T10:00")
        self.assertIn("Wednesday 21 March 2029, 5pm (projected)", text.stdout)

    def test_LEE_every_route_has_a_timeline(self):
        for route in ("route_referral", "route_need", "route_conference", "route_plan"):
            with self.subTest(route):
                self.assertTrue(timeline("leeds", "2026-10-23T16:00", "--route", route))

    # What was chosen for whoever asked is said, with what else there is and how to ask for it.
    def test_a_route_or_class_that_was_left_out_is_said(self):
        for policy, option, chosen, other in (("leeds", "--route", "route is route_need", "route_plan"),
                                              ("lincolnshire", "--class", "class is routine", "urgent")):
            asked = ("policy", "timeline", TOP / "policies" / policy / "policy.yaml", "--raised", "2026-10-23T16:00")
            said = accord(*asked).stdout.split("\n\n")[0]
            for words in (option, chosen, other):
                self.assertIn(words, said)
            self.assertIn(option, accord(*asked, "--json").stderr)
            self.assertTrue(json.loads(accord(*asked, "--json").stdout))
            answer = accord(*asked, option, other)
            self.assertNotIn(option, answer.stdout + answer.stderr)

    def test_a_route_that_is_none_is_answered_with_those_that_are(self):
        answer = accord("policy", "timeline", TOP / "policies/leeds/policy.yaml", "--raised", "2026-10-23T16:00",
                        "--route", "nowhere")
        self.assertEqual(answer.returncode, 1)
        self.assertIn("choose one of", answer.stderr)


class Rehearsals(unittest.TestCase):
    def test_all_hold(self):
        files = sorted(TOP.glob("policies/*/rehearsals/*.yaml"))
        self.assertTrue(files)
        answer = accord("rehearse", *files)
        failed = [line for line in answer.stdout.splitlines() if ": FAIL: " in line]
        self.assertEqual(answer.returncode, 0, "\n".join(failed) + answer.stderr)

    # A rehearsal that expects nothing shows nothing.
    def test_each_expects_something_and_says_what_it_shows(self):
        answer = accord("rehearse", "--json", *sorted(TOP.glob("policies/*/rehearsals/*.yaml")))
        for one in json.loads(answer.stdout):
            self.assertTrue(one["expectations"], one["file"])
            self.assertTrue(one["shows"], one["file"])

    def changed(self, *changes, options=()):
        source = TOP / "policies/coventry/rehearsals/before_easter.yaml"
        text = source.read_text()
        for old, new in (("../", f"{TOP}/policies/coventry/"), *changes):
            self.assertIn(old, text)
            text = text.replace(old, new)
        with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
            file.write(text)
            file.flush()
            return accord("rehearse", *options, file.name)

    def test_a_wrong_date_fails_and_says_the_right_one(self):
        answer = self.changed(("line_managers.settle: 2026-04-07 17:00", "line_managers.settle: 2026-04-06 17:00"))
        self.assertEqual(answer.returncode, 1)
        self.assertIn("but due Tuesday 7 April 2026, 5pm", answer.stdout)

    def test_a_refusal_that_is_not_expected_fails_in_full(self):
        answer = self.changed(("refused: {because: Not open yet, clause: stage 1}", ""))
        self.assertEqual(answer.returncode, 1)
        self.assertIn("it is accepted; but refused: Not open yet", answer.stdout)

    def test_a_refusal_is_not_found_in_a_piece_of_a_word_or_of_a_clause(self):
        for wrong in ("refused: {because: not op, clause: stage 1}", "refused: {because: Not open yet, clause: stage}",
                      "refused: {because: e}", "refused: {clause: '1'}"):
            answer = self.changed(("refused: {because: Not open yet, clause: stage 1}", wrong))
            self.assertEqual(answer.returncode, 1, wrong)
        answer = self.changed(("refused: {because: Not open yet, clause: stage 1}", "refused: {because: not OPEN yet}"))
        self.assertEqual(answer.returncode, 0, answer.stdout)

    def test_what_is_met_is_not_owed_any_more(self):
        held = self.changed(("      duties: {frontline.talk: open, throughout.tell_lead: none}\n",
                             "      owed: {frontline.talk: [bilal_hussain, nathan_kirkby]}\n      skipped: []\n"))
        self.assertEqual(held.returncode, 0, held.stdout)
        answer = self.changed(("throughout.move_on_frontline: met}",
                               "throughout.move_on_frontline: met}\n      owed: {throughout.move_on_frontline: nobody}"))
        self.assertEqual(answer.returncode, 1)
        self.assertIn("it is not owed any more", answer.stdout)

    def test_that_no_stage_was_skipped_can_be_expected(self):
        source = TOP / "tests/constructs/08_skipping/rehearsals/at_risk.yaml"
        text = re.sub(r"skipped: \[.*?\]", "skipped: []", source.read_text())
        for name in ("policy", "directory"):
            text = text.replace(f"../{name}.yaml", f"{source.parent.parent}/{name}.yaml")
        with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
            file.write(text)
            file.flush()
            answer = accord("rehearse", file.name)
        self.assertEqual(answer.returncode, 1, answer.stderr)
        self.assertIn("no stage is skipped; but skipped: ", answer.stdout)

    def test_every_slip_is_named_with_its_line(self):
        answer = self.changed(("exits: {open: [frontline.agreed,", "exists: {open: [frontline.agreed,"),
                              ("nathan_kirkby}\n", "nathan_kirby}\n"))
        self.assertEqual(answer.returncode, 2)
        self.assertIn("Did you mean `exits`?", answer.stderr)
        self.assertIn("`nathan_kirby` is no person of the directory. Did you mean `nathan_kirkby`?", answer.stderr)
        self.assertRegex(answer.stderr, r"\.yaml:\d+:\d+: error: ")

    def refused(self, text, *expected):
        with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
            file.write(text)
            file.flush()
            answer = accord("rehearse", file.name)
            self.assertEqual(answer.returncode, 2, answer.stdout)
            for line in expected:
                self.assertIn(f"{file.name}:{line}", answer.stderr)

    # What the check calls an error is not played: the engine takes sound policies alone.
    def test_a_policy_with_an_error_is_refused_with_its_place(self):
        source = TOP / "tests/constructs/22_opened_again"
        with tempfile.TemporaryDirectory() as folder:
            policy = pathlib.Path(folder) / "policy.yaml"
            sound = (source / "policy.yaml").read_text()
            self.assertIn("go: workers, clause: \"3\"", sound)
            policy.write_text(sound.replace("go: workers, clause: \"3\"", "go: again, clause: \"3\""))
            rehearsal = pathlib.Path(folder) / "rehearsal.yaml"
            rehearsal.write_text((source / "rehearsals/no_safer.yaml").read_text()
                                 .replace("../policy.yaml", str(policy)).replace("../", f"{source}/"))
            for answer in (accord("rehearse", rehearsal),
                           accord("policy", "timeline", policy, "--raised", "2026-04-01T15:00")):
                self.assertIn(answer.returncode, (1, 2), answer.stderr)
                self.assertRegex(answer.stderr, r"policy\.yaml:50:\d+: error: the exit `chair_opens` of `after` does "
                                                "not lead back to a stage")

    # Who can read about a child is held like any date.
    def test_ALL_10_who_is_shown_what_is_held(self):
        wrong = self.changed(("expect:\n", "expect:\n      sees: {bilal_hussain: nothing, nathan_kirkby: record, ahmed_fordham: nothing}\n"))
        self.assertEqual(wrong.returncode, 1, wrong.stderr)
        self.assertIn("bilal_hussain sees nothing; but sees the record", wrong.stdout)
        self.assertIn("pass: step 1, Wednesday 1 April 2026, 3pm: nathan_kirkby sees the record", wrong.stdout)
        self.assertIn("ahmed_fordham sees nothing\n", wrong.stdout)
        slip = "steps:\n  - {at: 2026-04-01 15:00, expect: {sees: {bilal_hussain: %s}}}\n"
        self.refused(self.HEAD + slip % "records", "6:59: error: `records` is nothing that somebody is shown. Did you mean `record`?")
        self.refused(self.HEAD + slip % "[record, form]", "6:44: error: the form and the learning points stand in the record")
        self.refused(self.HEAD + slip % "[nothing, form]", "6:44: error: nobody sees nothing and something")

    TABLE = """cases:
  - {raised: 2026-04-01 15:00, due: 2026-04-02 17:00}
  - {raised: 2026-04-02 15:00, due: 2026-04-07 17:00}
  - {raised: 2026-04-08 15:00, due: 2026-04-10 17:00}
"""
    STEPS = """steps:
  - at: <raised>
    by: bilal_hussain
    raise:
      with: {agency: csc, worker: nathan_kirkby}
      about: Closed
      facts: {immediate_danger: no, matter: a disagreement with another agency, childrens_services: yes, area: Thresholds}
      children:
        - {reference: Y5-17, age: 5 to 9}
    expect: {deadlines: {frontline.settle: <due>}}
"""

    def test_COV_3_each_case_of_a_table_is_played_and_named(self):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder, "r.yaml")
            file.write_text(self.HEAD + self.TABLE + self.STEPS)
            answer = accord("rehearse", file)
            self.assertEqual(answer.returncode, 1, answer.stderr)
            self.assertIn("FAIL: case 3 (raised: 2026-04-08 15:00, due: 2026-04-10 17:00), step 1, ", answer.stdout)
            self.assertIn("but due Thursday 9 April 2026, 5pm", answer.stdout)
            self.assertTrue(answer.stdout.endswith("2 passed, 1 failed\n"), answer.stdout)
            of = [one["case"] for one in json.loads(accord("rehearse", "--json", file).stdout)]
            self.assertEqual([one["number"] for one in of], [1, 2, 3])
            self.assertEqual((of[1]["line"], of[1]["values"]["due"]), (7, "2026-04-07 17:00"))

    def test_COV_3_the_table_may_be_a_csv_file(self):
        with tempfile.TemporaryDirectory() as folder:
            file, table = pathlib.Path(folder, "r.yaml"), pathlib.Path(folder, "easter.csv")
            file.write_text(self.HEAD + "cases: easter.csv\n" + self.STEPS)
            missing = accord("rehearse", file)
            self.assertEqual(missing.returncode, 2)
            self.assertIn("easter.csv: there is no such file", missing.stderr)
            table.write_text("raised,due\n2026-04-01 15:00,2026-04-02 17:00\n2026-04-02 15:00,2026-04-07 17:00\n")
            answer = accord("rehearse", file)
            self.assertEqual(answer.returncode, 0, answer.stdout + answer.stderr)
            self.assertTrue(answer.stdout.endswith("2 passed, 0 failed\n"), answer.stdout)
            table.write_text("raised,due\n2026-04-01 15:00\n")
            self.assertIn(f"{table}:2:1: error: this case has no `due`", accord("rehearse", file).stderr)

    def test_a_slip_in_one_case_is_said_of_that_case(self):
        self.refused(self.HEAD + self.TABLE.replace("2026-04-07 17:00", "2026-04-07 5pm") + self.STEPS,
                     "18:44: error: case 2 (raised: 2026-04-02 15:00, due: 2026-04-07 5pm): `frontline.settle`: ")

    EASTER = TOP / "policies/coventry/rehearsals/before_easter.yaml"

    def test_COV_9_coverage_names_what_no_rehearsal_exercised(self):
        answer = accord("rehearse", "--coverage", self.EASTER)
        self.assertEqual(answer.returncode, 0, answer.stderr)
        self.assertRegex(answer.stdout, r"\n    safeguarding\.decided \(Stage “Stage 4.*\): a way on: .*, clause stage 4, opening: never taken\n")
        self.assertNotIn("frontline.no_response (", answer.stdout)
        self.assertNotIn(": pass: ", answer.stdout)
        self.assertRegex(answer.stdout.splitlines()[-1], r"^\d+ of \d+ rules exercised$")

    def test_COV_9_coverage_never_changes_the_answer(self):
        wrong = self.changed(("line_managers.settle: 2026-04-07 17:00", "line_managers.settle: 2026-04-06 17:00"),
                             options=["--coverage"])
        self.assertEqual(wrong.returncode, 1)
        self.assertIn("but due Tuesday 7 April 2026, 5pm", wrong.stdout)

    def test_COV_9_coverage_for_programs(self):
        answer = json.loads(accord("rehearse", "--coverage", "--json", self.EASTER).stdout)
        self.assertEqual(len(answer["rehearsals"]), 1)
        [coventry] = answer["coverage"]
        rules = {rule["id"]: rule for rule in coventry["rules"]}
        self.assertEqual(coventry["of"], len(rules))
        self.assertEqual(coventry["exercised"], sum(rule["exercised"] for rule in rules.values()))
        self.assertEqual(rules["frontline.no_response"]["never"], [])
        self.assertEqual(rules["safeguarding.decided"]["never"], ["taken"])

    # Whoever changes one of these policies shows the change at work. The other two have gaps that --coverage names.
    def test_COV_9_every_rule_of_three_shipped_policies_is_exercised(self):
        files = [file for policy in ("coventry", "leeds", "nottinghamshire")
                 for file in sorted(TOP.glob(f"policies/{policy}/rehearsals/*.yaml"))]
        answer = json.loads(accord("rehearse", "--coverage", "--json", *files).stdout)
        self.assertEqual(len(answer["coverage"]), 3)
        self.assertEqual([(one["policy"], rule["id"], rule["never"]) for one in answer["coverage"]
                          for rule in one["rules"] if not rule["exercised"]], [])

    HEAD = (f"rehearsal: Something\nshows: [ALL-5]\npolicy: {TOP}/policies/coventry/policy.yaml\n"
            f"directory: {TOP}/policies/coventry/demo/directory.yaml\n")

    # Each would pass whatever the engine does.
    def test_a_rehearsal_that_plays_or_expects_nothing_is_refused(self):
        self.refused(self.HEAD + "steps: []\n", "5:1: error: there is no step")
        self.refused(self.HEAD + "steps:\n  - at: 2026-04-01 15:00\n", "5:1: error: no step expects anything")
        self.refused(self.HEAD + "steps:\n  - {at: 2026-04-01 15:00, expect: {}}\n",
                     "5:1: error: no step expects anything")

    # A partnership elsewhere has no rows of docs/requirements.md; tests/traceability holds the rehearsals here to them.
    def test_what_it_shows_is_in_words_or_not_said(self):
        steps = "steps:\n  - {at: 2026-04-01 15:00, expect: {stage: none}}\n"
        for shows, read in (("shows: [clause 2.1, 3]\n", ["clause 2.1", "3"]),
                            ("shows: What the officer asked\n", ["What the officer asked"]), ("", [])):
            with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
                file.write(self.HEAD.replace("shows: [ALL-5]\n", shows) + steps)
                file.flush()
                answer = accord("rehearse", "--json", file.name)
            self.assertEqual(answer.returncode, 0, answer.stderr)
            self.assertEqual(json.loads(answer.stdout)[0]["shows"], read)

    def test_an_answer_that_a_fact_does_not_have_is_found_when_it_is_read(self):
        answer = self.changed(("immediate_danger: no\n", "immediate_danger: non\n"))
        self.assertEqual(answer.returncode, 2, answer.stdout)
        self.assertRegex(answer.stderr, r"\.yaml:\d+:\d+: error: `non` is no answer to `immediate_danger`")
        self.refused(self.HEAD + "steps:\n  - {at: 2026-04-01 15:00, expect: {facts: {immediate_danger: non}}}\n",
                     "6:63: error: `non` is no answer to `immediate_danger`")


class Explained(unittest.TestCase):
    SILENCE = "tests/constructs/02_silence_and_answers/rehearsals/no_response.yaml"

    @staticmethod
    def explain(*arguments):
        return subprocess.run([ACCORD, "rehearse", "--explain", *map(str, arguments)], capture_output=True, text=True,
                              timeout=60, cwd=TOP)

    # What people would see of it, to the letter: made by `accord rehearse --explain`, read by a person.
    def test_ALL_5_the_course_in_words(self):
        golden = (TOP / "tests/rehearsals/no_response_explained.txt").read_text(encoding="utf-8")
        answer = self.explain(self.SILENCE)
        self.assertEqual((answer.returncode, answer.stderr), (0, ""))
        self.maxDiff = None
        self.assertEqual(answer.stdout, golden)

    def every_step(self):
        files = sorted(TOP.glob("policies/*/rehearsals/*.yaml")) + sorted(TOP.glob("tests/constructs/*/rehearsals/*.yaml"))
        answer = self.explain("--json", *files)
        self.assertEqual(answer.returncode, 0, answer.stderr)
        for rehearsal in json.loads(answer.stdout):
            for step in rehearsal["steps"]:
                yield rehearsal["file"], step

    # ALL-5: a date says why it is that date, also one that is due with the stage and was agreed for it.
    def test_ALL_5_every_date_says_what_binds_it(self):
        dates = 0
        for file, step in self.every_step():
            for entry in step["entries"]:
                for line in [entry, *entry["follows"]]:
                    if "why" in line:
                        dates += 1
                        self.assertTrue(any(limit["binds"] for limit in line["why"]["limits"]), (file, step["step"], line))
        self.assertGreater(dates, 1000)

    def test_whom_a_step_told_and_how_it_was_refused(self):
        told, refused = set(), 0
        for _, step in self.every_step():
            told |= {entry.get("addressed", "").split(":")[0] for entry in step["entries"]}
            if step["refused"] is not None:
                refused += 1
                self.assertEqual(step["entries"], [])
                self.assertTrue(step["refused"]["what"] and step["asked"], step)
        self.assertGreater(refused, 100)
        self.assertIn("Told", told)

    def test_it_fits_a_terminal(self):
        for file in sorted(TOP.glob("policies/*/rehearsals/*.yaml")):
            for line in self.explain(file).stdout.splitlines():
                self.assertLessEqual(len(line), 100, line)
                self.assertEqual(line, line.rstrip())

    def test_what_did_not_hold_stands_at_its_step(self):
        text = (TOP / self.SILENCE).read_text(encoding="utf-8")
        wrong = text.replace("reply: overdue", "reply: met", 1)
        self.assertNotEqual(wrong, text)
        for name in ("policy.yaml", "directory.yaml"):
            wrong = wrong.replace(f"../{name}", f"{TOP}/tests/constructs/02_silence_and_answers/{name}")
        with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
            file.write(wrong)
            file.flush()
            answer = self.explain(file.name)
        self.assertEqual(answer.returncode, 1, answer.stderr)
        at = answer.stdout.index("FAIL: ")
        self.assertLess(answer.stdout.index("Step 3."), at)
        self.assertLess(at, answer.stdout.index("Step 4."))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
