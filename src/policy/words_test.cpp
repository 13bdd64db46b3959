#include "policy/words.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <span>
#include <string>
#include <utility>
#include <vector>

#include "policy/testdata/texts.hpp"

namespace accord {
namespace {

using testdata::northmoor;
using testdata::read_sound;

class WordsTest : public testing::Test {
 protected:
  Policy policy = read_sound(northmoor());

  [[nodiscard]] std::string of_exit(std::string_view scope, std::string_view id) const {
    return in_words(policy, policy.exit(scope, id)->when);
  }
};

TEST_F(WordsTest, SaysAConditionInPlainEnglish) {
  EXPECT_EQ(in_words(policy, policy.duty("throughout", "tell_iro")->when),
            "“Line managers” has begun, and the child status is protection plan or looked after");
  EXPECT_EQ(of_exit("frontline", "straight_to_chair"),
            "the urgency is urgent, and “Share information and discuss” is not done");
  EXPECT_EQ(of_exit("managers", "next_tier"), "there is a higher tier of management to go to");
  EXPECT_EQ(of_exit("frontline", "not_agreed"),
            "“Share information and discuss” is done, “Frontline staff” has not ended in its time, "
            "or “Answer in writing” is overdue");
  EXPECT_EQ(in_words(policy, Condition{}), "always");
}

TEST_F(WordsTest, SaysTheOppositeOfACondition) {
  EXPECT_EQ(not_in_words(policy, policy.exit("frontline", "straight_to_chair")->when),
            "the urgency is not urgent, or “Share information and discuss” is done");
  EXPECT_EQ(not_in_words(policy, policy.exit("chair_decides", "decided")->when),
            "“Hold a panel” is not done");
}

TEST_F(WordsTest, SaysWhereAClockStarts) {
  EXPECT_EQ(in_words(policy, policy.scope("frontline")->settle),
            "the earliest of: 1 working day, unless both sides agree another date; 24 hours from "
            "raising (local target: 2 hours), while the urgency is urgent");
  EXPECT_EQ(in_words(policy, policy.scope("managers")->settle),
            "5 working days from the beginning of “Line managers”");
  EXPECT_EQ(in_words(policy, policy.duty("chair_decides", "panel")->due),
            "at least 7 clear days before the discharge date, while the discharge date is known");
  EXPECT_EQ(in_words(policy, policy.duty("after", "report")->due), "2 weeks from the outcome");
  EXPECT_EQ(in_words(policy, Clock{}), "no time stated");
}

TEST_F(WordsTest, SaysWho) {
  EXPECT_EQ(in_words(policy, std::span<const RoleRef>{policy.exit("managers", "agreed")->by}),
            "the person who raised it and each side");
  EXPECT_EQ(in_words(policy, policy.scope("managers")->representatives[0]),
            "each side's line manager or Director");
  EXPECT_EQ(in_words(policy, policy.exit("chair_decides", "decided")->by[0]), "the Chair");
}

/// A statement of a subject, and its opposite.
std::pair<std::string, std::string> both_ways(const Policy& policy, Subject subject,
                                              std::vector<std::string> words) {
  Condition condition;
  condition.kind = Condition::Kind::Word;
  condition.subject = std::move(subject);
  condition.words = std::move(words);
  return {in_words(policy, condition), not_in_words(policy, condition)};
}

struct SaidBothWays {
  std::string_view word;
  std::string_view holds;
  std::string_view opposite;
};

TEST_F(WordsTest, SaysEachWordOfADutyOfAStagesTimeAndOfAStage) {
  const auto said = [this](SubjectKind kind, const std::string& id, std::string_view name,
                           const std::vector<SaidBothWays>& cases) {
    for (const auto& [word, holds, opposite] : cases) {
      const auto [is, is_not] =
          both_ways(policy, {.kind = kind, .scope = "frontline", .id = id}, {std::string{word}});
      EXPECT_EQ(is, fmt::format("“{}” {}", name, holds));
      EXPECT_EQ(is_not, fmt::format("“{}” {}", name, opposite));
    }
  };
  said(SubjectKind::Duty, "talk", "Share information and discuss",
       {{"met", "is done", "is not done"},
        {"late", "was done late", "was not done late"},
        {"due", "has come to its time", "has not come to its time"},
        {"lapsed", "has lapsed", "has not lapsed"},
        {"open", "is open", "is not open"},
        {"overdue", "is overdue", "is not overdue"}});
  said(SubjectKind::Settle, "", "Frontline staff",
       {{"met", "has ended", "has not ended"},
        {"late", "ended late", "did not end late"},
        {"due", "has come to the end of its time", "has not come to the end of its time"},
        {"lapsed", "has lapsed", "has not lapsed"},
        {"overdue", "has not ended in its time", "is not past its time"},
        {"open", "is open", "is not open"}});
  said(SubjectKind::Stage, "frontline", "Frontline staff",
       {{"begun", "has begun", "has not begun"},
        {"left", "has ended", "has not ended"},
        {"skipped", "was skipped", "was not skipped"}});
  said(SubjectKind::Exit, "straight_to_chair", policy.exit("frontline", "straight_to_chair")->title,
       {{"taken", "was chosen", "was not chosen"}});
}

// Two stages may ask for the same thing in the same words: then the stage is said too.
TEST_F(WordsTest, SaysWhichStageIsMeantWhereTwoRulesHaveOneName) {
  const auto said = [this](SubjectKind kind, const std::string& scope, const std::string& id) {
    return both_ways(policy, {.kind = kind, .scope = scope, .id = id},
                     {kind == SubjectKind::Exit ? "taken" : "met"})
        .first;
  };
  DutyRule same = *policy.duty("frontline", "talk");
  policy.stages[1].duties.push_back(same);
  EXPECT_EQ(said(SubjectKind::Duty, "frontline", "talk"),
            "“Share information and discuss” of “Frontline staff” is done");
  policy.stages[1].duties.pop_back();
  EXPECT_EQ(said(SubjectKind::Duty, "frontline", "talk"),
            "“Share information and discuss” is done");
  policy.throughout.duties.push_back(same);
  EXPECT_EQ(said(SubjectKind::Duty, "throughout", "talk"),
            "“Share information and discuss” is done");
  EXPECT_EQ(said(SubjectKind::Duty, "frontline", "talk"),
            "“Share information and discuss” of “Frontline staff” is done");
  policy.throughout.exits.push_back(*policy.exit("frontline", "straight_to_chair"));
  EXPECT_EQ(said(SubjectKind::Exit, "frontline", "straight_to_chair"),
            fmt::format("“{}” of “Frontline staff” was chosen",
                        policy.exit("frontline", "straight_to_chair")->title));
}

// A right is used or not; it is never done, late or due.
TEST_F(WordsTest, SaysOfARightWhetherItWasUsed) {
  const DutyRule& advice = *policy.duty("start", "advice");
  ASSERT_TRUE(advice.is_right());
  const auto said =
      both_ways(policy, {.kind = SubjectKind::Duty, .scope = "start", .id = "advice"}, {"met"});
  EXPECT_EQ(said.first, fmt::format("“{}” has been used", name_of(advice)));
  EXPECT_EQ(said.second, fmt::format("“{}” has not been used", name_of(advice)));
}

TEST_F(WordsTest, TheOppositeOfSeveralWordsIsNoneOfThem) {
  const auto said = both_ways(
      policy, {.kind = SubjectKind::Duty, .scope = "frontline", .id = "talk"}, {"met", "late"});
  EXPECT_EQ(said.first, "“Share information and discuss” is done or was done late");
  EXPECT_EQ(said.second, "“Share information and discuss” is not done and was not done late");
}

TEST_F(WordsTest, SaysWhatEveryPolicyKnows) {
  using Both = std::pair<std::string, std::string>;
  const auto said = [this](SubjectKind kind, std::vector<std::string> words) {
    return both_ways(policy, {.kind = kind, .scope = "", .id = ""}, std::move(words));
  };
  EXPECT_EQ(said(SubjectKind::Raised, {}),
            (Both{"the disagreement is raised", "the disagreement is not raised"}));
  EXPECT_EQ(said(SubjectKind::ChildTimescale, {}),
            (Both{"the time set to protect the child has come",
                  "the time set to protect the child has not come"}));
  const Both set{"a time to protect the child is set", "no time to protect the child is set"};
  EXPECT_EQ(said(SubjectKind::ChildTimescale, {"known"}), set);
  EXPECT_EQ(said(SubjectKind::ChildTimescale, {"not_known"}), (Both{set.second, set.first}));
  const Both ended{"there is an outcome", "there is no outcome yet"};
  EXPECT_EQ(said(SubjectKind::Outcome, {}), ended);
  EXPECT_EQ(said(SubjectKind::Outcome, {"known"}), ended);
  EXPECT_EQ(said(SubjectKind::Outcome, {"agreed", "stands"}),
            (Both{"the outcome is “agreed” or “not agreed, and it stands”",
                  "the outcome is not “agreed” or “not agreed, and it stands”"}));
  const Both higher{"there is a higher tier of management to go to",
                    "there is no higher tier of management to go to"};
  EXPECT_EQ(said(SubjectKind::Tier, {"more"}), higher);
  EXPECT_EQ(said(SubjectKind::Tier, {"last"}), (Both{higher.second, higher.first}));
  const Both hours{"it is within working hours", "it is outside working hours"};
  EXPECT_EQ(said(SubjectKind::Hours, {"working"}), hours);
  EXPECT_EQ(said(SubjectKind::Hours, {"outside"}), (Both{hours.second, hours.first}));
  EXPECT_EQ(said(SubjectKind::Whom, {"child", "unborn", "adult", "household", "none"}).first,
            "it is about a child, an unborn child, an adult, a household or how services work "
            "together");
  EXPECT_EQ(said(SubjectKind::Whom, {"child"}).second, "it is not about a child");
  EXPECT_EQ(both_ways(policy, {.kind = SubjectKind::Sector, .scope = "", .id = "raising_sector"},
                      {"police"}),
            (Both{"the raising agency is of police", "the raising agency is not of police"}));
}

TEST_F(WordsTest, SaysWhatIsKnownOfAFact) {
  using Both = std::pair<std::string, std::string>;
  const auto said = [this](const std::string& id, std::vector<std::string> words) {
    return both_ways(policy, {.kind = SubjectKind::Fact, .scope = "", .id = id}, std::move(words));
  };
  EXPECT_EQ(said("discharge_date", {}),
            (Both{"the discharge date has come", "the discharge date has not yet come"}));
  EXPECT_EQ(said("discharge_date", {"known"}),
            (Both{"the discharge date is known", "the discharge date is not known"}));
  EXPECT_EQ(said("discharge_date", {"not_known"}),
            (Both{"the discharge date is not known", "the discharge date is known"}));
  EXPECT_EQ(said("urgency", {"urgent", "not_known"}),
            (Both{"the urgency is urgent or not known", "the urgency is not urgent or not known"}));
  EXPECT_EQ(said("urgency", {"Urgent"}).first, "the urgency is “Urgent”");
}

// What is said inside a larger statement is held together by "both" and "either".
TEST_F(WordsTest, HoldsTogetherWhatStandsInside) {
  const auto word = [](const std::string& value) {
    Condition one;
    one.kind = Condition::Kind::Word;
    one.subject = {.kind = SubjectKind::Fact, .scope = "", .id = "urgency"};
    one.words = {value};
    return one;
  };
  const auto group = [](Condition::Kind kind, std::vector<Condition> parts) {
    Condition whole;
    whole.kind = kind;
    whole.parts = std::move(parts);
    return whole;
  };
  using enum Condition::Kind;
  const Condition whole = group(All, {word("a"), group(Any, {word("b"), word("c")})});
  EXPECT_EQ(in_words(policy, whole),
            "the urgency is a, and either the urgency is b, or the urgency is c");
  EXPECT_EQ(not_in_words(policy, whole),
            "the urgency is not a, or both the urgency is not b, and the urgency is not c");
  EXPECT_EQ(in_words(policy, group(Not, {whole})), not_in_words(policy, whole));
  EXPECT_EQ(in_words(policy, group(Any, {group(All, {word("a"), word("b")})})),
            "the urgency is a, and the urgency is b");
  EXPECT_EQ(not_in_words(policy, Condition{}), "never");
}

TEST_F(WordsTest, SaysEachStartOfAClock) {
  const auto anchor = [](Subject subject, std::vector<std::string> words) {
    Condition one;
    one.kind = Condition::Kind::Word;
    one.subject = std::move(subject);
    one.words = std::move(words);
    return one;
  };
  const auto said = [this](const Condition& one) { return anchor_in_words(policy, one); };
  const Condition raised = anchor({.kind = SubjectKind::Raised, .scope = "", .id = ""}, {});
  const Condition outcome =
      anchor({.kind = SubjectKind::Outcome, .scope = "", .id = ""}, {"known"});
  const auto stage = [&](const std::string& word) {
    return anchor({.kind = SubjectKind::Stage, .scope = "", .id = "frontline"}, {word});
  };
  const auto settle = [&](const std::string& word) {
    return anchor({.kind = SubjectKind::Settle, .scope = "frontline", .id = ""}, {word});
  };
  EXPECT_EQ(said(Condition{}), "the beginning");
  EXPECT_EQ(said(raised), "raising");
  EXPECT_EQ(said(outcome), "the outcome");
  EXPECT_EQ(said(anchor({.kind = SubjectKind::Outcome, .scope = "", .id = ""}, {"decided"})),
            "when the outcome is “decided”");
  EXPECT_EQ(said(anchor({.kind = SubjectKind::Fact, .scope = "", .id = "discharge_date"}, {})),
            "the discharge date");
  EXPECT_EQ(
      said(anchor({.kind = SubjectKind::Fact, .scope = "", .id = "discharge_date"}, {"known"})),
      "when the discharge date became known");
  EXPECT_EQ(said(anchor({.kind = SubjectKind::ChildTimescale, .scope = "", .id = ""}, {})),
            "the time set to protect the child");
  EXPECT_EQ(said(anchor({.kind = SubjectKind::ChildTimescale, .scope = "", .id = ""}, {"known"})),
            "when a time to protect the child is set");
  EXPECT_EQ(said(stage("begun")), "the beginning of “Frontline staff”");
  EXPECT_EQ(said(stage("left")), "the end of “Frontline staff”");
  EXPECT_EQ(said(stage("skipped")), "when “Frontline staff” was skipped");
  EXPECT_EQ(said(settle("met")), "the end of “Frontline staff”");
  EXPECT_EQ(said(settle("due")), "the end of the time for “Frontline staff”");
  EXPECT_EQ(said(settle("overdue")), "the end of the time for “Frontline staff”");
  EXPECT_EQ(said(settle("late")), "when “Frontline staff” ended late");
  const auto of = [&](Condition::Kind kind, std::vector<Condition> parts) {
    Condition whole;
    whole.kind = kind;
    whole.parts = std::move(parts);
    return said(whole);
  };
  using enum Condition::Kind;
  EXPECT_EQ(of(All, {raised}), "raising");
  EXPECT_EQ(of(All, {raised, outcome}), "the later of raising and the outcome");
  EXPECT_EQ(of(Any, {raised, outcome}), "the earlier of raising and the outcome");
  EXPECT_EQ(of(All, {raised, outcome, stage("left")}),
            "the latest of raising, the outcome and the end of “Frontline staff”");
  EXPECT_EQ(of(Any, {raised, outcome, stage("left")}),
            "the earliest of raising, the outcome and the end of “Frontline staff”");
  EXPECT_EQ(of(Not, {outcome}), "when there is no outcome yet");
}

TEST_F(WordsTest, SaysAllOfABound) {
  Bound bound;
  bound.within = {.unit = Unit::WorkingDays, .count = 5};
  EXPECT_EQ(in_words(policy, bound), "5 working days");
  bound.from_not_stated = true;
  EXPECT_EQ(in_words(policy, bound), "5 working days (the document does not say from when)");
  bound.from = Condition{};
  EXPECT_EQ(in_words(policy, bound),
            "5 working days from the beginning (the document does not say from when: the "
            "partnership's setting)");
  bound.from_not_stated = false;
  bound.aim = Limit{.unit = Unit::Immediately};
  bound.local_target = Limit{.unit = Unit::ElapsedHours, .count = 1};
  bound.unless_both_agree = true;
  EXPECT_EQ(in_words(policy, bound),
            "5 working days from the beginning, with the aim of immediately (local target: 1 "
            "hour), unless both sides agree another date");
  Bound tuesday;
  tuesday.within = {.unit = Unit::NextWeekday, .weekday = 2};
  tuesday.from = Condition{};
  EXPECT_EQ(in_words(policy, tuesday), "next Tuesday, counted from the beginning");
  Bound unstated;
  unstated.within = {.unit = Unit::NotStated};
  unstated.from = Condition{};
  EXPECT_EQ(in_words(policy, unstated), "no time stated");
}

TEST_F(WordsTest, SaysEachSideAndEachRoleThatEveryPolicyHas) {
  const auto said = [this](SideSelector side, std::vector<std::string> who) {
    RoleRef ref;
    ref.side = side;
    ref.alternatives = std::move(who);
    return in_words(policy, ref);
  };
  using enum SideSelector;
  EXPECT_EQ(said(RaisingSide, {"representative"}), "the raising side");
  EXPECT_EQ(said(RespondingSide, {"representative"}), "the responding side");
  EXPECT_EQ(said(AnySide, {"representative"}), "any side");
  EXPECT_EQ(said(EachSide, {"worker", "previous"}),
            "each side's practitioner or representative before");
  EXPECT_EQ(said(None, {"raiser", "line_manager"}), "the person who raised it or line manager");
  EXPECT_EQ(in_words(policy, std::span<const RoleRef>{}), "nobody");
}

TEST_F(WordsTest, AWordOfAFactThatBeginsWithACapitalStandsInQuotes) {
  policy.facts.push_back({.id = "area", .one_of = {"Advice", "Zones", "advice"}});
  policy.facts.push_back({.id = "class", .one_of = {"amber"}, .taken_as = "amber"});
  const auto said = [&](const std::string& fact, std::vector<std::string> words) {
    return in_words(policy, Condition{.kind = Condition::Kind::Word,
                                      .subject = {SubjectKind::Fact, "", fact},
                                      .words = std::move(words)});
  };
  EXPECT_EQ(said("area", {"Advice"}), "the area is “Advice”");
  EXPECT_EQ(said("area", {"Zones"}), "the area is “Zones”");
  EXPECT_EQ(said("area", {"advice", "Mixed"}), "the area is advice or “Mixed”");
  EXPECT_EQ(said("area", {"@home", "[x]"}), "the area is @home or [x]");
  EXPECT_EQ(said("area", {"advice", "not_known"}), "the area is advice or not known");
  EXPECT_EQ(said("class", {"amber", "not_known"}), "the class is amber or not said");
  EXPECT_EQ(said("gone", {"amber", "not_known"}), "the gone is amber or not known");
}

TEST_F(WordsTest, SaysWhoChairsAMeeting) {
  const std::vector<RoleRef> chair{{.side = SideSelector::None, .alternatives = {"chair"}}};
  EXPECT_EQ(chair_in_words(policy, {}), "");
  EXPECT_EQ(chair_in_words(policy, {.chair = chair}), "the Chair");
  EXPECT_EQ(chair_in_words(policy, {.chair_elected = true}), "whoever those present elect");
  EXPECT_EQ(chair_in_words(policy, {.chair = chair, .chair_elected = true}),
            "the Chair, or in their absence whoever those present elect");
}

TEST_F(WordsTest, SaysAQuorum) {
  EXPECT_EQ(quorum_in_words({}), "");
  EXPECT_EQ(quorum_in_words({.quorum = 1}), "1 member who has declared no conflict of interest");
  EXPECT_EQ(quorum_in_words({.quorum = 2}), "2 members who have declared no conflict of interest");
  EXPECT_EQ(quorum_in_words({.seats = 1, .quorum = 1, .quorum_share = "half"}),
            "1 member who has declared no conflict of interest (half of 1 seats, rounded up)");
  EXPECT_EQ(quorum_in_words({.at_least = 4, .quorum = 2, .quorum_share = "half"}),
            "2 members who have declared no conflict of interest (half of the 4 who must be there, "
            "rounded up)");
  EXPECT_EQ(tie_in_words({.tie = "no change"}), "no change");
  EXPECT_EQ(tie_in_words({.casting_vote = true, .tie = "no change"}),
            "who chairs it has the casting vote");
}

}  // namespace
}  // namespace accord
