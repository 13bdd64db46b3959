// What the checker finds in roles and meetings.

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "policy/checker.hpp"
#include "policy/testdata/checked.hpp"
#include "policy/testdata/texts.hpp"

namespace accord {
namespace {

using testdata::check;
using testdata::two_stages;
using testdata::with;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(CheckPolicy, APostOfOnesOwnAgencyNeedsASide) {
  std::string text = with(two_stages(), "local_target: 2 working days\n",
                          "local_target: 2 working days\n"
                          "roles: {director: {title: Director, post: director, in: own agency}}\n");
  EXPECT_THAT(check(with(text, "by: raiser", "by: director")),
              ElementsAre("25:43 error role-without-side"));
  EXPECT_THAT(check(with(text, "by: raiser", "by: {raising_side: director}")), IsEmpty());
}

TEST(CheckPolicy, AMeetingThatItsChairDecidesNeedsAChair) {
  const std::string text = with(two_stages(), "    title: Managers\n",
                                "    title: Managers\n    duties:\n"
                                "      - {id: meet, what: Meet, owed_by: any_side, meeting: "
                                "{decides: chair}, clause: '1'}\n");
  EXPECT_THAT(check(text), ElementsAre("22:9 error no-chair"));
}

// "Seven clear days' notice": a date that nothing waits for is no notice.
TEST(CheckPolicy, ANoticeThatBindsNothing) {
  const auto with_notice = [](const std::string& when, const std::string& by = "raiser") {
    const std::string text =
        with(two_stages(), "    title: Managers\n",
             "    title: Managers\n    duties:\n"
             "      - {id: notice, what: Give notice, owed_by: any_side, due: {within: at least 7 "
             "clear days before, from: day}, clause: '1'}\n"
             "      - {id: meet, what: Meet, owed_by: any_side, " +
                 when + "meeting: {decides: nobody}, clause: '1'}\n");
    return check(with(with(text, "by: raiser", "by: " + by),
                      "start:", "facts: {day: {asks: When, kind: moment, clause: '1'}}\nstart:"));
  };
  EXPECT_THAT(with_notice(""), ElementsAre("23:9 warning notice-binds-nothing"));
  EXPECT_THAT(with_notice("when: {notice: met}, "), IsEmpty());
  EXPECT_THAT(with_notice("", "raiser, when: {meet: met, not: {notice: late}}"), IsEmpty());
}

TEST(CheckPolicy, WhoMustSitAndMustNotCannotBothHold) {
  const auto with_meeting = [](const std::string& rule) {
    return with(two_stages(), "    title: Managers\n",
                "    title: Managers\n    duties:\n"
                "      - {id: meet, what: Meet, owed_by: any_side, meeting: {" +
                    rule + "}, clause: '1'}\n");
  };
  for (const char* impossible :
       {"must: [each_side], must_not: [each_side]", "must: raiser, must_not: raiser",
        "must: [{raising_side: line_manager}], must_not: [each_side]",
        "chair: {responding_side: line_manager}, must_not: responding_side",
        "must: [{each_side: worker}], must_not: [{raising_side: worker}]"}) {
    EXPECT_THAT(check(with_meeting(impossible)), ElementsAre("22:9 error meeting-cannot-be-held"))
        << impossible;
  }
  for (const char* possible :
       {"must: [{each_side: line_manager}], must_not: [{each_side: worker}]",
        "must: responding_side, must_not: raising_side", "must: [each_side], must_not: raiser"}) {
    EXPECT_THAT(check(with_meeting(possible)), IsEmpty()) << possible;
  }
}

/// `two_stages` with a meeting by this rule, and a role of each kind to sit on it.
std::string with_panel(const std::string& meeting, const std::string& duty = "") {
  return with(with(two_stages(), "start:\n",
                   "roles:\n"
                   "  office: {title: Office, post: office, in: partnership, clause: '1'}\n"
                   "  nurse: {title: Nurse, post: nurse, in: health, clause: '1'}\n"
                   "  officer: {title: Officer, post: officer, in: police, clause: '1'}\n"
                   "start:\n"),
              "    title: Managers\n",
              "    title: Managers\n    duties:\n"
              "      - {id: meet, what: Meet, owed_by: any_side, meeting: {" +
                  meeting + "}, " + duty + "clause: '1'}\n");
}

/// What is found in it, apart from the roles that this meeting does not use.
std::vector<std::string> found_in(const std::string& text) {
  auto lines = check(text);
  std::erase_if(lines, [](const std::string& line) { return line.ends_with("role-not-used"); });
  return lines;
}

TEST(CheckPolicy, AMeetingIsNotAskedForMoreThanItsSeats) {
  for (const char* impossible :
       {"seats: 2, quorum: 3", "seats: 2, at_least: 3", "seats: 1, must: [each_side]",
        "seats: 2, must: [office, nurse, officer]", "seats: 2, chair: office, must: [each_side]"}) {
    EXPECT_THAT(found_in(with_panel(impossible)), ElementsAre("26:9 error meeting-cannot-be-held"))
        << impossible;
  }
  for (const char* possible :
       {"seats: 3, quorum: 2, at_least: 3", "seats: 2, must: [each_side, nurse]",
        "seats: 3, chair: office, must: [each_side, nurse]"}) {
    EXPECT_THAT(found_in(with_panel(possible)), IsEmpty()) << possible;
  }
}

TEST(CheckPolicy, ASeatThatMayBeASidesIsSaidWhereTheSidesMayNotSit) {
  EXPECT_THAT(found_in(with_panel("must: [nurse], must_not: [each_side]")),
              ElementsAre("26:9 note seat-of-a-side"));
  EXPECT_THAT(found_in(with_panel("must: [nurse]")), IsEmpty());
  EXPECT_THAT(found_in(with_panel("must: [office], must_not: [each_side]")), IsEmpty());
}

TEST(CheckPolicy, AttendanceBelowWhatIsNeededAnywayIsFound) {
  for (const char* idle : {"at_least: 2, quorum: 3", "at_least: 1, must: [each_side]",
                           "at_least: 2, must: [office, nurse, officer]"}) {
    EXPECT_THAT(found_in(with_panel(idle)), ElementsAre("26:9 warning at-least-too-low")) << idle;
  }
  EXPECT_THAT(found_in(with_panel("at_least: 2, must: [each_side, nurse]")), IsEmpty())
      << "the nurse can be the person of a side";
}

TEST(CheckPolicy, AQuorumThatOneConflictEmptiesIsFound) {
  for (const char* emptied :
       {"seats: 3, quorum: 3", "must: [each_side], quorum: 2",
        "must: [each_side], at_least: 3, quorum: 2", "seats: 3, must: [each_side], quorum: half",
        "seats: 4, must: [{raising_side: worker}, responding_side], quorum: 3"}) {
    EXPECT_THAT(found_in(with_panel(emptied)), ElementsAre("26:9 warning quorum-without-spare"))
        << emptied;
  }
  for (const char* spare :
       {"seats: 4, must: [each_side], quorum: half", "must: [each_side, office], quorum: 2",
        "quorum: 3", "seats: 3, must: [nurse], quorum: half", "must: [each_side]"}) {
    EXPECT_THAT(found_in(with_panel(spare)), IsEmpty()) << spare;
  }
}

TEST(CheckPolicy, WhatHoldsWhereVotesAreEvenIsSaid) {
  EXPECT_THAT(found_in(with_panel("decides: majority")), ElementsAre("26:9 warning no-tie"));
  EXPECT_THAT(found_in(with_panel("decides: majority, tie: not stated")), IsEmpty());
  EXPECT_THAT(found_in(with_panel("decides: majority, tie: chair")),
              ElementsAre("26:9 error no-chair"));
  EXPECT_THAT(
      found_in(with_panel("decides: majority, tie: chair, chair: elected from those present")),
      IsEmpty());
  EXPECT_THAT(found_in(with_panel("decides: together, tie: chair, chair: office")),
              ElementsAre("26:9 error tie-without-vote"));
}

TEST(CheckPolicy, AMeetingIsItsOwnProof) {
  EXPECT_THAT(found_in(with_panel("must: [each_side]", "proof: record, ")),
              ElementsAre("26:9 warning proof-beside-meeting"));
  EXPECT_THAT(found_in(with_panel("must: [each_side]", "proof: plan, ")), IsEmpty());
}

}  // namespace
}  // namespace accord
