#include <fmt/format.h>

#include <array>
#include <ostream>

#include "base/try.hpp"
#include "cli/exit_code.hpp"
#include "cli/import_directory.hpp"
#include "database/migration.hpp"
#include "store/documents.hpp"
#include "store/tables.hpp"

namespace accord {

namespace {

template <typename T>
using Answer = DirectoryPort::Answer<T>;

std::expected<std::unique_ptr<Connection>, Fault> open(const std::string& location, bool to_write) {
  ACCORD_TRY(auto connection, open_connection(location, to_write ? Access::Write : Access::Read));
  ACCORD_TRY_DO(check_version(*connection, std::array{store_component()}));
  return connection;
}

Answer<std::optional<std::string>> text_of(Connection& connection, const std::string& partnership,
                                           std::string_view kind, Instant now) {
  auto document = Documents{connection}.current(PartnershipId{partnership}, kind, now);
  if (!document) {
    return std::unexpected(std::move(document).error().what);
  }
  return *document ? std::optional{std::move((*document)->text)} : std::nullopt;
}

std::expected<void, Fault> put(Connection& connection, const std::string& partnership,
                               const std::string& text, Instant now) {
  ACCORD_TRY(auto transaction, Transaction::begin(connection, Connection::Purpose::Write));
  ACCORD_TRY_DO(Documents{connection}.put(PartnershipId{partnership}, "directory", text, now, now));
  return transaction.commit();
}

}  // namespace

DirectoryPort directory_port(Connection& connection, Instant now) {
  DirectoryPort port;
  port.partnerships = [&connection]() -> Answer<std::vector<std::string>> {
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
  port.save = [&connection, now](const std::string& partnership,
                                 const std::string& text) -> Answer<void> {
    if (auto done = put(connection, partnership, text, now); !done) {
      return std::unexpected(std::move(done).error().what);
    }
    return {};
  };
  return port;
}

int run_import_directory(const ImportDirectoryArguments& arguments, const std::string& database,
                         Instant now, std::ostream& out, std::ostream& err) {
  const auto connection = open(database, arguments.apply);
  if (!connection) {
    err << fmt::format("accord: {}\n", connection.error().what);
    return kCouldNotRun;
  }
  return run_import_directory(arguments, directory_port(**connection, now), now, out, err);
}

}  // namespace accord
