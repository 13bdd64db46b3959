// A policy that extends another, and the other, whatever they hold: refused with places that exist,
// or made whole, which is read as a policy and checked, each of its lines with a place in one of
// the two. The same two give the same whole.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/check.hpp"
#include "policy/checker.hpp"
#include "policy/extend.hpp"
#include "policy/reader.hpp"

using namespace accord;

namespace {

/// Between the two files.
constexpr std::string_view kApart = "\n=====\n";

constexpr std::string_view kRegion = R"(
policy: region
partnership: Region
title: T
version: '1'
effective: 2026-01-05
calendar: england-and-wales
local_target: 2 working days
facts:
  speed: {asks: Speed, one_of: [slow, quick], fastest_first: true}
roles:
  chair: {title: Chair, post: chair, in: partnership}
start:
  exits: [{id: begin, go: talk}]
stages:
  - id: talk
    title: Talk
    representatives: {each_side: worker}
    settle: {within: 1 working day, clause: '1'}
    duties: [{id: say, what: Say, owed_by: any_side, clause: '1'}]
    exits:
      - {id: agreed, by: each_side, end: agreed, clause: '1'}
      - {id: up, by: any_side, go: board, clause: '1'}
  - id: board
    title: Board
    exits: [{id: decided, by: chair, end: decided, clause: '2'}]
document:
  - {id: '1', text: Talk.}
  - {id: '2', text: The chair decides.}
)";

std::size_t lines_of(std::string_view text) {
  return 1 + static_cast<std::size_t>(std::ranges::count(text, '\n'));
}

void check_place(const Mark& mark, std::string_view text) {
  ACCORD_CHECK(mark.line >= 1 && static_cast<std::size_t>(mark.line) <= lines_of(text) + 1);
  ACCORD_CHECK(mark.column >= 1);
}

void try_both(std::string_view local, std::string_view extended) {
  const auto mine = read_yaml(local);
  const auto theirs = read_yaml(extended);
  if (!mine || !theirs || extended_policy(*mine) == nullptr) {
    return;  // the policy fuzzer's to find
  }
  const auto whole = extend_policy(*mine, *theirs);
  if (!whole) {
    ACCORD_CHECK(!whole.error().empty());
    for (const ExtendProblem& one : whole.error()) {
      check_place(one.problem.mark, one.in_extended ? extended : local);
      ACCORD_CHECK(!one.problem.what.empty());
    }
    return;
  }
  ACCORD_CHECK(whole->text == extend_policy(*mine, *theirs)->text);
  ACCORD_CHECK(whole->lines.size() + 1 >= lines_of(whole->text));
  for (const Written& line : whole->lines) {
    check_place(line.mark, line.in_extended ? extended : local);
  }
  if (const ReadResult policy = read_policy(whole->text)) {
    for (const Finding& finding : check_policy(*policy)) {
      ACCORD_CHECK(!finding.message.empty());
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  const auto apart = text.find(kApart);
  if (apart == std::string_view::npos) {
    try_both(text, kRegion);
  } else {
    try_both(text.substr(0, apart), text.substr(apart + kApart.size()));
  }
  return 0;
}
