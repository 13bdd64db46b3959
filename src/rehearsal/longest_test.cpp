#include "rehearsal/longest.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <array>

#include "calendar/test_calendar.hpp"
#include "disagreement/condition.hpp"
#include "disagreement/decide.hpp"
#include "disagreement/takers.hpp"
#include "policy/checker.hpp"
#include "policy/reader.hpp"
#include "rehearsal/timeline.hpp"
#include "rehearsal/ways.hpp"

namespace accord {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr std::string_view kHead = R"(
policy: s
partnership: S
title: T
version: '1'
effective: 2026-01-05
calendar: england-and-wales
local_target: 2 working days
)";
constexpr std::string_view kRaise = R"(
start:
  exits: [{id: begin, go: talk}]
)";

/// Stages one after the other, with every kind of start of a clock.
constexpr std::string_view kLadder = R"(
stages:
  - id: talk
    title: Talk
    representatives: {each_side: worker}
    settle: {within: 1 working day, from: raised}
    exits: [{id: on, by: any_side, go: managers}, {id: agreed, by: each_side, end: agreed}]
  - id: managers
    title: Managers
    representatives: {each_side: line_manager}
    settle: {within: 48 hours (2 working days), from: {any: [{talk: left}, {talk.settle: due}]}}
    exits:
      - {id: quick, by: any_side, go: panel}
      - {id: slow, by: any_side, go: leads}
  - id: leads
    title: Leads
    settle: [{within: 24 hours}, {within: 3 working days, from: {managers: begun}}]
    exits: [{id: up, by: any_side, go: panel}]
  - id: panel
    title: Panel
    settle: [{within: 2 weeks}, {within: 20 working days, from: {managers: left}}]
    exits: [{id: agreed, by: each_side, end: agreed}, {id: stands, by: any_side, end: stands}]
)";

/// A clock that starts again with what is recorded, and a class with a limit on the whole.
constexpr std::string_view kClasses = R"(
cap: {within: 10 calendar days, from: raised, when: {urgency: routine}}
facts:
  urgency: {asks: How urgent, one_of: [urgent, routine], fastest_first: true, asked: timescale, required: true}
start:
  exits: [{id: begin, go: talk}]
stages:
  - id: talk
    title: Talk
    representatives: {each_side: worker}
    settle:
      - {within: 1 working day, when: {urgency: urgent}}
      - {within: 5 working days, when: {urgency: routine}}
    exits:
      - {id: on, by: any_side, when: {urgency: urgent}, go: board}
      - {id: slow, by: any_side, when: {urgency: routine}, go: leads}
  - id: leads
    title: Leads
    settle: {within: 7 clear days}
    exits: [{id: on, by: any_side, go: board}]
  - id: board
    title: Board
    settle:
      - {within: 3 working days, from: {details: met}}
      - {within: 3 working days, from: {board: begun}, when: {not: {details: met}}}
    duties: [{id: details, what: Send the details, owed_by: any_side, due: {within: 2 working days}}]
    exits: [{id: agreed, by: any_side, end: stands, record: [why]}]
)";

Policy policy_of(const std::string& text) {
  auto policy = read_policy(text);
  for (const Problem& problem : policy ? std::vector<Problem>{} : policy.error()) {
    ADD_FAILURE() << to_line(problem);
  }
  ACCORD_CHECK(policy.has_value());
  EXPECT_FALSE(has_error(check_policy(*policy)));
  return *std::move(policy);
}

std::string text_of(std::string_view part) {
  return std::string{kHead} + std::string{kRaise} + std::string{part};
}

/// One disagreement, run through `decide` by everybody who may act: at each limit every way on is
/// taken, and every duty of the stage is also tried at its own limit before.
class Engine {
 public:
  Engine(const Policy& policy, const WorkingCalendar& calendar)
      : policy_(policy), calendar_(calendar), directory_(invented_directory(policy)) {}

  /// The latest outcome that any way brings.
  Instant latest(Instant raised, const std::vector<GivenFact>& facts) {
    Raise raise;
    raise.sides = {{AgencyId{"one"}, {}},
                   {AgencyId{"two"}, PersonId{"two_invented_worker_holder"}}};
    raise.matter = {"a", "b", "c", "d", "e"};
    raise.facts = facts;
    latest_ = raised;
    Disagreement d;
    EXPECT_TRUE(give(d, {PersonId{"one_invented_worker_holder"}, AgencyId{"one"}}, raise, raised));
    explore(d, raised);
    return latest_;
  }

 private:
  bool give(Disagreement& d, const Actor& by, CommandBody body, Instant now) {
    const auto decided =
        decide(d, Command{by, std::move(body)}, {now, policy_, directory_, calendar_});
    if (!decided) {
      return false;
    }
    for (const Event& event : *decided) {
      apply(d, event);
    }
    return true;
  }

  Disagreement with_taken(Disagreement d, const std::string& stage, const ExitRule& exit,
                          Instant now) {
    TakeExit taken;
    taken.scope = stage;
    taken.exit = exit.id;
    for (const std::string& label : exit.record) {
      taken.record.emplace_back(label, "text");
    }
    for (const Person& person : directory_.people()) {
      if (d.stage() != nullptr && d.stage()->stage == stage) {
        give(d, {person.id, person.agency}, taken, now);
      }
    }
    return d;
  }

  void explore(const Disagreement& d, Instant begun) {
    if (d.stage() == nullptr) {
      latest_ = std::max(latest_, d.outcome->at);
      return;
    }
    const std::string stage = d.stage()->stage;
    const Instant due =
        std::max(begun, latest_opening(d, stage, "settle").front()->deadline.due.value());
    for (const ExitRule& exit : policy_.scope(stage)->exits) {
      const Disagreement on = with_taken(d, stage, exit, due);
      if (on.stage() == nullptr || on.stage()->stage != stage) {
        explore(on, due);
      }
    }
    for (const DutyState& duty : d.duties) {
      if (!duty.open() || duty.is_settle()) {
        continue;
      }
      const Instant when = std::clamp(duty.deadline.due.value_or(due), begun, due);
      RecordDone done;
      done.scope = stage;
      done.id = duty.id;
      done.number = duty.number;
      Disagreement more = d;
      for (const Person& person : directory_.people()) {
        if (give(more, {person.id, person.agency}, done, when)) {
          explore(more, when);
          break;
        }
      }
    }
  }

  const Policy& policy_;
  const WorkingCalendar& calendar_;
  Directory directory_;
  Instant latest_;
};

int days_between(const WorkingCalendar& calendar, Instant from, Instant to) {
  return static_cast<int>(
      (calendar.zone().to_local(to).day - calendar.zone().to_local(from).day).count());
}

/// Holds the answer against every date of its year, at the end of each and at another hour.
void expect_the_engine_agrees(const Policy& policy, const WorkingCalendar& calendar,
                              const LongestQuestion& question) {
  const auto answers = longest(policy, calendar, question);
  ASSERT_TRUE(answers.has_value()) << answers.error();
  Engine engine{policy, calendar};
  for (const Longest& answer : *answers) {
    ASSERT_TRUE(answer.targets.has_value());
    std::vector<GivenFact> facts;
    for (const auto& [fact, word] : answer.facts) {
      facts.push_back({fact, "", {word}, std::nullopt});
    }
    int most = 0;
    for (int day = 0; day < question.days; ++day) {
      constexpr std::array<int, 4> kHours{0, 9 * kSecondsPerHour, 45'000, 17 * kSecondsPerHour};
      for (const int second : {kHours.at(static_cast<std::size_t>(day) % kHours.size()), 86'399}) {
        const Instant raised =
            calendar.zone().to_instant({question.first + std::chrono::days{day}, second});
        most = std::max(most, days_between(calendar, raised, engine.latest(raised, facts)));
      }
    }
    EXPECT_EQ(answer.targets->days, most) << in_words(calendar.zone(), answer);
    EXPECT_EQ(engine.latest(answer.targets->raised, facts), answer.targets->until)
        << in_words(calendar.zone(), answer);
    EXPECT_TRUE(answer.stated.has_value());
  }
}

LongestQuestion year(int first, int levels = 0) {
  return {.first = date_of(first, 1, 1), .levels = levels};
}

Longest only(const Policy& policy, const LongestQuestion& question) {
  const auto answers = longest(policy, england(), question);
  EXPECT_TRUE(answers.has_value() && answers->size() == 1);
  return answers->front();
}

std::vector<NoLongest::Why> whys(const std::vector<NoLongest>& found) {
  std::vector<NoLongest::Why> why;
  std::ranges::transform(found, std::back_inserter(why), &NoLongest::why);
  return why;
}

TEST(Longest, IsTheLatestOutcomeThatTheEngineCanBeBroughtTo) {
  expect_the_engine_agrees(policy_of(text_of(kLadder)), england(), year(2026));
}

TEST(Longest, IsSaidOfEachClassWithTheLimitOfTheWhole) {
  expect_the_engine_agrees(policy_of(std::string{kHead} + std::string{kClasses}), england(),
                           year(2026));
}

TEST(Longest, CountsTheDaysAsThePolicyReadsThem) {
  Conventions conventions;
  conventions.event = EventOutsideHours::NextOpening;
  conventions.weeks = Landing::After;
  const Closure closure{date_of(2026, 8, 3), date_of(2026, 8, 14), "moving house", std::nullopt};
  const WorkingCalendar calendar = england({closure}, conventions);
  expect_the_engine_agrees(policy_of(text_of(kLadder)), calendar, {date_of(2026, 6, 15), 60, 0});
  const auto found = longest(policy_of(text_of(kLadder)), calendar, year(2026));
  const LongestWay& way = *found->front().stated;
  EXPECT_LT(calendar.zone().to_local(way.raised).day, closure.first);
  EXPECT_GT(calendar.zone().to_local(way.until).day, closure.last);
}

TEST(Longest, FollowsTheWayThatTakesLongest) {
  const Longest found = only(policy_of(text_of(kLadder)), year(2026));
  std::vector<std::string> stages;
  std::ranges::transform(found.stated->steps, std::back_inserter(stages), &LongestStep::stage);
  EXPECT_THAT(stages, ElementsAre("talk", "managers", "leads", "panel"));
  EXPECT_THAT(found.why, IsEmpty());
}

TEST(Longest, SaysWhatAClockWaitsForThatMayNeverCome) {
  std::string text = text_of(kLadder);
  text.replace(text.find("{within: 2 weeks}, "), 19, "");
  text.replace(text.find("from: {managers: left}"), 22, "from: {leads: left}");
  const Longest found = only(policy_of(text), year(2026));
  ASSERT_THAT(found.why, SizeIs(1));
  EXPECT_EQ(found.why.front().stage, "panel");
  EXPECT_THAT(in_words(london(), found),
              HasSubstr("runs from the end of “Leads”, which may never come"));

  // Beside a limit that is not stated and waits for nothing.
  text.replace(text.find("from: {leads: left}"), 19, "from: {leads: left}}, {within: not stated");
  const Longest beside = only(policy_of(text), year(2026));
  EXPECT_THAT(in_words(london(), beside), HasSubstr("runs from the end of “Leads”"));
}

constexpr std::string_view kTwo = R"(
stages:
  - id: talk
    title: Talk
    representatives: {each_side: worker}
    settle: {within: 5 working days}
    exits: [{id: on, by: any_side, go: leads}]
  - id: leads
    title: Leads
    representatives: {each_side: line_manager}
    settle: {within: 3 working days}
    exits: [{id: agreed, by: each_side, end: agreed}]
)";

std::string two_with(std::string_view old, std::string_view with) {
  std::string text = text_of(kTwo);
  const auto place = text.find(old);
  ACCORD_CHECK(place != std::string::npos);
  return text.replace(place, old.size(), with);
}

TEST(Longest, HasNoneWhereNoTimeIsStated) {
  const Policy policy =
      policy_of(two_with("settle: {within: 3 working days}",
                         "settle: {within: not stated, local_target: 4 working days}"));
  const Longest found = only(policy, year(2026));
  EXPECT_FALSE(found.stated.has_value());
  ASSERT_THAT(found.why, SizeIs(1));
  EXPECT_EQ(found.why.front(), (NoLongest{NoLongest::Why::NotStated, "leads", "", ""}));
  EXPECT_EQ(found.targets->working_days, 9);
  EXPECT_TRUE(found.targets->steps.back().local_target);
  const std::string words = in_words(london(), found);
  EXPECT_THAT(
      words,
      HasSubstr(
          "the document sets no longest time to a final decision: no time is stated for `leads`"));
  EXPECT_THAT(words, HasSubstr("`leads` local target 4 working days"));
}

TEST(Longest, HasNoneWhereAWayLeadsBackUnlessTheWholeIsLimited) {
  const std::string back =
      two_with("{id: agreed, by: each_side, end: agreed}",
               "{id: agreed, by: each_side, end: agreed}, {id: back, by: any_side, go: talk}");
  const Longest found = only(policy_of(back), year(2026));
  EXPECT_THAT(whys(found.why), ElementsAre(NoLongest::Why::WayBack));
  EXPECT_EQ(found.why.front().from, "back");
  const Longest capped = only(policy_of("cap: {within: 6 weeks, from: raised}" + back), year(2026));
  EXPECT_THAT(capped.why, IsEmpty());
  EXPECT_EQ(capped.stated->days, 42);
}

TEST(Longest, CountsTheLevelsOfManagementThatItIsTold) {
  const Policy policy =
      policy_of(two_with("settle: {within: 3 working days}\n    exits: [",
                         "tiers: up_the_line\n    settle: {within: 3 working days}\n"
                         "    exits: [{id: next, by: any_side, when: {tier: more}, go: again}, "));
  const Longest unknown = only(policy, year(2026));
  EXPECT_THAT(whys(unknown.why), ElementsAre(NoLongest::Why::Levels));
  EXPECT_EQ(unknown.targets->working_days, 5 + 3);
  EXPECT_EQ(only(policy, year(2026, 4)).stated->working_days, 5 + 4 * 3);
}

// "for the whole stage": more levels change nothing.
TEST(Longest, TakesALimitForAllLevelsOnce) {
  const Policy policy = policy_of(
      two_with("settle: {within: 3 working days}\n    exits: [",
               "tiers: up_the_line\n    settle: {within: 3 working days, from: {leads: begun}}\n"
               "    exits: [{id: next, by: any_side, when: {tier: more}, go: again}, "));
  EXPECT_EQ(only(policy, year(2026)).stated->working_days, 8);
  EXPECT_EQ(only(policy, year(2026, 4)).stated->working_days, 8);
}

TEST(Longest, SaysWhereADateIsSomebodysToGive) {
  const Policy policy = policy_of(
      "facts: {meeting: {asks: When, kind: moment}}" +
      two_with("settle: {within: 3 working days}",
               "settle: [{within: 3 working days, from: meeting, when: {meeting: known}}, "
               "{within: 4 working days, when: {meeting: not_known}}]"));
  const Longest found = only(policy, year(2026));
  EXPECT_THAT(whys(found.why), ElementsAre(NoLongest::Why::GivenDate));
  EXPECT_EQ(found.why.front().from, "meeting");
}

TEST(Longest, SaysWhatIsTheSameInSeveralClassesOnce) {
  const Policy policy = policy_of(
      "facts: {level: {asks: L, one_of: [high, middle, low], required: true, asked: timescale}}" +
      two_with("settle: {within: 3 working days}",
               "settle: [{within: 1 working day, when: {level: high}}, "
               "{within: 3 working days, when: {not: {level: high}}}]"));
  const auto answers = longest(policy, england(), year(2026));
  ASSERT_THAT(*answers, SizeIs(2));
  const auto said = said_once(london(), *answers);
  ASSERT_THAT(said, SizeIs(2));
  EXPECT_THAT(said.front().words, HasSubstr("where the level is high, the longest time"));

  // The same answer twice is one sentence, and as it is true of all it names no class.
  std::vector<Longest> same{answers->front(), answers->front()};
  same.back().facts = answers->back().facts;
  EXPECT_THAT(
      said_once(london(), same),
      ElementsAre(testing::Field(&SaidOfClasses::words, testing::StartsWith("the longest time"))));
  same.push_back(answers->back());
  same.back().facts = {{"level", "low"}};
  const auto some = said_once(london(), same);
  ASSERT_THAT(some, SizeIs(2));
  EXPECT_THAT(some.front().classes, SizeIs(2));
  EXPECT_THAT(
      some.front().words,
      testing::MatchesRegex("where the level is .+, or where the level is .+, the longest.*"));
  EXPECT_THAT(some.back().words, testing::StartsWith("where the level is low, the longest"));
}

/// One stage after the other, each with its limit, and a limit of the whole.
Policy in_a_row(const std::string& cap, const std::string& talk, const std::string& managers,
                const std::string& panel) {
  return policy_of(text_of(fmt::format(R"(
facts: {{level: {{asks: L, one_of: [high, low], fastest_first: true, required: true, asked: timescale}}}}
cap: {}
stages:
  - {{id: talk, title: T, settle: {}, exits: [{{id: on, by: any_side, go: managers}}]}}
  - {{id: managers, title: M, settle: {}, exits: [{{id: on, by: any_side, go: panel}}]}}
  - {{id: panel, title: P, settle: {}, exits: [{{id: agreed, by: each_side, end: agreed}}]}}
)",
                                       cap, talk, managers, panel)));
}

TEST(Longest, SaysWhichStagesTheLimitOfTheWholeLeavesNoTime) {
  const auto cuts = [](const std::string& cap, const std::string& talk, const std::string& managers,
                       const std::string& panel) {
    std::vector<std::string> found;
    const auto found_ways = longest(in_a_row(cap, talk, managers, panel), england(), year(2026));
    for (const Longest& answer : *found_ways) {
      for (const CutByCap& cut : answer.cut) {
        found.push_back((cut.leaves_nothing() ? "nothing " : "part ") + cut.stage + ", " +
                        in_words(england().zone(), answer, cut));
      }
    }
    return found;
  };
  const std::string five = "{within: 5 working days}";
  const std::string ten = "{within: 10 working days}";
  EXPECT_THAT(cuts("{within: 20 working days, from: raised}", five, five, ten), IsEmpty());
  const auto part = cuts("{within: 18 working days, from: raised}", five, five, ten);
  ASSERT_THAT(part, SizeIs(1));
  EXPECT_THAT(part.front(),
              HasSubstr("part panel, `panel` may not have its whole time: raised on"));
  EXPECT_THAT(part.front(), HasSubstr("after `talk` 5 working days, `managers` 5 working days on"));
  EXPECT_THAT(
      cuts("{within: 8 working days, from: raised}", five, five, five),
      ElementsAre(HasSubstr("part managers"), HasSubstr("nothing panel, `panel` may have no "
                                                        "time at all")));
  // Of one class alone.
  const auto low =
      cuts("{within: 12 working days, from: raised, when: {level: low}}", five, five, five);
  EXPECT_THAT(low, ElementsAre(HasSubstr("part panel, where the level is low, `panel`")));
  const auto of_each = longest(in_a_row("{within: 8 working days, from: raised}", five, five, five),
                               england(), year(2026));
  const auto cut_once = cuts_said_once(england().zone(), {of_each->front(), of_each->front()});
  ASSERT_THAT(cut_once, SizeIs(2));
  EXPECT_THAT(cut_once.front().said.words, testing::StartsWith("`managers` may not have"));
  // A target of the partnership's own contradicts nothing, nor does what comes after it.
  EXPECT_THAT(cuts("{within: 8 working days, from: raised}",
                   "{within: not stated, local_target: 5 working days}", five, five),
              IsEmpty());
}

TEST(Longest, RefusesMoreWaysThanItCanFollow) {
  std::string text = std::string{kHead} + "start: {exits: [{id: begin, go: s0}]}\nstages:\n";
  for (int i = 0; i < 40; ++i) {
    text +=
        "  - {id: s" + std::to_string(i) + ", title: S, settle: {within: 1 working day}, exits: [";
    text += "{id: end, by: any_side, end: stands, record: [why]}";
    for (int to = i + 1; to < std::min(i + 5, 40); ++to) {
      text += ", {id: on" + std::to_string(to) + ", by: any_side, go: s" + std::to_string(to) + "}";
    }
    text += "]}\n";
  }
  const auto found = longest(policy_of(text), england(), year(2026));
  ASSERT_FALSE(found.has_value());
  EXPECT_THAT(found.error(), HasSubstr("more than 6000 steps"));
}

}  // namespace
}  // namespace accord
