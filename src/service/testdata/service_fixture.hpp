#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "base/testdata/project_folder.hpp"
#include "database/testing/test_database.hpp"
#include "service/demonstration.hpp"
#include "service/random.hpp"
#include "service/service.hpp"

namespace accord::testdata {

inline std::string text_of(const std::filesystem::path& path) {
  const std::ifstream file{path};
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// The folders of the partnerships that are shipped with a demonstration.
inline std::vector<std::filesystem::path> partnerships() {
  std::vector<std::filesystem::path> found;
  for (const auto& entry : std::filesystem::directory_iterator(project_folder() / "policies")) {
    if (std::filesystem::exists(entry.path() / "demo" / "disagreements.yaml")) {
      found.push_back(entry.path());
    }
  }
  std::ranges::sort(found);
  return found;
}

/// What a test of a shipped partnership is called after.
inline std::string name_of_folder(const testing::TestParamInfo<std::filesystem::path>& folder) {
  return folder.param.filename().string();
}

/// A database of its own, with one of the shipped partnerships and its invented people.
class ServiceTest : public testing::TestWithParam<std::filesystem::path> {
 protected:
  void SetUp() override {
    const auto components = Service::components();
    auto opened = Database::open({kept_.location(), Access::Create, 1, {}}, components);
    ASSERT_TRUE(opened.has_value()) << opened.error().what;
    database_ = *std::move(opened);
    clock_.set(Instant{1'795'428'000});  // Monday 23 November 2026, 10am
    service_.emplace(*database_, Service::Options{[this] { return clock_.now(); }, random_hex_128,
                                                  random_reference});
    const auto added = service_->add_partnership({partnership_, "A partnership", true},
                                                 text_of(GetParam() / "policy.yaml"),
                                                 text_of(GetParam() / "demo" / "directory.yaml"));
    ASSERT_TRUE(added.has_value()) << to_words(added.error());
    const auto invented = read_invented(text_of(GetParam() / "demo" / "disagreements.yaml"));
    ASSERT_TRUE(invented.has_value()) << to_line(invented.error().front());
    invented_ = *invented;
  }
  void TearDown() override {
    service_.reset();
    database_.reset();
  }

  std::string stage(std::size_t index) {
    const auto staged =
        stage_disagreement(*service_, clock_, clock_.now(), partnership_, invented_.at(index));
    EXPECT_TRUE(staged.has_value()) << staged.error();
    return staged.value_or("");
  }

  Submission note(const DisagreementId& id, const Actor& by, const std::string& text) {
    Submission submission;
    submission.partnership = partnership_;
    submission.disagreement = id;
    submission.command = {by, AddNote{text}};
    submission.command_id = CommandId{random_hex_128()};
    submission.body = text;
    return submission;
  }

  std::string dump() {
    return *database_->read(partnership_,
                            [&](Connection& connection) -> std::expected<std::string, Fault> {
                              return ReadModels{connection}.dump(partnership_);
                            });
  }

  testdata::TestDatabase kept_;
  std::unique_ptr<Database> database_;
  StagedClock clock_;
  std::optional<Service> service_;
  PartnershipId partnership_{"one"};
  std::vector<InventedDisagreement> invented_;
};

}  // namespace accord::testdata
