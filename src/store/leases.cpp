#include "store/leases.hpp"

#include "base/try.hpp"

namespace accord {
namespace {

constexpr std::string_view kClaim = R"sql(
    INSERT INTO lease (partnership, work, holder, until_s) VALUES ($1, $2, $3, $4)
    ON CONFLICT (partnership, work) DO UPDATE
      SET holder = excluded.holder, until_s = excluded.until_s
      WHERE lease.holder = excluded.holder OR lease.until_s <= $5
)sql";
constexpr std::string_view kRelease = R"sql(
    DELETE FROM lease WHERE partnership = $1 AND work = $2 AND holder = $3
)sql";

}  // namespace

std::expected<bool, Fault> Leases::claim(const PartnershipId& partnership, std::string_view work,
                                         std::string_view holder, Instant now, Instant until) {
  ACCORD_TRY(const auto changed, connection_.run(kClaim, partnership, work, holder, until, now));
  return changed == 1;
}

std::expected<void, Fault> Leases::release(const PartnershipId& partnership, std::string_view work,
                                           std::string_view holder) {
  ACCORD_TRY_DO(connection_.run(kRelease, partnership, work, holder));
  return {};
}

}  // namespace accord
