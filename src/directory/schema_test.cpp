#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "base/testdata/project_folder.hpp"
#include "directory/checks.hpp"
#include "directory/keys.hpp"

namespace accord {
namespace {

using Words = std::set<std::string>;

const nlohmann::json& schema() {
  static const nlohmann::json read = [] {
    std::ifstream file{testdata::project_folder() / "schema/directory.schema.json"};
    return nlohmann::json::parse(file);
  }();
  return read;
}

Words keys_of(const Shape& shape) {
  Words keys;
  for (const std::string_view key : shape.keys) {
    if (!key.empty()) {
      keys.emplace(key);
    }
  }
  return keys;
}

Words properties_of(const nlohmann::json& object) {
  EXPECT_EQ(object["additionalProperties"], false);
  Words names;
  for (const auto& [name, value] : object["properties"].items()) {
    names.insert(name);
  }
  return names;
}

// An editor that knows the schema must neither refuse what the reader takes nor offer what it
// refuses.
TEST(DirectorySchema, ALL_4_HasTheKeysThatTheReaderKnows) {
  EXPECT_EQ(properties_of(schema()), keys_of(kDirectoryShape));
  EXPECT_EQ(properties_of(schema()["$defs"]["agency"]), keys_of(kAgencyShape));
  EXPECT_EQ(properties_of(schema()["$defs"]["person"]), keys_of(kPersonShape));
  EXPECT_EQ(properties_of(schema()["$defs"]["post"]), keys_of(kPostShape));
  EXPECT_EQ(properties_of(schema()["$defs"]["on_call"]), keys_of(kOnCallShape));
}

TEST(DirectorySchema, ALL_4_HasTheSectorsThatTheReaderKnows) {
  Words sectors;
  for (const auto& sector : schema()["$defs"]["agency"]["properties"]["sector"]["oneOf"]) {
    sectors.insert(sector.at("const").get<std::string>());
  }

  EXPECT_EQ(sectors, Words(directory_sectors().begin(), directory_sectors().end()));
}

}  // namespace
}  // namespace accord
