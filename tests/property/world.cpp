#include "world.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/check.hpp"
#include "base/testdata/project_folder.hpp"
#include "calendar/bank_holidays.hpp"
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
  std::string holidays{*embedded_calendar_text(policy->calendar)};
  return {folder.filename().string(), *std::move(policy), *std::move(directory),
          *std::move(calendar), std::move(holidays)};
}

}  // namespace

World without(const World& world, const PersonId& person) {
  auto agencies = world.directory.agencies();
  auto posts = world.directory.posts();
  auto people = world.directory.people();
  auto on_call = world.directory.on_call();
  std::erase_if(people, [&](const Person& one) { return one.id == person; });
  std::erase_if(on_call, [&](const OnCall& one) { return one.person == person; });
  for (Post& post : posts) {
    std::erase(post.holders, person);
  }
  for (Agency& agency : agencies) {
    if (agency.supporter == person) {
      agency.supporter = PersonId{};
    }
  }
  World changed = world;
  changed.directory =
      Directory{std::move(agencies), std::move(posts), std::move(people), std::move(on_call)};
  return changed;
}

World with_newcomers(const World& world) {
  auto people = world.directory.people();
  for (const Agency& agency : world.directory.agencies()) {
    for (const char* each : {"", "_2"}) {
      Person newcomer;
      newcomer.id = PersonId{"new_" + agency.id.text() + each};
      newcomer.name = "Newcomer of " + agency.name;
      newcomer.agency = agency.id;
      people.push_back(std::move(newcomer));
    }
  }
  World changed = world;
  changed.directory = Directory{world.directory.agencies(), world.directory.posts(),
                                std::move(people), world.directory.on_call()};
  return changed;
}

World with_bank_holiday(const World& world, Date day) {
  World changed = world;
  changed.holidays += fmt::format("added {}: Day of mourning, announced {}\n", to_iso(day),
                                  to_iso(day - std::chrono::days{1}));
  const auto days = parse_bank_holidays(changed.holidays, "the calendar");
  if (!days) {
    return world;  // there is one already
  }
  changed.calendar =
      *WorkingCalendar::create(world.calendar.zone(), *days, {}, *conventions_of(world.policy));
  return changed;
}

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
