#!/usr/bin/env python3
"""Which policy, rehearsal or test cites each row of docs/requirements.md.

    traceability.py TOP [--strict] [--where ID]

Prints the table. Fails on a mention of a row that does not exist (a slip of the pen would otherwise count for
nothing in silence), on a row given twice, and, with --strict, on a row that nothing cites. --where lists the
places that cite one row.

A citation stands where it says what the thing beside it is for, and not merely somewhere in a file: in a policy the
comment that begins with the ids (`- id: settle   # GLO-12`), in a rehearsal its `shows:`, in a test its name
(`TEST(Due, GLO_8_…)`, `def test_GLO_8_…`) or the comment or docstring above it that begins with them
(`// GLO-8, LEE-3: "…"`). Any other mention proves nothing. Elsewhere a rehearsal may show clauses or words, or say
nothing of it; those that stand here show rows, each of them one or more, and nothing else.
"""
import argparse
import os
import pathlib
import re
import sys

# How many rows each document has: a row that falls out of docs/requirements.md is missed too.
EXPECTED = {"ALL": 16, "COV": 10, "GLO": 25, "LEE": 12, "LIN": 16, "NOT": 12}
ROW = re.compile(rf"^\| ((?:{'|'.join(EXPECTED)})-\d+) \|", re.MULTILINE)
CITATION = re.compile(rf"(?<![A-Za-z0-9])({'|'.join(EXPECTED)})[-_](\d+)(?!\d)")
# Rows of other tables (S-AC2, `rule 16`) may stand among the ids that a comment begins with.
LISTED = r"(?:(?:ALL|COV|GLO|LEE|LIN|NOT)-\d+|S-?[A-Z]+\d+|rules? \d+)"
LIST = rf"{LISTED}(?:(?:, | and |; ){LISTED})*"
CITING = {
    "policies": re.compile(rf"#\s*({LIST})\s*(?::.*)?$"),
    "rehearsals": re.compile(r"^shows:(.*)$"),
    "tests": re.compile(rf"""^\s*(?://+|\#|\"\"\")\s*({LIST}):|^shows:(.*)$|\bdef\ (test_\w+)"""
                        r"""|^\s*[A-Z_]*(?:TEST|PROP)[A-Z_]*\(\w+,\s*(\w+)|^\s*test\(["'`](.*)"""),
}
KINDS = ("policies", "rehearsals", "tests")
SKIPPED = {"build", "node_modules", ".git", "traceability", "tidy", "corpus"}


def kind_of(name):
    """Which of KINDS a file is, or None for what cannot show a row working."""
    parts = name.split("/")
    if parts[0] == "policies" and name.endswith((".yaml", ".yml")):
        return "rehearsals" if "rehearsals" in parts else "policies"
    if parts[0] == "tests" and name.endswith((".cpp", ".hpp", ".py", ".mjs", ".js", ".yaml", ".sh")):
        return "tests"
    if parts[0] == "src" and name.endswith("_test.cpp"):
        return "tests"
    return None


def cited_in(kind, line):
    """The part of a line that cites, or nothing."""
    found = CITING[kind].search(line)
    return " ".join(part for part in found.groups() if part) if found else ""


def citations(top):
    """id -> kind -> places (file:line) that cite it, and id -> places that only mention it."""
    found, mentioned = {}, {}
    for folder, folders, files in os.walk(top):
        folders[:] = sorted(f for f in folders if f not in SKIPPED)
        for file in sorted(files):
            path = pathlib.Path(folder, file)
            name = path.relative_to(top).as_posix()
            kind = kind_of(name)
            if kind is None:
                continue
            for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
                cited = {f"{key}-{digits}" for key, digits in CITATION.findall(cited_in(kind, line))}
                for row in sorted(cited):
                    found.setdefault(row, {k: [] for k in KINDS})[kind].append(f"{name}:{number}")
                for key, digits in CITATION.findall(line):
                    if f"{key}-{digits}" not in cited:
                        mentioned.setdefault(f"{key}-{digits}", []).append(f"{name}:{number}")
    return found, mentioned


def shown_otherwise(top, expected):
    """Faults of the rehearsals that stand here: one that shows nothing, or something that is no row. Those of a document of
    their own (tests/protocols) show its clauses, which are no rows."""
    faults = []
    for path in sorted([*pathlib.Path(top).glob("policies/*/rehearsals/*.yaml"), *pathlib.Path(top).glob("tests/**/*.yaml")]):
        if SKIPPED & set(path.relative_to(top).parts) or path.is_relative_to(pathlib.Path(top) / "tests" / "protocols"):
            continue
        text, name = path.read_text(encoding="utf-8", errors="replace"), path.relative_to(top).as_posix()
        if not re.search(r"^rehearsal:", text, re.MULTILINE) and "/rehearsals/" not in name:
            continue
        shows = re.search(r"^shows:(.*)$", text, re.MULTILINE)
        ids = re.split(r"[\s,]+", shows[1].partition("#")[0].strip(" []")) if shows else [""]
        faults += [f"{name}: `shows:` has {f'`{one}`, which is no row' if one else 'nothing'}; name rows of "
                   "docs/requirements.md" for one in ids if one not in expected]
    return faults


def rows(top):
    text = (pathlib.Path(top) / "docs" / "requirements.md").read_text(encoding="utf-8")
    return ROW.findall(text)


def report(top, strict):
    """(lines to print, faults)."""
    listed, (found, mentioned) = rows(top), citations(top)
    expected = [f"{key}-{n}" for key, count in EXPECTED.items() for n in range(1, count + 1)]
    faults = [f"docs/requirements.md: {row} stands there twice" for row in expected if listed.count(row) > 1]
    faults += [f"docs/requirements.md: {row} is missing" for row in expected if row not in listed]
    faults += [f"docs/requirements.md: {row} is new: raise EXPECTED in {pathlib.Path(__file__).name}"
               for row in listed if row not in expected]
    for row in sorted((set(found) | set(mentioned)) - set(expected)):
        places = [place for kind in KINDS for place in found.get(row, {}).get(kind, [])] + mentioned.get(row, [])
        faults.append(f"{places[0]}: {row} is cited and does not exist; docs/requirements.md has the rows")
    faults += shown_otherwise(top, expected)
    lines = [f"{'row':8}" + "".join(f"{kind:>12}" for kind in KINDS)]
    gaps = []
    for row in expected:
        counts = [len(found.get(row, {}).get(kind, [])) for kind in KINDS]
        lines.append(f"{row:8}" + "".join(f"{count or '-':>12}" for count in counts) + ("" if any(counts) else "   gap"))
        if not any(counts):
            gaps.append(row)
    if gaps and strict:
        faults.append(f"nothing cites {', '.join(gaps)}: name the id in the policy, rehearsal or test that shows it, "
                      f"where a citation stands (see the head of {pathlib.Path(__file__).name})")
    lines.append(f"{len(expected) - len(gaps)} of {len(expected)} rows are cited; gaps: {', '.join(gaps) or 'none'}")
    return lines, faults


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("top")
    parser.add_argument("--strict", action="store_true", help="a row that nothing cites fails")
    parser.add_argument("--where", metavar="ID", help="list what cites this row")
    options = parser.parse_args()
    if options.where:
        places = citations(options.top)[0].get(options.where, {})
        print("\n".join(place for kind in KINDS for place in places.get(kind, [])) or "nothing cites it")
        return 0
    lines, faults = report(options.top, options.strict)
    print("\n".join(lines + faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
