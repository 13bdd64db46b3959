#include "database/routes.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

#include "base/try.hpp"
#include "database/postgres.hpp"

namespace accord {
namespace {

constexpr std::string_view kForm =
    "Write on each line a partnership and its database: north north.db";

std::unexpected<Fault> wrong(const std::string& path, int line, std::string_view what) {
  return std::unexpected(
      Fault{FaultKind::NotADatabase, fmt::format("{}:{}: {}", path, line, what)});
}

std::string from_folder_of(const std::string& path, const std::string& location) {
  return is_postgres(location)
             ? location
             : (std::filesystem::path{path}.parent_path() / location).lexically_normal().string();
}

}  // namespace

bool is_routes(std::string_view location) {
  return !is_postgres(location) && location.ends_with(".routes");
}

std::expected<Routes, Fault> read_routes(const std::string& path) {
  std::ifstream file{path};
  if (!file) {
    return std::unexpected(Fault{
        FaultKind::NotADatabase,
        fmt::format("The routes {} cannot be read: look whether the file is there and may be read "
                    "by this user",
                    path)});
  }
  Routes routes;
  std::string text;
  for (int line = 1; std::getline(file, text); ++line) {
    std::istringstream words{text.substr(0, text.find('#'))};
    std::string partnership;
    std::string location;
    std::string more;
    if (!(words >> partnership)) {
      continue;
    }
    if (!(words >> location) || words >> more) {
      return wrong(path, line, kForm);
    }
    if (is_routes(location)) {
      return wrong(path, line, "routes lead to a database, not to other routes");
    }
    location = from_folder_of(path, location);
    const bool first = partnership == "*"
                           ? !std::exchange(routes.rest, location).has_value()
                           : routes.named.emplace(PartnershipId{partnership}, location).second;
    if (!first) {
      return wrong(path, line,
                   fmt::format("'{}' has a database already: take one line out", partnership));
    }
  }
  if (routes.named.empty() && !routes.rest) {
    return wrong(path, 1, fmt::format("no partnership is named. {}", kForm));
  }
  return routes;
}

}  // namespace accord
