#include <gtest/gtest.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "service/list.hpp"
#include "service/testdata/service_fixture.hpp"
#include "service/waiting.hpp"

namespace accord {
namespace {

class Lists : public testdata::ServiceTest {
 protected:
  Submission of(const DisagreementRow& row, const Actor& by, CommandBody body) {
    Submission submission = note(row.id, by, random_hex_128());
    submission.command.body = std::move(body);
    return submission;
  }

  /// Something that the partnership is to do in each, without saying who of its people.
  void ask_the_partnership() {
    const auto shared = *service_->partnership(partnership_);
    Undertake asked;
    asked.kind = Undertaking::Kind::Action;
    asked.what = "Write to both agencies";
    asked.agency = shared->directory->partnership()->id;
    asked.due = Instant{clock_.now().seconds + 7 * 86'400};
    const auto rows = *service_->all_disagreements(partnership_);
    for (const DisagreementRow& row : rows) {
      if (!row.finished) {
        const auto loaded = *service_->load_any(partnership_, row.id);
        const auto done = service_->submit(of(row, loaded.state.raiser, asked));
        ASSERT_TRUE(done.has_value()) << to_words(done.error());
      }
    }
  }
};

// "Read models are rebuilt on demand, equal to the last byte."
TEST_P(Lists, RebuildsItsListsEqualToTheLastByte) {
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
TEST_P(Lists, SAC2_ListsAndCountsWhatMayBeOpened) {
  for (std::size_t i = 0; i < std::min<std::size_t>(invented_.size(), 5); ++i) {
    stage(i);
  }
  ask_the_partnership();
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

// ALL-4: what nobody of the partnership fills is for any of its people: they find it in their work
// and in their list, open it and name somebody, and from then on it is that person's.
TEST_P(Lists, ALL_4_WhatNobodyOfThePartnershipFillsIsReachedByAllOfIt) {
  stage(0);
  ask_the_partnership();
  const auto row = service_->all_disagreements(partnership_)->front();
  const auto shared = *service_->partnership(partnership_);
  std::vector<Actor> its_people;
  for (const Person& person : shared->directory->people()) {
    if (person.agency == shared->directory->partnership()->id) {
      its_people.push_back({person.id, person.agency});
    }
  }
  ASSERT_GT(its_people.size(), 1U);
  const auto asked_of = [&](const Actor& person) {
    const auto work = *service_->work(partnership_, person);
    EXPECT_EQ(count_work(*service_, partnership_, person), std::ssize(work));
    return std::ranges::count(work, "Write to both agencies", &DutyRow::what);
  };
  for (const Actor& person : its_people) {
    EXPECT_TRUE(service_->load(partnership_, row.reference, person)) << person.person.text();
    EXPECT_EQ(asked_of(person), 1) << person.person.text();
  }
  Rebind named;
  named.number = static_cast<int>(service_->load_any(partnership_, row.id)->state.duties.size());
  named.person = its_people.back().person;
  named.reason = "It is their subject";

  const auto done = service_->submit(of(row, its_people.front(), named));

  ASSERT_TRUE(done.has_value()) << to_words(done.error());
  EXPECT_EQ(asked_of(its_people.back()), 1);
  EXPECT_EQ(asked_of(its_people.front()), 0);
}

// A filter is a condition of its own: each narrows, and what does not exist gives nothing.
TEST_P(Lists, NarrowsAListByEachPartOfTheFilter) {
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

// The menu of every page says how many duties wait, and the page of them lists as many.
TEST_P(Lists, CountsTheWorkThatItLists) {
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

INSTANTIATE_TEST_SUITE_P(Shipped, Lists, testing::ValuesIn(testdata::partnerships()),
                         testdata::name_of_folder);

}  // namespace
}  // namespace accord
