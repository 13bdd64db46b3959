#!/usr/bin/env python3
"""Rules of the sources that no compiler holds: layers, purity of the core, one place for SQL, names.

    source_rules.py TOP

Reads the tree at TOP (nothing outside it), prints each finding as `file:line: what; what to do instead`, and
exits 1 when there is one. self_test.py plants a defect for each rule and sees it found.
"""
import os
import pathlib
import re
import sys

from cpp_text import literals, without_comments, without_comments_and_literals, without_literals

SKIPPED = {"build", "node_modules", ".git", ".cache"}
CPP = (".cpp", ".hpp", ".h")
TEXT = CPP + (".txt", ".cmake", ".json", ".yaml", ".yml", ".md", ".sh", ".py", ".js", ".mjs", ".css",
              ".html", ".tpl", ".sql", ".svg", "")
CORE_LIBRARIES = ("fmt/",)
# file -> what it may include all the same, and why.
CORE_EXCEPTIONS = {
    "src/base/check.cpp": {"cstdio"},                      # the last words of a process that stops
    "src/calendar/zone.cpp": {"filesystem", "fstream"},    # the system's zone tables, when a calendar is made
}
CORE_FORBIDDEN = {
    "thread": "threads", "mutex": "threads", "shared_mutex": "threads", "future": "threads",
    "condition_variable": "threads", "atomic": "threads", "fstream": "input and output",
    "iostream": "input and output", "filesystem": "input and output", "cstdio": "input and output",
    "random": "randomness", "ctime": "the clock",
}
HEAVY = {
    "nlohmann/json.hpp": "nlohmann/json_fwd.hpp, and the whole one in the .cpp",
    "boost/": "a type of the project's own, and Boost in the .cpp",
    "CLI/": "a type of the project's own, and CLI11 in the .cpp",
    "spdlog/": "a function of the project's own, and spdlog in the .cpp",
    "sqlite3.h": "database/, and sqlite3 in its .cpp",
    "libpq-fe.h": "database/, and libpq in its .cpp",
    "ctemplate/": "a view-model, and ctemplate in the .cpp",
    "valijson/": "a function of the project's own, and valijson in the .cpp",
    "yaml-cpp/": "a value of the project's own, and yaml-cpp in src/policy/*.cpp",
    "date/": "calendar/zone.hpp",
}
# Where a library may be included at all: prefix -> (folders or files under src/, what to use elsewhere).
HOMES = {
    "sqlite3.h": (("database/",), "the interface of src/database"),
    "libpq-fe.h": (("database/",), "the interface of src/database"),
    "date/": (("calendar/zone.cpp", "calendar/zone_test.cpp"), "calendar/zone.hpp"),
    "yaml-cpp/": (("policy/",), "the reader of src/policy"),
}
CLOCK = re.compile(r"(?:system_clock|steady_clock|high_resolution_clock)\s*::\s*now|\btime\s*\(\s*(?:nullptr|NULL|0)\s*\)"
                   r"|\bgettimeofday\b|\bclock_gettime\b|\bstd::random_device\b|\bgetenv\b")
SQL = re.compile(r"\bSELECT\s[\s\S]*\bFROM\b|\bINSERT\s+INTO\b|\bUPDATE\s+\w+\s+SET\b|\bDELETE\s+FROM\b"
                 r"|\b(?:CREATE|DROP|ALTER)\s+(?:TABLE|INDEX|UNIQUE|TRIGGER|VIEW)\b|\bPRAGMA\s+\w")
SQL_FOLDERS = ("database", "ledger", "store")
SQL_CAST = re.compile(r"\$\d+::")
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.MULTILINE)
MODULE = re.compile(r"accord_module\s*\(([^)]*)\)")
PROGRAM = re.compile(r"target_link_libraries\s*\(\s*accord\s([^)]*)\)")  # src/app is no library: it is the program
SECTIONS = {"LAYER", "SOURCES", "HEADERS", "DEPENDS", "LINKS", "TESTS"}
# Written in pieces, so that this file does not find itself.
OUTSIDE = re.compile(r"\.\./" + r"shared\b|(?<![\w.])/" + r"(?:work|root|farm)/|(?<![\w.])/home/" + r"\w+/"
                     + r"|https?://[^\s\"')]*(?:regis" + r"try|/deb" + r"ian\b)")
UNFINISHED = re.compile(r"\b(?:to" + r"do|fix" + r"me|x" + r"xx|ha" + r"ck|st" + r"ub|place" + r"holder|for" + r" now"
                        + r"|simpli" + r"fied|not (?:yet )?imple" + r"mented)\b", re.IGNORECASE)
UNFINISHED_PLACES = ("src/", "web/", "policies/", "schema/", "scripts/", "docs/", "cmake/", "README.md", "run", "test")
VAGUE_NAMES = re.compile(r"^(?:utils?|common|helpers?|misc|manager)$")
SKIPPED_TESTS = re.compile(r"\bDISABLED_\w|\bGTEST_SKIP\b|\btest\.skip\(|\bxit\(")
LONGEST_FILE = 600


class Tree:
    """The files of the project, read once."""

    def __init__(self, top):
        self.top = pathlib.Path(top).resolve()
        self.texts = {}
        for folder, folders, files in os.walk(self.top):
            folders[:] = sorted(f for f in folders if f not in SKIPPED)
            for file in sorted(set(files) - SKIPPED):
                path = pathlib.Path(folder, file)
                name = path.relative_to(self.top).as_posix()
                if path.suffix in TEXT and file != "package-lock.json" and not path.is_symlink():
                    try:
                        self.texts[name] = path.read_text(encoding="utf-8")
                    except UnicodeDecodeError:
                        continue  # a picture or a corpus file: no words in it
        self.cpp = {name: text for name, text in self.texts.items() if name.endswith(CPP)}
        self.code = {name: without_comments_and_literals(text) for name, text in self.cpp.items()}
        self.commentless = {name: without_comments(text) for name, text in self.cpp.items()}
        self.modules = self._modules()

    def _modules(self):
        """name -> (layer, set of modules it may include), as CMake declares them."""
        declared = {}
        for name, text in self.texts.items():
            if not re.fullmatch(r"src/\w+/CMakeLists\.txt", name):
                continue
            text = re.sub(r"#.*", "", text)
            if linked := PROGRAM.findall(text):
                depends = re.findall(r"\baccord_(\w+)", " ".join(linked))
                declared[name.split("/")[1]] = ("shell", depends)
            for call in MODULE.findall(text):
                words, section, parts = call.split(), None, {}
                for word in words[1:]:
                    if word in SECTIONS:
                        section = word
                    else:
                        parts.setdefault(section, []).append(word)
                declared[words[0]] = (parts.get("LAYER", ["?"])[0], parts.get("DEPENDS", []))
        return {name: (layer, self._reach(name, declared)) for name, (layer, _) in declared.items()}

    @staticmethod
    def _reach(name, declared):
        seen, todo = set(), [name]
        while todo:
            module = todo.pop()
            if module not in seen:
                seen.add(module)
                todo += declared.get(module, ("", []))[1]
        return seen

    def module_of(self, name):
        parts = name.split("/")
        return parts[1] if parts[0] == "src" and len(parts) > 2 else None

    def is_core(self, name):
        return self.modules.get(self.module_of(name), ("",))[0] == "core"

    def includes(self, name):
        """(line, quoted?, path) of each include of a C++ file."""
        text = self.commentless[name]
        for match in INCLUDE.finditer(text):
            yield text.count("\n", 0, match.start()) + 1, match[1] == '"', match[2]


def is_test(name):
    return name.endswith(("_test.cpp", "_test.hpp")) or "/testdata/" in name or not name.startswith("src/")


def matches(pattern, text):
    for match in pattern.finditer(text):
        yield text.count("\n", 0, match.start()) + 1, match[0]


def layers(tree):
    """An include reaches only what CMake says the module depends on."""
    for name in tree.cpp:
        module = tree.module_of(name)
        if module is None:
            continue
        if module not in tree.modules and (name.endswith(".cpp") or f"src/{module}/CMakeLists.txt" in tree.texts):
            yield name, 1, f"src/{module} declares no accord_module(); add one to src/{module}/CMakeLists.txt"
        if module not in tree.modules:
            continue
        for line, quoted, path in tree.includes(name):
            target = path.split("/")[0]
            if quoted and "/" in path and target in tree.modules and target not in tree.modules[module][1]:
                yield name, line, (f"{module} includes {path} but does not depend on {target}; name it in DEPENDS "
                                   "if the layers allow it, else pass the value in from the module above")
            elif quoted and "/" not in path and (tree.top / "src" / module / path).is_file():
                yield name, line, f'write #include "{module}/{path}": headers are named with their folder'


def core_includes(tree):
    """The core includes the standard library, {fmt} and itself."""
    for name in tree.cpp:
        if not tree.is_core(name) or is_test(name):
            continue
        for line, quoted, path in tree.includes(name):
            if quoted:
                continue
            if path in CORE_EXCEPTIONS.get(name, ()):
                continue
            if path in CORE_FORBIDDEN:
                yield name, line, (f"<{path}> brings {CORE_FORBIDDEN[path]} into the core; take a value as an "
                                   "argument and leave the rest to the shell")
            elif ("/" in path or path.endswith((".h", ".hpp"))) and not path.startswith(CORE_LIBRARIES):
                if not any(path.startswith(library) for library in ("yaml-cpp/", "date/")):
                    yield name, line, f"<{path}> is no part of the core; use the standard library, {{fmt}} or src/base"


def library_homes(tree):
    """Some libraries are known to one folder alone."""
    for name in tree.cpp:
        if not name.startswith("src/"):
            continue
        for line, _, path in tree.includes(name):
            for library, (homes, instead) in HOMES.items():
                if path.startswith(library) and not name.removeprefix("src/").startswith(homes):
                    yield name, line, f"<{path}> belongs in src/{homes[0]} alone; use {instead}"


def heavy_headers(tree):
    """No header makes all that include it pay for a large library."""
    for name in tree.cpp:
        if name.startswith("src/") and name.endswith((".hpp", ".h")):
            for line, _, path in tree.includes(name):
                for library, instead in HEAVY.items():
                    if path.startswith(library):
                        yield name, line, f"<{path}> in a header; use {instead}"


def clock_in_core(tree):
    """Time is an argument."""
    for name, code in tree.code.items():
        if tree.is_core(name):
            for line, found in matches(CLOCK, code):
                if is_test(name) and found.startswith("steady_clock"):
                    continue  # a test may time what it calls: "refused quickly"
                yield name, line, (f"'{found}' in the core; take an Instant (or the value) as an argument: "
                                   "src/app owns the one clock")


def sql_in_one_place(tree):
    """SQL stands in src/database, src/ledger and src/store, in the subset that both engines take."""
    for name, text in tree.cpp.items():
        if is_test(name):
            continue
        for line, literal in literals(text):
            if SQL.search(literal) and tree.module_of(name) not in SQL_FOLDERS:
                yield name, line, "SQL outside src/database, src/ledger and src/store; call a function of src/store"
            if SQL_CAST.search(literal):
                yield name, line, "'$1::type' binds NULL on SQLite without a word; write CAST($1 AS TYPE)"


def partnership_names(tree):
    """A partnership is named in policies/ and in its own data, never in the program."""
    names = {name.split("/")[1] for name in tree.texts if re.match(r"policies/[^/]+/policy\.yaml$", name)}
    if not names:
        return
    pattern = re.compile("|".join(sorted(map(re.escape, names))), re.IGNORECASE)
    for name, text in tree.texts.items():
        if name.endswith(CPP) or name.startswith(("src/", "web/")):
            for line, found in matches(pattern, text):
                yield name, line, (f"'{found}' is a partnership; move what is particular to it into policies/, and "
                                   "let code (tests too) read every folder of policies/")


def outside_world(tree):
    """Nothing names a path of one machine, a registry's host, or what lies outside the project."""
    for name, text in tree.texts.items():
        for line, found in matches(OUTSIDE, text):
            yield name, line, f"'{found}' lies outside the project; use a relative path, or the system's own setting"


def unfinished_words(tree):
    """What is left to do is an issue, not a word in the code."""
    for name, text in tree.texts.items():
        if name.startswith(UNFINISHED_PLACES) and not name.startswith("tests/"):
            words = without_literals(text) if name in tree.cpp else text
            for line, found in matches(UNFINISHED, words):
                yield name, line, f"'{found}' marks something unfinished; finish it, or open an issue and say what stands"


def vague_names(tree):
    """A module is named for the domain."""
    for name in tree.cpp:
        for part in name.split("/"):
            if VAGUE_NAMES.match(part.rsplit(".", 1)[0]):
                yield name, 1, f"'{part}' says nothing; name the file for the one thing that it holds"


def skipped_tests(tree):
    """A test that is switched off is no test."""
    for name, text in tree.texts.items():
        if not name.startswith("tests/tidy/") and name.startswith(("src/", "tests/")):
            source = tree.code.get(name, text)
            for line, found in matches(SKIPPED_TESTS, source):
                yield name, line, f"'{found}' switches a test off; mend it or delete it"


def long_files(tree):
    """A stranger sees one thing in a file."""
    for name, text in tree.texts.items():
        if name.startswith(("src/", "tests/", "scripts/", "bench/")) and name.endswith(CPP + (".py", ".sh", ".js", ".mjs")):
            lines = text.count("\n")
            if lines > LONGEST_FILE:
                yield name, lines, f"{lines} lines; split it where a second subject begins ({LONGEST_FILE} at most)"


OPENING = re.compile(r"""\bnamespace\s+(?P<namespace>[\w:]*)\s*\{|\bnamespace\s*(?P<unnamed>)\{
    |\b(?:struct|class|union|enum(?:\s+class)?)\s+(?:\[\[[^\]]*\]\]\s*)*(?P<type>\w+)\s*(?:final\s*)?(?::[^:{;][^{;]*)?\{
    |(?P<open>\{)|(?P<close>\})""", re.VERBOSE)


def types_of(code):
    """(namespace, name, offset) of each type that other files could mean by the same name."""
    inside = []  # of each open brace: the namespace, or None where it is no namespace with a name
    for match in OPENING.finditer(code):
        if match["close"] is not None:
            inside = inside[:-1]
            continue
        if match["type"] is not None and None not in inside:
            yield "::".join(inside), match["type"], match.start()
        inside.append(match["namespace"] or None)


def one_definition(tree):
    seen = {}
    for name, code in sorted(tree.code.items()):
        for namespace, type_name, offset in types_of(code) if not is_test(name) else ():
            first = seen.setdefault((namespace, type_name), name)
            if first != name:
                yield name, code.count("\n", 0, offset) + 1, (
                    f"{namespace}::{type_name} is also defined in {first}, and one program has one of them; "
                    "give it a name of its own, or an unnamed namespace")


RULES = (layers, core_includes, library_homes, heavy_headers, clock_in_core, sql_in_one_place, partnership_names,
         outside_world, unfinished_words, vague_names, skipped_tests, long_files, one_definition)


def findings(top, rules=RULES):
    tree = Tree(top)
    if not tree.modules:
        return [f"{top}: no accord_module() was found under src/; is this the project?"]
    return [f"{name}:{line}: [{rule.__name__}] {message}"
            for rule in rules for name, line, message in rule(tree)]


def main():
    found = findings(sys.argv[1])
    print("\n".join(found))
    print(f"source rules: {len(RULES)} rules, {len(found)} findings")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
