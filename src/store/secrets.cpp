#include "store/secrets.hpp"

#include "base/try.hpp"

namespace accord {
namespace {

constexpr std::string_view kFindSecret = R"sql(
    SELECT value FROM secret WHERE partnership = $1 AND purpose = $2
)sql";
constexpr std::string_view kKeepSecret = R"sql(
    INSERT INTO secret (partnership, purpose, value) VALUES ($1, $2, $3)
    ON CONFLICT (partnership, purpose) DO NOTHING
)sql";

}  // namespace

std::expected<std::optional<std::string>, Fault> Secrets::find(const PartnershipId& partnership,
                                                               std::string_view purpose) {
  ACCORD_TRY(auto row, connection_.row<std::string>(kFindSecret, partnership, purpose));
  return row ? std::optional{std::get<0>(*std::move(row))} : std::nullopt;
}

std::expected<void, Fault> Secrets::keep(const PartnershipId& partnership, std::string_view purpose,
                                         std::string_view fresh) {
  ACCORD_TRY_DO(connection_.run(kKeepSecret, partnership, purpose, fresh));
  return {};
}

}  // namespace accord
