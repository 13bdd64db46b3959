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
    "policies/borsetshire/policy.yaml": "# " + ", ".join(ROWS[:HALF]) + "\n",
    "policies/borsetshire/rehearsals/easter.yaml": f"proves: {ROWS[HALF]}\n",
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
    checks = [
        ("the sound project passes", faults({}) == []),
        ("a gap fails when strict", any(ROWS[-1] in f for f in faults(gap))),
        ("a gap is only listed when not strict", faults(gap, strict=False) == []),
        ("code and prose are no proof", any(ROWS[-1] in f for f in faults(elsewhere))),
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
