#include <fmt/format.h>

#include <array>
#include <ostream>

#include "base/try.hpp"
#include "cli/exit_code.hpp"
#include "cli/import_directory.hpp"
#include "database/migration.hpp"
#include "service/random.hpp"
#include "service/service.hpp"
#include "store/documents.hpp"
#include "store/tables.hpp"

namespace accord {

namespace {

template <typename T>
using Answer = DirectoryPort::Answer<T>;

std::expected<std::unique_ptr<Connection>, Fault> open(const std::string& location) {
  ACCORD_TRY(auto connection, open_connection(location, Access::Read));
  ACCORD_TRY_DO(check_version(*connection, std::array{store_component()}));
  return connection;
}

Answer<std::optional<std::string>> text_of(Connection& connection, const std::string& partnership,
                                           std::string_view kind, Instant now) {
  const auto moment = Transaction::survey(connection);
  if (!moment) {
    return std::unexpected(moment.error().what);
  }
  auto document = Documents{connection}.current(PartnershipId{partnership}, kind, now);
  if (!document) {
    return std::unexpected(std::move(document).error().what);
  }
  auto& found = *document;
  return found ? std::optional{std::move(found->text)} : std::nullopt;
}

}  // namespace

DirectoryPort directory_port(Connection& connection, Instant now) {
  DirectoryPort port;
  port.partnerships = [&connection]() -> Answer<std::vector<std::string>> {
    const auto moment = Transaction::survey(connection);
    if (!moment) {
      return std::unexpected(moment.error().what);
    }
    auto rows = Documents{connection}.partnerships();
    if (!rows) {
      return std::unexpected(std::move(rows).error().what);
    }
    std::vector<std::string> keys;
    for (const PartnershipRow& row : *rows) {
      keys.push_back(row.partnership.text());
    }
    return keys;
  };
  port.directory = [&connection, now](const std::string& partnership) {
    return text_of(connection, partnership, "directory", now);
  };
  port.policy = [&connection, now](const std::string& partnership) {
    return text_of(connection, partnership, "policy", now);
  };
  return port;
}

int run_import_directory(const ImportDirectoryArguments& arguments, const std::string& database,
                         Instant now, std::ostream& out, std::ostream& err) {
  const auto refuse = [&](const Fault& fault) {
    err << fmt::format("accord: {}\n", fault.what);
    return kCouldNotRun;
  };
  std::unique_ptr<Database> written;
  if (arguments.apply) {
    auto opened =
        Database::open({.location = database, .access = Access::Write}, Service::components());
    if (!opened) {
      return refuse(opened.error());
    }
    written = *std::move(opened);
  }
  const auto connection = open(database);
  if (!connection) {
    return refuse(connection.error());
  }
  DirectoryPort port = directory_port(**connection, now);
  port.save = [&](const std::string& partnership, const std::string& text) -> Answer<std::int64_t> {
    Service service{*written, {[now] { return now; }, random_hex_128, random_reference}};
    // Which deadlines move is asked of the lists.
    if (const auto rebuilt = service.rebuild_outdated(); !rebuilt) {
      return std::unexpected(to_words(rebuilt.error()));
    }
    const auto moved = service.replace_directory(PartnershipId{partnership}, text);
    if (!moved) {
      return std::unexpected(to_words(moved.error()));
    }
    return *moved;
  };
  return run_import_directory(arguments, port, now, out, err);
}

}  // namespace accord
