#!/usr/bin/env python3
"""Runs every example of docs/policy-guide.md, in the order in which it stands there.

    guide_test.py PATH/TO/accord [--show]

With --show it prints what each piece adds to `accord policy explain`, for whoever writes the guide.

What a block is stands in the line that opens it, behind its language, where no reader sees it:

    yaml file=NAME          a whole file: a policy is checked, a rehearsal is played, any other is only kept
    yaml part=NAME          parts of that file: each key at the margin replaces that part, or is added; then as above
    yaml over=NAME          a piece of a policy, laid over that one as an extension is; the whole is checked
    text said               what `accord policy explain` says of the policy checked last: these lines, one after another
    console                 commands after `$ `, each with what it answers; a line `…` stands for any number of lines
    … finds=CODE,CODE       the findings that the check has; without it none
    … fails                 a rehearsal of which something does not hold

A block of another kind is a fault: everything that is shown is run.
"""
import json
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs/policy-guide.md"
FENCE = re.compile(r"^( *)```(.*)$")
HEAD = 'policy: laid_over\nextends: {}\npartnership: Laid Over\nversion: "1"\neffective: 2027-03-01\n'


def blocks(text):
    """(line, language, words, text) of each fenced block; `words` are those behind the language."""
    opened = None
    for number, line in enumerate(text.splitlines(), 1):
        fence = FENCE.match(line)
        if opened is None and fence:
            language, *words = fence[2].split() or [""]
            opened = (number, language, words, len(fence[1]), [])
        elif fence and opened:
            yield opened[0], opened[1], opened[2], "".join(row + "\n" for row in opened[4])
            opened = None
        elif opened:
            opened[4].append(line[opened[3]:])


def sections(text):
    """The parts of a file, each with the key at the margin that it begins with."""
    parts = re.split(r"^(?=[a-z_]+:)", text, flags=re.MULTILINE)
    return {part.split(":", 1)[0] if index else "": part for index, part in enumerate(parts)}


def pattern(shown):
    """What was answered, as the guide shows it: `…` alone on a line is any number of lines."""
    rows = [r"(?:.*\n)*?" if row.strip() == "…" else re.escape(row.rstrip()) + r" *\n" for row in shown.splitlines()]
    return re.compile("".join(rows) + r"\Z")


class Guide:
    def __init__(self, accord, folder, show=False):
        self.accord, self.folder, self.show, self.faults, self.counts = accord, folder, show, [], {}
        self.last = None

    def run(self, *words, text=""):
        return subprocess.run([self.accord, *words], cwd=self.folder, input=text, capture_output=True, text=True,
                              timeout=120, check=False)

    def fault(self, what):
        self.faults.append(f"{GUIDE.name}:{self.line}: {what}")

    def check(self, name, words):
        answer = self.run("policy", "check", "--json", name)
        try:
            findings = json.loads(answer.stdout)
        except ValueError:
            return self.fault(f"not checked: {answer.stderr}")
        named = [word[6:].split(",") for word in words if word.startswith("finds=")]
        # A note is for the whole of a policy: the guide builds one up, and names those that it speaks of.
        findings = [finding for finding in findings
                    if finding["level"] != "note" or (named and finding["code"] in named[0])]
        expected = sorted(named[0]) if named else []
        found = sorted(finding["code"] for finding in findings)
        if found != expected:
            said = "\n  ".join(f"{f['file']}:{f['line']}: {f['level']}: {f['message']} {f['suggestion']} [{f['code']}]"
                               for f in findings)
            self.fault(f"the check finds {found}, the guide says {expected}\n  {said}")
        self.last = name
        if self.show and words_of(words, "over"):
            had = set(self.explained(words_of(words, "over")))
            print("\n".join([f"--- {self.line}", *(row for row in self.explained(name) if row not in had)]))

    def use(self, name, words):
        text = (self.folder / name).read_text()
        if re.search(r"^policy:", text, re.MULTILINE) and not re.search(r"^rehearsal:", text, re.MULTILINE):
            self.check(name, words)
        elif text.startswith("rehearsal:"):
            answer = self.run("rehearse", name)
            if answer.returncode != (1 if "fails" in words else 0):
                self.fault(f"the rehearsal answers {answer.returncode}\n{answer.stdout}{answer.stderr}")

    def commands(self, text):
        for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
            line, shown = part.split("\n", 1)
            program, *words = shlex.split(line)
            if program in ("mkdir", "cp"):
                subprocess.run([program, *words], cwd=self.folder, check=True)
                continue
            if program != "accord":
                self.fault(f"`{program}` is no command that the guide can show")
                continue
            # A question is answered behind "> ": what is typed is no part of what is printed.
            typed = re.findall(r"^> (.*)\n", shown, re.MULTILINE)
            answer = self.run(*words, text="".join(row + "\n" for row in typed))
            said = answer.stdout + answer.stderr
            if typed:
                shown, said = re.sub(r"^> .*\n", "> ", shown, flags=re.MULTILINE), said.replace("\n> ", "\n> ")
            if shown.strip() and not pattern(shown).match(said if said.endswith("\n") else said + "\n"):
                self.fault(f"`{line}` answers otherwise:\n{said}")
            elif not shown.strip() and answer.returncode not in (0, 1):
                self.fault(f"`{line}` answers {answer.returncode}: {said}")

    def explained(self, name):
        return [row.rstrip() for row in self.run("policy", "explain", name).stdout.splitlines()]

    def said(self, text):
        rows, wanted = self.explained(self.last), [row.rstrip() for row in text.splitlines()]
        if not any(rows[at:at + len(wanted)] == wanted for at in range(len(rows))):
            self.fault(f"`accord policy explain` does not say {wanted}" + ("\n".join(["", *rows]) if self.show else ""))

    def block(self, line, language, words, text):
        self.line = line
        name, part, over = (words_of(words, key) for key in ("file", "part", "over"))
        known = [word for word in words if not re.match(r"(file|part|over|finds)=|fails$|said$", word)]
        if known:
            return self.fault(f"`{known[0]}` means nothing here")
        kind = "command" if language == "console" else "said" if "said" in words else "file" if name else \
            "part" if part else "piece" if over else None
        self.counts[kind] = self.counts.get(kind, 0) + 1
        if kind == "command":
            self.commands(text)
        elif kind == "said":
            self.said(text)
        elif kind == "file":
            (self.folder / name).write_text(text)
            self.use(name, words)
        elif kind == "part":
            whole = sections((self.folder / part).read_text()) | {k: v for k, v in sections(text).items() if k}
            (self.folder / part).write_text("".join(row if row.endswith("\n") else row + "\n" for row in whole.values()))
            self.use(part, words)
        elif kind == "piece":
            (self.folder / "laid_over.yaml").write_text(HEAD.format(over) + text)
            self.use("laid_over.yaml", words)
        else:
            self.fault("nobody runs this block: say what it is behind its language (see tests/policy/guide_test.py)")
        return None


def words_of(words, key):
    return next((word[len(key) + 1:] for word in words if word.startswith(key + "=")), "")


def faults_of(accord, text, show=False, first=False):
    """What is wrong, and how many blocks of each kind there are; `first`: no more than the first fault is wanted."""
    with tempfile.TemporaryDirectory() as folder:
        guide = Guide(accord, pathlib.Path(folder), show)
        for block in blocks(text):
            guide.block(*block)
            if first and guide.faults:
                break
        return guide.faults, guide.counts


# What could go wrong in the guide, each of which has to be found: what stands there, and what would stand there instead.
PLANTED = [
    ("      within: 5 working days\n", "      within: 5 days\n"),
    ("when: {point: met}", "when: {pointt: met}"),
    ("      Open where “Speak to the person who decided” is done.\n", "      Open at any time.\n"),
    ("conversation.reply                  Wednesday 24 March", "conversation.reply                  Thursday 25 March"),
    ("> 3 working days\n", "> 4 working days\n"),
    ("finds=unknown-stage", ""),
    ("      outcome: agreed\n      deadlines: {after.file: 2027-04-08 17:00}", "      outcome: decided"),
    ("```yaml over=wrenfold.yaml\nwords:", "```yaml\nwords:"),
    ("…\n4 passed, 0 failed", "…\n5 passed, 0 failed"),
]


def main():
    accord, text = str(pathlib.Path(sys.argv[1]).resolve()), GUIDE.read_text(encoding="utf-8")
    faults, counts = faults_of(accord, text, "--show" in sys.argv)
    for old, new in PLANTED if not faults else []:
        changed = text.replace(old, new)
        if changed == text or not faults_of(accord, changed, first=True)[0]:
            faults.append(f"a planted defect is not found: {old!r}, changed to {new!r}")
    print("\n".join(faults))
    print(", ".join(f"{count} {kind}" for kind, count in counts.items()) + f"; {len(faults)} faults")
    return 1 if faults or not counts else 0


if __name__ == "__main__":
    sys.exit(main())
