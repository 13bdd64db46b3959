#!/usr/bin/env python3
"""Shows that the harness sees what it is there to see: a small file whose tests look at everything, the same file
whose tests look at nothing, and one whose tests do not come near it.

    self_test.py MUTANTS_FOLDER
"""
import argparse
import contextlib
import io
import os
import pathlib
import sys
import tempfile

import build
import run
import sites
import trial

CODE = """#include "toy.hpp"
#include <stdexcept>
int clamp(int value, int low, int high) {
  if (value < low && low <= high) {  // a comment with a "quote, and a second line of
    return low;                      // it (
  }
  return value > high ? high : value;
}
int count_to(int end) {
  int at = 0;
  while (at != end) {
    ++at;
  }
  return at;
}
bool is_name(const std::string& text) {
  constexpr int kLongest = 3;
  return !text.empty() && text.size() <= kLongest + 1;
}
std::ptrdiff_t after(const std::string& text, const char* at) {
  const char* from = text.data() + 1;
  return at - from;
}
"""
HEADER = "#pragma once\n#include <cstddef>\n#include <string>\n" \
         "int clamp(int, int, int);\nint count_to(int);\nbool is_name(const std::string&);\n" \
         "std::ptrdiff_t after(const std::string&, const char*);\n"
BEGIN = '#include <gtest/gtest.h>\n#include "toy.hpp"\n'
# Looks at each edge. What is left nobody could notice: `value <= low` gives `low` either way, and counting from -1 ends
# where counting from 0 does.
FULL = BEGIN + """
TEST(Toy, Clamp) {
  EXPECT_EQ(clamp(1, 2, 4), 2); EXPECT_EQ(clamp(2, 2, 4), 2); EXPECT_EQ(clamp(3, 2, 4), 3); EXPECT_EQ(clamp(4, 2, 4), 4);
  EXPECT_EQ(clamp(5, 2, 4), 4); EXPECT_EQ(clamp(1, 2, 2), 2); EXPECT_EQ(clamp(0, 3, 1), 0); EXPECT_EQ(clamp(9, 1, 2), 2);
}
TEST(Toy, Count) { EXPECT_EQ(count_to(0), 0); EXPECT_EQ(count_to(5), 5); }
TEST(Toy, Name) {
  EXPECT_FALSE(is_name("")); EXPECT_TRUE(is_name("a")); EXPECT_TRUE(is_name("abcd")); EXPECT_FALSE(is_name("abcde"));
}
TEST(Toy, After) { const std::string text = "abc"; EXPECT_EQ(after(text, text.data() + 2), 1); }
"""
NOTHING = BEGIN + """
TEST(Toy, RunsAll) { clamp(1, 2, 4); clamp(5, 2, 4); is_name("a"); after("a", nullptr); SUCCEED(); }
"""
FAR = BEGIN + "TEST(Toy, IsFarAway) { SUCCEED(); }\n"
EQUIVALENT = {"value < low => (value) <= (low)", "value > high => (value) >= (high)", "0 => -1"}


def prepared(top):
    (top / "src/toy").mkdir(parents=True)
    (top / "src/toy/toy.cpp").write_text(CODE)
    (top / "src/toy/toy.hpp").write_text(HEADER)
    build.OUT.mkdir(parents=True)
    arguments = ["-std=c++23", "-Isrc/toy", "-D_GLIBCXX_ASSERTIONS"]
    unit = build.Unit("toy_unit", "toy", f'#include "{top}/src/toy/toy.cpp"\n', arguments)
    first = {"src/toy/toy.cpp": 1}
    found, dropped = build.prepare(unit, first)
    assert build.prepare(unit, first) == (found, dropped), "what is kept is not what was found"
    return unit, found, dropped


def tried(unit, mutants, name, tests):
    """The results of the mutants under these tests."""
    arguments = ["-std=c++23", "-Isrc/toy"]
    (build.OUT / f"{name}_test.cpp").write_text(tests)
    main = build.compile_one(build.HERE / "main.cpp", [*arguments, "-DACCORD_MUTANTS=4000"])
    objects = [build.compile_one(build.OUT / f"{name}_test.cpp", arguments), build.compile_unit(unit), main]
    build.run_command(["g++", *objects, "-o", str(build.OUT / name), "-lgtest", "-lpthread"])
    runners = trial.Runners(build.OUT, 2)
    reach = trial.Reach(runners, [name])
    assert not reach.broken, reach.broken
    one = trial.Trial(runners, reach, 30)
    results = list(runners.each(one.one, list(mutants.values())))
    runners.close()
    assert len(results) == len(mutants)
    return results


def said_of(results):
    """(passes at 90 %, what is printed)"""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        enough = run.report(results, argparse.Namespace(threshold=90, only=[], all=False, seed=1))
    return enough, out.getvalue()


def check(top):
    unit, found, dropped = prepared(top)
    text = (build.OUT / "src/toy/toy.cpp").read_text()
    assert text.count("\n") == CODE.count("\n"), "a line moved"
    assert len(dropped) == 1, f"two pointers have no sum: {dropped}"
    mutants = {m.number: m for m in sites.described("src/toy/toy.cpp", CODE, found["src/toy/toy.cpp"])}
    kinds = {m.kind for m in mutants.values()}
    assert kinds == {"relation", "and, or", "condition", "literal", "left out", "return", "not", "equality", "sum"}, kinds
    assert not any("kLongest =" in m.source for m in mutants.values()), "a constant of the compiler is mutated"

    results = tried(unit, mutants, "full", FULL)
    left = {f"{m.before} => {m.after}" for m, outcome, _, _ in results if outcome != "killed"}
    assert left == EQUIVALENT, f"survived the tests that look at everything: {left ^ EQUIVALENT}"
    hows = {how for _, outcome, _, how in results if outcome == "killed"}
    assert hows == {"failed", "time"}, hows
    enough, text = said_of([r for r in results if f"{r[0].before} => {r[0].after}" not in EQUIVALENT])
    assert enough and "100.0 %" in text, text

    results = tried(unit, mutants, "nothing", NOTHING)
    enough, text = said_of(results)
    assert not enough, "tests that look at nothing pass"
    assert {o for _, o, _, how in results if how != "time"} == {"survived", "not reached"}, text
    survivor = next(m for m, o, _, _ in results if o == "survived")
    assert f"src/toy/toy.cpp:{survivor.line}: survived" in text, text
    assert f"again: tests/mutants/run.sh --only {survivor.number}" in text, text

    results = tried(unit, mutants, "far", FAR)
    assert {outcome for _, outcome, _, _ in results} == {"not reached"}
    assert not said_of(results)[0], "mutants that no test comes to pass"
    print(f"{len(mutants)} mutants of a small file: killed by tests that look, and not by tests that do not")


def main():
    build.HERE = pathlib.Path(sys.argv[1]).resolve()
    os.environ.pop("ACCORD_COUNTS", None)
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(os.path.realpath(folder))
        check(pathlib.Path(os.path.realpath(folder)))


if __name__ == "__main__":
    main()
