#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "access/may.hpp"
#include "api/caller.hpp"
#include "api/paging.hpp"
#include "api/routes.hpp"
#include "api/views.hpp"
#include "base/try.hpp"
#include "policy/changes.hpp"
#include "service/policy_versions.hpp"

namespace accord {

namespace {

using Json = nlohmann::ordered_json;
using Versions = std::vector<PolicyVersion>;

constexpr Action kReadVersions{"policy.versions.read"};
constexpr Action kReadChanges{"policy.changes.read"};
constexpr Action kPreview{"policy.preview"};

std::expected<Versions, ApiProblem> versions_of(const ApiCall& call) {
  auto versions = call.service.policy_versions(call.id());
  if (!versions) {
    return std::unexpected(to_problem(versions.error()));
  }
  return *std::move(versions);
}

/// The version that the address names.
std::expected<std::size_t, ApiProblem> named(const ApiCall& call, const Versions& all) {
  const auto place = place_of(all, call.request.parameter("number"));
  if (!place) {
    return std::unexpected(ApiProblem{.kind = ProblemKind::NotFound});
  }
  return *place;
}

/// Every version, the oldest first; under which of them what is open stands, for the partnership's
/// own people alone.
Answered show_versions(const ApiCall& call) {
  ACCORD_TRY(const Versions all, versions_of(call));
  const bool ours = serves_partnership(call.actor, *call.partnership->directory);
  std::vector<DisagreementRow> rows;
  if (ours) {
    auto found = call.service.all_disagreements(call.id());
    if (!found) {
      return std::unexpected(to_problem(found.error()));
    }
    rows = *std::move(found);
  }
  Json json;
  json["versions"] = Json::array();
  for (const PolicyVersion& version : all) {
    json["versions"].push_back(version_json(version, call.zone(), ours ? &rows : nullptr));
  }
  json["me"] = {{"may_preview", ours}};
  return json_answer(json);
}

/// What changed since the version before, or since another.
Answered show_changes(const ApiCall& call) {
  ACCORD_TRY(const Versions all, versions_of(call));
  ACCORD_TRY(const std::size_t place, named(call, all));
  std::optional<std::size_t> since;
  if (const auto asked = call.request.asked("since")) {
    since = place_of(all, *asked);
    if (!since) {
      return std::unexpected(
          query_problem("since is the number of a version: ask for one of /policy/versions."));
    }
  } else if (place > 0) {
    since = place - 1;
  }
  Json json;
  json["version"] = all[place].policy->version;
  json["since"] = since ? Json(all[*since].policy->version) : Json(nullptr);
  json["clauses"] = Json::array();
  if (since) {
    const Policy& older = *all[*since].policy;
    const Policy& newer = *all[place].policy;
    for (const ClauseChanges& group : by_clause(policy_changes(older, newer), older, newer)) {
      json["clauses"].push_back(clause_changes_json(group));
    }
  }
  return json_answer(json);
}

/// What moving would change, one page of disagreements at a time. Nothing is changed.
Answered show_preview(const ApiCall& call) {
  if (!serves_partnership(call.actor, *call.partnership->directory)) {
    return std::unexpected(ApiProblem{.kind = ProblemKind::NotFound});
  }
  ACCORD_TRY(const Versions all, versions_of(call));
  ACCORD_TRY(const std::size_t place, named(call, all));
  ACCORD_TRY(const PageAsked asked, page_asked(call.request));
  const PolicyVersion& version = all[place];
  const auto rows = call.service.all_disagreements(call.id());
  if (!rows) {
    return std::unexpected(to_problem(rows.error()));
  }
  std::vector<std::string> elsewhere;
  for (const DisagreementRow& row : *rows) {
    if (!row.finished && row.policy_hash != version.policy->hash) {
      elsewhere.push_back(row.reference);
    }
  }
  std::ranges::sort(elsewhere);
  const auto count = static_cast<std::int64_t>(elsewhere.size());
  PolicyMoves moves;
  for (std::int64_t i = asked.offset(); i < std::min(asked.offset() + asked.limit, count); ++i) {
    moves.references.push_back(elsewhere[static_cast<std::size_t>(i)]);
  }
  Json json;
  json["version"] = version.policy->version;
  json["disagreements"] = Json::array();
  if (!moves.references.empty()) {
    auto found = call.service.preview_version(call.id(), version.policy->hash, moves);
    if (!found) {
      return std::unexpected(to_problem(found.error()));
    }
    std::ranges::sort(*found, {}, &PolicyMove::reference);
    for (const PolicyMove& move : *found) {
      json["disagreements"].push_back(policy_move_json(move, call.zone()));
    }
  }
  put_page(json, call.request, asked, count);
  return json_answer(json);
}

}  // namespace

void add_version_routes(Router& router, Service& service) {
  const auto of_versions = [](std::string_view path) {
    return fmt::format("/api/v1/p/{{partnership}}/policy/versions{}", path);
  };
  router.get(of_versions(""), kReadVersions, answering(service, Asks::Anybody, {}, show_versions));
  router.get(of_versions("/{number}/changes"), kReadChanges,
             answering(service, Asks::Anybody, {"since"}, show_changes));
  router.get(of_versions("/{number}/preview"), kPreview,
             answering(service, Asks::Somebody, {"limit", "page"}, show_preview));
}

}  // namespace accord
