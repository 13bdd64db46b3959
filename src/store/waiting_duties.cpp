#include "store/waiting_duties.hpp"

#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "base/try.hpp"
#include "store/read_models.hpp"

namespace accord {

namespace {

constexpr std::string_view kSelectOfPerson =
    "SELECT disagreement, number FROM duty"
    " WHERE partnership = $1 AND person = $2 AND status = 'open'";
constexpr std::string_view kSelectOfPost =
    "SELECT disagreement, number FROM duty"
    " WHERE partnership = $1 AND post = $2 AND status = 'open'";
constexpr std::string_view kSelectOfNobody =
    "SELECT disagreement, number FROM duty"
    " WHERE partnership = $1 AND person = '' AND status = 'open' AND side = $2";

}  // namespace

std::expected<std::int64_t, Fault> count_open_duties(Connection& connection,
                                                     const PartnershipId& partnership,
                                                     const PersonId& person,
                                                     const std::vector<PostId>& posts) {
  std::set<std::pair<std::string, std::int64_t>> duties;
  const auto add = [&](std::string_view select, const auto& whose) -> std::expected<void, Fault> {
    ACCORD_TRY(auto rows,
               (connection.rows<std::string, std::int64_t>(select, partnership.text(), whose)));
    for (auto& [disagreement, number] : rows) {
      duties.emplace(std::move(disagreement), number);
    }
    return {};
  };
  ACCORD_TRY_DO(add(kSelectOfPerson, person.text()));
  for (const PostId& post : posts) {
    ACCORD_TRY_DO(post.text() == kServesPartnership ? add(kSelectOfNobody, kNoSide)
                                                    : add(kSelectOfPost, post.text()));
  }
  return static_cast<std::int64_t>(duties.size());
}

}  // namespace accord
