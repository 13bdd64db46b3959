// Several nodes at one database: nobody has to know which of them answers.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <latch>
#include <map>
#include <thread>

#include "ledger/verify.hpp"
#include "service/testdata/service_fixture.hpp"
#include "store/leases.hpp"

namespace accord {
namespace {

using testdata::text_of;

class Nodes : public testdata::ServiceTest {
 protected:
  void SetUp() override {
    ServiceTest::SetUp();
    const auto components = Service::components();
    auto opened = Database::open({kept_.location(), Access::Write, 1, {}}, components);
    ASSERT_TRUE(opened.has_value()) << opened.error().what;
    second_database_ = *std::move(opened);
    second_.emplace(*second_database_, Service::Options{[this] { return clock_.now(); },
                                                        random_hex_128, random_reference});
  }
  void TearDown() override {
    second_.reset();
    second_database_.reset();
    ServiceTest::TearDown();
  }

  /// On each node what it is given, at the same moment.
  template <typename Work>
  void on_both(Work work) {
    std::latch ready{2};
    const auto run = [&](Service& node) {
      ready.arrive_and_wait();
      work(node);
    };
    const std::jthread other{[&] { run(*second_); }};
    run(*service_);
  }
  DisagreementId staged() {
    stage(0);
    return service_->all_disagreements(partnership_)->front().id;
  }
  Actor raiser(const DisagreementId& id) {
    return service_->load_any(partnership_, id)->state.raiser;
  }
  std::int64_t notes(const DisagreementId& id) {
    const auto loaded = second_->load_any(partnership_, id);
    return std::ranges::count_if(loaded->events, [](const Event& event) {
      return std::holds_alternative<Noted>(event.body);
    });
  }
  void expect_intact() {
    const auto report =
        database_->read_every([](Connection& connection) { return verify(connection); });
    ASSERT_TRUE(report.has_value()) << report.error().what;
    EXPECT_TRUE(report->intact()) << report->findings.front().what;
  }

  std::unique_ptr<Database> second_database_;
  std::optional<Service> second_;
};

// S-DUR1: "Recorded" is said of what is there, whichever node said it.
TEST_P(Nodes, S_DUR1_EachNoteThatWasAcknowledgedIsThereOnce) {
  const DisagreementId id = staged();
  const Actor by = raiser(id);
  const std::int64_t before = notes(id);
  std::atomic<int> recorded{0};
  on_both([&](Service& node) {
    for (int i = 0; i < 10; ++i) {
      const auto answer = node.submit(note(id, by, "said " + std::to_string(i)));
      EXPECT_TRUE(answer.has_value()) << to_words(answer.error());
      recorded += answer.has_value() ? 1 : 0;
    }
  });
  EXPECT_EQ(notes(id), before + recorded);
  expect_intact();
}

// S-IDEM: "Same id + same body → first answer again", whichever node it was sent to.
TEST_P(Nodes, S_IDEM_AFormSentToBothIsRecordedOnce) {
  const DisagreementId id = staged();
  const Actor by = raiser(id);
  const std::int64_t before = notes(id);
  for (int i = 1; i <= 5; ++i) {
    const Submission same = note(id, by, "sent twice, " + std::to_string(i));
    std::atomic<int> first{0};
    on_both([&](Service& node) {
      const auto answer = node.submit(same);
      ASSERT_TRUE(answer.has_value()) << to_words(answer.error());
      first += answer->repeated ? 0 : 1;
    });
    EXPECT_EQ(first, 1);
    EXPECT_EQ(notes(id), before + i);
  }
}

// S-DUTY: what time alone does is recorded once, however many nodes look at the clock.
TEST_P(Nodes, S_DUTY_TimePassesOnce) {
  const DisagreementId id = staged();
  clock_.set(Instant{clock_.now().seconds + 30 * 86'400});
  on_both([&](Service& node) {
    const auto passed = node.pass_time();
    EXPECT_TRUE(passed.has_value()) << to_words(passed.error());
  });
  std::map<int, int> overdue;
  const auto loaded = service_->load_any(partnership_, id);
  for (const Event& event : loaded->events) {
    if (const auto* passed = std::get_if<DutyOverdue>(&event.body)) {
      ++overdue[passed->number];
    }
  }
  ASSERT_FALSE(overdue.empty()) << "something was due within the thirty days";
  for (const auto& [duty, times] : overdue) {
    EXPECT_EQ(times, 1) << "duty " << duty;
  }
  expect_intact();
}

// S-DUTY: work that must happen once is claimed, and taken over from who falls silent.
TEST_P(Nodes, S_DUTY_WhatTimeDoesIsLeftToWhoClaimedItForAMinuteAtMost) {
  staged();
  clock_.set(Instant{clock_.now().seconds + 30 * 86'400});
  const auto claim = [&] {
    return database_->write(partnership_, [&](Connection& connection) {
      return Leases{connection}.claim(partnership_, "time", "a node that was killed", clock_.now(),
                                      Instant{clock_.now().seconds + 60});
    });
  };
  ASSERT_EQ(claim(), true);
  EXPECT_EQ(service_->pass_time().value(), 0) << "another is at it";
  clock_.set(Instant{clock_.now().seconds + 60});
  EXPECT_GT(second_->pass_time().value(), 0) << "that one has fallen silent";
  EXPECT_EQ(claim(), true) << "who is done has let go";
}

// "No sticky sessions": a form that one node made is known to the other.
TEST_P(Nodes, KnowTheFormsOfEachOther) {
  std::string here;
  std::string there;
  on_both([&](Service& node) {
    (&node == &*second_ ? there : here) = node.partnership(partnership_).value()->forms_secret;
  });
  EXPECT_EQ(here.size(), 32U);
  EXPECT_EQ(here, there);
}

TEST_P(Nodes, WhatOneAdoptsOrKeepsTheOtherHas) {
  const auto before = second_->partnership(partnership_);
  ASSERT_TRUE(before.has_value());
  std::string text = text_of(GetParam() / "policy.yaml");
  const std::size_t at = text.find("\nversion: ");
  text.replace(at, text.find('\n', at + 1) - at, "\nversion: \"another\"");
  const auto adopted = service_->adopt_policy(partnership_, text, clock_.now());
  ASSERT_TRUE(adopted.has_value()) << to_words(adopted.error());
  EXPECT_EQ(second_->partnership(partnership_).value()->policy->version, "another");

  const Draft draft{.id = "d1",
                    .person = PersonId{"somebody"},
                    .kind = "raise",
                    .subject = "",
                    .fields = {{"matter", "half typed"}},
                    .updated_at = clock_.now()};
  ASSERT_TRUE(service_->save_draft(partnership_, draft).has_value());
  const auto found = second_->draft(partnership_, draft.person, draft.id);
  ASSERT_TRUE(found.has_value() && found->has_value());
  EXPECT_EQ((*found)->fields, draft.fields);
}

INSTANTIATE_TEST_SUITE_P(Shipped, Nodes, testing::ValuesIn(testdata::partnerships()),
                         testdata::name_of_folder);

}  // namespace
}  // namespace accord
