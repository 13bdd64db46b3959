#!/usr/bin/env python3
"""Which policy, rehearsal or test cites each row of docs/requirements.md.

    traceability.py TOP [--strict] [--where ID]

Prints the table. Fails on a citation of a row that does not exist (a slip of the pen would otherwise count for
nothing in silence), on a row given twice, and, with --strict, on a row that nothing cites. --where lists the
places that cite one row.
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


def citations(top):
    """id -> kind -> places (file:line)."""
    found = {}
    for folder, folders, files in os.walk(top):
        folders[:] = sorted(f for f in folders if f not in SKIPPED)
        for file in sorted(files):
            path = pathlib.Path(folder, file)
            name = path.relative_to(top).as_posix()
            kind = kind_of(name)
            if kind is None:
                continue
            for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
                for key, digits in CITATION.findall(line):
                    places = found.setdefault(f"{key}-{digits}", {k: [] for k in KINDS})[kind]
                    places.append(f"{name}:{number}")
    return found


def rows(top):
    text = (pathlib.Path(top) / "docs" / "requirements.md").read_text(encoding="utf-8")
    return ROW.findall(text)


def report(top, strict):
    """(lines to print, faults)."""
    listed, found = rows(top), citations(top)
    expected = [f"{key}-{n}" for key, count in EXPECTED.items() for n in range(1, count + 1)]
    faults = [f"docs/requirements.md: {row} stands there twice" for row in expected if listed.count(row) > 1]
    faults += [f"docs/requirements.md: {row} is missing" for row in expected if row not in listed]
    faults += [f"docs/requirements.md: {row} is new: raise EXPECTED in {pathlib.Path(__file__).name}"
               for row in listed if row not in expected]
    for row in sorted(set(found) - set(expected)):
        places = [place for kind in KINDS for place in found[row][kind]]
        faults.append(f"{places[0]}: {row} is cited and does not exist; docs/requirements.md has the rows")
    lines = [f"{'row':8}" + "".join(f"{kind:>12}" for kind in KINDS)]
    gaps = []
    for row in expected:
        counts = [len(found.get(row, {}).get(kind, [])) for kind in KINDS]
        lines.append(f"{row:8}" + "".join(f"{count or '-':>12}" for count in counts) + ("" if any(counts) else "   gap"))
        if not any(counts):
            gaps.append(row)
    if gaps and strict:
        faults.append(f"nothing cites {', '.join(gaps)}: name the id in the policy, rehearsal or test that shows it")
    lines.append(f"{len(expected) - len(gaps)} of {len(expected)} rows are cited; gaps: {', '.join(gaps) or 'none'}")
    return lines, faults


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("top")
    parser.add_argument("--strict", action="store_true", help="a row that nothing cites fails")
    parser.add_argument("--where", metavar="ID", help="list what cites this row")
    options = parser.parse_args()
    if options.where:
        places = citations(options.top).get(options.where, {})
        print("\n".join(place for kind in KINDS for place in places.get(kind, [])) or "nothing cites it")
        return 0
    lines, faults = report(options.top, options.strict)
    print("\n".join(lines + faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
