#pragma once

#include <expected>
#include <string_view>
#include <vector>

#include "api/problem.hpp"
#include "calendar/zone.hpp"
#include "disagreement/command.hpp"
#include "service/reviews.hpp"

namespace accord {

/// The command that a body says: a JSON object whose "command" names it. Every fault is given with
/// its place, not only the first: keys that are missing, unknown or of another type, texts with
/// characters that are no text, instants without an offset.
///
/// Pure: whether the command may be done is for the procedure, not the reader.
[[nodiscard]] std::expected<CommandBody, std::vector<BodyError>> read_command(
    std::string_view body);

/// The names that "command" can have.
[[nodiscard]] std::vector<std::string_view> command_names();

/// The same of a command to a partnership's policy.
[[nodiscard]] std::expected<PolicyCommand, std::vector<BodyError>> read_policy_command(
    std::string_view body);
[[nodiscard]] std::vector<std::string_view> policy_command_names();

}  // namespace accord
