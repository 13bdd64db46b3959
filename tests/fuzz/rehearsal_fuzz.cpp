// A rehearsal file, whatever it holds: refused with places that exist, or one that plays to its end
// under a small policy, each expectation answered.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/check.hpp"
#include "directory/reader.hpp"
#include "policy/conventions.hpp"
#include "policy/reader.hpp"
#include "rehearsal/cases.hpp"
#include "rehearsal/reader.hpp"
#include "rehearsal/runner.hpp"

using namespace accord;

namespace {

constexpr std::string_view kPolicy = R"(
policy: s
partnership: S
title: T
version: '1'
effective: 2026-01-05
calendar: england-and-wales
local_target: 2 working days
cap: {within: 4 weeks, from: raised, when: {speed: slow}}
facts:
  speed: {asks: Speed, one_of: [slow, quick], fastest_first: true}
  level: {asks: Level, one_of: ['1', '2'], held_by: each_side}
  status: {asks: Status, one_of: [looked after, none], held_by: each_child, several: true}
  date: {asks: When, kind: moment}
roles:
  chair: {title: Chair, post: chair, in: partnership}
start:
  duties: [{id: advice, what: Ask, open_to: raiser}]
  exits: [{id: begin, go: talk}]
stages:
  - id: talk
    title: Talk
    representatives: {each_side: worker}
    settle: {within: 1 working day, unless: both_agree}
    duties:
      - {id: say, what: Say, owed_by: any_side, proof: contact, record: [what was said]}
      - {id: plan, what: Plan, owed_by: each_side, proof: plan, when: {status: looked after}}
    exits:
      - {id: agreed, by: [raiser, each_side], record: [why], end: agreed}
      - {id: more, by: any_side, go: managers}
  - id: managers
    title: Managers
    representatives: {each_side: line_manager}
    tiers: up_the_line
    settle: {within: at least 1 clear days before, from: date}
    duties:
      - {id: meet, what: Meet, open_to: each_side, proof: meeting, meeting: {must: [each_side], minutes: required}}
    exits:
      - {id: higher, by: any_side, when: {tier: more}, go: again}
      - {id: decided, by: chair, when: {meet: met}, end: decided, skips: []}
      - {id: agreed, by: each_side, end: agreed}
throughout:
  duties: [{id: tell, what: Tell, owed_by: raising_side, to: chair, when: {talk.settle: overdue}}]
  exits: [{id: withdraw, by: [raiser, raising_side], end: withdrawn}]
after: {duties: [{id: confirm, what: Confirm, owed_by: each_side, when: {outcome: known}}]}
)";

constexpr std::string_view kDirectory = R"(
partnership:
  name: P
  people: [{id: ada, name: Ada}]
  posts: [{id: scp_chair, title: Chair, role: chair, held_by: ada}]
agencies:
  - id: csc
    name: C
    sector: social care
    people: [{id: will, name: Will}, {id: tom, name: Tom}]
    posts:
      - {id: csc_worker, title: Worker, role: worker, held_by: will, reports_to: csc_leader}
      - {id: csc_leader, title: Leader, role: team_leader, held_by: tom}
  - id: school
    name: S
    sector: education
    people: [{id: tess, name: Tess}, {id: hugh, name: Hugh}]
    posts:
      - {id: teacher, title: Teacher, role: teacher, held_by: tess, reports_to: head}
      - {id: head, title: Head, role: head, held_by: hugh}
)";

/// What a rehearsal is played against, read once.
struct Setting {
  Policy policy;
  Zone zone;
  Directory directory;
  WorkingCalendar calendar;
};

Setting make_setting() {
  auto policy = read_policy(kPolicy);
  ACCORD_CHECK(policy.has_value());
  auto zone = Zone::load(policy->zone);
  ACCORD_CHECK(zone.has_value());
  auto directory = read_directory(kDirectory, *zone);
  ACCORD_CHECK(directory.has_value());
  auto calendar = WorkingCalendar::create(*zone, *embedded_bank_holidays(policy->calendar), {},
                                          *conventions_of(*policy));
  ACCORD_CHECK(calendar.has_value());
  return {*std::move(policy), *std::move(zone), *std::move(directory), *std::move(calendar)};
}

void check_problems(const std::vector<Problem>& problems, std::string_view text) {
  const auto lines = 1 + std::count(text.begin(), text.end(), '\n');
  ACCORD_CHECK(!problems.empty());
  for (const Problem& problem : problems) {
    ACCORD_CHECK(problem.mark.line >= 1 && problem.mark.line <= lines + 1);
    ACCORD_CHECK(problem.mark.column >= 1);
    ACCORD_CHECK(!problem.what.empty());
    (void)to_line(problem);
  }
}

/// Refused with places that exist, or played to its end.
void check_case(const Setting& setting, const YamlNode& file, std::string_view text) {
  if (const auto head = read_rehearsal_head(file); !head) {
    check_problems(head.error(), text);
  }
  const auto rehearsal = read_rehearsal(file, setting.policy, setting.directory, setting.zone);
  if (!rehearsal) {
    check_problems(rehearsal.error(), text);
    return;
  }
  const RehearsalReport report =
      run_rehearsal(*rehearsal, setting.policy, setting.directory, setting.calendar);
  ACCORD_CHECK(report.passed() + report.failed() == static_cast<int>(report.lines.size()));
  for (const RehearsalLine& line : report.lines) {
    ACCORD_CHECK(!line.what.empty());
    ACCORD_CHECK(line.step >= 1);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Setting setting = make_setting();
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  const auto file = read_yaml(text);
  if (!file) {
    check_problems(file.error(), text);
    return 0;
  }
  // The table is in the file itself; of the other kind this text is both.
  const auto cases = Cases::read(*file, cases_file(*file).empty() ? "" : text);
  if (!cases) {
    ACCORD_CHECK(!cases.error().in_rehearsal.empty() || !cases.error().in_table.empty());
    for (const auto& problems : {cases.error().in_rehearsal, cases.error().in_table}) {
      if (!problems.empty()) {
        check_problems(problems, text);
      }
    }
    return 0;
  }
  ACCORD_CHECK(cases->size() >= 1);
  for (std::size_t i = 0; i < std::min(cases->size(), std::size_t{3}); ++i) {
    check_case(setting, cases->at(i).file, text);
  }
  return 0;
}
