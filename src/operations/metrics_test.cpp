#include "operations/metrics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace accord {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;

TEST(Metrics, CountsRequestsByWhatTheyAskedForAndWhatBecameOfThem) {
  Metrics metrics;
  metrics.answered({"A", "disagreement.read", Method::Get, 200, "", milliseconds{20}});
  metrics.answered({"B", "disagreement.read", Method::Get, 200, "", milliseconds{700}});
  metrics.answered({"C", "", Method::Get, 404, "", milliseconds{1}});

  const std::string text = metrics.text();

  EXPECT_THAT(text, HasSubstr("accord_http_requests_total{action=\"disagreement.read\","
                              "status=\"200\"} 2\n"));
  EXPECT_THAT(text, HasSubstr("accord_http_requests_total{action=\"none\",status=\"404\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("accord_http_request_duration_seconds_bucket{"
                              "action=\"disagreement.read\",le=\"0.025\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("accord_http_request_duration_seconds_bucket{"
                              "action=\"disagreement.read\",le=\"1\"} 2\n"));
  EXPECT_THAT(text, HasSubstr("# HELP accord_http_requests_total "));
}

TEST(Metrics, TellCommitsThatWereStoredFromThoseThatFailedAndThoseThatNobodyKnowsOf) {
  Metrics metrics;
  metrics.committed({3, milliseconds{2}, std::nullopt});
  metrics.committed({5, milliseconds{2}, FaultKind::Full});
  metrics.committed({1, milliseconds{9'000}, FaultKind::OutcomeUnknown});
  metrics.watch_waiting([] { return std::size_t{7}; });

  const std::string text = metrics.text();

  for (const char* line :
       {"accord_commits_total{outcome=\"stored\"} 1\n",
        "accord_commits_total{outcome=\"failed\"} 1\n",
        "accord_commits_total{outcome=\"unknown\"} 1\n", "accord_commit_units_total 3\n",
        "accord_commit_duration_seconds_count 3\n", "accord_commits_waiting 7\n"}) {
    EXPECT_THAT(text, HasSubstr(line));
  }
}

TEST(Metrics, SayWhenTimeWasLastLookedAtToTheEnd) {
  Metrics metrics;
  metrics.time_passed(4, Instant{1'795'428'000});
  metrics.time_failed();
  metrics.seen(1, true, false);

  const std::string text = metrics.text();

  for (const char* line :
       {"accord_time_events_total 4\n", "accord_time_last_pass_timestamp_seconds 1795428000\n",
        "accord_time_passes_total{outcome=\"failed\"} 1\n",
        "accord_database_reads{database=\"1\"} 1\n",
        "accord_database_writes{database=\"1\"} 0\n"}) {
    EXPECT_THAT(text, HasSubstr(line));
  }
  EXPECT_THAT(text, testing::ContainsRegex("process_resident_memory_bytes [1-9]"));
}

}  // namespace
}  // namespace accord
