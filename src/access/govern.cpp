#include "access/govern.hpp"

#include "access/may.hpp"

namespace accord {

std::expected<void, Refusal> may_govern(const Actor& actor, const Directory& directory) {
  if (serves_partnership(actor, directory)) {
    return {};
  }
  Refusal refusal;
  refusal.kind = Refusal::Kind::NotYours;
  refusal.what = "Only the partnership's own people move a disagreement to another version.";
  refusal.instead = "Ask somebody who holds a post of the partnership.";
  return std::unexpected(std::move(refusal));
}

}  // namespace accord
