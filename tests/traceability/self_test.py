#!/usr/bin/env python3
"""Shows that traceability.py sees a gap, an id that does not exist, and a row that fell out of the table."""
import pathlib
import sys
import tempfile

import traceability

ROWS = [f"{key}-{n}" for key, count in traceability.EXPECTED.items() for n in range(1, count + 1)]
TABLE = "".join(f"| {row} | words |\n" for row in ROWS)
HALF = len(ROWS) // 2
SOUND = {
    "docs/requirements.md": TABLE,
    "policies/borsetshire/policy.yaml": "stages:  # " + ", ".join(ROWS[:HALF]) + "\n",
    "policies/borsetshire/rehearsals/easter.yaml": f"shows: [{ROWS[HALF]}]\n",
    "src/calendar/due_test.cpp": "".join(f"TEST(Due, {row.replace('-', '_')}_Holds) {{}}\n" for row in ROWS[HALF + 1:]),
}
LAST = ROWS[-1].replace("-", "_")


def faults(changes, strict=True):
    with tempfile.TemporaryDirectory() as top:
        for name, text in {**SOUND, **changes}.items():
            path = pathlib.Path(top, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return traceability.report(top, strict)[1]


def main():
    gap = {"src/calendar/due_test.cpp": SOUND["src/calendar/due_test.cpp"].replace(f"{LAST}_Holds", "Holds")}
    elsewhere = {**gap, "src/calendar/due.cpp": f"// {ROWS[-1]}\n", "docs/notes.md": f"{ROWS[-1]}\n"}

    def cited_so(name, text):
        """Whether the last row, which nothing else cites, is cited by this line of that file."""
        return not any(f"nothing cites {ROWS[-1]}" in f for f in faults({**gap, name: text.format(ROWS[-1])}))

    test, policy, rehearsal = "tests/x/y_test.cpp", "policies/x/policy.yaml", "policies/x/rehearsals/y.yaml"
    cites = [(test, "// {}: what it asks for\n"), (test, "// ALL-1, {} and S-AC2: what they ask for\n"),
             ("tests/x/y_test.py", '    """{}: what it asks for"""\n'), ("tests/x/y_test.py", "    # {}: as asked\n"),
             (policy, "  - id: a   # {}\n"), (policy, "  - id: a   # ALL-1, {}: as it says\n"),
             (rehearsal, "shows: [ALL-1, {}]\n"), ("tests/x/y.yaml", "shows: [{}]\n")]
    mentions = [(test, "// The number is rung (as {} says).\n"), (test, "// nothing like {}: it is another\n"),
                (test, '  EXPECT_EQ(row, "{}");\n'), (test, "// {} is not shown here\n"),
                ("tests/x/y_test.py", 'HEAD = "shows: [{}]"\n'), (policy, "# The sides agree (see {}).\n"),
                (policy, "  what: Do as {} says\n"), (rehearsal, "# {}\n"), (rehearsal, "  says: {}\n"),
                ("tests/x/y.yaml", "# An invented procedure ({}).\n")]
    checks = [
        *((f"a citation: {name}: {text.strip()}", cited_so(name, text)) for name, text in cites),
        *((f"only a mention: {name}: {text.strip()}", not cited_so(name, text)) for name, text in mentions),
        ("the sound project passes", faults({}) == []),
        ("a gap fails when strict", any(ROWS[-1] in f for f in faults(gap))),
        ("a gap is only listed when not strict", faults(gap, strict=False) == []),
        ("code and prose are no proof", any(ROWS[-1] in f for f in faults(elsewhere))),
        *((f"a rehearsal that stands here shows rows alone: {shows!r}",
           any("`shows:`" in f for f in faults({"tests/x/y.yaml": f"rehearsal: One\n{shows}\n"}, strict=False)) is wrong)
          for shows, wrong in (("shows: [ALL-1, GLO-8]   # both", False), ("shows: ALL-1", False), ("", True),
                               ("shows: []", True), ("shows: [clause 2]", True), ("shows: [all-1]", True))),
        ("a document of its own shows its clauses",
         faults({"tests/protocols/x/rehearsals/y.yaml": "rehearsal: One\nshows: [clause 2]\n"}, strict=False) == []),
        ("an id that does not exist fails, strict or not",
         any("GLO-99" in f for f in faults({"tests/http/x_test.cpp": "// GLO-99\n"}, strict=False))),
        ("GLO_8 is not GLO_88", any("GLO-88" in f for f in faults({"tests/http/x_test.cpp": "// GLO_88\n"}))),
        ("a word that ends like a key is no citation", faults({"tests/http/x_test.cpp": "// BALL-99 KNOT_77\n"}) == []),
        ("a row that fell out of the table fails",
         any("is missing" in f for f in faults({"docs/requirements.md": TABLE.replace(f"| {ROWS[3]} |", "| - |")}))),
        ("a row given twice fails",
         any("twice" in f for f in faults({"docs/requirements.md": TABLE + f"| {ROWS[3]} | words |\n"}))),
    ]
    failed = [what for what, holds in checks if not holds]
    print("\n".join(f"FAILED: {what}" for what in failed))
    print(f"{len(checks)} checks, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
