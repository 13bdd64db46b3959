#!/usr/bin/env python3
"""Shows that source_rules.py sees what it is there to see.

A small sound project is made in a temporary folder and passes; then one defect of each kind is planted in it,
alone, and exactly that rule must speak, naming the file. A rule without a planted defect fails this test.
"""
import pathlib
import sys
import tempfile

import source_rules

SOUND = {
    "src/base/CMakeLists.txt": "accord_module(base LAYER core\n  SOURCES check.cpp)  # DEPENDS ledger\n",
    "src/base/check.cpp": '#include "base/check.hpp"\n#include <cstdio>\n',
    "src/base/check.hpp": "#pragma once\n#include <string>\n",
    "src/calendar/CMakeLists.txt": "accord_module(calendar LAYER core SOURCES due.cpp DEPENDS base)\n",
    "src/calendar/due.cpp": '#include "calendar/due.hpp"\n#include "base/check.hpp"\n#include <fmt/format.h>\n'
                            '// system_clock::now() and SELECT a FROM b in a comment harm nobody.\n'
                            'const char* words = "system_clock::now()";\nint million = 1\'000\'000;\n',
    "src/calendar/due.hpp": "#pragma once\n#include <string>\nnamespace accord {\nstruct Due { struct Day {}; };\n}\n",
    "src/ledger/due.cpp": "namespace accord {\nnamespace {\nstruct Due {};\n}\nclass Day;\n}\n",
    "src/ledger/CMakeLists.txt": "accord_module(ledger LAYER shell SOURCES append.cpp DEPENDS base calendar)\n",
    "src/ledger/append.cpp": 'auto k = R"sql(\n  SELECT bytes FROM ledger_entry WHERE a = CAST($1 AS BIGINT)\n)sql";\n',
    "src/app/CMakeLists.txt": "add_executable(accord main.cpp)\ntarget_link_libraries(accord PRIVATE accord_ledger)\n",
    "src/app/main.cpp": '#include "ledger/append.hpp"\n#include "base/check.hpp"\nauto t = "xxx to" "do";\n',
    "policies/borsetshire/policy.yaml": "partnership: Borsetshire\n",
    "README.md": "A project.\n",
}

# rule -> (file to add or replace, its text). Each text is the smallest that carries the defect. What would be
# found in this very file is written in pieces.
DEFECTS = [
    ("one_definition", "src/ledger/bad.hpp", "namespace accord {\nstruct Due { int a; };\n}\n"),
    ("one_definition", "src/ledger/bad.hpp", "namespace accord {\nclass Due final : public Base {\n};\n}\n"),
    ("layers", "src/calendar/bad.cpp", '#include "ledger/append.hpp"\n'),
    ("layers", "src/ledger/bad.cpp", '#include "app/main.hpp"\n'),
    ("layers", "src/orphan/bad.cpp", "int lonely();\n"),
    ("layers", "src/calendar/bad.cpp", '#include "due.hpp"\n'),
    ("core_includes", "src/calendar/bad.cpp", "#include <fstream>\n"),
    ("core_includes", "src/calendar/bad.cpp", "#include <thread>\n"),
    ("core_includes", "src/calendar/bad.cpp", "#include <boost/asio.hpp>\n"),
    ("library_homes", "src/ledger/bad.cpp", "#include <sqlite3.h>\n"),
    ("library_homes", "src/calendar/bad.cpp", "#include <date/tz.h>\n"),
    ("library_homes", "src/calendar/bad.cpp", "#include <yaml-cpp/yaml.h>\n"),
    ("heavy_headers", "src/ledger/bad.hpp", "#include <nlohmann/json.hpp>\n"),
    ("heavy_headers", "src/ledger/bad.hpp", "#include <spdlog/spdlog.h>\n"),
    ("clock_in_core", "src/calendar/bad.cpp", "auto t = std::chrono::system_clock::now();\n"),
    ("clock_in_core", "src/calendar/bad.cpp", "auto t = time( nullptr );\n"),
    ("clock_in_core", "src/calendar/bad.cpp", "std::random_device seed;\n"),
    ("sql_in_one_place", "src/calendar/bad.cpp", 'auto k = "SELECT a " "FROM b";\n'),
    ("sql_in_one_place", "src/calendar/bad.cpp", 'auto k = R"(\n DELETE FROM b\n)";\n'),
    ("sql_in_one_place", "src/ledger/bad.cpp", 'auto k = "WHERE a = $1::bigint";\n'),
    ("partnership_names", "src/calendar/bad.cpp", "// as BORSETSHIRE reads it\n"),
    ("partnership_names", "tests/bad_test.cpp", 'auto file = "policies/borsetshire/policy.yaml";\n'),
    ("partnership_names", "src/ledger/page.html", "<p>Borsetshire</p>\n"),
    ("outside_world", "docs/bad.md", "see ../" + "shared/design\n"),
    ("outside_world", "scripts/bad.sh", "cd /wo" + "rk/main\n"),
    ("outside_world", "tests/bad.py", "open('/ro" + "ot/.npmrc')\n"),
    ("outside_world", "scripts/bad.sh", "curl https://regis" + "try.example/x\n"),
    ("unfinished_words", "src/calendar/bad.cpp", "// TO" + "DO: count them\n"),
    ("unfinished_words", "README.md", "Counting is simpli" + "fied.\n"),
    ("vague_names", "src/ledger/utils.cpp", "int f();\n"),
    ("skipped_tests", "src/calendar/bad_test.cpp", "TEST(Due, DISA" + "BLED_CountsDays) {}\n"),
    ("long_files", "src/calendar/bad.cpp", "int f();\n" * 601),
]


def write(top, name, text):
    path = pathlib.Path(top, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def found_in(files):
    with tempfile.TemporaryDirectory() as top:
        for name, text in files.items():
            write(top, name, text)
        return source_rules.findings(top)


def main():
    problems = []
    if sound := found_in(SOUND):
        problems.append("the sound project has findings:\n  " + "\n  ".join(sound))
    for rule, name, text in DEFECTS:
        found = found_in({**SOUND, name: text})
        if not any(f"[{rule}]" in line and line.startswith(name) for line in found):
            problems.append(f"{rule} did not see its defect in {name}: {text[:60]!r}; found {found}")
        if others := [line for line in found if f"[{rule}]" not in line]:
            problems.append(f"the defect for {rule} in {name} also set off: {others}")
    for rule in source_rules.RULES:
        if rule.__name__ not in {rule_name for rule_name, _, _ in DEFECTS}:
            problems.append(f"no defect is planted for {rule.__name__}")
    if not found_in({"README.md": "An empty folder.\n"}):
        problems.append("a folder that holds no project passes")
    print("\n".join(problems))
    print(f"{len(DEFECTS)} defects planted, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
