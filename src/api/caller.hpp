#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/problem.hpp"
#include "http/router.hpp"

namespace accord {

/// Who asks the API for what: made once for every request, before its handler.
struct ApiCall {
  const Request& request;
  Service& service;
  std::shared_ptr<const Partnership> partnership;
  Actor actor;  ///< empty where nobody was named, on paths that do not need it

  [[nodiscard]] const PartnershipId& id() const { return partnership->row.partnership; }
  [[nodiscard]] const Zone& zone() const { return partnership->calendar->zone(); }
};

using ApiHandler = std::function<Answered(const ApiCall&)>;

enum class Asks { Anybody, Somebody };

/// `handler` behind what holds for every path of one partnership: no page of another site may send
/// it, the query names only `queries`, the partnership is a demonstration, and who acts is somebody
/// in its directory.
[[nodiscard]] Handler answering(Service& service, Asks asks, std::vector<std::string_view> queries,
                                ApiHandler handler);

/// The same for a path outside any partnership, which everybody may ask.
[[nodiscard]] Handler answering_anybody(std::function<Answered(const Request&)> handler);

/// The header sent once, or nothing; sent twice is a problem.
[[nodiscard]] std::expected<std::optional<std::string>, ApiProblem> sent_once(
    const Request& request, std::string_view name);

}  // namespace accord
