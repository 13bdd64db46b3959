#include "database/writer.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <latch>
#include <stdexcept>

#include "database/testing/faulty_connection.hpp"

namespace accord {
namespace {

class WriterTest : public testing::Test {
 protected:
  using Answer = std::expected<std::int64_t, Fault>;

  WriterTest() {
    std::string name = (std::filesystem::temp_directory_path() / "accord-writer-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    auto real = *open_connection(path(), Access::Create);
    EXPECT_TRUE(real->define("CREATE TABLE t (id {i64} NOT NULL PRIMARY KEY) {strict}"));
    reader_ = *open_connection(path(), Access::Read);
    Writer::Options options;
    options.longest_queue = 50;
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

  // Hands in units while the writer is held up, so that they share one commit.
  struct Held {
    std::latch started{1};
    std::latch go{1};
  };
  class Pending : public UnitOfWork {
   public:
    Pending(std::function<bool(Connection&)> work, std::string& answer)
        : work_(std::move(work)), answer_(answer) {}
    bool run(Connection& connection) override { return work_(connection); }
    void settle() override { answer_ += "settled"; }
    void fail(const Fault& fault) override { answer_ += "failed: " + fault.what; }

   private:
    std::function<bool(Connection&)> work_;
    std::string& answer_;
  };
  void hold(Held& held, std::string& answer) {
    writer_->submit(std::make_unique<Pending>(
        [&held](Connection&) {
          held.started.count_down();
          held.go.wait();
          return true;
        },
        answer));
    held.started.wait();
  }

  std::filesystem::path folder_;
  std::atomic<CommitFault> commit_fault_{CommitFault::None};
  std::atomic<int> commits_{0};
  std::atomic<int> stopped_{0};
  std::unique_ptr<Connection> reader_;
  std::unique_ptr<Writer> writer_;
};

TEST_F(WriterTest, AnswersOnceTheChangeIsThere) {
  const auto answer =
      writer_->perform([](Connection& connection) { return insert(connection, 7); });
  EXPECT_EQ(answer, 1);
  EXPECT_EQ(stored(), (std::vector<std::int64_t>{7}));
}

TEST_F(WriterTest, AUnitThatFailsIsUndoneWholeAndTheOthersOfItsCommitAreStored) {
  std::array<std::string, 5> answers;
  Held held;
  hold(held, answers[0]);
  const auto submit = [&](std::size_t i, std::function<bool(Connection&)> work) {
    writer_->submit(std::make_unique<Pending>(std::move(work), answers[i]));
  };
  submit(1, [](Connection& c) { return insert(c, 1).has_value(); });
  submit(2, [](Connection& c) { return insert(c, 2).has_value() && insert(c, 1).has_value(); });
  submit(3, [](Connection& c) -> bool {
    (void)insert(c, 3);
    throw std::runtime_error("lost its way");
  });
  submit(4, [](Connection& c) { return insert(c, 4).has_value(); });
  const int commits_before = commits_;
  held.go.count_down();
  writer_->perform([](Connection&) -> Answer { return 0; });

  EXPECT_EQ(stored(), (std::vector<std::int64_t>{1, 4}));
  EXPECT_EQ(answers[1], "settled");
  EXPECT_EQ(answers[2], "settled");  // with its own "no"
  EXPECT_NE(answers[3].find("failed: A unit of work threw and was undone: lost its way"),
            std::string::npos);
  EXPECT_EQ(answers[4], "settled");
  EXPECT_LE(commits_ - commits_before, 3) << "the four units share a commit";
}

// The engine undoes everything when the disk is full, not only the unit that met it.
TEST_F(WriterTest, AUnitThatEndsTheTransactionIsTakenOutAndTheOthersAreRunAgain) {
  std::array<std::string, 4> answers;
  Held held;
  hold(held, answers[0]);
  const auto submit = [&](std::size_t i, std::function<bool(Connection&)> work) {
    writer_->submit(std::make_unique<Pending>(std::move(work), answers[i]));
  };
  submit(1, [](Connection& c) { return insert(c, 1).has_value(); });
  submit(2, [](Connection& c) {
    (void)insert(c, 2);
    c.rollback();
    return false;
  });
  submit(3, [](Connection& c) { return insert(c, 3).has_value(); });
  held.go.count_down();
  writer_->perform([](Connection&) -> Answer { return 0; });

  EXPECT_EQ(stored(), (std::vector<std::int64_t>{1, 3}));
  EXPECT_EQ(answers, (std::array<std::string, 4>{"settled", "settled", "settled", "settled"}));
}

TEST_F(WriterTest, ACommitThatFailedFailsItsUnitsAndTheNextOneIsTried) {
  commit_fault_ = CommitFault::Busy;
  const auto busy = writer_->perform([](Connection& c) { return insert(c, 1); });
  ASSERT_FALSE(busy);
  EXPECT_TRUE(busy.error().retryable());
  EXPECT_TRUE(stored().empty());

  commit_fault_ = CommitFault::None;
  EXPECT_TRUE(writer_->perform([](Connection& c) { return insert(c, 1); }));
  EXPECT_EQ(stopped_, 0);
}

// S-DUR1: "any other fsync/write error → stop acknowledging; fsync is not retried".
TEST_F(WriterTest, S_DUR1_AfterAnUnknownOutcomeNothingMoreIsAcknowledged) {
  commit_fault_ = CommitFault::UnknownStored;
  const auto unknown = writer_->perform([](Connection& c) { return insert(c, 1); });
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().kind, FaultKind::OutcomeUnknown);

  commit_fault_ = CommitFault::None;
  const auto after = writer_->perform([](Connection& c) { return insert(c, 2); });
  ASSERT_FALSE(after);
  EXPECT_EQ(after.error().kind, FaultKind::Unavailable);
  EXPECT_EQ(stored(), (std::vector<std::int64_t>{1})) << "stored, but reported unknown";
  EXPECT_EQ(stopped_, 1);
}

// A "no" may rest on what another unit of the same commit wrote.
TEST_F(WriterTest, ARefusalIsNotGivenWhenItsCommitFails) {
  commit_fault_ = CommitFault::Busy;
  const auto answer = writer_->perform(
      [](Connection&) -> Answer { return std::unexpected(Fault{FaultKind::Unique, "taken"}); });
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, FaultKind::Busy);
}

TEST_F(WriterTest, RefusesWorkBeyondItsQueueAtOnce) {
  std::vector<std::string> answers(60);
  Held held;
  hold(held, answers[0]);
  for (std::size_t i = 1; i < answers.size(); ++i) {
    writer_->submit(std::make_unique<Pending>([](Connection&) { return true; }, answers[i]));
  }
  EXPECT_EQ(std::ranges::count_if(answers, [](const auto& a) { return a.contains("try again"); }),
            9);
  held.go.count_down();
  writer_.reset();  // finishes what it took on
  EXPECT_EQ(std::ranges::count(answers, "settled"), 51);
}

}  // namespace
}  // namespace accord
