// schema/policy.schema.json tells an editor what the reader accepts: the two are one list of keys.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "base/testdata/project_folder.hpp"
#include "calendar/bank_holidays.hpp"
#include "policy/policy.hpp"
#include "policy/shapes.hpp"

namespace accord {
namespace {

nlohmann::json schema(const std::string& name = "policy") {
  std::ifstream file{testdata::project_folder() / ("schema/" + name + ".schema.json")};
  return nlohmann::json::parse(file);
}

/// The words of a choice, each with its own description.
std::set<std::string> choices_of(const nlohmann::json& choice) {
  std::set<std::string> words;
  for (const nlohmann::json& one : choice.at("oneOf")) {
    words.insert(one.at("const").get<std::string>());
  }
  return words;
}

std::set<std::string> keys_of(const nlohmann::json& object) {
  std::set<std::string> keys;
  for (const auto& [key, value] : object.items()) {
    keys.insert(key);
  }
  return keys;
}

TEST(PolicySchema, HasTheKeysOfTheReaderAndNoOthers) {
  const nlohmann::json definitions = schema()["$defs"];
  for (const shapes::Named& named : shapes::kAll) {
    const nlohmann::json& definition = definitions[std::string{named.definition}];
    std::set<std::string> keys{named.shape->keys.begin(), named.shape->keys.end()};
    keys.erase("");
    EXPECT_EQ(keys_of(definition["properties"]), keys) << named.definition;
    EXPECT_EQ(definition["additionalProperties"], false) << named.definition;
  }
}

template <typename Table>
std::set<std::string> words_of(const Table& table) {
  std::set<std::string> words;
  for (const auto& [word, meaning] : table) {
    words.emplace(word);
  }
  return words;
}

TEST(PolicySchema, HasTheWordsOfTheReader) {
  const nlohmann::json definitions = schema()["$defs"];
  const auto choices = [&definitions](const char* definition, const char* key) {
    return choices_of(definitions[definition]["properties"][key]);
  };
  EXPECT_EQ(choices("exit", "end"), words_of(kOutcomeWords));
  EXPECT_EQ(choices("duty", "proof"), words_of(kProofWords));
  EXPECT_EQ(choices("duty", "purpose"), words_of(kPurposeWords));
  EXPECT_EQ(choices("meeting", "decides"), words_of(kDecidesWords));
  const auto calendars = embedded_calendar_names();
  EXPECT_EQ(choices("policy", "calendar"),
            (std::set<std::string>{calendars.begin(), calendars.end()}));
  EXPECT_EQ(
      keys_of(definitions["stage"]["properties"]["representatives"]["anyOf"][1]["properties"]),
      words_of(kSideWords));
}

/// Where a property, or a word to choose, says nothing of itself.
void find_silent(const nlohmann::json& node, const std::string& path,
                 std::vector<std::string>& silent) {
  if (node.is_object() && node.contains("const") && path.find("/oneOf/") != std::string::npos &&
      !node.contains("description")) {
    silent.push_back(path);
  }
  for (const auto& [key, value] : node.items()) {
    const std::string below = path + "/" + key;
    if (path.ends_with("/properties") && node.is_object() &&
        (!value.is_object() || value.value("description", "").empty())) {
      silent.push_back(below);
    }
    if (key == "enum" && node.is_object() && !path.ends_with("/properties")) {
      silent.push_back(below + " (choices are `oneOf`, each a `const` with its description)");
    }
    if (value.is_structured()) {
      find_silent(value, below, silent);
    }
  }
}

// What an editor shows beside the cursor is all the help that many people have.
TEST(Schemas, EveryPropertyAndEveryWordSaysWhatItIs) {
  for (const char* name : {"policy", "rehearsal", "directory"}) {
    std::vector<std::string> silent;
    find_silent(schema(name), name, silent);
    EXPECT_THAT(silent, testing::IsEmpty());
  }
}

TEST(PolicySchema, EveryReferenceLeadsToADefinition) {
  const nlohmann::json whole = schema();
  const nlohmann::json flat = whole.flatten();
  for (const auto& [path, value] : flat.items()) {
    if (path.ends_with("/$ref")) {
      const std::string target = value.get<std::string>().substr(1);
      EXPECT_TRUE(whole.contains(nlohmann::json::json_pointer{target})) << path;
    }
  }
}

}  // namespace
}  // namespace accord
