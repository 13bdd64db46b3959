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

class ServeDatabase : public testing::Test {
 protected:
  ServeDatabase() { std::filesystem::create_directories(folder_); }
  ~ServeDatabase() override { std::filesystem::remove_all(folder_); }

  static Instant now() { return Instant{1'800'000'000}; }
  [[nodiscard]] std::string location() const { return (folder_ / "accord.db").string(); }

  /// A database with one partnership, which `change` then alters.
  template <typename Change>
  void make(bool demonstration, Change change) {
    const auto made = Database::open({.location = location()}, Service::components());
    ASSERT_TRUE(made.has_value()) << made.error().what;
    Service service{**made, {now, random_hex_128, random_reference}};
    std::ifstream policy{testdata::project_folder() / "src/policy/testdata/northmoor.yaml"};
    ASSERT_TRUE(service.add_partnership({PartnershipId{"anytown"}, "Anytown", demonstration},
                                        {std::istreambuf_iterator<char>{policy}, {}},
                                        "partnership: {name: Anytown}\nagencies: []\n"));
    ASSERT_TRUE((*made)->write(PartnershipId{"anytown"}, change).has_value());
  }
  int serve() {
    return run_serve({.database = location(), .listen = "127.0.0.1:0"}, now, out_, err_);
  }

  std::filesystem::path folder_ =
      std::filesystem::path{testing::TempDir()} / ("accord-serve-" + random_hex_128());
  std::ostringstream out_;
  std::ostringstream err_;
};

// Without sign-in anybody who reached it could act as anybody.
TEST_F(ServeDatabase, RefusesWhateverIsNoDemonstration) {
  make(false, [](Connection&) -> std::expected<std::int64_t, Fault> { return 0; });

  EXPECT_EQ(serve(), kCouldNotRun);
  EXPECT_THAT(err_.str(), HasSubstr("'anytown' is not a demonstration"));
  EXPECT_THAT(err_.str(), HasSubstr("accord demo"));
  EXPECT_EQ(out_.str(), "");
}

// A partnership whose directory was deleted would be an address without a page.
TEST_F(ServeDatabase, RefusesAPartnershipWithoutItsDirectory) {
  make(true, [](Connection& connection) -> std::expected<std::int64_t, Fault> {
    return connection.run("DELETE FROM document WHERE kind = 'directory'");
  });

  EXPECT_EQ(serve(), kCouldNotRun);
  EXPECT_THAT(err_.str(), HasSubstr("'anytown' cannot be served: the database has no directory in "
                                    "force of 'anytown'"));
  EXPECT_THAT(err_.str(), HasSubstr("accord verify"));
  EXPECT_EQ(out_.str(), "");
}

}  // namespace
}  // namespace accord
