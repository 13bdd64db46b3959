#pragma once

#include <expected>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/id.hpp"
#include "database/fault.hpp"

namespace accord {

/// Which database keeps which partnership, for a host that has several: one file for each
/// partnership, or several servers. It is a text, one partnership to a line:
///
///     # partnership   its database
///     north           north.db
///     south           postgresql://accord@db2.example/accord
///     *               postgresql://accord@db1.example/accord
///
/// `*` stands for every partnership that is not named. The path of a file is taken from the folder
/// of the routes.
struct Routes {
  std::map<PartnershipId, std::string> named;
  std::optional<std::string> rest;
};

/// True for the path of a file of routes: it ends in ".routes".
[[nodiscard]] bool is_routes(std::string_view location);

/// A fault names the file and the line, and says how to mend it.
[[nodiscard]] std::expected<Routes, Fault> read_routes(const std::string& path);

}  // namespace accord
