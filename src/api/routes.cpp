#include "api/routes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>

#include "api/api.hpp"
#include "api/caller.hpp"
#include "api/views.hpp"
#include "api_documents.hpp"
#include "base/check.hpp"
#include "base/try.hpp"

namespace accord {

namespace {

using Json = nlohmann::ordered_json;

constexpr Action kDescribe{"api.describe"};
constexpr Action kPartnerships{"partnership.list"};
constexpr Action kPartnership{"partnership.read"};
constexpr Action kPeople{"people.read"};
constexpr Action kPolicy{"policy.read"};
constexpr Action kWork{"work.read"};
constexpr Action kList{"disagreement.list"};
constexpr Action kRead{"disagreement.read"};
constexpr Action kRecord{"disagreement.record.read"};
constexpr Action kFigures{"figures.read"};

Response json_answer(const Json& json) {
  return Response::json(json.dump() + "\n");
}

Answered list_partnerships(Service& service) {
  const auto rows = service.partnerships();
  if (!rows) {
    return std::unexpected(to_problem(rows.error()));
  }
  Json all = Json::array();
  for (const PartnershipRow& row : *rows) {
    if (row.demonstration) {
      all.push_back({{"id", row.partnership.text()}, {"name", row.name}});
    }
  }
  return json_answer({{"partnerships", std::move(all)}});
}

Answered list_problems() {
  Json all = Json::array();
  for (const ProblemSort& sort : problem_sorts()) {
    all.push_back({{"type", fmt::format("/api/v1/problems#{}", sort.name)},
                   {"title", sort.title},
                   {"status", sort.status},
                   {"mend", sort.mend}});
  }
  return json_answer({{"problems", std::move(all)}});
}

/// What the query of the list asks for; empty parts ask for nothing.
struct Filter {
  std::string state;  ///< open, late, resolved
  std::string agency;
  std::string stage;
  std::string area;
};

std::expected<Filter, ApiProblem> filter_of(const Request& request) {
  const auto part = [&](std::string_view name) {
    return std::string{request.asked(name).value_or("")};
  };
  Filter filter{part("state"), part("agency"), part("stage"), part("area")};
  constexpr std::array<std::string_view, 4> kStates{"", "open", "late", "resolved"};
  if (std::ranges::find(kStates, filter.state) == kStates.end()) {
    return std::unexpected(ApiProblem{
        .kind = ProblemKind::InvalidQuery,
        .detail = fmt::format("'{}' is no state: ask for open, late or resolved.", filter.state)});
  }
  return filter;
}

bool matches(const DisagreementRow& row, const Filter& filter) {
  const bool state = filter.state.empty() || (filter.state == "open" && row.outcome.empty()) ||
                     (filter.state == "late" && row.late && !row.finished) ||
                     (filter.state == "resolved" && !row.outcome.empty());
  const AgencyId agency{filter.agency};
  const bool concerns = filter.agency.empty() || row.raising == agency ||
                        std::ranges::find(row.responding, agency) != row.responding.end();
  return state && concerns && (filter.stage.empty() || row.stage == filter.stage) &&
         (filter.area.empty() || row.area == filter.area);
}

Answered list_disagreements(const ApiCall& call) {
  ACCORD_TRY(const Filter filter, filter_of(call.request));
  auto rows = call.service.disagreements(call.id(), call.actor);
  if (!rows) {
    return std::unexpected(to_problem(rows.error()));
  }
  std::ranges::stable_sort(*rows, std::ranges::greater{}, &DisagreementRow::raised_at);
  Json all = Json::array();
  for (const DisagreementRow& row : *rows) {
    if (matches(row, filter)) {
      all.push_back(row_json(row, call.zone()));
    }
  }
  return json_answer({{"disagreements", std::move(all)}});
}

/// The duties that this person may record, the earliest deadline first: the same as on the page.
Answered show_work(const ApiCall& call) {
  const auto rows = call.service.disagreements(call.id(), call.actor);
  if (!rows) {
    return std::unexpected(to_problem(rows.error()));
  }
  const auto held = call.service.work(call.id(), call.actor);
  if (!held) {
    return std::unexpected(to_problem(held.error()));
  }
  const auto is_held = [&](const std::string& reference, int number) {
    return std::ranges::any_of(*held, [&](const DutyRow& row) {
      return row.reference == reference && row.number == number;
    });
  };
  std::vector<std::pair<std::optional<Instant>, Json>> duties;
  for (const DisagreementRow& row : *rows) {
    if (row.finished) {
      continue;
    }
    const auto loaded = call.service.load(call.id(), row.reference, call.actor);
    if (!loaded) {
      continue;  // a row of a list gives no right to read
    }
    const Circumstances at = call.service.circumstances(*loaded);
    const Outlook now = outlook(loaded->state, call.actor, at);
    for (const OpenDuty& open : now.duties) {
      if (open.mine || is_held(row.reference, open.duty->number)) {
        duties.emplace_back(open.duty->deadline.due,
                            Json{{"reference", row.reference},
                                 {"summary", row.summary},
                                 {"duty", duty_json(*open.duty, now.state, at, open.mine)}});
      }
    }
  }
  std::ranges::stable_sort(duties, [](const auto& a, const auto& b) {
    return a.first && (!b.first || *a.first < *b.first);
  });
  Json all = Json::array();
  for (auto& [due, duty] : duties) {
    all.push_back(std::move(duty));
  }
  return json_answer({{"duties", std::move(all)}});
}

std::expected<Loaded, ApiProblem> load(const ApiCall& call) {
  auto loaded = call.service.load(call.id(), call.request.parameter("reference"), call.actor);
  if (!loaded) {
    return std::unexpected(to_problem(loaded.error()));
  }
  return *std::move(loaded);
}

Answered show_disagreement(const ApiCall& call) {
  ACCORD_TRY(const Loaded loaded, load(call));
  const Circumstances at = call.service.circumstances(loaded);
  Response response = json_answer(disagreement_json(loaded, at, call.actor));
  return std::move(response.with_header("ETag", fmt::format("\"{}\"", loaded.state.version)));
}

Answered show_events(const ApiCall& call) {
  std::int64_t after = 0;
  if (const auto asked = call.request.asked("after")) {
    const auto [end, wrong] = std::from_chars(asked->data(), asked->data() + asked->size(), after);
    if (wrong != std::errc{} || end != asked->data() + asked->size() || after < 0) {
      return std::unexpected(
          ApiProblem{.kind = ProblemKind::InvalidQuery,
                     .detail = "after is the number of an event: 0, or a sequence that you have."});
    }
  }
  ACCORD_TRY(const Loaded loaded, load(call));
  Response response = json_answer({{"reference", loaded.state.raised.reference},
                                   {"version", loaded.state.version},
                                   {"events", events_json(loaded, call.zone(), after)}});
  return std::move(response.with_header("ETag", fmt::format("\"{}\"", loaded.state.version)));
}

/// For the partnership's own posts alone, as on the page (ALL-11).
Answered show_figures(const ApiCall& call) {
  const Agency* agency = call.partnership->directory->agency(call.actor.agency);
  if (agency == nullptr || !agency->is_partnership) {
    return std::unexpected(ApiProblem{.kind = ProblemKind::NotFound});
  }
  const auto rows = call.service.all_disagreements(call.id());
  if (!rows) {
    return std::unexpected(to_problem(rows.error()));
  }
  return json_answer(figures_json(*rows, call.service.now(), call.zone()));
}

}  // namespace

std::string_view openapi_document() {
  const auto files = api_documents();
  ACCORD_CHECK(files.size() == 1);
  return files.front().bytes;
}

ErrorPage api_error_page(ErrorPage otherwise) {
  return [otherwise = std::move(otherwise)](const Request& request, int status) {
    const bool ours = !request.segments.empty() && request.segments.front() == "api";
    if (!ours) {
      return otherwise(request, status);
    }
    const auto kind = kind_of_status(status);
    return kind ? to_response({.kind = *kind}, request) : problem_for(request, status);
  };
}

void add_api_routes(Router& router, Service& service) {
  const auto of_partnership = [&](std::string_view path) {
    return fmt::format("/api/v1/p/{{partnership}}{}", path);
  };
  const auto get = [&](std::string_view path, Action action, Asks asks, ApiHandler handler,
                       std::vector<std::string_view> queries = {}) {
    router.get(of_partnership(path), action,
               answering(service, asks, std::move(queries), std::move(handler)));
  };
  router.get("/api/v1/openapi.json", kDescribe, answering_anybody([](const Request&) -> Answered {
               return Response::json(std::string{openapi_document()});
             }));
  router.get("/api/v1/problems", kDescribe,
             answering_anybody([](const Request&) { return list_problems(); }));
  router.get("/api/v1/partnerships", kPartnerships,
             answering_anybody([&service](const Request&) { return list_partnerships(service); }));
  get("", kPartnership, Asks::Anybody, [](const ApiCall& call) -> Answered {
    return json_answer(partnership_json(*call.partnership, call.service.now()));
  });
  get("/people", kPeople, Asks::Anybody, [](const ApiCall& call) -> Answered {
    return json_answer(people_json(*call.partnership->directory));
  });
  get("/policy", kPolicy, Asks::Anybody, [](const ApiCall& call) -> Answered {
    return json_answer(policy_json(*call.partnership->policy));
  });
  get("/work", kWork, Asks::Somebody, show_work);
  get("/figures", kFigures, Asks::Somebody, show_figures);
  get("/disagreements", kList, Asks::Somebody, list_disagreements,
      {"state", "agency", "stage", "area"});
  get("/disagreements/{reference}", kRead, Asks::Somebody, show_disagreement);
  get("/disagreements/{reference}/events", kRecord, Asks::Somebody, show_events, {"after"});
  add_command_routes(router, service);
}

}  // namespace accord
