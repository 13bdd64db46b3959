#include "store/backup_moment.hpp"

#include <array>

#include "base/try.hpp"

namespace accord {
namespace {

constexpr std::string_view kCreateBackup = R"sql(
    CREATE TABLE backup (
      until_s {i64} NOT NULL
    ) {strict}
)sql";
constexpr std::array<std::string_view, 1> kFirstBackup{kCreateBackup};
constexpr std::array<Migration, 1> kBackupMigrations{
    Migration{1, 1, "up to when a backup is", kFirstBackup}};

constexpr std::string_view kSelectUntil = "SELECT until_s FROM backup";
constexpr std::string_view kMoveUntil = "UPDATE backup SET until_s = $1";
constexpr std::string_view kFirstUntil = "INSERT INTO backup (until_s) VALUES ($1)";

}  // namespace

Component backup_component() {
  return {"backup", kBackupMigrations};
}

std::expected<std::optional<Instant>, Fault> backed_up_until(Connection& connection) {
  const std::array components{backup_component()};
  if (const auto known = check_version(connection, components); !known) {
    if (known.error().kind == FaultKind::NotADatabase) {
      return std::nullopt;
    }
    return std::unexpected(known.error());
  }
  ACCORD_TRY(const auto row, connection.row<Instant>(kSelectUntil));
  return row ? std::optional{std::get<0>(*row)} : std::nullopt;
}

std::expected<void, Fault> note_backed_up(Connection& connection, Instant until) {
  ACCORD_TRY(const auto moved, connection.run(kMoveUntil, until));
  if (moved == 0) {
    ACCORD_TRY_DO(connection.run(kFirstUntil, until));
  }
  return {};
}

}  // namespace accord
