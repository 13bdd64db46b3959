#!/usr/bin/env python3
"""The longest time to a final decision under each shipped policy, worked out by hand from its document.

    longest_test.py PATH/TO/accord
"""
import json
import pathlib
import subprocess
import sys
import unittest

ACCORD = ""
POLICIES = pathlib.Path(__file__).resolve().parents[2] / "policies"


def longest(partnership, *more):
    """The notes, by the facts of each of their classes, for the dates of raising in 2027."""
    answer = subprocess.run([ACCORD, "policy", "check", POLICIES / partnership / "policy.yaml", "--from", "2027-01-01",
                             "--json", *more], capture_output=True, text=True, timeout=60, check=True)
    notes = [one["longest"] for one in json.loads(answer.stdout) if one["code"] == "longest-time"]
    return {" ".join(facts.values()): note for note in notes for facts in note["classes"]}


def untimed(note):
    return {one["stage"] for one in note["unbounded_by"] if one["why"] == "not_stated"}


class Longest(unittest.TestCase):
    # "within 1 working day" and "a further working day" (stage 1); stages 2 to 4 have no time. With the local
    # targets of 2, 2 and 3 working days: 1 + 1 + 2 + 2 + 3 = 9. It is longest over Christmas: 17 December 2027 is
    # a Friday; Saturday's and Sunday's holidays are kept on 27 and 28 December, New Year's Day on 3 January.
    def test_coventry(self):
        (note,) = longest("coventry").values()
        self.assertIsNone(note["stated"])
        self.assertEqual(untimed(note), {"second_tier", "heads_of_service", "safeguarding"})
        targets = note["with_local_targets"]
        self.assertEqual((targets["days"], targets["working_days"]), (18, 9))
        self.assertEqual(targets["raised"][:10], "2027-12-17")
        self.assertEqual([step["until"][:16] for step in targets["steps"]],
                         ["2027-12-20T17:00", "2027-12-21T17:00", "2027-12-23T17:00", "2027-12-29T17:00",
                          "2028-01-04T17:00"])

    # "5 working days" for each of stages 1 to 3 (2.1 d, 2.2 g, 2.3 h), in stage 3 for all tiers together; "10 working
    # days" from the details (2.4 e). The document gives the sending of the details no time: sent on the tenth day
    # after the referral they start 10 more: 5 + 5 + 5 + 10 + 10. With the local target of 1 working day for the
    # details: 5 + 5 + 5 + 1 + 10. From Thursday 11 March 2027: 7 weeks of working days, and Good Friday (26 March),
    # Easter Monday (29 March) and the holiday of 3 May between, to Tuesday 4 May.
    def test_gloucestershire(self):
        (note,) = longest("gloucestershire").values()
        stated = note["stated"]
        self.assertEqual((stated["days"], stated["working_days"]), (54, 35))
        self.assertEqual((stated["raised"][:10], stated["until"][:16]), ("2027-03-11", "2027-05-04T17:00"))
        self.assertEqual(stated["steps"][-1]["recorded_late"], ["details"])
        self.assertTrue(stated["steps"][0]["unless_both_agree"])
        self.assertEqual(note["with_local_targets"]["working_days"], 26)
        directory = POLICIES / "gloucestershire/demo/directory.yaml"
        (more,) = longest("gloucestershire", "--directory", directory).values()
        self.assertEqual(more["stated"]["working_days"], 35)

    # "Without delay", "a time scale which is acceptable to both": no figure anywhere. With local targets: 2 working
    # days each for the discussion, first-line managers and one level of the line, 3 for the meeting of all parties, 3
    # for the representatives, 5 for the course that is set.
    def test_leeds(self):
        (note,) = longest("leeds").values()
        self.assertIsNone(note["stated"])
        self.assertEqual(len(untimed(note)), 12)
        self.assertEqual(note["with_local_targets"]["working_days"], 2 + 2 + 2 + 3 + 3 + 5)
        self.assertEqual([(one["why"], one["stage"]) for one in note["not_counted"]], [("levels", "line")])
        (more,) = longest("leeds", "--directory", POLICIES / "leeds/demo/directory.yaml").values()
        self.assertEqual(more["not_counted"], [])
        levels = sum(step["stage"] == "line" for step in more["with_local_targets"]["steps"])
        self.assertGreater(levels, 1)
        self.assertEqual(more["with_local_targets"]["working_days"], 2 + 2 + 2 * levels + 3 + 3 + 5)

    # Step 1: "48 hours (2 working days)" from a discussion that is to be immediate; step 2: "within 5 working days of
    # step 1", the review inside them; step 3: "48 hours (2 working days)"; no time for the chaired meeting of step 4 a
    # (only the date of it is set within 24 hours), none for the sub-group of step 4 b.
    def test_lincolnshire(self):
        notes = longest("lincolnshire")
        self.assertEqual(set(notes), {"urgent", "routine"})
        self.assertEqual(untimed(notes["urgent"]), {"review", "step4a"})
        self.assertEqual(untimed(notes["routine"]), {"review", "step4b"})
        for note in notes.values():
            self.assertIsNone(note["stated"])
        # With the local targets, routine: the discussion a day later, step 1 from it, step 2, the contact a day later,
        # step 3 from it, and 20 working days until the date of the sub-group's meeting is known.
        self.assertEqual(notes["routine"]["with_local_targets"]["working_days"], 1 + 2 + 5 + 1 + 2 + 20)
        self.assertEqual([(one["why"], one["from"]) for one in notes["routine"]["not_counted"]],
                         [("given_date", "ppet_meeting")])

    # "In less urgent cases the whole process should be completed within no more than 4 weeks". Urgent: "progress
    # through agency line management routes will need to take place within 1 working day"; the mediation that follows
    # has no time, and a local target of 2 working days.
    def test_nottinghamshire(self):
        notes = longest("nottinghamshire")
        self.assertEqual(notes["routine"]["stated"]["days"], 28)
        self.assertEqual(notes["routine"]["stated"]["steps"][-1]["clause"], "timescale")
        self.assertIsNone(notes["urgent"]["stated"])
        self.assertEqual(untimed(notes["urgent"]), {"mediation"})
        self.assertEqual(notes["urgent"]["with_local_targets"]["working_days"], 1 + 2)


if __name__ == "__main__":
    ACCORD = sys.argv.pop(1)
    unittest.main()
