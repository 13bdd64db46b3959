#include "pages/csp_report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace accord {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(CspReport, SWEB_IsOneLineWithoutAddressesOrWords) {
  const std::string line = csp_line(R"json([{"age":12,"type":"csp-violation",
    "url":"http://127.0.0.1:8080/p/northmoor/d/7K3Q-9M2D","user_agent":"x",
    "body":{"effectiveDirective":"script-src-elem","blockedURL":"https://evil.test/?who=Zoe",
    "documentURL":"http://127.0.0.1:8080/p/northmoor/d/7K3Q-9M2D","sample":"Zoe Smith",
    "sourceFile":"http://127.0.0.1:8080/assets/0f/accord.js"}}])json");

  EXPECT_EQ(line, "Content-Security-Policy script-src-elem blocked https in accord.js");
}

TEST(CspReport, ReadsTheOlderFormToo) {
  EXPECT_EQ(csp_line(R"({"csp-report":{"violated-directive":"style-src","blocked-uri":"inline"}})"),
            "Content-Security-Policy style-src blocked inline");
}

// Whoever writes to a log can write lines of their own into it, or hide one.
TEST(CspReport, TakesNothingThatIsNoWordOfThePolicy) {
  EXPECT_EQ(csp_line(R"({"body":{"effectiveDirective":"x\naccord serve: all is well"}})"), "");
  EXPECT_THAT(csp_line(R"({"body":{"effectiveDirective":"img-src",
                  "blockedURL":"Zoe\nSmith","sourceFile":"/assets/a/\u001b[31m.js"}})"),
              testing::Eq("Content-Security-Policy img-src blocked something else"));
  for (const char* nonsense :
       {"", "{", "[]", "[1]", "null", "\"text\"", "{\"body\":7}", "[[[[[["}) {
    EXPECT_EQ(csp_line(nonsense), "") << nonsense;
  }
  EXPECT_EQ(csp_line(std::string(20'000, '[')), "");
}

TEST(CspReport, IsLoggedOnlySoOftenAMinute) {
  ReportLimit limit;
  int logged = 0;
  for (int i = 0; i < 1000; ++i) {
    logged += limit.allows(Instant{600}) ? 1 : 0;
  }
  EXPECT_EQ(logged, ReportLimit::kMostAMinute);
  EXPECT_TRUE(limit.allows(Instant{660}));
}

}  // namespace
}  // namespace accord
