#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/characters.hpp"
#include "pages/due_words.hpp"
#include "pages/list_query.hpp"
#include "pages/pages_groups.hpp"
#include "pages/reference.hpp"
#include "pages/stage_name.hpp"
#include "pages/team.hpp"
#include "policy/words.hpp"

namespace accord {

namespace {

constexpr Action kReadList{"disagreement.list"};
constexpr Action kSearch{"disagreement.search"};

/// How many numbers of pages stand on either side of the one that is shown.
constexpr std::int64_t kPagesBeside = 2;

std::string agency_name(const Directory& directory, const AgencyId& id) {
  const Agency* agency = directory.agency(id);
  return agency != nullptr ? agency->name : id.text();
}

void put_choices(Dictionary& form, std::string_view section, const ListRequest& asked,
                 std::string_view field, const Choices& choices) {
  const std::string typed = asked.typed_in(field);
  form.section(section).set("VALUE", "").set("TEXT", "All").show_if(typed.empty(), "CHOSEN");
  for (const auto& [value, text] : choices) {
    form.section(section).set("VALUE", value).set("TEXT", text).show_if(value == typed, "CHOSEN");
  }
}

/// What the list is narrowed to, each with the way to take it off.
void put_chosen(Dictionary& content, const PageContext& context, const ListRequest& asked,
                const std::string& base) {
  const auto name_in = [](const Choices& choices, const std::string& value) {
    const auto found = std::ranges::find(choices, value, &Choices::value_type::first);
    return found == choices.end() ? value : found->second;
  };
  const std::array<std::pair<std::string, Choices>, 5> lists{{{"state", states()},
                                                              {"stage", stages_of(context)},
                                                              {"agency", agencies_of(context)},
                                                              {"area", areas_of(context)},
                                                              {"child", child_words_of(context)}}};
  Dictionary* chosen = nullptr;
  const auto add = [&](const std::string& field, const std::string& text) {
    if (std::ranges::find(asked.problems, field, &FieldProblem::field) != asked.problems.end()) {
      return;  // it could not be read, and narrows nothing
    }
    chosen = chosen == nullptr ? &content.section("CHOSEN_FILTERS") : chosen;
    chosen->section("FILTER").set("TEXT", text).set("HREF", asked.href(base, {{field, ""}}));
  };
  for (const auto& [field, choices] : lists) {
    if (const std::string value = asked.typed_in(field); !value.empty()) {
      add(field, name_in(choices, value));
    }
  }
  for (const auto& [field, before] :
       {std::pair{"from", "Raised from "}, {"to", "Raised to "}, {"reference", "Reference "}}) {
    if (const std::string value = asked.typed_in(field); !value.empty()) {
      add(field, before + value);
    }
  }
}

void put_filter(Dictionary& content, const PageContext& context, const ListRequest& asked,
                const std::string& base) {
  content.set("ACTION", base).show_if(!asked.problems.empty(), "FILTER_OPEN");
  put_choices(content, "STATE", asked, "state", states());
  put_choices(content, "STAGE", asked, "stage", stages_of(context));
  put_choices(content, "AGENCY", asked, "agency", agencies_of(context));
  put_choices(content, "AREA", asked, "area", areas_of(context));
  content.set("STATUS_OF", "Status of " + context.about().a);
  put_choices(content, "CHILD", asked, "child", child_words_of(context));
  content.set("FROM", asked.typed_in("from")).set("TO", asked.typed_in("to"));
  content.set("REFERENCE_TYPED", asked.typed_in("reference"));
  for (const char* field : {"sort", "order"}) {
    if (const std::string value = asked.typed_in(field); !value.empty()) {
      content.section("KEPT").set("NAME", field).set("VALUE", value);
    }
  }
}

/// The head of a column that the list can be sorted by: a link, which turns it round.
void put_head(Dictionary& table, const ListRequest& asked, const std::string& base,
              std::string_view section, const std::string& sort) {
  const bool now = asked.typed_in("sort") == sort;
  const bool descending = asked.typed_in("order") == "desc";
  const bool turn = now && !descending;
  Dictionary& head = table.section(section);
  head.set("SORTED", !now ? "none" : descending ? "descending" : "ascending");
  head.set("HREF", asked.href(base, {{"sort", sort}, {"order", turn ? "desc" : "asc"}}));
}

bool is_projected(const DisagreementRow& row, const PageContext& context) {
  return row.outcome.empty() && lies_beyond_published(row.due, context.calendar());
}

void put_what_projected_means(Dictionary& content, const std::vector<DisagreementRow>& rows,
                              const PageContext& context) {
  if (std::ranges::any_of(rows, [&](const auto& row) { return is_projected(row, context); })) {
    content.section("PROJECTED").set("WORDS", kWhatProjectedMeans);
  }
}

void put_row(Dictionary& table, const DisagreementRow& row, const PageContext& context) {
  Dictionary& line = table.section("ROW");
  line.set("REFERENCE", shown_reference(row.reference)).set("SUMMARY", row.summary);
  line.set("HREF", context.href("/d/" + percent_encode(shown_reference(row.reference))));
  std::string between = agency_name(context.directory(), row.raising);
  for (const AgencyId& id : row.responding) {
    between = id == row.raising ? "Inside " + between
                                : between + " with " + agency_name(context.directory(), id);
  }
  line.set("BETWEEN", between);
  line.set("AT", row.outcome.empty() ? stage_of(context, row) : std::string{"Resolved"});
  line.set("RAISED", to_words(context.zone().to_local(row.raised_at).day));
  if (!row.outcome.empty()) {
    const auto kind = outcome_kind(row.outcome);
    line.set("WHEN", kind ? in_words(*kind) : std::string_view{row.outcome});
    line.section("TAG").set("CLASS", "govuk-tag--green").set("TEXT", "Resolved");
    return;
  }
  const DueWords words =
      due_words(row.due, context.now(), context.zone(), is_projected(row, context));
  const bool late = row.late || words.late;
  line.set("WHEN", late && !words.late
                       ? "Something is late. The stage: " + decapitalised(words.when)
                       : words.when);
  line.section("TAG")
      .set("CLASS", late ? "govuk-tag--red" : words.tag_class)
      .set("TEXT", late ? std::string{"Late"} : words.tag);
}

void put_table(Dictionary& content, const ListPage& page, const PageContext& context,
               const ListRequest& asked, const std::string& base) {
  Dictionary& table = content.section("TABLE");
  put_head(table, asked, base, "BY_REFERENCE", "reference");
  put_head(table, asked, base, "BY_RAISED", "raised");
  put_head(table, asked, base, "BY_DUE", "due");
  table.choose(asked.query.order == ListQuery::Order::LateFirst, "LATE_FIRST", "SORTED_OTHERWISE");
  if (!asked.typed_in("sort").empty()) {
    table.section("LATE_FIRST_LINK").set("HREF", asked.href(base, {{"sort", ""}, {"order", ""}}));
  }
  for (const DisagreementRow& row : page.rows) {
    put_row(table, row, context);
  }
  put_what_projected_means(table, page.rows, context);
}

/// Before, numbers around the one that is shown, the first and the last, and after.
void put_pages(Dictionary& content, const ListPage& page, const ListRequest& asked,
               const std::string& base) {
  const std::int64_t last = (page.matching + kRowsOnAPage - 1) / kRowsOnAPage;
  if (last < 2) {
    return;
  }
  const auto href = [&](std::int64_t number) {
    return asked.href(base, {{"page", number == 1 ? std::string{} : fmt::to_string(number)}});
  };
  Dictionary& pages = content.section("PAGES");
  if (asked.page > 1) {
    pages.section("PREVIOUS").set("HREF", href(std::min(asked.page - 1, last)));
  }
  if (asked.page < last) {
    pages.section("NEXT").set("HREF", href(asked.page + 1));
  }
  std::int64_t shown = 0;
  for (std::int64_t number = 1; number <= last; ++number) {
    const bool beside = number >= asked.page - kPagesBeside && number <= asked.page + kPagesBeside;
    if (!beside && number != 1 && number != last) {
      number = number < asked.page ? std::min(asked.page - kPagesBeside, last) - 1 : last - 1;
      continue;
    }
    Dictionary& item = pages.section("NUMBER");
    item.show_if(shown != 0 && number > shown + 1, "GAP");
    item.set("HREF", href(number)).set("PAGE", fmt::to_string(number));
    item.show_if(number == asked.page, "HERE").show_if(number == asked.page, "HERE_CLASS");
    shown = number;
  }
}

std::string count_words(const ListPage& page, const ListRequest& asked) {
  const std::string all = page.matching == 1 ? std::string{"1 disagreement"}
                                             : fmt::format("{} disagreements", page.matching);
  if (page.matching <= kRowsOnAPage || page.rows.empty()) {
    return all;
  }
  const auto shown = static_cast<std::int64_t>(page.rows.size());
  return fmt::format("{} to {} of {}", asked.query.offset + 1, asked.query.offset + shown, all);
}

Response show_disagreements(PageContext& context) {
  const ListRequest asked = list_request(context);
  const auto page =
      list_disagreements(context.service(), context.id(), context.actor(), asked.query);
  if (!page) {
    return context.failed(page.error());
  }
  for (const FieldProblem& problem : asked.problems) {
    context.add_problem(problem);
  }
  const std::string base = context.href("/disagreements");
  Dictionary content;
  content.set("RAISE", context.href("/raise")).set("COUNT", count_words(*page, asked));
  put_filter(content, context, asked, base);
  put_chosen(content, context, asked, base);
  if (!page->rows.empty()) {
    put_table(content, *page, context, asked, base);
    put_pages(content, *page, asked, base);
  } else if (page->matching > 0) {
    content.section("PAST_THE_END").set("HREF", asked.href(base, {}));
  } else {
    content.show(page->all == 0 ? "NONE_YET" : "NONE_MATCH");
  }
  return context.page("list.html", "Disagreements", std::move(content));
}

/// Our own reference, and nothing else: a search that found names or dates would be a way to ask
/// who has a child in it.
Response show_search(PageContext& context) {
  const std::string typed =
      shown_as_utf8(without_ends(context.request().asked("reference").value_or("")));
  Dictionary content;
  content.set("ACTION", context.href("/search")).set("TYPED", typed);
  content.set("LIST", context.href("/disagreements"));
  if (!typed.empty()) {
    ListQuery query;
    query.filter.reference = stored_reference(typed);
    const auto page = list_disagreements(context.service(), context.id(), context.actor(), query);
    if (!page) {
      return context.failed(page.error());
    }
    for (const DisagreementRow& row : page->rows) {
      put_row(content.section("FOUND"), row, context);
    }
    put_what_projected_means(content, page->rows, context);
    if (page->rows.empty()) {
      content.section("NOT_FOUND").set("REFERENCE", typed);
    }
  }
  return context.page("search.html", "Search", std::move(content));
}

}  // namespace

void add_list_pages(Pages& pages) {
  add_team_pages(pages);
  pages.menu({.order = 20, .text = "Disagreements", .path = "/disagreements"});
  pages.menu({.order = 70, .text = "Search", .path = "/search"});
  pages.get("/disagreements", kReadList, show_disagreements);
  pages.get("/search", kSearch, show_search);
}

}  // namespace accord
