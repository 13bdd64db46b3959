"""The instrumented build: the libraries of the core again, with every mutant in them, and with them each test program.

All else (tests, other libraries) is what build/release already has, so that only the core's few batches of files are
compiled. Paths are relative to the top of the tree and the compiler's cache is asked first.
"""
import concurrent.futures
import dataclasses
import hashlib
import json
import os
import pathlib
import pickle
import re
import shlex
import subprocess

import sites

RELEASE = pathlib.Path("build/release")
OUT = pathlib.Path("build/mutants")
HERE = pathlib.Path("tests/mutants")
CORE = ("calendar", "policy", "disagreement")
# target -> what is linked in the place of its own files ("" : nothing)
PROGRAMS = {
    "accord_calendar_test": "", "accord_policy_test": "", "policy_files_test": "", "accord_directory_test": "",
    "accord_disagreement_test": "", "accord_access_test": "", "accord_telling_test": "", "accord_rehearsal_test": "",
    "accord_drawing_test": "", "accord_property_test": "", "accord_generated_test": "", "accord_rehearsed_again_test": "",
    "accord_approved_test": "",
    "accord_rehearsals": "tests/mutants/rehearsals.cpp",  # every rehearsal and every policy, a test each
}
LIKE = {"accord_rehearsals": "accord_rehearsed_again_test"}
OPTIMIZED = "-O1"


def fail(*lines):
    raise SystemExit("mutants: " + "\n".join(lines))


@dataclasses.dataclass
class Unit:
    """A batch of files that are compiled as one, as cmake made it."""
    name: str
    folder: str
    text: str
    arguments: list  # of the compiler, without input and output

    def files(self):
        return re.findall(r'#include "([^"]+)"', self.text)


def units():
    """The batches of the core."""
    database = RELEASE / "compile_commands.json"
    if not database.exists():
        fail("there is no build/release", "scripts/build.sh release makes it")
    found = []
    for entry in json.loads(database.read_text()):
        match = re.search(r"src/(\w+)/CMakeFiles/accord_\1\.dir/(Unity/unity_\d+_cxx|.*)\.cxx$", entry["file"])
        if not match or match[1] not in CORE:
            continue
        words = shlex.split(entry["command"])
        words = words[next(i for i, w in enumerate(words) if w.endswith(("c++", "g++"))) + 1:]
        kept, skip = [], 0
        for word in words:
            if skip or word in ("-o", "-c"):
                skip = 1 if not skip else 0
                continue
            if not re.match(r"-O|-g|-W|-D_FORTIFY|-fstack-prot", word):
                kept.append(word.replace(os.getcwd() + "/", ""))
        name = f"{match[1]}_{pathlib.Path(match[2]).name}"
        found.append(Unit(name, match[1], pathlib.Path(entry["file"]).read_text(), kept))
    if {u.folder for u in found} != set(CORE):
        fail("build/release does not compile the core in batches", "scripts/build.sh release makes it anew")
    return sorted(found, key=lambda u: u.name)


def relative(path):
    return os.path.relpath(path, os.getcwd())


def instrumented(unit):
    """The unit's text, with the instrumented files in the place of the core's own."""
    def other(match):
        name = relative(match[1])
        return f'#include "{OUT / name if name.startswith("src/") else name}"'
    return re.sub(r'#include "([^"]+)"', other, unit.text)


def clang_arguments(unit):
    return [*unit.arguments, "-std=c++23", "-w", "-Wno-narrowing", "-ferror-limit=0", "-I.", "-include", str(HERE / "mutant.hpp"),
            "-resource-dir", "/usr/lib/llvm-19/lib/clang/19"]


def core_files():
    """{file: its first number}: they keep their numbers when another changes."""
    files = sorted(relative(f) for u in units() for f in u.files() if relative(f).startswith("src/"))
    return {f: 1 + i * sites.EACH_FILE for i, f in enumerate(files)}


def _find(unit, first):
    wanted = {os.path.realpath(f): first[relative(f)] for f in unit.files() if relative(f) in first}
    found = sites.find(unit.text, str(OUT / (unit.name + ".whole.cpp")), clang_arguments(unit), set(wanted), wanted)
    return {relative(f): s for f, s in found.items()}


def _write(found):
    for file, all_sites in found.items():
        text = pathlib.Path(file).read_text(encoding="utf-8")
        out = OUT / file
        out.parent.mkdir(parents=True, exist_ok=True)
        new = sites.write(text, all_sites)
        if not out.exists() or out.read_text(encoding="utf-8") != new:
            out.write_text(new, encoding="utf-8")


def _wrong(file, line, column):
    """The numbers of the mutants that clang's complaint is about: the last before it on its line, else all there."""
    text = pathlib.Path(file).read_text(encoding="utf-8").split("\n")[line - 1]
    at = [(m.start(), int(m[1])) for m in re.finditer(r"::accord::mutant\((\d+)\)", text)]
    before = [n for start, n in at if start < column]
    return {before[-1]} if before else {n for _, n in at}


def _mark(unit):
    """Changes when anything does that the unit's sites depend on."""
    mark = hashlib.sha256(unit.text.encode())
    mine = [relative(f) for f in unit.files()]
    headers = [str(p) for p in sorted(pathlib.Path("src").rglob("*.hpp"))]
    for file in [*mine, *headers, *(str(p) for p in sorted(HERE.glob("*.[ph][yp]*")))]:
        mark.update(pathlib.Path(file).read_bytes())
    return mark.hexdigest()


def prepare(unit, first):
    """Finds the unit's sites, writes its files, and drops what does not compile: (found, numbers dropped).
    `first`: {file: its first number}. What was found before is kept, and holds while nothing has changed."""
    kept, mark = OUT / (unit.name + ".sites"), _mark(unit)
    try:
        of, found, dropped = pickle.loads(kept.read_bytes())
        if of == (mark, first):
            _write(found)
            return found, dropped
    except (OSError, EOFError, ValueError, pickle.UnpicklingError):
        pass
    found, dropped = _prepare(unit, first)
    kept.write_bytes(pickle.dumps(((mark, first), found, dropped)))
    return found, dropped


def _prepare(unit, first):
    found, dropped = _find(unit, first), []
    for _ in range(20):
        _write(found)
        wrong = set()
        complaints = sites.errors(instrumented(unit), str(OUT / (unit.name + ".cpp")), clang_arguments(unit))
        for file, line, column, what in complaints:
            file = os.path.normpath(file)
            if file.startswith(str(OUT / "src")):
                wrong |= _wrong(file, line, column)
        if not complaints:
            return found, dropped
        if not wrong:
            fail(f"{unit.name} does not compile with its mutants in it:", *[str(c) for c in complaints[:5]])
        for file in found:
            found[file] = [s for s in found[file] if not wrong & set(s.numbers)]
        dropped += wrong
    fail(f"{unit.name} does not compile with its mutants in it:", *[str(c) for c in complaints[:5]])


def run_command(command, **more):
    done = subprocess.run(command, capture_output=True, text=True, **more)
    if done.returncode != 0:
        fail(shlex.join(command), done.stdout[-2000:], done.stderr[-4000:])
    return done.stdout


def _compiler():
    found = subprocess.run(["which", "ccache"], capture_output=True, text=True).stdout.strip()
    return [found, "g++"] if found else ["g++"]


def compile_one(source, arguments):
    out = OUT / (pathlib.Path(source).stem + ".o")
    run_command([*_compiler(), *arguments, "-w", "-g0", "-c", str(source), "-o", str(out)])
    return str(out)


def compile_unit(unit):
    source = OUT / (unit.name + ".cpp")
    text = instrumented(unit)
    if not source.exists() or source.read_text() != text:
        source.write_text(text)
    return compile_one(source, [*unit.arguments, OPTIMIZED, "-Wno-narrowing", "-I.", "-include", str(HERE / "mutant.hpp")])


def _link(program, link_command, libraries, main):
    """Links a test program as cmake does, with the instrumented libraries and with the harness's main."""
    words = shlex.split(link_command)
    words = words[next(i for i, w in enumerate(words) if w.endswith(("c++", "g++"))):]
    words = words[:words.index("&&")] if "&&" in words else words
    own = PROGRAMS[program]
    out = []
    for word in words:
        if match := re.fullmatch(r"src/(\w+)/libaccord_\1\.a", word):
            word = str(pathlib.Path("../mutants") / pathlib.Path(word).name) if match[1] in libraries else word
        elif word.endswith("libgtest_main.a") or word == "-lgtest_main":
            word = "../mutants/" + pathlib.Path(main).name
        elif own and word.endswith(".o"):
            word = "../mutants/" + pathlib.Path(own).stem + ".o"
        out.append(word)
    at = out.index("-o")
    out[at + 1] = "../mutants/" + program
    run_command(out, cwd=RELEASE)


def build(jobs):
    """Finds, writes, compiles and links: ({number: Mutant}, how many did not compile)."""
    OUT.mkdir(parents=True, exist_ok=True)
    # What is linked in has to fit the sources as they are now.
    run_command(["scripts/build.sh", "release", *sorted({LIKE.get(p, p) for p in PROGRAMS})])
    all_units = units()
    with concurrent.futures.ProcessPoolExecutor(jobs) as pool:
        prepared = list(pool.map(prepare, all_units, [core_files()] * len(all_units)))
    mutants, dropped = {}, 0
    for found, gone in prepared:
        dropped += len(gone)
        for file, all_sites in found.items():
            for one in sites.described(file, pathlib.Path(file).read_text(encoding="utf-8"), all_sites):
                mutants[one.number] = one
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        objects = list(pool.map(compile_unit, all_units))
        include = ["-std=c++23", "-O1", "-Isrc", "-I.", f"-DACCORD_MUTANTS={sites.EACH_FILE * (len(core_files()) + 1)}",
                   f'-DACCORD_TOP="{os.getcwd()}"']
        main = compile_one(HERE / "main.cpp", include)
        for own in filter(None, PROGRAMS.values()):
            compile_one(own, include)
    for folder in CORE:
        mine = [o for o, u in zip(objects, all_units) if u.folder == folder]
        others = [str(p) for p in (RELEASE / f"src/{folder}").rglob("*.S.o")]
        library = OUT / f"libaccord_{folder}.a"
        library.unlink(missing_ok=True)
        run_command(["ar", "rcs", str(library), *mine, *others])
    commands = {p: run_command(["ninja", "-C", str(RELEASE), "-t", "commands", LIKE.get(p, p)]).strip().split("\n")[-1]
                for p in PROGRAMS}
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        list(pool.map(lambda p: _link(p, commands[p], CORE, main), PROGRAMS))
    return mutants, dropped
