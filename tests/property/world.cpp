#include "world.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/check.hpp"
#include "base/testdata/project_folder.hpp"
#include "directory/reader.hpp"
#include "policy/conventions.hpp"
#include "policy/reader.hpp"

namespace accord::property {

namespace {

std::string read(const std::filesystem::path& path) {
  std::ifstream file{path};
  std::ostringstream text;
  text << file.rdbuf();
  return std::move(text).str();
}

World load(const std::filesystem::path& folder) {
  auto policy = read_policy(read(folder / "policy.yaml"));
  ACCORD_CHECK(policy.has_value());
  auto zone = Zone::load(policy->zone);
  auto directory = read_directory(read(folder / "demo/directory.yaml"), *zone);
  ACCORD_CHECK(directory.has_value());
  auto calendar = WorkingCalendar::create(*zone, *embedded_bank_holidays(policy->calendar), {},
                                          *conventions_of(*policy));
  return {folder.filename().string(), *std::move(policy), *std::move(directory),
          *std::move(calendar)};
}

}  // namespace

std::size_t Random::below(std::size_t below) {
  state_ ^= state_ << 13U;
  state_ ^= state_ >> 7U;
  state_ ^= state_ << 17U;
  return static_cast<std::size_t>(state_ >> 11U) % below;
}

const std::vector<World>& worlds() {
  static const std::vector<World> made = [] {
    std::vector<World> found;
    for (const auto& folder :
         std::filesystem::directory_iterator(testdata::project_folder() / "policies")) {
      if (std::filesystem::exists(folder.path() / "demo/directory.yaml")) {
        found.push_back(load(folder.path()));
      }
    }
    std::ranges::sort(found, {}, &World::name);
    return found;
  }();
  return made;
}

}  // namespace accord::property
