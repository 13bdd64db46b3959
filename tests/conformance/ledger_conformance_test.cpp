// What every ledger does, whichever engine keeps it and however often that engine fails.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <thread>

#include "conformance/engine.hpp"
#include "conformance/sample.hpp"
#include "ledger/verify.hpp"

namespace accord::conformance {
namespace {

using testing::ElementsAre;

class LedgerConformance : public testing::TestWithParam<Engine> {
 protected:
  std::expected<Appended, AppendError> append(const StreamId& to, std::int64_t expected,
                                              const std::string& command,
                                              const std::vector<NewEntry>& entries,
                                              std::int64_t now = 1'800'000'000) {
    return caller_.append(request(to, expected, command, entries, now));
  }
  static Append request(const StreamId& to, std::int64_t expected, const std::string& command,
                        const std::vector<NewEntry>& entries, std::int64_t now = 1'800'000'000) {
    return {.stream = to,
            .expected = Version{expected},
            .command = CommandId{command},
            .body = body(command),
            .now = Instant{now},
            .entries = entries};
  }
  std::vector<StoredEntry> read(const StreamId& from, std::int64_t sequence = 1) {
    auto entries = database_->open().read(from.partnership, [&](Connection& connection) {
      return Ledger{connection}.read(from, sequence);
    });
    EXPECT_TRUE(entries) << entries.error().what;
    return entries.value_or(std::vector<StoredEntry>{});
  }
  std::vector<std::string> payloads(const StreamId& from) {
    std::vector<std::string> texts;
    for (const auto& [entry, leaf] : read(from)) {
      texts.emplace_back(reinterpret_cast<const char*>(entry.event.payload.data()),
                         entry.event.payload.size());
    }
    return texts;
  }
  VerifyReport verified() {
    auto report =
        database_->open().read_every([](Connection& connection) { return verify(connection); });
    EXPECT_TRUE(report) << report.error().what;
    for (const auto& finding : report->findings) {
      ADD_FAILURE() << finding.what;
    }
    return *std::move(report);
  }
  static std::string id_of(int a, std::size_t b) {
    return std::to_string(a) + "-" + std::to_string(b);
  }
  template <typename Error>
  static std::optional<Error> error(const std::expected<Appended, AppendError>& answer) {
    if (answer.has_value() || !std::holds_alternative<Error>(answer.error())) {
      return std::nullopt;
    }
    return std::get<Error>(answer.error());
  }

  std::unique_ptr<RunningDatabase> database_ = GetParam().make();
  CarefulCaller caller_{*database_};
};

TEST_P(LedgerConformance, AnEmptyRecordIsInOrder) {
  EXPECT_TRUE(read(stream("none")).empty());
  const auto report = verified();
  EXPECT_EQ(report.entries, 0);
  EXPECT_TRUE(report.partnerships.empty());
}

TEST_P(LedgerConformance, ReadsBackWhatWasAppendedInItsPlace) {
  const auto first = append(stream("a"), 0, "c1", {event("one"), event("two")});
  const auto second = append(stream("b"), 0, "c2", {event("other")});
  const auto third = append(stream("a"), 2, "c3", {event("three")}, 1'800'000'060);

  ASSERT_TRUE(first && second && third);
  EXPECT_EQ(*first, (Appended{stream("a"), 1, 2, 0, Instant{1'800'000'000}}));
  EXPECT_EQ(*second, (Appended{stream("b"), 1, 1, 2, Instant{1'800'000'000}}));
  EXPECT_EQ(*third, (Appended{stream("a"), 3, 3, 3, Instant{1'800'000'060}}));

  const auto entries = read(stream("a"));
  ASSERT_EQ(entries.size(), 3);
  EXPECT_EQ(entries[2].entry, (Entry{.stream = stream("a"),
                                     .sequence = 3,
                                     .previous = entries[1].leaf,
                                     .log_index = 3,
                                     .recorded_at = Instant{1'800'000'060},
                                     .command = CommandId{"c3"},
                                     .command_body = body("c3"),
                                     .event = event("three")}));
  EXPECT_EQ(entries[0].entry.previous, std::nullopt);
  EXPECT_EQ(entries[1].entry.previous, entries[0].leaf);
  Hasher hasher;
  EXPECT_EQ(entries[2].leaf, leaf_hash(hasher, *encode(entries[2].entry)));
  EXPECT_EQ(read(stream("a"), 3).size(), 1);
  EXPECT_TRUE(read(stream("a"), 4).empty());
  verified();
}

TEST_P(LedgerConformance, KeepsEveryByteOfAPayloadAndEveryLetterOfAName) {
  auto odd = event("");
  for (int i = 0; i < 256; ++i) {
    odd.payload.push_back(static_cast<std::byte>(i));
  }
  odd.actor.person = PersonId{"Zoë 😀 O'Brien; --"};
  odd.clear = {{"stage", ""}};
  ASSERT_TRUE(append(stream("ŵ"), 0, "c", {odd}));
  EXPECT_EQ(read(stream("ŵ")).at(0).entry.event, odd);
}

TEST_P(LedgerConformance, AStreamThatMovedIsNotAddedTo) {
  ASSERT_TRUE(append(stream("a"), 0, "c1", {event("one")}));
  for (const std::int64_t expected : {0, 2}) {
    const auto answer = append(stream("a"), expected, "late", {event("late")});
    ASSERT_TRUE(error<StreamMoved>(answer));
    EXPECT_EQ(error<StreamMoved>(answer)->actual, Version{1});
  }
  EXPECT_THAT(payloads(stream("a")), ElementsAre("one"));
}

// S-IDEM: "Same id + same body → first answer again."
TEST_P(LedgerConformance, S_IDEM_ARepeatedCommandGetsTheFirstAnswerForEver) {
  const auto first = append(stream("a"), 0, "c1", {event("one"), event("two")});
  ASSERT_TRUE(first);
  ASSERT_TRUE(append(stream("a"), 2, "c2", {event("three")}, 1'900'000'000));
  database_->reopen();

  const auto again = append(stream("a"), 0, "c1", {event("one"), event("two")}, 1'900'000'000);

  ASSERT_TRUE(error<SameCommand>(again));
  EXPECT_EQ(error<SameCommand>(again)->first, *first);
  EXPECT_THAT(payloads(stream("a")), ElementsAre("one", "two", "three"));
}

// S-IDEM: "Same id + other body → 409 showing both texts."
TEST_P(LedgerConformance, S_IDEM_ACommandIdIsNotUsedForAnotherCommand) {
  const auto first = append(stream("a"), 0, "c1", {event("one")});
  auto other = request(stream("a"), 1, "c1", {});
  const std::vector entries{event("two")};
  other.entries = entries;
  other.body = body("something else");

  const auto reused = caller_.append(other);
  const auto elsewhere = append(stream("b"), 0, "c1", {event("one")});

  ASSERT_TRUE(error<CommandReused>(reused));
  EXPECT_EQ(error<CommandReused>(reused)->first, *first);
  EXPECT_TRUE(error<CommandReused>(elsewhere));
  EXPECT_THAT(payloads(stream("a")), ElementsAre("one"));
  EXPECT_TRUE(read(stream("b")).empty());
}

TEST_P(LedgerConformance, PartnershipsShareNothing) {
  ASSERT_TRUE(append(stream("a", "north"), 0, "c1", {event("one")}, 2'000'000'000));
  const auto south = append(stream("a", "south"), 0, "c1", {event("one")}, 1'800'000'000);
  ASSERT_TRUE(south);
  EXPECT_EQ(*south, (Appended{stream("a", "south"), 1, 1, 0, Instant{1'800'000'000}}));
  EXPECT_EQ(verified().partnerships.size(), 2);
}

// S-LED2: "`recorded_at` is the server's". A clock that was put back does not put the record back.
TEST_P(LedgerConformance, S_LED2_TheRecordsClockNeverGoesBackInAPartnership) {
  ASSERT_TRUE(append(stream("a"), 0, "c1", {event("one")}, 1'800'000'100));
  const auto earlier = append(stream("b"), 0, "c2", {event("two")}, 1'800'000'000);
  const auto later = append(stream("b"), 1, "c3", {event("three")}, 1'800'000'101);
  EXPECT_EQ(earlier->recorded_at, Instant{1'800'000'100});
  EXPECT_EQ(later->recorded_at, Instant{1'800'000'101});
  EXPECT_EQ(read(stream("b")).at(0).entry.recorded_at, Instant{1'800'000'100});
}

TEST_P(LedgerConformance, AnAppendIsStoredWholeOrNotAtAll) {
  auto impossible = event("three");
  impossible.kind = "";
  const auto answer = append(stream("a"), 0, "c1", {event("one"), event("two"), impossible});
  ASSERT_TRUE(error<Fault>(answer));
  EXPECT_EQ(error<Fault>(answer)->kind, FaultKind::BadInput);
  EXPECT_TRUE(read(stream("a")).empty());
  EXPECT_TRUE(append(stream("a"), 0, "c1", {event("one")})) << "the command id is still free";
  EXPECT_EQ(verified().entries, 1);
}

TEST_P(LedgerConformance, WhatIsWrittenBesideTheEventsIsStoredWithThemOrNotAtAll) {
  const std::vector entries{event("one")};
  const auto beside = [](Connection& connection) -> std::expected<void, Fault> {
    const auto written = connection.run("INSERT INTO beside (id) VALUES ($1)", "row");
    return written ? std::expected<void, Fault>{} : std::unexpected(written.error());
  };
  const auto rows = [&] {
    return database_->open()
        .read_every([](Connection& c) { return c.rows<std::string>("SELECT id FROM beside"); })
        ->size();
  };
  ASSERT_TRUE(caller_.append(request(stream("a"), 0, "c1", entries), beside));
  EXPECT_EQ(rows(), 1);

  const auto failed = caller_.append(request(stream("b"), 0, "c2", entries), beside);  // taken

  ASSERT_TRUE(error<Fault>(failed));
  EXPECT_EQ(error<Fault>(failed)->kind, FaultKind::Unique);
  EXPECT_TRUE(read(stream("b")).empty());
  EXPECT_EQ(rows(), 1);
  EXPECT_EQ(verified().entries, 1);
}

// ALL-6: "never altered: corrections are added, not overwritten".
TEST_P(LedgerConformance, ALL_6_TheEngineRefusesToChangeOrRemoveAnEvent) {
  ASSERT_TRUE(append(stream("a"), 0, "c1", {event("one")}));
  for (const std::string_view change :
       {"UPDATE ledger_entry SET kind = 'other'", "DELETE FROM ledger_entry",
        "UPDATE ledger_command SET command = 'other'", "DELETE FROM ledger_command"}) {
    for (;;) {
      const auto answer = database_->open().write(
          stream("a").partnership, [&](Connection& connection) { return connection.run(change); });
      ASSERT_FALSE(answer);
      if (answer.error().kind == FaultKind::Forbidden) {
        break;
      }
      database_->reopen();  // an engine that fails is asked again
    }
  }
  EXPECT_THAT(payloads(stream("a")), ElementsAre("one"));
}

TEST_P(LedgerConformance, ReplaysAPartnershipInTheOrderRecorded) {
  const std::vector many(25, event("x"));  // more than a page in all
  for (int i = 0; i < 18; ++i) {
    const auto to = stream(id_of(i % 7, 0));
    const auto version = std::ssize(read(to));
    ASSERT_TRUE(append(to, version, id_of(i, 0), many));
  }
  std::vector<std::int64_t> seen;
  const auto replayed = database_->open().read(PartnershipId{"north"}, [&](Connection& connection) {
    return Ledger{connection}.replay(PartnershipId{"north"}, 7,
                                     [&](const StoredEntry& stored) -> std::expected<void, Fault> {
                                       seen.push_back(stored.entry.log_index);
                                       return {};
                                     });
  });
  ASSERT_TRUE(replayed) << replayed.error().what;
  ASSERT_EQ(seen.size(), 443);
  EXPECT_EQ(seen.front(), 7);
  EXPECT_EQ(seen.back(), 449);
}

TEST_P(LedgerConformance, SaysWhereEveryStreamAndPartnershipEnds) {
  ASSERT_TRUE(append(stream("a"), 0, "c1", {event("one"), event("two")}));
  ASSERT_TRUE(append(stream("b"), 0, "c2", {event("three")}));
  const auto heads = database_->open().read(PartnershipId{"north"}, [](Connection& connection) {
    return Ledger{connection}.streams(PartnershipId{"north"});
  });
  ASSERT_EQ(heads->size(), 2);
  EXPECT_EQ(heads->at(0).version, Version{2});
  EXPECT_EQ(heads->at(0).leaf, read(stream("a")).back().leaf);

  const auto partnerships = database_->open().read_every(
      [](Connection& connection) { return Ledger{connection}.partnerships(); });
  EXPECT_EQ(partnerships->at(0).entries, 3);
  EXPECT_EQ(partnerships->at(0).head, verified().partnerships.at(0).head);
}

// Two people act on the same page: one of them is told that it moved.
TEST_P(LedgerConformance, OfTwoThatActOnTheSameVersionOneIsRecorded) {
  for (int round = 0; round < 20; ++round) {
    std::array<bool, 2> recorded{};
    {
      const auto act = [&, round](std::size_t who) {
        recorded[who] = append(stream("a"), round, id_of(round, who), {event("x")}).has_value();
      };
      const std::jthread one{act, 0};
      const std::jthread two{act, 1};
    }
    EXPECT_NE(recorded[0], recorded[1]) << "round " << round;
  }
  EXPECT_EQ(verified().entries, 20);
}

// Eight writers on shared and on own streams; each reads, decides, and tries again when it moved.
TEST_P(LedgerConformance, ManyWritersLoseNothingAndDoubleNothing) {
  constexpr int kWriters = 8;
  constexpr int kEach = 25;
  {
    std::vector<std::jthread> writers;
    for (int writer = 0; writer < kWriters; ++writer) {
      writers.emplace_back([&, writer] {
        for (int i = 0; i < kEach; ++i) {
          const auto to = stream(i % 2 == 0 ? "shared" : id_of(writer, 0));
          std::int64_t version = 0;
          for (;;) {
            const auto answer =
                append(to, version, id_of(writer, static_cast<std::size_t>(i)), {event("x")});
            const auto moved = error<StreamMoved>(answer);
            if (!moved) {
              EXPECT_TRUE(answer);
              break;
            }
            version = moved->actual.number;
          }
        }
      });
    }
  }
  const auto report = verified();
  EXPECT_EQ(report.entries, kWriters * kEach);
  EXPECT_EQ(report.streams, kWriters + 1);
  EXPECT_EQ(read(stream("shared")).size(), kWriters * ((kEach + 1) / 2));
}

INSTANTIATE_TEST_SUITE_P(Engines, LedgerConformance, testing::ValuesIn(every_engine()),
                         [](const auto& engine) { return engine.param.name; });

}  // namespace
}  // namespace accord::conformance
