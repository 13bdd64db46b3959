#include "cli/serve.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "base/testdata/project_folder.hpp"
#include "cli/exit_code.hpp"
#include "service/random.hpp"
#include "service/service.hpp"

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

// A partnership whose directory was deleted would be an address without a page.
TEST(Serve, RefusesAPartnershipWithoutItsDirectory) {
  const auto now = [] { return Instant{1'800'000'000}; };
  const std::filesystem::path folder =
      std::filesystem::path{testing::TempDir()} / ("accord-serve-" + random_hex_128());
  std::filesystem::create_directories(folder);
  const std::string location = (folder / "accord.db").string();
  {
    const auto made = Database::open({.location = location}, Service::components());
    ASSERT_TRUE(made.has_value()) << made.error().what;
    Service service{**made, {now, random_hex_128, random_reference}};
    std::ifstream policy{testdata::project_folder() / "src/policy/testdata/northmoor.yaml"};
    ASSERT_TRUE(service.add_partnership({PartnershipId{"anytown"}, "Anytown", true},
                                        {std::istreambuf_iterator<char>{policy}, {}},
                                        "partnership: {name: Anytown}\nagencies: []\n"));
    const auto deleted =
        (*made)->write([](Connection& connection) -> std::expected<std::int64_t, Fault> {
          return connection.run("DELETE FROM document WHERE kind = 'directory'");
        });
    ASSERT_TRUE(deleted.has_value());
    EXPECT_EQ(*deleted, 1);
  }
  std::ostringstream out;
  std::ostringstream err;

  const int code = run_serve({.database = location, .listen = "127.0.0.1:0"}, now, out, err);

  EXPECT_EQ(code, kCouldNotRun);
  EXPECT_THAT(err.str(), HasSubstr("'anytown' cannot be served: the database has no directory in "
                                   "force of 'anytown'"));
  EXPECT_THAT(err.str(), HasSubstr("accord verify"));
  EXPECT_EQ(out.str(), "");
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace accord
