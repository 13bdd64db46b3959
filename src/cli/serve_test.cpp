#include "cli/serve.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "cli/exit_code.hpp"

namespace accord {
namespace {

using testing::HasSubstr;

// Until there is sign-in, nobody but whoever sits at this computer may reach it.
TEST(Serve, ListensOnThisComputerAlone) {
  EXPECT_EQ(parse_listen("127.0.0.1:8080")->port, 8080);
  EXPECT_EQ(parse_listen("localhost:0")->address, "127.0.0.1");
  EXPECT_EQ(parse_listen("[::1]:80")->address, "::1");
  for (const char* text : {"0.0.0.0:8080", "192.168.1.4:80", "[::]:80", "example.org:80", ":80"}) {
    EXPECT_THAT(parse_listen(text).error(), HasSubstr("other computers")) << text;
  }
  for (const char* text : {"", "127.0.0.1", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:70000"}) {
    EXPECT_THAT(parse_listen(text).error(), HasSubstr("ADDRESS:PORT")) << text;
  }
}

TEST(Serve, SaysWhichDatabaseIsMissing) {
  std::ostringstream out;
  std::ostringstream err;

  const int code = run_serve(
      {.database = testing::TempDir() + "not-there.db"}, [] { return Instant{1'800'000'000}; }, out,
      err);

  EXPECT_EQ(code, kCouldNotRun);
  EXPECT_THAT(err.str(), HasSubstr("not-there.db"));
  EXPECT_EQ(out.str(), "");
}

}  // namespace
}  // namespace accord
