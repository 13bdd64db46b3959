"""Partnerships whose every text carries a word of their own, and one that is another to the byte except for such words.

A word is the partnership's root and the kind of field that it stands in, such as `vuxqazibagency`: whoever finds it where
it does not belong knows at once whose it is and from where it came.
"""
import hashlib
import pathlib
import re
import shutil
import sqlite3

# Neither stands in a word of any language, in a hexadecimal number, or by chance in a token of base64. All are equally
# long, and so are the names of the twins, so that one can be made of the other in the very bytes of the record.
ROOTS = {"north": "vuxqazib", "south": "wyzkuqob", "west": "jokhbwex"}
ORIGINAL, TWIN = "north", "south"

# What anybody may read without being anybody: who there is, and by which policy they go. All else is of the record.
OPEN_FIELDS = ("name", "policy", "agency", "person", "post", "contact", "review")
RECORDED_FIELDS = ("matter", "fact", "reference", "said", "learned", "note", "talk", "action", "corrected", "reason", "term",
                   "typed", "draft")

KEPT = 6  # invented disagreements of each: what is asked grows with them


def word(partnership, field):
    assert field in OPEN_FIELDS + RECORDED_FIELDS, field
    return ROOTS[partnership] + field


def _marked(value, said):
    """`value` of a line of YAML with a word at its end, inside its quotes and before a comment."""
    text, comment = re.fullmatch(r"(.*?)(\s+#.*)?", value).groups()
    if text.endswith(('"', "'")) and text[0] == text[-1]:
        return f"{text[:-1]} {said}{text[-1]}{comment or ''}"
    return f"{text} {said}{comment or ''}"


def _mark_lines(text, keys, partnership):
    """A word of its field behind the value of each of `keys`, also where the value begins on the next line."""
    lines, waiting = [], None
    for line in text.splitlines():
        if waiting and line.strip():
            line = re.sub(r"^(\s*)", rf"\g<1>{waiting} ", line)
            waiting = None
        found = re.fullmatch(r"(\s*(?:- )?)(\w+): (.+)", line)
        if found and found[2] in keys and found[3][0] not in "{[":
            said = word(partnership, keys[found[2]])
            if re.fullmatch(r"[>|]-?\s*(#.*)?", found[3]):
                waiting = said
            else:
                line = f"{found[1]}{found[2]}: {_marked(found[3], said)}"
        lines.append(line)
    return "\n".join(lines) + "\n"


def _policy(text, partnership):
    keys = dict.fromkeys(("title", "summary", "asks", "hint", "what", "note", "reading", "says", "signpost", "text"), "policy")
    text = _mark_lines(text, {**keys, "partnership": "name"}, partnership)
    return re.sub(r"^policy: \w+", f"policy: {partnership}", text, flags=re.MULTILINE)


def _directory(text, partnership):
    text = re.sub(r"(\{id: \w+, name: )([^,}]+)", rf"\g<1>\g<2> {word(partnership, 'person')}", text)
    text = re.sub(r"(, (?:job|title): )(\"[^\"]*|[^,}\"]+)", rf"\g<1>\g<2> {word(partnership, 'post')}", text)
    text = text.replace(".example", f".{word(partnership, 'contact')}.example")
    head, agencies = text.split("\nagencies:")
    keys = {"guide": "contact"}
    return (_mark_lines(head, {**keys, "name": "name"}, partnership) + "\nagencies:"
            + _mark_lines(agencies, {**keys, "name": "agency"}, partnership))


def _disagreements(text, partnership):
    head, *all_of_them = re.split(r"^  - about: ", text, flags=re.MULTILINE)
    learned = [one for one in all_of_them if "learns:" in one][:2]
    kept = [one for one in all_of_them if one not in learned][:KEPT - len(learned)] + learned
    text = "  - about: ".join([head, *kept])
    text = re.sub(r"^( {2}- about: )(.*)$", lambda line: line[1] + _marked(line[2], word(partnership, "matter")), text,
                  flags=re.MULTILINE)
    text = _mark_lines(text, {"what": "matter", "why": "matter", "change": "matter", "child": "matter",
                              "child_needs_it_because": "reason", "learns": "learned", "debrief": "learned", "evidence": "fact"},
                       partnership)
    text = re.sub(r"reference: [A-Z]+-", f"reference: {word(partnership, 'reference').upper()}-", text)
    return re.sub(r"^( {2}- (?!about: )| {6}- (?!\{))(.*)$", rf"\g<1>\g<2> {word(partnership, 'said')}", text, flags=re.MULTILINE)


def policies(folder, sources, originals):
    """Below `folder`, a copy of the policy of each of `originals` whose texts carry the words of who it is for."""
    for partnership, original in originals.items():
        new = folder / partnership
        (new / "demo").mkdir(parents=True)
        for name, change in (("policy.yaml", _policy), ("demo/directory.yaml", _directory),
                             ("demo/disagreements.yaml", _disagreements)):
            text = change((sources / original / name).read_text(encoding="utf-8"), partnership)
            (new / name).write_text(text, encoding="utf-8")
        text = (sources / original / "demo/reviews.yaml").read_text(encoding="utf-8")
        text = _mark_lines(text, dict.fromkeys(("who", "what", "says"), "review"), partnership)
        (new / "demo/reviews.yaml").write_text(text, encoding="utf-8")
    return folder


def twin_policy(folder):
    """The twin's policy beside the original's, as the record will have it."""
    shutil.copytree(folder / ORIGINAL, folder / TWIN)
    for file in pathlib.Path(folder / TWIN).rglob("*.yaml"):
        file.write_bytes(_twinned(file.read_bytes()))


def _twinned(given):
    """`given` with the twin's words for the original's: as long, to the byte."""
    if isinstance(given, str):
        return _twinned(given.encode()).decode()
    if not isinstance(given, bytes):
        return given
    for old, new in ((ROOTS[ORIGINAL], ROOTS[TWIN]), (ROOTS[ORIGINAL].upper(), ROOTS[TWIN].upper()), (ORIGINAL, TWIN)):
        given = given.replace(old.encode(), new.encode())
    return given


def make_twin(database):
    """Another partnership in the file `database`: each id, reference, time and command id is the original's, each word its own.

    Its record is as sound as if it had been recorded so (docs/record-format.md); the lists are left to `accord rebuild`.
    """
    with sqlite3.connect(database) as file:
        def rows(table, order="partnership"):
            found = file.execute(f"SELECT * FROM {table} WHERE partnership = ? ORDER BY {order}", (ORIGINAL,))
            return [column[0] for column in found.description], [list(row) for row in found]

        def add(table, names, values):
            file.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})", values)

        names, documents = rows("document")
        hashes, text_at, sha256_at = {}, names.index("text"), names.index("sha256")
        for row in documents:
            before = row[sha256_at]
            row[:] = [_twinned(value) for value in row]
            row[sha256_at] = hashlib.sha256(row[text_at].encode()).hexdigest()
            hashes[before.encode()] = row[sha256_at].encode()
            hashes[bytes.fromhex(before)] = bytes.fromhex(row[sha256_at])
        add("document", names, documents)

        def renewed(value):
            value = _twinned(value)
            if isinstance(value, str):
                return renewed(value.encode()).decode()
            if isinstance(value, bytes):
                for before, after in hashes.items():
                    value = value.replace(before, after)
            return value

        names, entries = rows("ledger_entry", "log_index")
        bytes_at, leaf_at, head = names.index("bytes"), names.index("leaf_hash"), bytes(32)
        for row in entries:
            before = row[leaf_at]
            row[:] = [renewed(value) for value in row]
            row[leaf_at] = hashlib.sha256(b"\0" + row[bytes_at]).digest()
            head = hashlib.sha256(b"\2" + head + row[leaf_at]).digest()
            hashes[before] = row[leaf_at]
        add("ledger_entry", names, entries)
        for table in ("ledger_stream", "ledger_command", "ledger_partnership", "partnership", "draft"):
            names, of_table = rows(table)
            of_table = [[head if name == "head" else renewed(value) for name, value in zip(names, row)] for row in of_table]
            add(table, names, of_table)
    file.close()
