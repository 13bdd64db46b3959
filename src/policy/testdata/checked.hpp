#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

#include "policy/checker.hpp"
#include "policy/testdata/texts.hpp"

namespace accord::testdata {

/// What the tests of the checker share: a sound policy of two stages, and its findings as lines.

/// "12:5 error stage-not-reached", for each finding in order.
inline std::vector<std::string> summary(const std::vector<Finding>& findings) {
  std::vector<std::string> lines;
  for (const Finding& finding : findings) {
    lines.push_back(fmt::format("{}:{} {} {}", finding.mark.line, finding.mark.column,
                                to_word(finding.level), finding.code));
  }
  return lines;
}

inline std::vector<std::string> check(const std::string& text) {
  return summary(check_policy(read_sound(text)));
}

/// The small policy begins with seven lines, two of `start`, one exit and the key `stages`: the
/// first stage stands in line 12, the second in line 19.
inline constexpr std::string_view kTalk =
    "  - id: talk\n"
    "    title: Talk\n"
    "    clause: '1'\n"
    "    settle: {within: 5 working days}\n"
    "    exits:\n"
    "      - {id: agreed, title: Agreed, by: each_side, end: agreed, clause: '1'}\n"
    "      - {id: up, title: Up, by: any_side, go: managers, clause: '1'}\n";
inline constexpr std::string_view kManagers =
    "  - id: managers\n"
    "    title: Managers\n"
    "    clause: '1'\n"
    "    settle: {within: 5 working days}\n"
    "    exits:\n"
    "      - {id: decided, title: Decided, by: raiser, end: decided, clause: '1'}\n";

inline std::string two_stages() {
  return small_policy({.start_exits = "    - {id: begin, title: Begin, go: talk, clause: '1'}\n",
                       .stages = fmt::format("{}{}", kTalk, kManagers)});
}

inline std::vector<std::string> check_duties(std::string_view duties) {
  return check(with(two_stages(), "    exits:\n      - {id: agreed",
                    fmt::format("    duties:\n{}    exits:\n      - {{id: agreed", duties)));
}

}  // namespace accord::testdata
