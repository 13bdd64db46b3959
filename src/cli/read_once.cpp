#include "cli/read_once.hpp"

#include "base/try.hpp"
#include "cli/partnership_files.hpp"

namespace accord {

namespace {

/// One file has one name here, also where another folder leads to it.
std::filesystem::path name_of_file(const std::filesystem::path& file) {
  std::error_code failed;
  auto whole = std::filesystem::weakly_canonical(file, failed);
  return failed ? file : whole;
}

}  // namespace

std::expected<ReadOnce::PolicyRead, std::string> ReadOnce::read_policy_at(
    const std::filesystem::path& file) {
  ACCORD_TRY(Policy policy, load_policy(file));
  ACCORD_TRY(Zone zone, Zone::load(policy.zone));
  return PolicyRead{std::move(policy), std::move(zone)};
}

std::expected<ReadOnce::PeopleRead, std::string> ReadOnce::read_people_at(
    const std::filesystem::path& file, const PolicyRead& of) {
  ACCORD_TRY(Directory directory, load_directory(file, of.zone));
  ACCORD_TRY(WorkingCalendar calendar, calendar_of(of.policy, directory));
  return PeopleRead{std::move(directory), std::move(calendar)};
}

std::expected<PartnershipRead, std::string> ReadOnce::partnership(
    const std::filesystem::path& policy, const std::filesystem::path& directory) {
  const auto policy_name = name_of_file(policy);
  auto read = policies_.find(policy_name);
  if (read == policies_.end()) {
    read = policies_.emplace(policy_name, read_policy_at(policy)).first;
  }
  if (!read->second) {
    return std::unexpected(read->second.error());
  }
  const auto both = std::pair{policy_name, name_of_file(directory)};
  auto people = people_.find(both);
  if (people == people_.end()) {
    people = people_.emplace(both, read_people_at(directory, *read->second)).first;
  }
  if (!people->second) {
    return std::unexpected(people->second.error());
  }
  return PartnershipRead{&read->second->policy, &read->second->zone, &people->second->directory,
                         &people->second->calendar};
}

}  // namespace accord
