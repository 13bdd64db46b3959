"""Where the code can be changed, and into what: found with libclang in the functions of the named files.

A site is a range of a file with one or two mutants, each a number. `write` gives the file again with every mutant
in it, chosen when the program runs: `a < b` becomes `(::accord::mutant(17) ? ((a) <= (b)) : (a < b))`. No line
moves, so that what a compiler or a debugger says fits the source.
"""
import ctypes
import dataclasses
import os
import re
import sys

sys.path.append("/usr/lib/python3/dist-packages")  # where Debian puts libclang's Python, whichever python3 runs this
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tidy"))
from clang import cindex  # noqa: E402
from clang.cindex import CursorKind as Kind  # noqa: E402
from cpp_text import without_comments  # noqa: E402

EACH_FILE = 2000  # numbers for each file, so that a change in one leaves the others' numbers alone
RELATIONS = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}
FUNCTIONS = {Kind.FUNCTION_DECL, Kind.CXX_METHOD, Kind.CONSTRUCTOR, Kind.DESTRUCTOR, Kind.FUNCTION_TEMPLATE,
             Kind.CONVERSION_FUNCTION}
OUTSIDE = {Kind.NAMESPACE, Kind.CLASS_DECL, Kind.STRUCT_DECL, Kind.CLASS_TEMPLATE, Kind.LINKAGE_SPEC}
CONDITIONED = {Kind.IF_STMT, Kind.WHILE_STMT, Kind.FOR_STMT, Kind.DO_STMT}
STATEMENTS = {Kind.CALL_EXPR, Kind.BINARY_OPERATOR, Kind.COMPOUND_ASSIGNMENT_OPERATOR, Kind.UNARY_OPERATOR,
              Kind.UNEXPOSED_EXPR}
NAMED = {Kind.DECL_REF_EXPR, Kind.MEMBER_REF_EXPR, Kind.TYPE_REF, Kind.TEMPLATE_REF}
LITERAL = re.compile(r"(\d+)([uUlLzZ]*)")
RANK = {"left out": 0, "condition": 1, "return": 1}  # of sites with the same range, which stands outside


@dataclasses.dataclass
class Site:
    """One range that can be changed. `head` and `tail` stand round what was there."""
    start: int
    end: int
    kind: str
    after: list       # each mutant's text, as a reader is shown it
    numbers: list = dataclasses.field(default_factory=list)

    def render(self, inner):
        tried = [f"::accord::mutant({n})" for n in self.numbers]
        if self.kind == "left out":
            return f"if (!{tried[0]}) {inner}"
        if self.kind in ("condition", "return", "equality", "not"):
            return f"({tried[0]} != static_cast<bool>({inner}))"
        return "(" + "".join(f"{t} ? ({a}) : " for t, a in zip(tried, self.after)) + f"({inner}))"


@dataclasses.dataclass
class Mutant:
    """One changed program, as it is reported."""
    number: int
    file: str
    line: int
    kind: str
    source: str  # the line
    before: str
    after: str

    def key(self):
        return f"{self.file} | {self.source} | {self.before} => {self.after}"


def one_line(text):
    return re.sub(r"\s+", " ", without_comments(text)).strip()


class Places:
    """Offsets of what libclang found, in the file as it is written, also for what a macro is given."""

    def __init__(self):
        self.lib = cindex.conf.lib
        for name in ("clang_getFileLocation", "clang_getSpellingLocation"):
            getattr(self.lib, name).argtypes = [cindex.SourceLocation] + [ctypes.c_void_p] * 4

    def _offset(self, function, location):
        file, offset = ctypes.c_void_p(), ctypes.c_uint()
        function(location, ctypes.byref(file), None, None, ctypes.byref(offset))
        return file.value, offset.value

    def range(self, cursor):
        """(start, end), or None for what a macro wrote."""
        ends = []
        for location in (cursor.extent.start, cursor.extent.end):
            written = self._offset(self.lib.clang_getFileLocation, location)
            if written != self._offset(self.lib.clang_getSpellingLocation, location):
                return None
            ends.append(written[1])
        return tuple(ends) if ends[0] < ends[1] else None


class Finder:
    """The sites of one file."""

    def __init__(self, text, places):
        self.bytes = text.encode()
        self.places = places
        self.sites = {}
        self.ignored = [(m.start(), self._closing(m.end() - 1)) for m in
                        re.finditer(rb"\b(?:ACCORD_CHECK|check_failed|static_assert)\s*\(", self.bytes)]

    def text(self, start, end):
        return self.bytes[start:end].decode()

    def _closing(self, at):
        """The end of the bracket that opens at `at`."""
        depth, quote, i = 0, None, at
        while i < len(self.bytes):
            c = self.bytes[i:i + 1]
            if quote:
                i += c == b"\\"
                quote = None if c == quote else quote
            elif c in b"\"'":
                quote = c
            elif c in b"([{":
                depth += 1
            elif c in b")]}":
                depth -= 1
                if depth == 0:
                    return i + 1
            i += 1
        return len(self.bytes)

    def add(self, start, end, kind, *after):
        if not any(a <= start < b for a, b in self.ignored):
            self.sites.setdefault((start, end, kind), Site(start, end, kind, list(after)))

    def outside(self, cursor):
        """Looks for functions."""
        if cursor.kind in FUNCTIONS and cursor.is_definition():
            found = self.places.range(cursor)
            head = self.text(found[0], self.bytes.find(b"{", found[0])) if found else ""
            if found and not re.search(r"\bconst(?:expr|eval)\b", head):
                for child in cursor.get_children():
                    if child.kind == Kind.COMPOUND_STMT or child.kind.is_expression():
                        self.inside(child, cursor)
        elif cursor.kind in OUTSIDE:
            for child in cursor.get_children():
                self.outside(child)

    def inside(self, cursor, parent):
        """Looks at a statement or an expression and at all in it."""
        if cursor.kind in (Kind.STATIC_ASSERT, Kind.TYPE_REF, Kind.TYPE_ALIAS_DECL):
            return
        found = self.places.range(cursor)
        children = list(cursor.get_children())
        if found and cursor.kind == Kind.DECL_STMT and re.search(r"\bconstexpr\b", self.text(*found).split("=")[0]):
            return
        if cursor.kind == Kind.CASE_STMT:
            children = children[1:]
        if found:
            self._site(cursor, parent, found, children)
        for child in children:
            self.inside(child, cursor)

    def _site(self, cursor, parent, found, children):
        start, end = found
        if parent.kind in (Kind.COMPOUND_STMT, Kind.CASE_STMT, Kind.DEFAULT_STMT) and cursor.kind in STATEMENTS:
            if self.bytes[end:].lstrip().startswith(b";"):  # not the value of something
                self.add(start, end, "left out", "")
        if cursor.kind in CONDITIONED:
            self._condition(cursor, start, children)
        if cursor.kind == Kind.CONDITIONAL_OPERATOR and children and self.places.range(children[0]):
            self._negated(*self.places.range(children[0]), "condition")
        if cursor.kind == Kind.RETURN_STMT and children and children[0].type.spelling == "bool":
            if self.places.range(children[0]):
                self._negated(*self.places.range(children[0]), "return")
        if cursor.kind == Kind.UNARY_OPERATOR and re.match(rb"!(?!=)", self.bytes[start:end]):
            self.add(start, end, "not", self.text(start + 1, end))
        if cursor.kind == Kind.INTEGER_LITERAL and parent.kind not in NAMED:
            self._literal(start, end)
        if len(children) >= 2:
            self._operator(cursor, children)

    def _condition(self, cursor, start, children):
        """Negates `if (…)`; one that declares what it asks of is left as it is."""
        head = re.compile(rb"(?:if|while|for|do)\s*(constexpr)?").match(self.bytes, start)
        if not head or head[1]:
            return
        for child in children:
            place = self.places.range(child)
            if not place or not child.kind.is_expression():
                continue
            after = self.bytes[place[1]:].lstrip()[:1]
            before = self.bytes[start:place[0]].rstrip()[-1:]
            if cursor.kind == Kind.FOR_STMT and after == b";" and before == b";":
                self._negated(*place, "condition")
            elif cursor.kind != Kind.FOR_STMT and after == b")" and before in b"(;":
                self._negated(*place, "condition")

    def _negated(self, start, end, kind):
        self.add(start, end, kind, f"!({one_line(self.text(start, end))})")

    def _literal(self, start, end):
        parts = LITERAL.fullmatch(self.text(start, end).replace("'", ""))
        in_angles = self.bytes[:start].rstrip()[-1:] in b"<," and self.bytes[end:].lstrip()[:1] == b">"
        if parts and not in_angles and not (len(parts[1]) > 1 and parts[1][0] == "0"):
            value = int(parts[1])
            self.add(start, end, "literal", f"{value + 1}{parts[2]}", f"{value - 1}{parts[2]}")

    def _operator(self, cursor, children):
        left, right = self.places.range(children[0]), self.places.range(children[-1])
        if not left or not right or left[1] > right[0]:
            return
        sign = without_comments(self.text(left[1], right[0])).strip()
        a, b = one_line(self.text(*left)), one_line(self.text(*right))
        whole = (left[0], right[1])
        if sign in RELATIONS:
            self.add(*whole, "relation", f"({a}) {RELATIONS[sign]} ({b})")
        elif sign in ("==", "!="):
            self.add(*whole, "equality", f"{a} {'!=' if sign == '==' else '=='} {b}")
        elif sign in ("&&", "||"):
            self.add(*whole, "and, or", f"({a}) {'||' if sign == '&&' else '&&'} ({b})")
        elif sign in ("+", "-", "+=", "-=") and not re.search(r"string|path|char", cursor.type.spelling):
            other = sign.replace("+", "~").replace("-", "+").replace("~", "-")
            self.add(*whole, "sum", f"({a}) {other} ({b})")

    def result(self):
        """The sites, the outer before the inner, without those that would say the same twice."""
        same = {(s.start, s.end) for s in self.sites.values() if s.kind in ("equality", "not")}
        kept = [s for s in self.sites.values()
                if s.kind not in ("condition", "return") or (s.start, s.end) not in same]
        return sorted(kept, key=lambda s: (s.start, -s.end, RANK.get(s.kind, 2)))


def find(unit_text, unit_name, arguments, files, numbers_from):
    """{file: sites} of those of `files` that the unit includes; numbers_from: {file: its first number}."""
    unit = cindex.Index.create().parse(unit_name, arguments, unsaved_files=[(unit_name, unit_text)])
    errors = [str(d) for d in unit.diagnostics if d.severity >= cindex.Diagnostic.Error]
    if errors:
        raise SystemExit("mutants: clang cannot read the sources:\n" + "\n".join(errors[:10]))
    places, finders = Places(), {}
    for cursor in unit.cursor.get_children():
        file = cursor.location.file
        name = os.path.realpath(file.name) if file else ""
        if name in files:
            if name not in finders:
                with open(name, encoding="utf-8") as source:
                    finders[name] = Finder(source.read(), places)
            finders[name].outside(cursor)
    found = {}
    for name, finder in finders.items():
        found[name] = finder.result()
        number = numbers_from[name]
        for site in found[name]:
            site.numbers = list(range(number, number + len(site.after)))
            number += len(site.after)
        if number >= numbers_from[name] + EACH_FILE:
            raise SystemExit(f"mutants: {name} has more than {EACH_FILE} mutants: raise EACH_FILE in sites.py")
    return found


def write(text, sites):
    """The text with every mutant of `sites` in it."""
    data = text.encode()

    def render(start, end, inside):
        out, at = [], start
        while inside:
            site = inside[0]
            within = [s for s in inside[1:] if s.start < site.end]
            out.append(data[at:site.start].decode())
            out.append(site.render(render(site.start, site.end, within)))
            at = site.end
            inside = inside[1 + len(within):]
        out.append(data[at:end].decode())
        return "".join(out)

    return render(0, len(data), sites)


def described(file, text, sites):
    """The mutants of a file, as they are reported."""
    data, lines = text.encode(), text.split("\n")
    for site in sites:
        line = data.count(b"\n", 0, site.start) + 1
        before = one_line(data[site.start:site.end].decode())
        for number, after in zip(site.numbers, site.after):
            yield Mutant(number, file, line, site.kind, lines[line - 1].strip(), before, one_line(after))


def errors(unit_text, unit_name, arguments):
    """(file, line, column) of all that does not compile."""
    unit = cindex.Index.create().parse(unit_name, arguments, unsaved_files=[(unit_name, unit_text)])
    return [(d.location.file.name if d.location.file else "", d.location.line, d.location.column, d.spelling)
            for d in unit.diagnostics if d.severity >= cindex.Diagnostic.Error]
