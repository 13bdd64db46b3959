#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "pages/due_words.hpp"
#include "pages/pages_groups.hpp"
#include "pages/reference.hpp"
#include "pages/site.hpp"
#include "policy/words.hpp"

namespace accord {

namespace {

constexpr Action kRead{"disagreement.list"};

/// What the form of the list asks for; empty parts ask for nothing.
struct Filter {
  std::string state;  ///< open, late, resolved
  std::string agency;
  std::string stage;
  std::string area;
  std::string reference;
};

Filter filter_of(const Request& request) {
  const auto part = [&](std::string_view name) {
    return shown_as_utf8(without_ends(request.asked(name).value_or("")));
  };
  return {part("state"), part("agency"), part("stage"), part("area"),
          stored_reference(part("reference"))};
}

bool concerns(const DisagreementRow& row, const std::string& agency) {
  return row.raising.text() == agency ||
         std::ranges::any_of(row.responding,
                             [&](const AgencyId& id) { return id.text() == agency; });
}

bool matches(const DisagreementRow& row, const Filter& filter) {
  const bool state = filter.state.empty() || (filter.state == "open" && row.outcome.empty()) ||
                     (filter.state == "late" && row.late && !row.finished) ||
                     (filter.state == "resolved" && !row.outcome.empty());
  return state && (filter.agency.empty() || concerns(row, filter.agency)) &&
         (filter.stage.empty() || row.stage == filter.stage) &&
         (filter.area.empty() || row.area == filter.area) &&
         (filter.reference.empty() || row.reference == filter.reference);
}

std::string agency_name(const Directory& directory, const AgencyId& id) {
  const Agency* agency = directory.agency(id);
  return agency != nullptr ? agency->name : id.text();
}

void option(Dictionary& content, std::string_view section, const std::string& value,
            const std::string& text, const std::string& chosen) {
  content.section(section).set("VALUE", value).set("TEXT", text).show_if(value == chosen, "CHOSEN");
}

void put_filter(Dictionary& content, const Filter& filter, const std::vector<DisagreementRow>& rows,
                const PageContext& context) {
  for (const auto& [value, text] : {std::pair{"", "All"},
                                    {"open", "Not resolved"},
                                    {"late", "Something is late"},
                                    {"resolved", "Resolved"}}) {
    option(content, "STATE", value, text, filter.state);
  }
  option(content, "AGENCY", "", "All", filter.agency);
  option(content, "STAGE", "", "All", filter.stage);
  option(content, "AREA", "", "All", filter.area);
  std::set<AgencyId> agencies;
  std::set<std::string> areas;
  for (const DisagreementRow& row : rows) {
    agencies.insert(row.raising);
    agencies.insert(row.responding.begin(), row.responding.end());
    areas.insert(row.area);
  }
  for (const AgencyId& id : agencies) {
    option(content, "AGENCY", id.text(), agency_name(context.directory(), id), filter.agency);
  }
  for (const Stage& stage : context.policy().stages) {
    option(content, "STAGE", stage.id, name_of(stage), filter.stage);
  }
  for (const std::string& area : areas) {
    if (!area.empty()) {
      option(content, "AREA", area, area, filter.area);
    }
  }
  content.set("REFERENCE", filter.reference);
}

void put_row(Dictionary& content, const DisagreementRow& row, const PageContext& context) {
  Dictionary& line = content.section("ROW");
  line.set("REFERENCE", shown_reference(row.reference)).set("SUMMARY", row.summary);
  line.set("HREF", context.href("/d/" + percent_encode(shown_reference(row.reference))));
  std::string between = agency_name(context.directory(), row.raising);
  for (const AgencyId& id : row.responding) {
    between = id == row.raising ? "Inside " + between
                                : between + " with " + agency_name(context.directory(), id);
  }
  line.set("BETWEEN", between);
  const Stage* stage = context.policy().scope(row.stage);
  line.set("AT", !row.outcome.empty() ? std::string{"Resolved"}
                 : stage != nullptr   ? name_of(*stage)
                                      : row.stage);
  if (!row.outcome.empty()) {
    const auto kind = outcome_kind(row.outcome);
    line.set("WHEN", kind ? in_words(*kind) : std::string_view{row.outcome});
    line.section("TAG").set("CLASS", "govuk-tag--green").set("TEXT", "Resolved");
    return;
  }
  const DueWords words = due_words(row.due, context.now(), context.zone());
  line.set("WHEN", words.when);
  const bool late = row.late || words.late;
  line.section("TAG")
      .set("CLASS", late ? "govuk-tag--red" : words.tag_class)
      .set("TEXT", late ? std::string{"Late"} : words.tag);
}

Response show(PageContext& context) {
  auto rows = context.service().disagreements(context.id(), context.actor());
  if (!rows) {
    return context.failed(rows.error());
  }
  // The latest raised first; what is late before all others.
  std::ranges::stable_sort(*rows, [](const DisagreementRow& a, const DisagreementRow& b) {
    const bool a_late = a.late && a.outcome.empty();
    const bool b_late = b.late && b.outcome.empty();
    return a_late != b_late ? a_late : a.raised_at > b.raised_at;
  });
  const Filter filter = filter_of(context.request());
  Dictionary content;
  content.set("ACTION", context.href("/disagreements")).set("RAISE", context.href("/raise"));
  put_filter(content, filter, *rows, context);
  std::size_t shown = 0;
  for (const DisagreementRow& row : *rows) {
    shown += matches(row, filter) ? 1 : 0;
  }
  content.set("COUNT",
              shown == 1 ? std::string{"1 disagreement"} : fmt::format("{} disagreements", shown));
  if (shown == 0) {
    content.show(rows->empty() ? "NONE_YET" : "NONE_MATCH");
  } else {
    Dictionary& table = content.section("TABLE");
    for (const DisagreementRow& row : *rows) {
      if (matches(row, filter)) {
        put_row(table, row, context);
      }
    }
  }
  return context.page("list.html", "Disagreements", std::move(content));
}

}  // namespace

void add_list_pages(Pages& pages) {
  pages.menu({.order = 20, .text = "Disagreements", .path = "/disagreements"});
  pages.get("/disagreements", kRead, show);
}

}  // namespace accord
