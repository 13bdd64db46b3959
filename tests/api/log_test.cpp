// What `instance` leads to: the log has a line for every problem, and nothing that anybody typed.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "site.hpp"

namespace accord::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

// docs/api.md: "`instance` is the number that the log has."
TEST(Log, HasALineForEveryProblem) {
  ApiSite site;
  const std::string reference = site.raise();
  const std::string path = fmt::format("/disagreements/{}", reference);
  const auto expect = [&](const Answer& answer, std::string_view fault) {
    ASSERT_FALSE(site.log().empty());
    const Served& line = site.log().back();
    EXPECT_EQ(line.status, answer.status);
    EXPECT_EQ(line.request_id, answer.json.value("instance", "")) << answer.json.dump();
    EXPECT_EQ(line.fault, fault);
  };

  expect(site.get("tess", "/disagreements/none"), "not-found");
  expect(site.get("nobody", path), "person-needed");
  expect(site.get("tess", "/disagreements?colour=red"), "invalid-query");
  expect(site.command("tess", reference, {{"command", "add_note"}, {"texts", "x"}}),
         "invalid-body");
  expect(site.command("tess", reference, {{"command", "record_done"}, {"number", 999}}),
         "refused not_found");
  expect(site.get("tess", "/api/v1/nowhere"), "not-found");
  expect(site.send(Method::Post, "tess", "/work", "{}", {}), "wrong-method");
}

// S-DUR1: an answer that nothing was recorded, and a line that says what happened and how to mend
// it.
TEST(Log, S_DUR1_SaysHowToMendADatabaseThatIsAway) {
  ApiSite site;
  const std::string reference = site.raise();
  site.kept().lose();

  const Answer answer =
      site.command("tess", reference, {{"command", "add_note"}, {"text", "He was seen today."}});

  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.problem(), "out-of-reach");
  EXPECT_THAT(answer.json.dump(),
              AllOf(HasSubstr("Nothing was recorded"), Not(HasSubstr("accord.db"))));
  EXPECT_THAT(site.log().back().fault,
              AllOf(StartsWith("out-of-reach: "), HasSubstr(site.kept().what_is_lost()),
                    HasSubstr(site.kept().how_to_mend()), Not(HasSubstr("seen today"))));
}

}  // namespace
}  // namespace accord::test
