#include "api/caller.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/characters.hpp"
#include "base/try.hpp"

namespace accord {

namespace {

constexpr std::string_view kPersonHeader = "accord-person";

/// A browser says where a request comes from. A page of another site cannot send `Accord-Person`
/// or JSON without asking us first, which we never answer; this is the second lock on that door.
bool is_from_foreign_page(const Request& request) {
  const auto site = request.header("sec-fetch-site");
  const auto origin = request.header("origin");
  return (site && *site != "same-origin" && *site != "none") ||
         (origin && !same_letters(*origin, request.origin));
}

std::expected<void, ApiProblem> check_query(const Request& request,
                                            const std::vector<std::string_view>& known) {
  for (const auto& [name, value] : request.query) {
    if (std::ranges::find(known, name) == known.end()) {
      return std::unexpected(ApiProblem{
          .kind = ProblemKind::InvalidQuery,
          .detail =
              fmt::format("This path does not know '{}' in its "
                          "query. It takes: {}.",
                          shown_as_utf8(name),
                          known.empty() ? "nothing" : fmt::format("{}", fmt::join(known, ", ")))});
    }
    const auto same =
        std::ranges::count(request.query, name, &std::pair<std::string, std::string>::first);
    if (same > 1 || !is_utf8(value)) {
      return std::unexpected(
          ApiProblem{.kind = ProblemKind::InvalidQuery,
                     .detail = fmt::format("Send '{}' in the query once, in UTF-8.", name)});
    }
  }
  return {};
}

std::expected<Actor, ApiProblem> who_acts(const Request& request, const Directory& directory,
                                          Asks asks) {
  ACCORD_TRY(const auto header, sent_once(request, kPersonHeader));
  if (!header && asks == Asks::Anybody) {
    return Actor{};
  }
  const Person* person = header ? directory.person(PersonId{*header}) : nullptr;
  if (person == nullptr) {
    return std::unexpected(ApiProblem{.kind = ProblemKind::PersonNeeded});
  }
  return Actor{person->id, person->agency};
}

Answered answer(const Request& request, Service& service, Asks asks,
                const std::vector<std::string_view>& queries, const ApiHandler& handler) {
  ACCORD_TRY_DO(check_query(request, queries));
  auto partnership = service.partnership(PartnershipId{request.parameter("partnership")});
  if (!partnership) {
    return std::unexpected(to_problem(partnership.error()));
  }
  // Without sign-in anybody could act as anybody: only invented people are served.
  if (!(*partnership)->row.demonstration) {
    return std::unexpected(ApiProblem{.kind = ProblemKind::NotFound});
  }
  ACCORD_TRY(auto actor, who_acts(request, *(*partnership)->directory, asks));
  return handler({request, service, *std::move(partnership), std::move(actor)});
}

Response finished(Answered answered, const Request& request) {
  return answered ? *std::move(answered) : to_response(answered.error(), request);
}

}  // namespace

std::expected<std::optional<std::string>, ApiProblem> sent_once(const Request& request,
                                                                std::string_view name) {
  std::optional<std::string> found;
  for (const auto& [sent, value] : request.headers) {
    if (sent != name) {
      continue;
    }
    if (found) {
      return std::unexpected(ApiProblem{.kind = ProblemKind::InvalidHeader,
                                        .detail = fmt::format("Send the header {} once.", name)});
    }
    found = std::string{without_ends(value)};
  }
  return found;
}

Handler answering(Service& service, Asks asks, std::vector<std::string_view> queries,
                  ApiHandler handler) {
  return [&service, asks, queries = std::move(queries),
          handler = std::move(handler)](const Request& request) {
    if (is_from_foreign_page(request)) {
      return to_response({.kind = ProblemKind::ForeignPage}, request);
    }
    return finished(answer(request, service, asks, queries, handler), request);
  };
}

Handler answering_anybody(std::function<Answered(const Request&)> handler) {
  return [handler = std::move(handler)](const Request& request) {
    if (is_from_foreign_page(request)) {
      return to_response({.kind = ProblemKind::ForeignPage}, request);
    }
    if (const auto query = check_query(request, {}); !query) {
      return to_response(query.error(), request);
    }
    return finished(handler(request), request);
  };
}

}  // namespace accord
