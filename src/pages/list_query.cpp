#include "pages/list_query.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "base/characters.hpp"
#include "pages/reference.hpp"
#include "policy/words.hpp"

namespace accord {

namespace {

constexpr std::int64_t kMostPages = 1'000'000;
constexpr std::array<std::string_view, 10> kFields{"state", "stage", "agency",    "area", "child",
                                                   "from",  "to",    "reference", "sort", "order"};

/// The number that all of `text` is; nothing where it is none.
std::optional<std::int64_t> number(std::string_view text) {
  std::int64_t found = 0;
  const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), found);
  const bool whole = !text.empty() && wrong == std::errc{} && end == text.data() + text.size();
  return whole ? std::optional{found} : std::nullopt;
}

class Reading {
 public:
  Reading(const PageContext& context, ListRequest& read) : context_(context), read_(read) {}

  /// What was typed, where it is one of the choices.
  std::string chosen(std::string_view field, std::string_view what, const Choices& choices) {
    const std::string typed = read_.typed_in(field);
    if (typed.empty() ||
        std::ranges::find(choices, typed, &Choices::value_type::first) != choices.end()) {
      return typed;
    }
    problem(field, fmt::format("“{}” is no {} here. Choose one from the list.", typed, what));
    return "";
  }

  std::optional<Instant> midnight(std::string_view field, std::string_view what, int days_after) {
    const std::string typed = read_.typed_in(field);
    if (typed.empty()) {
      return std::nullopt;
    }
    const auto day = parse_typed_day(typed);
    if (!day) {
      problem(field, fmt::format("{} must be a real date, like 27/3/2026", what));
      return std::nullopt;
    }
    return context_.zone().to_instant({*day + std::chrono::days{days_after}, 0});
  }

  void problem(std::string_view field, std::string message) {
    read_.problems.push_back({std::string{field}, FieldFault::Unreadable, std::move(message)});
  }

 private:
  const PageContext& context_;
  ListRequest& read_;
};

void read_order(ListRequest& read, Reading& reading) {
  const std::string sort = read.typed_in("sort");
  using Order = ListQuery::Order;
  const std::array<std::pair<std::string_view, Order>, 4> known{{{"", Order::LateFirst},
                                                                 {"reference", Order::Reference},
                                                                 {"raised", Order::Raised},
                                                                 {"due", Order::Due}}};
  const auto found = std::ranges::find(known, sort, &std::pair<std::string_view, Order>::first);
  if (found == known.end()) {
    reading.problem("table", fmt::format("The list cannot be sorted by “{}”: what is late stands "
                                         "first. Use the links in the table’s head.",
                                         sort));
    return;
  }
  read.query.order = found->second;
  read.query.descending = read.typed_in("order") == "desc";
}

void read_page(ListRequest& read, Reading& reading, const Request& request) {
  const std::string typed = shown_as_utf8(request.asked("page").value_or(""));
  const auto page = number(typed);
  if (!typed.empty() && (!page || *page < 1 || *page > kMostPages)) {
    reading.problem("table", fmt::format("There is no page “{}”: the first is shown.", typed));
    return;
  }
  read.page = page.value_or(1);
  read.query.limit = kRowsOnAPage;
  read.query.offset = (read.page - 1) * kRowsOnAPage;
}

}  // namespace

std::optional<Date> parse_typed_day(std::string_view text) {
  std::array<std::int64_t, 3> parts{};
  std::size_t at = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::size_t end = i + 1 == parts.size() ? text.size() : text.find_first_of("/-. ", at);
    const auto part =
        end == std::string_view::npos ? std::nullopt : number(text.substr(at, end - at));
    if (!part || *part < 0 || *part > 9999) {
      return std::nullopt;
    }
    parts.at(i) = *part;
    at = end + 1;
  }
  if (parts[0] > 31) {
    std::swap(parts[0], parts[2]);
  }
  constexpr int kFirstYear = 2000;  // before it there is nothing, and "26" is not the year 26
  const std::chrono::year_month_day day{std::chrono::year{static_cast<int>(parts[2])},
                                        std::chrono::month{static_cast<unsigned>(parts[1])},
                                        std::chrono::day{static_cast<unsigned>(parts[0])}};
  if (!day.ok() || parts[2] < kFirstYear) {
    return std::nullopt;
  }
  return Date{day};
}

std::string ListRequest::typed_in(std::string_view field) const {
  const auto found =
      std::ranges::find_if(typed, [&](const auto& pair) { return pair.first == field; });
  return found == typed.end() ? std::string{} : found->second;
}

std::string ListRequest::href(
    const std::string& base,
    const std::vector<std::pair<std::string, std::string>>& changed) const {
  std::string address = base;
  const auto add = [&](std::string_view name, std::string_view value) {
    if (!value.empty()) {
      address += fmt::format("{}{}={}", address.find('?') == std::string::npos ? '?' : '&', name,
                             percent_encode(value));
    }
  };
  for (const auto& [name, value] : typed) {
    const auto other =
        std::ranges::find_if(changed, [&](const auto& pair) { return pair.first == name; });
    add(name, other == changed.end() ? value : other->second);
  }
  for (const auto& [name, value] : changed) {
    if (std::ranges::find_if(typed, [&](const auto& pair) { return pair.first == name; }) ==
        typed.end()) {
      add(name, value);
    }
  }
  return address;
}

Choices states() {
  return {{"open", "Not resolved"}, {"late", "Something is late"}, {"resolved", "Resolved"}};
}

Choices stages_of(const PageContext& context) {
  Choices choices;
  for (const Stage& stage : context.policy().stages) {
    choices.emplace_back(stage.id, name_of(stage));
  }
  return choices;
}

Choices agencies_of(const PageContext& context) {
  Choices choices;
  for (const Agency& agency : context.directory().agencies()) {
    if (!agency.is_partnership) {
      choices.emplace_back(agency.id.text(), agency.name);
    }
  }
  std::ranges::sort(choices, {}, &Choices::value_type::second);
  return choices;
}

Choices areas_of(const PageContext& context) {
  Choices choices;
  if (const FactRule* area = context.policy().fact("area")) {
    for (const std::string& word : area->one_of) {
      choices.emplace_back(word, word);
    }
  }
  return choices;
}

Choices child_words_of(const PageContext& context) {
  Choices choices;
  for (const FactRule& fact : context.policy().facts) {
    if (fact.held_by != HeldBy::EachChild || fact.kind != FactKind::Words) {
      continue;
    }
    for (const std::string& word : fact.one_of) {
      if (std::ranges::find(choices, word, &Choices::value_type::first) == choices.end()) {
        choices.emplace_back(word, word);
      }
    }
  }
  return choices;
}

ListRequest list_request(const PageContext& context) {
  ListRequest read;
  const Request& request = context.request();
  for (const std::string_view field : kFields) {
    const std::string typed{without_ends(request.asked(field).value_or(""))};
    if (!typed.empty()) {
      read.typed.emplace_back(field, shown_as_utf8(typed));
    }
  }
  Reading reading{context, read};
  ListFilter& filter = read.query.filter;
  const std::string state = reading.chosen("state", "state", states());
  filter.state = state == "open"       ? ListFilter::State::Open
                 : state == "late"     ? ListFilter::State::Late
                 : state == "resolved" ? ListFilter::State::Resolved
                                       : ListFilter::State::Any;
  filter.stage = reading.chosen("stage", "stage", stages_of(context));
  filter.agency = AgencyId{reading.chosen("agency", "agency", agencies_of(context))};
  filter.area = reading.chosen("area", "area", areas_of(context));
  filter.child_word =
      reading.chosen("child", "status of " + context.about().a, child_words_of(context));
  filter.raised_from = reading.midnight("from", "“Raised from”", 0);
  filter.raised_before = reading.midnight("to", "“Raised to”", 1);
  if (filter.raised_from && filter.raised_before &&
      !(*filter.raised_from < *filter.raised_before)) {
    reading.problem("to", "“Raised to” must be the same as or after “Raised from”");
    filter.raised_from.reset();
    filter.raised_before.reset();
  }
  filter.reference = stored_reference(read.typed_in("reference"));
  read_order(read, reading);
  read_page(read, reading, request);
  return read;
}

}  // namespace accord
