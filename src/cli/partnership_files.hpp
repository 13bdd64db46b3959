#pragma once

#include <expected>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "calendar/working_calendar.hpp"
#include "directory/directory.hpp"
#include "policy/policy.hpp"
#include "policy/yaml_tree.hpp"

namespace accord {

/// What a partnership is made of, read from its files. An error is ready to be shown, one problem a
/// line: "FILE:12:5: …".

/// A policy that can be executed, with the hash of its text: what `accord policy check` calls an
/// error is one here too.
[[nodiscard]] std::expected<Policy, std::string> load_policy(const std::filesystem::path& file);

[[nodiscard]] std::expected<Directory, std::string> load_directory(
    const std::filesystem::path& file, const Zone& zone);

/// The calendar that the policy counts in: its bank holidays, its conventions, and the days on
/// which the partnership of the directory is closed.
[[nodiscard]] std::expected<WorkingCalendar, std::string> calendar_of(const Policy& policy,
                                                                      const Directory& directory);

/// "FILE:12:5: error: …", one problem a line.
[[nodiscard]] std::string problems_in_lines(std::string_view file,
                                            const std::vector<Problem>& problems);

}  // namespace accord
