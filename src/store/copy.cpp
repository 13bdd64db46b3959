#include "store/copy.hpp"

#include <array>
#include <string>
#include <string_view>

#include "base/try.hpp"
#include "ledger/copy.hpp"
#include "store/rebuild.hpp"

namespace accord {
namespace {

constexpr std::string_view kSelectOne = R"sql(
    SELECT name, demonstration, lists_version FROM partnership WHERE partnership = $1
)sql";
constexpr std::string_view kInsertCopy = R"sql(
    INSERT INTO partnership (partnership, name, demonstration, lists_version)
    VALUES ($1, $2, $3, $4)
)sql";
constexpr std::string_view kSelectEachDocument = R"sql(
    SELECT partnership, kind, version, effective_s, recorded_at_s, sha256, text FROM document
    WHERE partnership = $1 ORDER BY kind, version
)sql";
constexpr std::string_view kInsertCopiedDocument = R"sql(
    INSERT INTO document (partnership, kind, version, effective_s, recorded_at_s, sha256, text)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
)sql";
constexpr std::string_view kSelectEachDraft = R"sql(
    SELECT partnership, draft, person, kind, subject, fields, updated_at_s FROM draft
    WHERE partnership = $1 ORDER BY draft
)sql";
constexpr std::string_view kInsertCopiedDraft = R"sql(
    INSERT INTO draft (partnership, draft, person, kind, subject, fields, updated_at_s)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
)sql";

std::expected<void, Fault> copy_rows(Connection& from, Connection& to, std::string_view select,
                                     std::string_view insert, const PartnershipId& partnership) {
  const std::array<Value, 1> of{to_value(partnership)};
  const auto copy_row = [&](std::span<const Value> row) -> std::expected<void, Fault> {
    ACCORD_TRY_DO(to.execute(insert, row, {}));
    return {};
  };
  ACCORD_TRY_DO(from.execute(select, of, copy_row));
  return {};
}

}  // namespace

std::expected<void, Fault> copy_partnership(Connection& from, Connection& to,
                                            const PartnershipId& partnership) {
  ACCORD_TRY(const auto row, (from.row<std::string, bool, std::int64_t>(kSelectOne, partnership)));
  if (!row) {
    return std::unexpected(
        Fault{FaultKind::Misuse, "There is no partnership '" + partnership.text() + "' to copy."});
  }
  const auto& [name, demonstration, lists_version] = *row;
  ACCORD_TRY_DO(to.run(kInsertCopy, partnership, name, demonstration, lists_version));
  ACCORD_TRY_DO(copy_rows(from, to, kSelectEachDocument, kInsertCopiedDocument, partnership));
  ACCORD_TRY_DO(copy_rows(from, to, kSelectEachDraft, kInsertCopiedDraft, partnership));
  ACCORD_TRY_DO(copy_record(from, to, partnership));
  return rebuild_read_models(to, partnership);
}

}  // namespace accord
