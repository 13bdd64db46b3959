#include "service/service.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "base/testdata/project_folder.hpp"
#include "calendar/bank_holidays.hpp"
#include "directory/reader.hpp"
#include "ledger/verify.hpp"
#include "service/demonstration.hpp"
#include "service/list.hpp"
#include "service/random.hpp"
#include "service/waiting.hpp"

namespace accord {
namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& path) {
  const std::ifstream file{path};
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// A database in a folder of its own, with one of the shipped partnerships and its invented people.
class ServiceTest : public testing::TestWithParam<fs::path> {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("accord-service-" + random_hex_128());
    fs::create_directory(folder_);
    const auto components = Service::components();
    auto opened = Database::open({(folder_ / "a.db").string(), Access::Create, 1, {}}, components);
    ASSERT_TRUE(opened.has_value()) << opened.error().what;
    database_ = *std::move(opened);
    clock_.set(Instant{1'795'428'000});  // Monday 23 November 2026, 10am
    service_.emplace(*database_, Service::Options{[this] { return clock_.now(); }, random_hex_128,
                                                  random_reference});
    const auto added = service_->add_partnership({partnership_, "A partnership", true},
                                                 text_of(GetParam() / "policy.yaml"),
                                                 text_of(GetParam() / "demo" / "directory.yaml"));
    ASSERT_TRUE(added.has_value()) << to_words(added.error());
    const auto invented = read_invented(text_of(GetParam() / "demo" / "disagreements.yaml"));
    ASSERT_TRUE(invented.has_value()) << to_line(invented.error().front());
    invented_ = *invented;
  }
  static void TearDownTestSuite() {
    if (asked_ == 5) {
      EXPECT_GT(told_, 0) << "in no demonstration is anybody only told: the test shows nothing";
    }
  }
  void TearDown() override {
    service_.reset();
    database_.reset();
    fs::remove_all(folder_);
  }

  std::string stage(std::size_t index) {
    const auto staged =
        stage_disagreement(*service_, clock_, clock_.now(), partnership_, invented_.at(index));
    EXPECT_TRUE(staged.has_value()) << staged.error();
    return staged.value_or("");
  }

  Submission note(const DisagreementId& id, const Actor& by, const std::string& text) {
    Submission submission;
    submission.partnership = partnership_;
    submission.disagreement = id;
    submission.command = {by, AddNote{text}};
    submission.command_id = CommandId{random_hex_128()};
    submission.body = text;
    return submission;
  }

  std::string dump() {
    return *database_->read([&](Connection& connection) -> std::expected<std::string, Fault> {
      return ReadModels{connection}.dump(partnership_);
    });
  }

  static inline int told_ = 0;   // who was only told, over all partnerships
  static inline int asked_ = 0;  // the partnerships that were looked through for them

  fs::path folder_;
  std::unique_ptr<Database> database_;
  StagedClock clock_;
  std::optional<Service> service_;
  PartnershipId partnership_{"one"};
  std::vector<InventedDisagreement> invented_;
};

// "Read models are rebuilt on demand, equal to the last byte."
TEST_P(ServiceTest, RebuildsItsListsEqualToTheLastByte) {
  for (std::size_t i = 0; i < std::min<std::size_t>(invented_.size(), 3); ++i) {
    stage(i);
  }
  const std::string before = dump();
  ASSERT_GT(before.size(), 500U);
  const auto rebuilt = service_->rebuild(partnership_);
  ASSERT_TRUE(rebuilt.has_value()) << to_words(rebuilt.error());
  EXPECT_EQ(dump(), before);
}

// S-AC2: a list shows, and counts, what the person who asks may open, and nothing else; a page of
// it is what the whole would show there.
TEST_P(ServiceTest, SAC2_ListsAndCountsWhatMayBeOpened) {
  for (std::size_t i = 0; i < std::min<std::size_t>(invented_.size(), 5); ++i) {
    stage(i);
  }
  const auto all = *service_->all_disagreements(partnership_);
  std::int64_t shown = 0;
  const auto shared = *service_->partnership(partnership_);
  for (const Person& person : shared->directory->people()) {
    const Actor actor{person.id, person.agency};
    const auto page = list_disagreements(*service_, partnership_, actor, {.limit = 100});
    ASSERT_TRUE(page.has_value()) << to_words(page.error());
    EXPECT_EQ(page->matching, static_cast<std::int64_t>(page->rows.size()));
    EXPECT_EQ(page->all, page->matching);
    shown += page->matching;
    for (const DisagreementRow& row : page->rows) {
      EXPECT_TRUE(service_->load(partnership_, row.reference, actor).has_value())
          << person.id.text() << " is shown what they may not open";
    }
    const auto openable = std::ranges::count_if(all, [&](const DisagreementRow& row) {
      return service_->load(partnership_, row.reference, actor).has_value();
    });
    EXPECT_EQ(page->matching, openable) << person.id.text() << " is not shown what they may open";
    const auto second =
        *list_disagreements(*service_, partnership_, actor,
                            {.order = ListQuery::Order::Reference, .offset = 1, .limit = 1});
    EXPECT_EQ(second.matching, page->matching);
    EXPECT_EQ(second.rows.size(), page->matching > 1 ? 1U : 0U);
  }
  EXPECT_GT(shown, static_cast<std::int64_t>(all.size()));
}

// A filter is a condition of its own: each narrows, and what does not exist gives nothing.
TEST_P(ServiceTest, NarrowsAListByEachPartOfTheFilter) {
  for (std::size_t i = 0; i < std::min<std::size_t>(invented_.size(), 5); ++i) {
    stage(i);
  }
  const auto rows = *service_->all_disagreements(partnership_);
  const auto shared = *service_->partnership(partnership_);
  for (const DisagreementRow& row : rows) {
    const Directory& directory = *shared->directory;
    const Actor raiser{row.raiser, directory.person(row.raiser)->agency};
    const auto lists = [&](const ListFilter& filter) {
      const auto page =
          *list_disagreements(*service_, partnership_, raiser, {.filter = filter, .limit = 100});
      return std::ranges::count(page.rows, row.reference, &DisagreementRow::reference) == 1;
    };
    using State = ListFilter::State;
    EXPECT_TRUE(lists({.reference = row.reference}));
    EXPECT_FALSE(lists({.reference = "NONE-NONE"}));
    EXPECT_EQ(lists({.state = State::Open}), row.outcome.empty());
    EXPECT_EQ(lists({.state = State::Resolved}), !row.outcome.empty());
    EXPECT_EQ(
        lists({.state = State::Late}),
        !row.finished && (row.late || (row.outcome.empty() && row.due && *row.due < clock_.now())));
    EXPECT_TRUE(lists({.stage = row.stage, .area = row.area, .agency = row.raising}));
    EXPECT_TRUE(lists({.agency = row.responding.front()}));
    EXPECT_FALSE(lists({.agency = AgencyId{"%"}}));
    EXPECT_FALSE(lists({.stage = "no_stage"}));
    EXPECT_FALSE(lists({.area = "no area"}));
    EXPECT_FALSE(lists({.child_word = "no status"}));
    EXPECT_TRUE(
        lists({.raised_from = row.raised_at, .raised_before = Instant{row.raised_at.seconds + 1}}));
    EXPECT_FALSE(lists({.raised_from = Instant{row.raised_at.seconds + 1}}));
    EXPECT_FALSE(lists({.raised_before = row.raised_at}));
    const auto loaded = *service_->load(partnership_, row.reference, raiser);
    for (const FactValue& value : loaded.state.facts) {
      if (loaded.state.fact(value.set.fact, value.set.holder) == &value &&
          std::ranges::count(loaded.state.raised.children, value.set.holder, &Child::id) == 1) {
        for (const std::string& word : value.set.words) {
          EXPECT_TRUE(lists({.child_word = word})) << word;
        }
      }
    }
  }
}

// A command id makes a repeated submission harmless (S-IDEM).
TEST_P(ServiceTest, AnswersARepeatedSubmissionAsTheFirstTime) {
  const std::string reference = stage(0);
  const auto row = *service_->all_disagreements(partnership_);
  const auto loaded = service_->load_any(partnership_, row.front().id);
  ASSERT_TRUE(loaded.has_value());
  Submission submission = note(loaded->id, loaded->state.raiser, "Rang at noon.");

  const auto first = service_->submit(submission);
  ASSERT_TRUE(first.has_value()) << to_words(first.error());
  const auto second = service_->submit(submission);
  ASSERT_TRUE(second.has_value()) << to_words(second.error());
  EXPECT_TRUE(second->repeated);
  EXPECT_EQ(second->first, first->first);
  EXPECT_EQ(service_->load_any(partnership_, loaded->id)->state.version, first->last);

  submission.body = "Something else.";
  const auto reused = service_->submit(submission);
  ASSERT_FALSE(reused.has_value());
  const auto* before = std::get_if<RecordedBefore>(&reused.error());
  ASSERT_NE(before, nullptr) << to_words(reused.error());
  EXPECT_EQ(before->first.reference, reference);
  EXPECT_EQ(before->first.last, first->last);
  EXPECT_EQ(before->recorded_at, clock_.now());
  EXPECT_EQ(before->kind, "noted");
  const std::string words = to_words(reused.error());
  EXPECT_NE(words.find("first was recorded and stands"), std::string::npos) << words;
  EXPECT_NE(words.find("nothing of what you sent now"), std::string::npos) << words;

  submission.command.by = {loaded->state.representative(1)->person,
                           loaded->state.raised.sides.back().agency};
  const auto theirs = service_->submit(submission);
  ASSERT_FALSE(theirs.has_value());
  EXPECT_TRUE(std::holds_alternative<Conflict>(theirs.error()))
      << "nobody learns by an id what somebody else recorded with it";
}

// Nothing is overwritten by somebody who had not seen the other side's entry.
TEST_P(ServiceTest, RefusesWhatWasBasedOnAnOlderVersion) {
  stage(0);
  const auto rows = *service_->all_disagreements(partnership_);
  const auto loaded = service_->load_any(partnership_, rows.front().id);
  ASSERT_TRUE(loaded.has_value());
  const Actor raiser = loaded->state.raiser;
  const AgencyId other_agency = loaded->state.raised.sides.back().agency;
  const Actor other{loaded->state.representative(1)->person, other_agency};
  ASSERT_TRUE(service_->submit(note(loaded->id, other, "We have looked again.")).has_value());

  Submission late = note(loaded->id, raiser, "Still unsafe.");
  late.based_on = loaded->state.version;
  const auto answer = service_->submit(late);
  ASSERT_FALSE(answer.has_value());
  EXPECT_TRUE(std::holds_alternative<Conflict>(answer.error()));
}

// Unknown and forbidden answer alike: there is nothing here (S-AC2).
TEST_P(ServiceTest, ShowsADisagreementOnlyToThoseInIt) {
  const std::string reference = stage(0);
  const auto rows = *service_->all_disagreements(partnership_);
  const auto loaded = service_->load_any(partnership_, rows.front().id);
  ASSERT_TRUE(loaded.has_value());
  EXPECT_TRUE(service_->load(partnership_, reference, loaded->state.raiser).has_value());
  const Actor nobody{PersonId{"nobody"}, AgencyId{"nowhere"}};
  const auto forbidden = service_->load(partnership_, reference, nobody);
  const auto unknown = service_->load(partnership_, "0000-0000", nobody);
  ASSERT_FALSE(forbidden.has_value());
  ASSERT_FALSE(unknown.has_value());
  EXPECT_EQ(to_words(forbidden.error()), to_words(unknown.error()));
  EXPECT_FALSE(service_->submit(note(loaded->id, nobody, "Let me in.")).has_value());
}

TEST_P(ServiceTest, KeepsARecordThatVerifies) {
  stage(0);
  const auto report = database_->read([](Connection& connection) { return verify(connection); });
  ASSERT_TRUE(report.has_value()) << report.error().what;
  EXPECT_TRUE(report->intact());
}

TEST_P(ServiceTest, KeepsADraftForItsOwnerAlone) {
  const PersonId mine{"me"};
  const Draft draft{"d1", mine, "raise", "", {{"why", "line one\nline two"}}, clock_.now()};
  ASSERT_TRUE(service_->save_draft(partnership_, draft).has_value());
  const auto kept = service_->draft(partnership_, mine, "d1");
  ASSERT_TRUE(kept.has_value() && kept->has_value());
  EXPECT_EQ((*kept)->fields, draft.fields);
  EXPECT_FALSE(service_->draft(partnership_, PersonId{"you"}, "d1")->has_value());
  Draft theirs = draft;
  theirs.person = PersonId{"you"};
  theirs.fields = {{"why", "overwritten"}};
  ASSERT_TRUE(service_->save_draft(partnership_, theirs).has_value());
  EXPECT_EQ((*service_->draft(partnership_, mine, "d1"))->fields, draft.fields);
}

/// The bank holidays that a policy counts by, with three more days off in the week of the scene.
std::string with_days_of_mourning(const Policy& policy) {
  std::string text{embedded_calendar_text(policy.calendar).value_or("")};
  for (const char* day : {"2026-11-24", "2026-11-25", "2026-11-26"}) {
    text += std::string{"added "} + day + ": Day of mourning, announced 2026-11-23\n";
  }
  return text;
}

// Timescale rule 10: "A deadline that changes (a new bank holiday …) is a recorded event that keeps
// the old one."
TEST_P(ServiceTest, ANewBankHolidayMovesOpenDeadlinesAndSaysWhy) {
  for (std::size_t i = 0; i < std::min<std::size_t>(invented_.size(), 4); ++i) {
    stage(i);
  }
  const std::string text =
      with_days_of_mourning(*service_->partnership(partnership_).value()->policy);
  const std::string before = dump();

  const auto preview = service_->preview_calendar(partnership_, text);
  ASSERT_TRUE(preview.has_value()) << to_words(preview.error());
  ASSERT_FALSE(preview->moved.empty());
  EXPECT_TRUE(std::ranges::is_sorted(preview->moved, {}, &MovedDeadline::from));
  EXPECT_NE(preview->why.find("Day of mourning"), std::string::npos) << preview->why;
  EXPECT_EQ(dump(), before) << "a preview records nothing";

  const auto adopted = service_->adopt_calendar(partnership_, text);
  ASSERT_TRUE(adopted.has_value()) << to_words(adopted.error());
  std::set<DisagreementId> moved;
  for (const MovedDeadline& each : preview->moved) {
    moved.insert(each.disagreement);
    const auto loaded = service_->load_any(partnership_, each.disagreement);
    ASSERT_TRUE(loaded.has_value());
    EXPECT_TRUE(std::ranges::any_of(loaded->events, [&](const Event& event) {
      const auto* changed = std::get_if<DeadlineChanged>(&event.body);
      return changed != nullptr && changed->why == preview->why && changed->from.due == each.from &&
             changed->to.due == each.to;
    })) << each.what;
  }
  EXPECT_EQ(*adopted, static_cast<std::int64_t>(moved.size()));

  EXPECT_EQ(service_->adopt_calendar(partnership_, text), 0) << "what is done is done once";
  EXPECT_TRUE(service_->preview_calendar(partnership_, text)->moved.empty());
  const auto report = database_->read([](Connection& connection) { return verify(connection); });
  ASSERT_TRUE(report.has_value());
  EXPECT_TRUE(report->intact());
}

// "What has already passed stays passed": also what no timer had looked at yet.
TEST_P(ServiceTest, ANewBankHolidayLeavesWhatHasPassedPassed) {
  stage(0);
  const auto rows = *service_->all_disagreements(partnership_);
  const auto overdue = [&] {
    std::vector<std::optional<Instant>> found;
    const auto now = service_->load_any(partnership_, rows.front().id);
    for (const DutyState& duty : now->state.duties) {
      found.push_back(duty.overdue_at);
    }
    return found;
  };
  const std::string text =
      with_days_of_mourning(*service_->partnership(partnership_).value()->policy);
  clock_.set(Instant{clock_.now().seconds + 21 * 86'400});
  Disagreement unrecorded = service_->load_any(partnership_, rows.front().id)->state;
  const auto loaded = service_->load_any(partnership_, rows.front().id);
  const auto passed =
      decide(unrecorded, Command{Actor{}, PassTime{}}, service_->circumstances(*loaded));
  ASSERT_TRUE(passed.has_value());
  for (const Event& event : *passed) {
    apply(unrecorded, event);
  }
  std::vector<std::optional<Instant>> by_the_old;
  for (const DutyState& duty : unrecorded.duties) {
    by_the_old.push_back(duty.overdue_at);
  }
  ASSERT_TRUE(std::ranges::any_of(by_the_old, [](const auto& at) { return at.has_value(); }));

  ASSERT_TRUE(service_->adopt_calendar(partnership_, text).has_value());

  EXPECT_EQ(overdue(), by_the_old);
}

TEST_P(ServiceTest, RefusesACalendarThatIsNotThePartnerships) {
  const auto wrong = service_->adopt_calendar(partnership_, "no calendar\n");
  ASSERT_FALSE(wrong.has_value());
  EXPECT_NE(to_words(wrong.error()).find("cannot be used"), std::string::npos);
  const auto other = service_->preview_calendar(
      partnership_, std::string{embedded_calendar_text("scotland").value()});
  ASSERT_FALSE(other.has_value());
  EXPECT_NE(to_words(other.error()).find("scotland"), std::string::npos);
}

// A partnership that is damaged has no time pass in it; every other one's deadlines still run out.
TEST_P(ServiceTest, TimePassesInEveryOtherPartnershipThanADamagedOne) {
  const PartnershipId damaged{"damaged"};
  ASSERT_LT(damaged, partnership_) << "it comes first";
  ASSERT_TRUE(service_->add_partnership({damaged, "A damaged partnership", true},
                                        text_of(GetParam() / "policy.yaml"),
                                        text_of(GetParam() / "demo" / "directory.yaml")));
  for (std::size_t i = 0; i < std::min<std::size_t>(invented_.size(), 3); ++i) {
    stage(i);
    const auto staged =
        stage_disagreement(*service_, clock_, clock_.now(), damaged, invented_.at(i));
    ASSERT_TRUE(staged.has_value()) << staged.error();
  }
  const auto deleted =
      database_->write([&](Connection& connection) -> std::expected<std::int64_t, Fault> {
        return connection.run(
            "DELETE FROM document WHERE kind = 'directory' AND partnership = 'damaged'");
      });
  ASSERT_TRUE(deleted.has_value());
  clock_.set(Instant{clock_.now().seconds + 60 * 24 * 3600});
  const std::string before = dump();

  const auto passed = service_->pass_time();

  ASSERT_FALSE(passed.has_value());
  EXPECT_NE(to_words(passed.error()).find("no directory in force of 'damaged'"), std::string::npos);
  EXPECT_TRUE(dump() != before);
}

// Where a record is damaged, or nothing comes of a moment, those behind it wait no longer for that.
TEST_P(ServiceTest, WhatWaitsForTimeIsFoundToTheLast) {
  for (std::size_t i = 0; i < invented_.size(); ++i) {
    stage(i);
  }
  const Instant later{clock_.now().seconds + 366 * 24 * 3600};
  const auto waiting = [&](const DisagreementId& after, std::int64_t limit) {
    using Ids = std::vector<DisagreementId>;
    return *database_->read([&](Connection& connection) -> std::expected<Ids, Fault> {
      return ReadModels{connection}.waiting(partnership_, later, after, limit);
    });
  };
  const auto all = waiting(DisagreementId{}, 100);
  ASSERT_GT(all.size(), 1U);
  std::vector<DisagreementId> one_by_one;
  for (auto next = waiting(DisagreementId{}, 1); !next.empty(); next = waiting(next.back(), 1)) {
    one_by_one.push_back(next.front());
    ASSERT_LE(one_by_one.size(), all.size());
  }
  EXPECT_EQ(one_by_one, all);
}

// Security: whoever was only told of a disagreement has no power to step: what a side agrees to,
// its own people say.
TEST_P(ServiceTest, WhoWasOnlyToldAgreesToNothing) {
  int told = 0;
  for (std::size_t i = 0; i < invented_.size(); ++i) {
    stage(i);
  }
  const auto rows = *service_->all_disagreements(partnership_);
  const auto shared = *service_->partnership(partnership_);
  for (const DisagreementRow& row : rows) {
    for (const Person& person : shared->directory->people()) {
      const Actor actor{person.id, person.agency};
      const auto loaded = service_->load(partnership_, row.reference, actor);
      if (!loaded || loaded->relations != std::vector{Relation::Told} || loaded->state.outcome) {
        continue;
      }
      ++told;
      Submission lifted = note(loaded->id, actor, "lifted");
      lifted.command.body = SetChildTimescale{std::nullopt, "no longer needed"};
      const auto refused = service_->submit(lifted);
      ASSERT_FALSE(refused);
      const auto* refusal = std::get_if<Refusal>(&refused.error());
      ASSERT_NE(refusal, nullptr) << to_words(refused.error());
      EXPECT_EQ(refusal->what, "You were told of this. What a side agrees to, its own people say.");
      EXPECT_TRUE(service_->submit(note(loaded->id, actor, "noted")));
    }
  }
  told_ += told;
  ++asked_;
}

// The partnership closes its offices: as a bank holiday does, that moves open deadlines.
TEST_P(ServiceTest, ClosuresOfThePartnershipMoveOpenDeadlinesToo) {
  for (std::size_t i = 0; i < std::min<std::size_t>(invented_.size(), 4); ++i) {
    stage(i);
  }
  const auto there_now = service_->partnership(partnership_);
  ASSERT_TRUE(there_now.has_value());
  std::string text = to_yaml(*(*there_now)->directory);
  const std::string there = "partnership:\n";
  ASSERT_EQ(text.rfind(there, 0), 0U) << text.substr(0, 200);
  text.insert(there.size(), "  closures: [2026-11-24 to 2026-11-26]\n");

  const auto moved = service_->replace_directory(partnership_, text);

  ASSERT_TRUE(moved.has_value()) << to_words(moved.error());
  EXPECT_GT(*moved, 0);
  std::int64_t recorded = 0;
  const auto rows = *service_->all_disagreements(partnership_);
  for (const DisagreementRow& row : rows) {
    const auto loaded = service_->load_any(partnership_, row.id);
    ASSERT_TRUE(loaded.has_value());
    recorded += std::ranges::any_of(loaded->events, [](const Event& event) {
      const auto* changed = std::get_if<DeadlineChanged>(&event.body);
      return changed != nullptr && changed->why.find("closed changed") != std::string::npos;
    });
  }
  EXPECT_EQ(recorded, *moved);
}

// People choose a day and an hour; and a second plan does not promise what the first one did.
TEST_P(ServiceTest, InventedPlansFallDueInWorkingHoursAndDoNotRepeat) {
  for (std::size_t i = 0; i < std::min<std::size_t>(invented_.size(), 6); ++i) {
    stage(i);
  }
  const auto there = service_->partnership(partnership_);
  ASSERT_TRUE(there.has_value());
  const WorkingCalendar& calendar = *(*there)->calendar;
  const auto rows = *service_->all_disagreements(partnership_);
  for (const DisagreementRow& row : rows) {
    const auto loaded = service_->load_any(partnership_, row.id);
    ASSERT_TRUE(loaded.has_value());
    std::set<std::string> taken_on;
    for (const DutyState& duty : loaded->state.duties) {
      if (!duty.undertaking) {
        continue;
      }
      EXPECT_TRUE(taken_on.insert(duty.undertaking->what).second) << duty.undertaking->what;
      ASSERT_TRUE(duty.deadline.due.has_value());
      const LocalTime due = calendar.zone().to_local(*duty.deadline.due);
      EXPECT_TRUE(calendar.is_working_day(due.day)) << to_iso(due.day);
      EXPECT_TRUE(due.second_of_day >= calendar.opens_s() &&
                  due.second_of_day <= calendar.closes_s() && due.second_of_day % 3600 == 0)
          << due.second_of_day;
    }
  }
}

// The menu of every page says how many duties wait, and the page of them lists as many.
// What is invented as finished owes nothing any more, also where its way goes through a plan.
TEST_P(ServiceTest, InventedDisagreementsAreFinishedWhereTheySaySo) {
  std::size_t finished = 0;
  for (std::size_t i = 0; i < invented_.size(); ++i) {
    if (!invented_[i].finished) {
      continue;
    }
    ++finished;
    const std::string reference = stage(i);
    const auto rows = *service_->all_disagreements(partnership_);
    const auto row = std::ranges::find(rows, reference, &DisagreementRow::reference);
    ASSERT_NE(row, rows.end()) << reference;
    const auto loaded = service_->load_any(partnership_, row->id);
    ASSERT_TRUE(loaded.has_value()) << to_words(loaded.error());
    EXPECT_TRUE(loaded->state.finished) << "line " << invented_[i].mark.line;
  }
  EXPECT_GT(finished, 0U);
}

// What cannot be finished is said, and does not stay open in silence.
TEST_P(ServiceTest, InventedDisagreementsThatCannotBeFinishedSaySo) {
  const auto one = std::ranges::find_if(invented_, [](const InventedDisagreement& invented) {
    return invented.finished && !invented.considered.empty();
  });
  ASSERT_NE(one, invented_.end());
  InventedDisagreement unread = *one;
  unread.considered = {"\u200B"};
  const auto staged = stage_disagreement(*service_, clock_, clock_.now(), partnership_, unread);
  ASSERT_FALSE(staged.has_value());
  EXPECT_NE(staged.error().find("it is not finished: "), std::string::npos) << staged.error();
}

TEST_P(ServiceTest, CountsTheWorkThatItLists) {
  for (std::size_t i = 0; i < std::min<std::size_t>(invented_.size(), 3); ++i) {
    stage(i);
  }
  const auto there = service_->partnership(partnership_);
  ASSERT_TRUE(there.has_value());
  std::int64_t most = 0;
  for (const Person& person : (*there)->directory->people()) {
    const Actor viewer{person.id, person.agency};
    const auto listed = service_->work(partnership_, viewer);
    ASSERT_TRUE(listed.has_value());
    EXPECT_EQ(count_work(*service_, partnership_, viewer),
              static_cast<std::int64_t>(listed->size()))
        << person.id.text();
    most = std::max(most, static_cast<std::int64_t>(listed->size()));
  }
  EXPECT_GT(most, 0);
}

// What is kept of a record is only where reading goes on: another process adds, and it is seen.
TEST_P(ServiceTest, SeesWhatAnotherProcessRecorded) {
  stage(0);
  const auto rows = *service_->all_disagreements(partnership_);
  const auto before = service_->load_any(partnership_, rows.front().id);
  ASSERT_TRUE(before.has_value());
  Service other{*database_, {[this] { return clock_.now(); }, random_hex_128, random_reference}};
  ASSERT_TRUE(
      other.submit(note(before->id, before->state.raiser, "From another process.")).has_value());

  const auto after = service_->load_any(partnership_, before->id);
  const auto anew = other.load_any(partnership_, before->id);

  ASSERT_TRUE(after.has_value() && anew.has_value());
  EXPECT_GT(after->state.version, before->state.version);
  EXPECT_EQ(after->events.size(), static_cast<std::size_t>(after->state.version));
  EXPECT_EQ(after->state.version, anew->state.version);
}

std::vector<fs::path> partnerships() {
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(testdata::project_folder() / "policies")) {
    if (fs::exists(entry.path() / "demo" / "disagreements.yaml")) {
      found.push_back(entry.path());
    }
  }
  std::ranges::sort(found);
  return found;
}

INSTANTIATE_TEST_SUITE_P(Shipped, ServiceTest, testing::ValuesIn(partnerships()),
                         [](const auto& folder) { return folder.param.filename().string(); });

}  // namespace
}  // namespace accord
