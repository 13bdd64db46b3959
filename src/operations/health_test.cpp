#include "operations/health.hpp"

#include <gtest/gtest.h>

#include <future>
#include <mutex>

#include "database/testing/test_database.hpp"
#include "ledger/ledger.hpp"
#include "operations/operations_server.hpp"
#include "store/documents.hpp"
#include "store/tables.hpp"

namespace accord {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// One database with one partnership, looked at again and again.
class HealthTest : public testing::Test {
 protected:
  void SetUp() override {
    auto opened = Database::open({.location = kept_.location()},
                                 std::array{ledger_component(), store_component()});
    ASSERT_TRUE(opened.has_value()) << opened.error().what;
    database_ = *std::move(opened);
    const PartnershipId id{"testshire"};
    const auto added =
        database_->write(id, [&](Connection& connection) -> std::expected<void, Fault> {
          return Documents{connection}.add_partnership({id, "Testshire", true}, Instant{0});
        });
    ASSERT_TRUE(added.has_value()) << added.error().what;
    databases_.emplace(*database_);
  }

  Health::Options often() {
    return {.every = milliseconds{5}, .on_change = [this](std::size_t, const Health::Seen& seen) {
              const std::lock_guard lock{mutex_};
              changes_.push_back(seen);
              changed_.notify_all();
            }};
  }

  /// The next change that is seen.
  std::optional<Health::Seen> next() {
    std::unique_lock lock{mutex_};
    if (!changed_.wait_for(lock, seconds{60}, [this] { return !changes_.empty(); })) {
      return std::nullopt;
    }
    const Health::Seen seen = changes_.front();
    changes_.erase(changes_.begin());
    return seen;
  }

  static int status_of(const Health& health, Metrics& metrics, const std::string& path) {
    Router router = operations_routes(metrics, health);
    Request request;
    request.path = path;
    request.segments = {"health", path.substr(path.rfind('/') + 1)};
    return router.route(request).status;
  }

  testdata::TestDatabase kept_;
  std::unique_ptr<Database> database_;
  std::optional<Databases> databases_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Health::Seen> changes_;
};

TEST_F(HealthTest, SeesADatabaseThatIsLostAndFoundAgain) {
  Metrics metrics;
  const Health health{*databases_, often()};
  auto seen = next();
  ASSERT_TRUE(seen.has_value());
  EXPECT_TRUE(seen->reads && seen->writes) << seen->why;
  EXPECT_EQ(status_of(health, metrics, "/health/ready"), 200);
  EXPECT_FALSE(health.refuses(PartnershipId{"testshire"}));

  kept_.lose();
  seen = next();
  ASSERT_TRUE(seen.has_value());
  EXPECT_FALSE(seen->writes);
  EXPECT_NE(seen->why, "");
  EXPECT_FALSE(health.writes());
  EXPECT_TRUE(health.refuses(PartnershipId{"testshire"}));
  EXPECT_EQ(status_of(health, metrics, "/health/ready"), seen->reads ? 200 : 503);
  EXPECT_EQ(status_of(health, metrics, "/health/live"), 200);

  kept_.find_again();
  do {
    seen = next();
    ASSERT_TRUE(seen.has_value());
  } while (!seen->reads || !seen->writes);
  EXPECT_TRUE(health.reads() && health.writes());
  EXPECT_FALSE(health.refuses(PartnershipId{"testshire"}));
}

// A row that is stored as it was asks nothing of a disk that is full.
TEST_F(HealthTest, StoresAnotherValueEachTime) {
  const Health health{*databases_, often()};
  const auto stored = [&]() -> std::int64_t {
    const auto row = database_->read(PartnershipId{"testshire"}, [](Connection& connection) {
      return connection.row<std::int64_t>("SELECT until_s FROM lease WHERE work = 'health'");
    });
    return row && *row ? std::get<0>(**row) : 0;
  };
  ASSERT_TRUE(next().has_value());
  const std::int64_t first = stored();
  EXPECT_NE(first, 0);
  const auto latest = std::chrono::steady_clock::now() + seconds{60};
  while (stored() == first && std::chrono::steady_clock::now() < latest) {
    std::this_thread::sleep_for(milliseconds{5});
  }
  EXPECT_NE(stored(), first);
}

// Whoever asks is answered at once, and a database that answers no more counts as lost.
TEST_F(HealthTest, DoesNotWaitForADatabaseThatIsSilent) {
  Health::Options options = often();
  options.longest_silence = milliseconds{300};
  const Health health{*databases_, std::move(options)};
  const auto first = next();
  ASSERT_TRUE(first && first->writes);

  std::promise<void> answer;
  auto held = std::async(std::launch::async, [&] {
    return database_->write(PartnershipId{"testshire"},
                            [&](Connection&) -> std::expected<void, Fault> {
                              answer.get_future().wait();
                              return {};
                            });
  });
  const auto latest = std::chrono::steady_clock::now() + seconds{60};
  while (health.writes() && std::chrono::steady_clock::now() < latest) {
    std::this_thread::sleep_for(milliseconds{5});
  }
  EXPECT_FALSE(health.writes());
  EXPECT_FALSE(health.reads());

  answer.set_value();
  EXPECT_TRUE(held.get().has_value());
}

}  // namespace
}  // namespace accord
