#include "api/routes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <list>
#include <nlohmann/json.hpp>

#include "api/api.hpp"
#include "api/caller.hpp"
#include "api/paging.hpp"
#include "api/views.hpp"
#include "api_documents.hpp"
#include "base/check.hpp"
#include "base/try.hpp"
#include "calendar/date.hpp"
#include "service/learning.hpp"
#include "service/list.hpp"

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
constexpr Action kLearning{"learning.read"};
constexpr Action kTeam{"team.read"};

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

constexpr std::int64_t kMostEvents = 1'000;

/// One of a few words, by its name in the query; the first where the query does not have it.
template <typename Value, std::size_t size>
std::expected<Value, ApiProblem> word_of(
    const Request& request, std::string_view name,
    const std::array<std::pair<std::string_view, Value>, size>& words) {
  const auto asked = request.asked(name);
  if (!asked) {
    return words.front().second;
  }
  std::string offered;
  for (const auto& [word, value] : words) {
    if (word == *asked) {
      return value;
    }
    offered += (offered.empty() || word.empty() ? "" : ", ") + std::string{word};
  }
  return std::unexpected(
      query_problem(fmt::format("'{}' is no {}: ask for one of {}.", *asked, name, offered)));
}

/// The first second of a day, or of the day after it, in the partnership's zone.
std::expected<std::optional<Instant>, ApiProblem> midnight_of(const ApiCall& call,
                                                              std::string_view name,
                                                              int days_after) {
  const auto asked = call.request.asked(name);
  if (!asked) {
    return std::nullopt;
  }
  const auto day = parse_date(*asked);
  if (!day) {
    return std::unexpected(query_problem(fmt::format("{} is a day, such as 2026-03-27.", name)));
  }
  return call.zone().to_instant({*day + std::chrono::days{days_after}, 0});
}

/// The query of the list, by the same filters and orders as on the page: the engine narrows, sorts
/// and limits.
std::expected<ListQuery, ApiProblem> list_query_of(const ApiCall& call) {
  using State = ListFilter::State;
  using Order = ListQuery::Order;
  constexpr std::array<std::pair<std::string_view, State>, 4> kStates{
      {{"", State::Any},
       {"open", State::Open},
       {"late", State::Late},
       {"resolved", State::Resolved}}};
  constexpr std::array<std::pair<std::string_view, Order>, 4> kOrders{
      {{"raised", Order::Raised},
       {"late", Order::LateFirst},
       {"reference", Order::Reference},
       {"due", Order::Due}}};
  const Request& request = call.request;
  const auto part = [&](std::string_view name) {
    return std::string{request.asked(name).value_or("")};
  };
  ListQuery query;
  ListFilter& filter = query.filter;
  ACCORD_TRY(filter.state, word_of(request, "state", kStates));
  filter.stage = part("stage");
  filter.area = part("area");
  filter.agency = AgencyId{part("agency")};
  filter.child_word = part("child");
  filter.reference = part("reference");
  ACCORD_TRY(filter.raised_from, midnight_of(call, "from", 0));
  ACCORD_TRY(filter.raised_before, midnight_of(call, "to", 1));
  ACCORD_TRY(query.order, word_of(request, "sort", kOrders));
  // The latest raised first, unless asked; every other order from its beginning.
  const bool latest_first = query.order == Order::Raised;
  const std::array<std::pair<std::string_view, bool>, 3> directions{
      {{"", latest_first}, {"asc", false}, {"desc", true}}};
  ACCORD_TRY(query.descending, word_of(request, "order", directions));
  return query;
}

Answered show_list(const ApiCall& call) {
  ACCORD_TRY(ListQuery query, list_query_of(call));
  ACCORD_TRY(const PageAsked asked, page_asked(call.request));
  query.limit = asked.limit;
  query.offset = asked.offset();
  const auto found = list_disagreements(call.service, call.id(), call.actor, query);
  if (!found) {
    return std::unexpected(to_problem(found.error()));
  }
  Json all = Json::array();
  for (const DisagreementRow& row : found->rows) {
    all.push_back(row_json(row, call.service.now(), call.zone()));
  }
  Json json;
  json["disagreements"] = std::move(all);
  put_page(json, call.request, asked, found->matching);
  return json_answer(json);
}

/// A disagreement that was read for the duties in it, and what it shows to whoever asks.
struct Read {
  Loaded loaded;
  Circumstances at;
  Outlook now;
  std::string summary;

  Read(Loaded given, const ApiCall& call, std::string line)
      : loaded(std::move(given)),
        at(call.service.circumstances(loaded)),
        now(outlook(loaded.state, call.actor, at)),
        summary(std::move(line)) {}
  Read(const Read&) = delete;  // what is shown points into it
  Read& operator=(const Read&) = delete;
  ~Read() = default;
};

struct Owed {
  const Read* in = nullptr;
  const OpenDuty* duty = nullptr;
};

/// Every open disagreement of the person. Which duties are theirs to record the core alone says
/// (deputies, a side's worker, a role that nobody fills), from the state as it is now: the tables
/// say who was named when something was last recorded.
std::expected<std::list<Read>, ApiProblem> read_open(const ApiCall& call) {
  const auto rows = call.service.disagreements(call.id(), call.actor, Which::Unfinished);
  if (!rows) {
    return std::unexpected(to_problem(rows.error()));
  }
  std::list<Read> found;
  for (const DisagreementRow& row : *rows) {
    auto loaded = call.service.load(call.id(), row.reference, call.actor);
    if (loaded) {  // a row of a list gives no right to read
      found.emplace_back(*std::move(loaded), call, row.summary);
    }
  }
  return found;
}

/// The duties that this person may record, the earliest deadline first, a page at a time.
Answered show_work(const ApiCall& call) {
  const auto held = call.service.work(call.id(), call.actor);
  if (!held) {
    return std::unexpected(to_problem(held.error()));
  }
  const auto is_held = [&](const std::string& reference, int number) {
    return std::ranges::any_of(*held, [&](const DutyRow& row) {
      return row.reference == reference && row.number == number;
    });
  };
  ACCORD_TRY(const std::list<Read> all, read_open(call));
  std::vector<Owed> owed;
  for (const Read& read : all) {
    for (const OpenDuty& open : read.now.duties) {
      if (open.mine || is_held(read.now.state.raised.reference, open.duty->number)) {
        owed.push_back({&read, &open});
      }
    }
  }
  std::ranges::stable_sort(owed, [](const Owed& a, const Owed& b) {
    const auto& due = a.duty->duty->deadline.due;
    const auto& other = b.duty->duty->deadline.due;
    return due && (!other || *due < *other);
  });
  return page_answer(call.request, "duties", owed.size(), [&](std::size_t i) {
    const Read& in = *owed[i].in;
    const OpenDuty& open = *owed[i].duty;
    return Json{{"reference", in.now.state.raised.reference},
                {"summary", in.summary},
                {"duty", duty_json(*open.duty, in.now.state, in.at, open.mine)}};
  });
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
  constexpr std::int64_t kLast = std::numeric_limits<std::int64_t>::max();
  ACCORD_TRY(const std::int64_t after, number_of(call.request, "after", 0, kLast, 0));
  ACCORD_TRY(const std::int64_t limit,
             number_of(call.request, "limit", 1, kMostEvents, kMostEvents));
  ACCORD_TRY(const Loaded loaded, load(call));
  const bool more = loaded.state.version - limit > after;
  Json json;
  json["reference"] = loaded.state.raised.reference;
  json["version"] = loaded.state.version;
  json["events"] = events_json(loaded, call.zone(), after, limit);
  json["next"] = more ? Json(address_with(call.request, "after", after + limit)) : Json(nullptr);
  Response response = json_answer(json);
  return std::move(response.with_header("ETag", fmt::format("\"{}\"", loaded.state.version)));
}

/// For the partnership's own posts alone, as on the page (ALL-11).
Answered show_figures(const ApiCall& call) {
  const Agency* agency = call.partnership->directory->agency(call.actor.agency);
  if (agency == nullptr || !agency->is_partnership) {
    return std::unexpected(ApiProblem{.kind = ProblemKind::NotFound});
  }
  const auto rows = call.service.figures(call.id());
  if (!rows) {
    return std::unexpected(to_problem(rows.error()));
  }
  return json_answer(figures_json(*rows, call.service.now(), call.zone()));
}

/// What was drawn out of disagreements, without saying which (ALL-10).
Answered show_learning(const ApiCall& call) {
  const auto all = list_learning(call.service, call.id(), call.actor);
  if (!all) {
    return std::unexpected(to_problem(all.error()));
  }
  std::vector<LearningCard> cards;
  for (const Loaded& loaded : *all) {
    LearningCard card = learning_card(call.service, loaded, call.actor);
    if (!card.has_nothing()) {
      cards.push_back(std::move(card));
    }
  }
  return page_answer(call.request, "learning", cards.size(),
                     [&](std::size_t i) { return learning_json(cards[i]); });
}

/// Whom a line manager should speak to, as on the page: it is there for whoever has people.
Answered show_team(const ApiCall& call) {
  const auto team = team_of(call.service, *call.partnership, call.actor);
  if (!team) {
    return std::unexpected(to_problem(team.error()));
  }
  const Instant now = call.service.now();
  if (people_under(call.actor.person, *call.partnership->directory, now).empty()) {
    return std::unexpected(ApiProblem{.kind = ProblemKind::NotFound});
  }
  const auto known = disagreements_of(call.service, call.id(), call.actor);
  if (!known) {
    return std::unexpected(to_problem(known.error()));
  }
  return page_answer(call.request, "team", team->size(), [&](std::size_t i) {
    return member_json((*team)[i], *known, now, call.zone());
  });
}

}  // namespace

std::string_view openapi_document() {
  const auto files = api_documents();
  ACCORD_CHECK(files.size() == 1);
  return files.front().bytes;
}

ErrorPage api_error_page(ErrorPage otherwise) {
  return [otherwise = std::move(otherwise)](const Request& request, int status) {
    if (!is_of_api(request)) {
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
  get("/work", kWork, Asks::Somebody, show_work, {"limit", "page"});
  get("/figures", kFigures, Asks::Somebody, show_figures);
  get("/team", kTeam, Asks::Somebody, show_team, {"limit", "page"});
  get("/learning", kLearning, Asks::Somebody, show_learning, {"limit", "page"});
  get("/disagreements", kList, Asks::Somebody, show_list,
      {"state", "agency", "stage", "area", "child", "reference", "from", "to", "sort", "order",
       "limit", "page"});
  get("/disagreements/{reference}", kRead, Asks::Somebody, show_disagreement);
  get("/disagreements/{reference}/events", kRecord, Asks::Somebody, show_events,
      {"after", "limit"});
  add_case_routes(router, service);
  add_review_routes(router, service);
  add_version_routes(router, service);
  add_command_routes(router, service);
}

}  // namespace accord
