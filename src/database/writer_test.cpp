#include "database/writer.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <deque>
#include <filesystem>
#include <functional>
#include <latch>
#include <stdexcept>
#include <thread>
#include <vector>

#include "database/testing/faulty_connection.hpp"

namespace accord {
namespace {

const PartnershipId kWritten{"some"};

class WriterTest : public testing::Test {
 protected:
  using Answer = std::expected<std::int64_t, Fault>;

  WriterTest() {
    std::string name = (std::filesystem::temp_directory_path() / "accord-writer-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    open_writer(std::chrono::minutes{1});
    reader_ = *open_connection(path(), Access::Read);
  }
  void open_writer(std::chrono::milliseconds longest_wait) {
    writer_.reset();
    auto real = *open_connection(path(), Access::Create);
    EXPECT_TRUE(
        real->define("CREATE TABLE IF NOT EXISTS t (id {i64} NOT NULL PRIMARY KEY) {strict}"));
    Writer::Options options;
    options.longest_queue = 50;
    options.largest_group = 5;
    options.longest_wait = longest_wait;
    options.on_stopped = [this](const Fault&) { ++stopped_; };
    writer_ =
        std::make_unique<Writer>(std::make_unique<FaultyConnection>(std::move(real),
                                                                    [this] {
                                                                      ++commits_;
                                                                      return commit_fault_.load();
                                                                    }),
                                 std::move(options));
  }
  ~WriterTest() override {
    writer_.reset();
    std::filesystem::remove_all(folder_);
  }

  [[nodiscard]] std::string path() const { return (folder_ / "a.db").string(); }
  static Answer insert(Connection& connection, std::int64_t id) {
    return connection.run("INSERT INTO t (id) VALUES ($1)", id);
  }
  std::vector<std::int64_t> stored() {
    std::vector<std::int64_t> ids;
    const auto rows = reader_->rows<std::int64_t>("SELECT id FROM t ORDER BY id");
    for (const auto& [id] : *rows) {
      ids.push_back(id);
    }
    return ids;
  }

  using Work = std::function<Answer(Connection&)>;

  // Several who have something to store while one is held up, so that they share the next commit:
  // each on a thread of its own, in the order in which they came.
  class Together {
   public:
    explicit Together(Writer& writer) : writer_(writer) {
      ask([this](Connection&) -> Answer {
        started_.count_down();
        go_.wait();
        return 0;
      });
      started_.wait();
    }
    void come(Work work) {
      const std::size_t before = writer_.waiting();
      ask(std::move(work));
      while (writer_.waiting() == before) {
        std::this_thread::yield();
      }
    }
    /// What each was answered, the one who was held up first.
    std::vector<Answer> answers() {
      go_.count_down();
      threads_.clear();
      return {answers_.begin(), answers_.end()};
    }

   private:
    void ask(Work work) {
      Answer& answer = answers_.emplace_back();
      threads_.emplace_back(
          [this, &answer, work = std::move(work)] { answer = writer_.perform(kWritten, work); });
    }

    Writer& writer_;
    std::latch started_{1};
    std::latch go_{1};
    std::deque<Answer> answers_;
    std::vector<std::jthread> threads_;
  };

  std::filesystem::path folder_;
  std::atomic<CommitFault> commit_fault_{CommitFault::None};
  std::atomic<int> commits_{0};
  std::atomic<int> stopped_{0};
  std::unique_ptr<Connection> reader_;
  std::unique_ptr<Writer> writer_;
};

TEST_F(WriterTest, AnswersOnceTheChangeIsThere) {
  const auto answer =
      writer_->perform(kWritten, [](Connection& connection) { return insert(connection, 7); });
  EXPECT_EQ(answer, 1);
  EXPECT_EQ(stored(), (std::vector<std::int64_t>{7}));
}

TEST_F(WriterTest, AUnitThatFailsIsUndoneWholeAndTheOthersOfItsCommitAreStored) {
  Together together{*writer_};
  together.come([](Connection& c) { return insert(c, 1); });
  together.come([](Connection& c) -> Answer {
    EXPECT_TRUE(insert(c, 2));
    return insert(c, 1);
  });
  together.come([](Connection& c) -> Answer {
    (void)insert(c, 3);
    throw std::runtime_error("lost its way");
  });
  together.come([](Connection& c) { return insert(c, 4); });
  const int commits_before = commits_;
  const auto answers = together.answers();

  EXPECT_EQ(stored(), (std::vector<std::int64_t>{1, 4}));
  EXPECT_TRUE(answers[1]);
  ASSERT_FALSE(answers[2]);
  EXPECT_EQ(answers[2].error().kind, FaultKind::Unique) << "its own answer";
  ASSERT_FALSE(answers[3]);
  EXPECT_TRUE(
      answers[3].error().what.contains("A unit of work threw and was undone: lost its way"));
  EXPECT_TRUE(answers[4]);
  EXPECT_EQ(commits_ - commits_before, 2) << "that of who was held up, and one for the four";
}

// The engine undoes everything when the disk is full, not only the unit that met it.
TEST_F(WriterTest, AUnitThatEndsTheTransactionIsTakenOutAndTheOthersAreRunAgain) {
  Together together{*writer_};
  together.come([](Connection& c) { return insert(c, 1); });
  together.come([](Connection& c) -> Answer {
    (void)insert(c, 2);
    c.rollback();
    return std::unexpected(Fault{FaultKind::Full, "the disk is full"});
  });
  together.come([](Connection& c) { return insert(c, 3); });
  const auto answers = together.answers();

  EXPECT_EQ(stored(), (std::vector<std::int64_t>{1, 3}));
  EXPECT_TRUE(answers[1]);
  ASSERT_FALSE(answers[2]);
  EXPECT_EQ(answers[2].error().what, "the disk is full");
  EXPECT_TRUE(answers[3]);
}

TEST_F(WriterTest, ACommitThatFailedFailsItsUnitsAndTheNextOneIsTried) {
  commit_fault_ = CommitFault::Busy;
  const auto busy = writer_->perform(kWritten, [](Connection& c) { return insert(c, 1); });
  ASSERT_FALSE(busy);
  EXPECT_TRUE(busy.error().retryable());
  EXPECT_TRUE(stored().empty());

  commit_fault_ = CommitFault::None;
  EXPECT_TRUE(writer_->perform(kWritten, [](Connection& c) { return insert(c, 1); }));
  EXPECT_EQ(stopped_, 0);
}

// S-DUR1: "any other fsync/write error → stop acknowledging; fsync is not retried".
TEST_F(WriterTest, S_DUR1_AfterAnUnknownOutcomeNothingMoreIsAcknowledged) {
  commit_fault_ = CommitFault::UnknownStored;
  const auto unknown = writer_->perform(kWritten, [](Connection& c) { return insert(c, 1); });
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().kind, FaultKind::OutcomeUnknown);

  commit_fault_ = CommitFault::None;
  const auto after = writer_->perform(kWritten, [](Connection& c) { return insert(c, 2); });
  ASSERT_FALSE(after);
  EXPECT_EQ(after.error().kind, FaultKind::Unavailable);
  EXPECT_EQ(stored(), (std::vector<std::int64_t>{1})) << "stored, but reported unknown";
  EXPECT_EQ(stopped_, 1);
}

// A "no" may rest on what another unit of the same commit wrote.
TEST_F(WriterTest, ARefusalIsNotGivenWhenItsCommitFails) {
  commit_fault_ = CommitFault::Busy;
  const auto answer = writer_->perform(kWritten, [](Connection&) -> Answer {
    return std::unexpected(Fault{FaultKind::Unique, "taken"});
  });
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, FaultKind::Busy);
}

TEST_F(WriterTest, RefusesWorkBeyondItsQueueAtOnce) {
  Together together{*writer_};
  for (int i = 0; i < 50; ++i) {
    together.come([i](Connection& c) { return insert(c, i); });
  }
  const auto refused = writer_->perform(kWritten, [](Connection& c) { return insert(c, 50); });
  ASSERT_FALSE(refused);
  EXPECT_TRUE(refused.error().what.contains("try again"));

  const auto answers = together.answers();
  EXPECT_EQ(std::ranges::count_if(answers, [](const Answer& one) { return one.has_value(); }), 51);
  EXPECT_EQ(stored().size(), 50);
}

// A server that is silent holds who asked it, and nobody else for longer than it is worth.
TEST_F(WriterTest, WhoWaitsBehindACommitThatLastsTooLongIsToldAndNothingOfItIsStored) {
  open_writer(std::chrono::milliseconds{50});
  Together together{*writer_};

  const auto behind = writer_->perform(kWritten, [](Connection& c) { return insert(c, 1); });

  ASSERT_FALSE(behind);
  EXPECT_EQ(behind.error().kind, FaultKind::Unavailable);
  EXPECT_EQ(writer_->waiting(), 0);
  EXPECT_TRUE(together.answers().front());
  EXPECT_TRUE(writer_->perform(kWritten, [](Connection& c) { return insert(c, 2); }));
  EXPECT_EQ(stored(), (std::vector<std::int64_t>{2}));
}

TEST_F(WriterTest, OnceTheDatabaseGaveNoAnswerOneAtATimeTriesAgain) {
  open_writer(std::chrono::hours{1});
  commit_fault_ = CommitFault::Silent;
  EXPECT_FALSE(writer_->perform(kWritten, [](Connection& c) { return insert(c, 1); }));
  commit_fault_ = CommitFault::None;
  {
    Together together{*writer_};
    const auto meanwhile = writer_->perform(kWritten, [](Connection& c) { return insert(c, 2); });
    ASSERT_FALSE(meanwhile);
    EXPECT_EQ(meanwhile.error().kind, FaultKind::Unavailable);
    EXPECT_TRUE(together.answers().front());
  }
  // It has answered.
  Together together{*writer_};
  together.come([](Connection& c) { return insert(c, 3); });
  EXPECT_TRUE(together.answers().back());
  EXPECT_EQ(stored(), (std::vector<std::int64_t>{3}));
}

// More than one commit holds: whoever waits longest is answered first, and nobody is forgotten.
TEST_F(WriterTest, AnswersEverybodyWhereMoreWaitThanOneCommitHolds) {
  constexpr int kWriters = 8;
  constexpr int kEach = 40;
  std::atomic<int> answered{0};
  {
    std::vector<std::jthread> threads;
    for (int writer = 0; writer < kWriters; ++writer) {
      threads.emplace_back([&, writer] {
        for (int i = 0; i < kEach; ++i) {
          const auto answer = writer_->perform(
              kWritten, [&](Connection& c) { return insert(c, writer * kEach + i); });
          answered += answer.has_value() ? 1 : 0;
        }
      });
    }
  }
  EXPECT_EQ(answered, kWriters * kEach);
  EXPECT_EQ(stored().size(), kWriters * kEach);
  EXPECT_LE(commits_, kWriters * kEach);
}

}  // namespace
}  // namespace accord
