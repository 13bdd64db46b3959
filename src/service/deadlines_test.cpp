#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "calendar/bank_holidays.hpp"
#include "directory/reader.hpp"
#include "ledger/verify.hpp"
#include "service/testdata/service_fixture.hpp"

namespace accord {
namespace {

using testdata::text_of;

class Deadlines : public testdata::ServiceTest {};

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
TEST_P(Deadlines, ANewBankHolidayMovesOpenDeadlinesAndSaysWhy) {
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
  const auto report =
      database_->read_every([](Connection& connection) { return verify(connection); });
  ASSERT_TRUE(report.has_value());
  EXPECT_TRUE(report->intact());
}

// "What has already passed stays passed": also what no timer had looked at yet.
TEST_P(Deadlines, ANewBankHolidayLeavesWhatHasPassedPassed) {
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

TEST_P(Deadlines, RefusesACalendarThatIsNotThePartnerships) {
  const auto wrong = service_->adopt_calendar(partnership_, "no calendar\n");
  ASSERT_FALSE(wrong.has_value());
  EXPECT_NE(to_words(wrong.error()).find("cannot be used"), std::string::npos);
  const auto other = service_->preview_calendar(
      partnership_, std::string{embedded_calendar_text("scotland").value()});
  ASSERT_FALSE(other.has_value());
  EXPECT_NE(to_words(other.error()).find("scotland"), std::string::npos);
}

// A partnership that is damaged has no time pass in it; every other one's deadlines still run out.
TEST_P(Deadlines, TimePassesInEveryOtherPartnershipThanADamagedOne) {
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
      database_->write(damaged, [&](Connection& connection) -> std::expected<std::int64_t, Fault> {
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

// What time does to many is recorded in one commit; one whose record is damaged holds up no other.
TEST_P(Deadlines, TimePassesInEveryOtherDisagreementThanADamagedOne) {
  for (std::size_t i = 0; i < invented_.size(); ++i) {
    stage(i);
  }
  clock_.set(Instant{clock_.now().seconds + 366 * 24 * 3600});
  using Ids = std::vector<DisagreementId>;
  const Ids waiting =
      *database_->read(partnership_, [&](Connection& connection) -> std::expected<Ids, Fault> {
        return ReadModels{connection}.waiting(partnership_, clock_.now(), DisagreementId{}, 100);
      });
  ASSERT_GT(waiting.size(), 1U);
  const auto damaged = database_->write(
      partnership_, [&](Connection& connection) -> std::expected<std::int64_t, Fault> {
        if (auto removed = testdata::remove_guards(connection); !removed) {
          return std::unexpected(removed.error());
        }
        return connection.run(
            "UPDATE ledger_entry SET bytes = leaf_hash WHERE partnership = $1 AND disagreement = "
            "$2 "
            "AND sequence = 1",
            partnership_.text(), waiting.front().text());
      });
  ASSERT_EQ(damaged, 1);
  Service fresh{*database_, {[this] { return clock_.now(); }, random_hex_128, random_reference}};

  const auto passed = fresh.pass_time();

  EXPECT_FALSE(passed.has_value()) << "the damaged one is told";
  for (std::size_t i = 1; i < waiting.size(); ++i) {
    const auto loaded = fresh.load_any(partnership_, waiting[i]);
    ASSERT_TRUE(loaded.has_value());
    EXPECT_EQ(loaded->events.back().recorded_at, clock_.now()) << waiting[i].text();
  }
}

// A hundred that are due are not a hundred flushes of the disk.
TEST_P(Deadlines, TimePassesForManyInOneCommit) {
  for (std::size_t i = 0; i < invented_.size(); ++i) {
    stage(i);
  }
  clock_.set(Instant{clock_.now().seconds + 366 * 24 * 3600});
  service_.reset();
  database_.reset();
  std::size_t commits = 0;
  Database::Options options{.location = kept_.location(), .readers = 1};
  options.writer.on_commit = [&](const Writer::Commit&) { ++commits; };
  auto opened = Database::open(std::move(options), Service::components());
  ASSERT_TRUE(opened.has_value()) << opened.error().what;
  database_ = *std::move(opened);
  Service service{*database_, {[this] { return clock_.now(); }, random_hex_128, random_reference}};

  const auto passed = service.pass_time();

  ASSERT_TRUE(passed.has_value()) << to_words(passed.error());
  ASSERT_GT(*passed, 1);
  EXPECT_EQ(commits, 3U) << "the claim, what time does, and the claim's end";
}

// Where a record is damaged, or nothing comes of a moment, those behind it wait no longer for that.
TEST_P(Deadlines, WhatWaitsForTimeIsFoundToTheLast) {
  for (std::size_t i = 0; i < invented_.size(); ++i) {
    stage(i);
  }
  const Instant later{clock_.now().seconds + 366 * 24 * 3600};
  const auto waiting = [&](const DisagreementId& after, std::int64_t limit) {
    using Ids = std::vector<DisagreementId>;
    return *database_->read(partnership_, [&](Connection& connection) -> std::expected<Ids, Fault> {
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

// The partnership closes its offices: as a bank holiday does, that moves open deadlines.
TEST_P(Deadlines, ClosuresOfThePartnershipMoveOpenDeadlinesToo) {
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

INSTANTIATE_TEST_SUITE_P(Shipped, Deadlines, testing::ValuesIn(testdata::partnerships()),
                         testdata::name_of_folder);

}  // namespace
}  // namespace accord
