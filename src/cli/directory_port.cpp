#include <fmt/format.h>

#include <ostream>

#include "base/try.hpp"
#include "cli/exit_code.hpp"
#include "cli/import_directory.hpp"
#include "service/random.hpp"
#include "service/service.hpp"
#include "store/documents.hpp"

namespace accord {

namespace {

template <typename T>
using Answer = DirectoryPort::Answer<T>;

Service at(Databases& databases, Instant now) {
  return Service{databases, {[now] { return now; }, random_hex_128, random_reference}};
}

Answer<std::optional<std::string>> text_of(Databases& databases, const PartnershipId& partnership,
                                           std::string_view kind, Instant now) {
  auto document = databases.read(partnership, [&](Connection& connection) {
    return Documents{connection}.current(partnership, kind, now);
  });
  if (!document) {
    return std::unexpected(std::move(document).error().what);
  }
  auto& found = *document;
  return found ? std::optional{std::move(found->text)} : std::nullopt;
}

}  // namespace

DirectoryPort directory_port(Databases& databases, Instant now) {
  DirectoryPort port;
  port.partnerships = [&databases, now]() -> Answer<std::vector<std::string>> {
    auto rows = at(databases, now).partnerships();
    if (!rows) {
      return std::unexpected(std::move(rows).error().what);
    }
    std::vector<std::string> keys;
    for (const PartnershipRow& row : *rows) {
      keys.push_back(row.partnership.text());
    }
    return keys;
  };
  port.directory = [&databases, now](const std::string& partnership) {
    return text_of(databases, PartnershipId{partnership}, "directory", now);
  };
  port.policy = [&databases, now](const std::string& partnership) {
    return text_of(databases, PartnershipId{partnership}, "policy", now);
  };
  return port;
}

int run_import_directory(const ImportDirectoryArguments& arguments, const std::string& database,
                         Instant now, std::ostream& out, std::ostream& err) {
  // A preview can change nothing, and is tried where nothing may be changed.
  auto opened = Databases::open(
      {.location = database, .access = arguments.apply ? Access::Write : Access::Read},
      Service::components());
  if (!opened) {
    err << fmt::format("accord: {}\n", opened.error().what);
    return kCouldNotRun;
  }
  DirectoryPort port = directory_port(*opened, now);
  port.save = [&](const std::string& partnership, const std::string& text) -> Answer<std::int64_t> {
    Service service = at(*opened, now);
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
