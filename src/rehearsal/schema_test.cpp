#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "base/testdata/project_folder.hpp"
#include "rehearsal/shapes.hpp"

namespace accord {
namespace {

// An editor that knows the schema must neither refuse what the reader takes nor offer what it does
// not know.
TEST(RehearsalSchema, HasTheKeysOfTheReader) {
  std::ifstream file{testdata::project_folder() / "schema/rehearsal.schema.json"};
  const auto schema = nlohmann::json::parse(file);
  for (const auto& [definition, shape] : rehearsal_shapes::kAll) {
    std::set<std::string> known;
    for (const std::string_view key : shape->keys) {
      if (!key.empty()) {
        known.emplace(key);
      }
    }
    std::set<std::string> offered;
    for (const auto& [key, value] :
         schema.at("$defs").at(std::string{definition}).at("properties").items()) {
      offered.insert(key);
    }
    EXPECT_EQ(offered, known) << definition;
  }
}

}  // namespace
}  // namespace accord
