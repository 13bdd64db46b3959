#include "database/databases.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "database/routes.hpp"

namespace accord {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::array<std::string_view, 1> kNamed{
    "CREATE TABLE named (partnership TEXT NOT NULL PRIMARY KEY) {strict}"};
constexpr std::array kNamedMigrations{Migration{1, 1, "names", kNamed}};
const std::array kNames{Component{"names", kNamedMigrations}};

class RoutesTest : public testing::Test {
 protected:
  std::string routes(const std::string& text) {
    std::ofstream{folder_.file("accord.routes")} << text;
    return folder_.file("accord.routes");
  }
  std::string refused(const std::string& text) {
    const auto read = read_routes(routes(text));
    EXPECT_FALSE(read);
    return read ? "" : read.error().what;
  }
  static std::expected<std::int64_t, Fault> add(Databases& databases, const std::string& name) {
    return databases.write(PartnershipId{name}, [&](Connection& connection) {
      return connection.run("INSERT INTO named (partnership) VALUES ($1)", std::string_view{name});
    });
  }
  std::vector<std::string> names_in(const std::string& file) {
    const auto connection = *open_connection(folder_.file(file), Access::Read);
    std::vector<std::string> names;
    const auto rows =
        *connection->rows<std::string>("SELECT partnership FROM named ORDER BY partnership");
    for (const auto& [name] : rows) {
      names.push_back(name);
    }
    return names;
  }

  /// A folder of this test alone, gone with it.
  struct Folder {
    Folder() {
      std::string name = testing::TempDir() + "routes-XXXXXX";
      path = ::mkdtemp(name.data());
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder() { std::filesystem::remove_all(path); }
    [[nodiscard]] std::string file(const std::string& name) const { return (path / name).string(); }
    std::filesystem::path path;
  };

  Folder folder_;
};

TEST_F(RoutesTest, APartnershipToALineFromTheFolderOfTheRoutes) {
  const auto read =
      read_routes(routes("# which where\n\nnorth\tnorth.db   # by itself\nsouth ../south.db\n"
                         "* postgresql://accord@db1/accord\n"));
  ASSERT_TRUE(read) << read.error().what;
  EXPECT_EQ(read->named.at(PartnershipId{"north"}), folder_.file("north.db"));
  EXPECT_THAT(read->named.at(PartnershipId{"south"}), testing::Not(HasSubstr("..")));
  EXPECT_EQ(read->rest, "postgresql://accord@db1/accord");
}

TEST_F(RoutesTest, SaysTheLineThatIsWrongAndHowToMendIt) {
  EXPECT_THAT(refused("north n.db\nsouth\n"), HasSubstr("accord.routes:2: Write on each line"));
  EXPECT_THAT(refused("north n.db more\n"), HasSubstr("accord.routes:1: Write on each line"));
  EXPECT_THAT(refused("north a.db\n\nnorth b.db\n"),
              HasSubstr(":3: 'north' has a database already: take one line out"));
  EXPECT_THAT(refused("* a.db\n* b.db\n"), HasSubstr(":2: '*' has a database already"));
  EXPECT_THAT(refused("north other.routes\n"), HasSubstr(":1: routes lead to a database"));
  EXPECT_THAT(refused("# nothing\n"), HasSubstr("no partnership is named"));
  const auto missing = read_routes(folder_.file("none.routes"));
  ASSERT_FALSE(missing);
  EXPECT_THAT(missing.error().what, HasSubstr("none.routes cannot be read"));
}

TEST_F(RoutesTest, EachPartnershipIsInItsOwnDatabaseAndNoOther) {
  {
    auto databases = Databases::open(
        {.location = routes("north north.db\nsouth south.db\neast south.db\n")}, kNames);
    ASSERT_TRUE(databases) << databases.error().what;
    EXPECT_EQ(databases->every().size(), 2U) << "a database is opened once";
    for (const std::string name : {"north", "south", "east"}) {
      EXPECT_TRUE(add(*databases, name));
    }
    const auto nowhere = add(*databases, "west");
    ASSERT_FALSE(nowhere);
    EXPECT_THAT(nowhere.error().what, HasSubstr("name no database for 'west'"));
    EXPECT_EQ(databases->of(PartnershipId{"west"}), nullptr);
  }
  EXPECT_THAT(names_in("north.db"), ElementsAre("north"));
  EXPECT_THAT(names_in("south.db"), ElementsAre("east", "south"));
}

TEST_F(RoutesTest, TheStarTakesWhatIsNotNamed) {
  {
    auto databases = Databases::open({.location = routes("north north.db\n* rest.db\n")}, kNames);
    ASSERT_TRUE(databases) << databases.error().what;
    EXPECT_TRUE(add(*databases, "north"));
    EXPECT_TRUE(add(*databases, "west"));
  }
  EXPECT_THAT(names_in("rest.db"), ElementsAre("west"));
}

TEST_F(RoutesTest, WhatLooksAtOneDatabaseSaysSo) {
  const auto opened = open_connection(routes("* a.db\n"), Access::Read);
  ASSERT_FALSE(opened);
  EXPECT_THAT(opened.error().what, HasSubstr("one is looked at here: name that one"));
}

TEST_F(RoutesTest, WhatIsOpenedToReadCannotBeWritten) {
  const std::string location = routes("* a.db\n");
  EXPECT_FALSE(Databases::open({.location = location, .access = Access::Read}, kNames))
      << "nothing is made";
  {
    ASSERT_TRUE(Databases::open({.location = location}, kNames));
  }
  auto databases = Databases::open({.location = location, .access = Access::Read}, kNames);
  ASSERT_TRUE(databases) << databases.error().what;
  const auto written = add(*databases, "north");
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().kind, FaultKind::ReadOnly);
}

}  // namespace
}  // namespace accord
