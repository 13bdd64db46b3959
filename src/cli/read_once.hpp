#pragma once

#include <expected>
#include <filesystem>
#include <map>
#include <string>
#include <utility>

#include "calendar/working_calendar.hpp"
#include "directory/directory.hpp"
#include "policy/policy.hpp"

namespace accord {

/// A partnership's policy, people and calendar. Pointers are into the ReadOnce that gave them.
struct PartnershipRead {
  const Policy* policy = nullptr;
  const Zone* zone = nullptr;
  const Directory* directory = nullptr;
  const WorkingCalendar* calendar = nullptr;
};

/// The files of partnerships, each read and checked once, however many rehearsals name it and
/// however they write its path.
class ReadOnce {
 public:
  /// The error is ready to be shown: "FILE:12:5: …".
  [[nodiscard]] std::expected<PartnershipRead, std::string> partnership(
      const std::filesystem::path& policy, const std::filesystem::path& directory);

 private:
  struct PolicyRead {
    Policy policy;
    Zone zone;
  };
  struct PeopleRead {
    Directory directory;
    WorkingCalendar calendar;
  };
  [[nodiscard]] static std::expected<PolicyRead, std::string> read_policy_at(
      const std::filesystem::path& file);
  [[nodiscard]] static std::expected<PeopleRead, std::string> read_people_at(
      const std::filesystem::path& file, const PolicyRead& of);

  std::map<std::filesystem::path, std::expected<PolicyRead, std::string>> policies_;
  std::map<std::pair<std::filesystem::path, std::filesystem::path>,
           std::expected<PeopleRead, std::string>>
      people_;  ///< by policy and directory: the policy's zone and conventions count in it
};

}  // namespace accord
