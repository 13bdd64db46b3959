#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "directory/readiness.hpp"
#include "pages/pages_groups.hpp"
#include "pages/site.hpp"
#include "pages/stage_name.hpp"
#include "policy/words.hpp"

namespace accord {

namespace {

constexpr Action kReadFigures{"figures.read"};

struct Counted {
  std::int64_t all = 0;
  std::int64_t open = 0;
  std::int64_t late = 0;
};

using Counts = std::map<std::string, Counted>;

bool is_of_partnership(const PageContext& context) {
  const Agency* agency = context.agency();
  return agency != nullptr && agency->is_partnership;
}

void count(Counted& counted, const FigureRow& row) {
  counted.all += row.count;
  counted.open += row.of.outcome.empty() ? row.count : 0;
  counted.late += row.of.late ? row.count : 0;
}

void count(Counts& counts, const std::string& name, const FigureRow& row) {
  count(counts[name.empty() ? "Not said" : name], row);
}

std::string agency_name(const PageContext& context, const AgencyId& id) {
  const Agency* agency = context.directory().agency(id);
  return agency != nullptr ? agency->name : id.text();
}

std::string stage_name(const PageContext& context, const DisagreementRow& row) {
  if (!row.outcome.empty()) {
    const auto kind = outcome_kind(row.outcome);
    return std::string{kind ? in_words(*kind) : row.outcome};
  }
  return stage_of(context, row);
}

void show_table(Dictionary& content, const std::string& caption, const std::string& first,
                const Counts& counts) {
  Dictionary& table = content.section("TABLE");
  table.set("CAPTION", caption).set("FIRST", first);
  for (const auto& [name, counted] : counts) {
    table.section("ROW")
        .set("NAME", name)
        .set("ALL", std::to_string(counted.all))
        .set("OPEN", std::to_string(counted.open))
        .set("LATE", std::to_string(counted.late));
  }
}

/// A kind of gap that lasts until somebody is named, and what happens until then.
struct Missing {
  GapKind kind;
  std::string_view heading;
  std::string_view meanwhile;
};

constexpr std::array kMissing{
    Missing{GapKind::NoSafeguardingLead, "Agencies without a safeguarding lead",
            "Meanwhile nobody there reads all of the agency’s disagreements, and telling its lead "
            "tells nobody."},
    Missing{GapKind::RoleUnfilled, "Roles that nobody fills",
            "Meanwhile what the protocol asks of them is shown as owed by the role, with “nobody "
            "is named yet”. Its time runs all the same, and it is late when that has passed."},
    Missing{GapKind::VacantPost, "Posts that stand empty, without a deputy",
            "Meanwhile a disagreement that goes up the line passes over them, to the next post "
            "above."},
    Missing{GapKind::LineEndsEarly, "Lines of management that end too soon",
            "Meanwhile somebody has to be named by hand when a disagreement goes up from there."},
    Missing{GapKind::NoSupporter, "Agencies without a named supporter",
            "Meanwhile their workers are offered their safeguarding lead and their line manager to "
            "talk it through with."},
    Missing{GapKind::NoGuide, "Agencies without a one-page guide",
            "Meanwhile their workers have the policy itself to go by."},
};

/// LIN-16: "an agency without one is shown to the board". Leave and closures, which pass, stay with
/// the agency.
void show_missing(Dictionary& content, const PageContext& context) {
  constexpr int kOneDay = 1;
  const auto gaps = readiness(context.directory(), role_needs(context.policy()), context.zone(),
                              context.now(), kOneDay);
  bool complete = true;
  for (const Missing& missing : kMissing) {
    if (std::ranges::find(gaps, missing.kind, &Gap::kind) == gaps.end()) {
      continue;
    }
    complete = false;
    Dictionary& section = content.section("MISSING");
    section.set("HEADING", missing.heading).set("MEANWHILE", missing.meanwhile);
    for (const Gap& gap : gaps) {
      if (gap.kind == missing.kind) {
        section.section("GAP").set("WHAT", gap.what);
      }
    }
  }
  content.show_if(complete, "NOBODY_MISSING");
}

/// What the partnership sees of every disagreement, from the first stage on: numbers and lateness,
/// no content (ALL-11).
Response show_figures(PageContext& context) {
  if (!is_of_partnership(context)) {
    return Response::not_found();
  }
  const auto rows = context.service().figures(context.id());
  if (!rows) {
    return context.failed(rows.error());
  }
  Counts by_stage;
  Counts by_outcome;
  Counts by_area;
  Counts by_raising;
  Counts by_responding;
  Counted whole;
  for (const FigureRow& row : *rows) {
    count(whole, row);
    count(row.of.outcome.empty() ? by_stage : by_outcome, stage_name(context, row.of), row);
    count(by_area, row.of.area, row);
    count(by_raising, agency_name(context, row.of.raising), row);
    for (const AgencyId& agency : row.of.responding) {
      count(by_responding, agency_name(context, agency), row);
    }
  }
  Dictionary content;
  content.set("ALL", std::to_string(whole.all))
      .set("OPEN", std::to_string(whole.open))
      .set("LATE", std::to_string(whole.late))
      .set("AS_AT", context.words(context.now()));
  content.show_if(rows->empty(), "EMPTY");
  show_table(content, "Open, by stage", "Stage", by_stage);
  show_table(content, "Ended, by outcome", "Outcome", by_outcome);
  show_table(content, "What they are about", "Area", by_area);
  show_table(content, "Who raises", "Agency", by_raising);
  show_table(content, "With whom", "Agency", by_responding);
  show_missing(content, context);
  return context.page("figures.html", "Figures", std::move(content));
}

}  // namespace

void add_figures_pages(Pages& pages) {
  pages.get("/figures", kReadFigures, show_figures);
  pages.menu({.order = 50, .text = "Figures", .path = "/figures", .shown = is_of_partnership});
}

}  // namespace accord
