#include "pages/disagreement_deadline.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "disagreement/condition.hpp"
#include "pages/due_words.hpp"

namespace accord {

namespace {

/// Beyond this the days are said in words alone: nobody counts them on a page.
constexpr std::size_t kMostCells = 70;

std::string short_day(Date day) {
  const std::string iso = to_iso(day);
  const int number = std::stoi(iso.substr(iso.size() - 2));
  return fmt::format("{} {}", weekday_name(day).substr(0, 3), number);
}

/// "Good Friday" of "bank holiday: Good Friday".
std::string reason_of(const CountedDay& day) {
  const std::size_t colon = day.why.find(": ");
  const std::string why = colon == std::string::npos ? day.why : day.why.substr(colon + 2);
  const bool weekend = why == weekday_name(day.day);
  return weekend ? std::string{} : why;
}

std::vector<CountCell> cells_of(const Working& working, const Zone& zone) {
  std::vector<CountCell> cells;
  if (working.days.size() > kMostCells) {
    return cells;
  }
  const Date start = zone.to_local(working.start).day;
  const LocalTime due = zone.to_local(working.due);
  for (const CountedDay& day : working.days) {
    CountCell cell;
    cell.day = short_day(day.day);
    cell.due = day.day == due.day;
    cell.off = !day.counted && day.day != start && !cell.due;
    cell.number = day.counted        ? fmt::to_string(day.number)
                  : day.day == start ? std::string{"Start"}
                                     : std::string{"–"};
    if (cell.due) {
      cell.note = "Due " + clock_words(due.second_of_day);
    } else if (cell.off) {
      cell.note = reason_of(day);
    }
    if (day.projected) {
      cell.note += cell.note.empty() ? "Not yet published" : ", not yet published";
    }
    cells.push_back(std::move(cell));
  }
  return cells;
}

std::string words_of(const WeighedLimit& limit, const OpenedDisagreement& opened, bool undertaken) {
  const std::string gives = limit.due
                                ? fmt::format("That gives {}{}.", opened.when(*limit.due),
                                              date_notes(limit.working && limit.working->projected))
                                : std::string{};
  std::string from = limit.from.empty() ? std::string{"when this began"} : limit.from;
  if (limit.start) {
    from += fmt::format(" ({})", opened.when(*limit.start));
  }
  switch (limit.kind) {
    case WeighedLimit::Kind::Agreed:
      return fmt::format("{}: {}.",
                         undertaken ? "The date that was named" : "The date that both sides agreed",
                         limit.due ? opened.when(*limit.due) : std::string{"none"});
    case WeighedLimit::Kind::ChildTimescale:
      return fmt::format("A date that protects the child: {}.",
                         limit.due ? opened.when(*limit.due) : std::string{"none"});
    case WeighedLimit::Kind::Cap:
      return fmt::format("The whole process: {} from {}. {}",
                         limit.limit.empty() ? "its longest time" : limit.limit,
                         limit.start ? opened.when(*limit.start) : std::string{"raising"}, gives);
    case WeighedLimit::Kind::LocalTarget:
    case WeighedLimit::Kind::Bound: break;
  }
  if (!limit.counts) {
    return fmt::format("{} from {}. It does not count now.", capitalised(limit.limit), from);
  }
  if (limit.kind == WeighedLimit::Kind::Bound && !limit.start) {
    return fmt::format("{}. Its time starts at {}.", capitalised(limit.limit), from);
  }
  return fmt::format("{} from {}. {}", capitalised(limit.limit), from, gives);
}

std::string sentence_of(const DeadlineExplained& explained) {
  const auto counting = std::ranges::count_if(
      explained.limits, [](const WeighedLimit& limit) { return limit.counts && limit.due; });
  if (!explained.deadline.due) {
    return "Its time has not started.";
  }
  const bool stated = std::ranges::any_of(explained.limits, [](const WeighedLimit& limit) {
    return limit.kind == WeighedLimit::Kind::Bound && limit.counts && limit.due;
  });
  if (explained.deadline.local_target && stated) {
    return "Your partnership’s own target from before the change still binds: it is the earlier "
           "date.";
  }
  if (explained.deadline.local_target) {
    return "The policy gives no time. This is your partnership’s own target.";
  }
  return counting > 1 ? fmt::format("{} limits count here. The earliest one binds.", counting)
                      : std::string{"One limit counts here."};
}

}  // namespace

bool may_agree_date(const OpenedDisagreement& opened, const DutyState& duty) {
  const DutyClock clock = clock_of(opened.policy(), duty.scope, duty.id);
  return duty.open() && !duty.undertaking && !opened.state().outcome && clock.bounds != nullptr &&
         !clock.with_settle && std::ranges::any_of(*clock.bounds, [&](const Bound& bound) {
           return bound.unless_both_agree &&
                  since(bound.when, {opened.state(), opened.at().now, &opened.at().calendar});
         });
}

DeadlinePanel deadline_panel(const OpenedDisagreement& opened, const DutyState& duty) {
  const DeadlineExplained explained = explain_deadline(duty, opened.state(), opened.at());
  DeadlinePanel panel;
  panel.sentence = sentence_of(explained);
  panel.both_may_agree = may_agree_date(opened, duty);
  for (const WeighedLimit& limit : explained.limits) {
    LimitLine line;
    line.words = words_of(limit, opened, duty.undertaking.has_value());
    line.clause = limit.clause;
    line.reading = limit.reading;
    line.binds = limit.binds;
    line.local_target = limit.kind == WeighedLimit::Kind::LocalTarget;
    if (limit.working) {
      line.rule = limit.working->rule;
      line.projected = limit.working->projected;
      line.cells = cells_of(*limit.working, opened.zone());
    }
    panel.limits.push_back(std::move(line));
  }
  return panel;
}

void put(Dictionary& page, const OpenedDisagreement& opened, const DeadlinePanel& panel,
         std::string_view summary) {
  Dictionary& part = page.include("DEADLINE", "disagreement_deadline.html");
  part.set("SUMMARY", summary)
      .set("SENTENCE", panel.sentence)
      .show_if(panel.both_may_agree, "AGREE");
  for (const LimitLine& limit : panel.limits) {
    Dictionary& line = part.section("LIMIT");
    line.set("WORDS", limit.words);
    line.show_if(limit.binds, "BINDS").show_if(limit.local_target, "LOCAL_TARGET");
    if (!limit.clause.empty()) {
      line.section("CLAUSE")
          .set("HREF", opened.clause_href(limit.clause))
          .set("NAME", limit.clause);
    }
    line.set_if_any("READING", "TEXT", limit.reading).set_if_any("RULE", "TEXT", limit.rule);
    line.show_if(limit.projected, "PROJECTED");
    if (limit.cells.empty()) {
      continue;
    }
    Dictionary& count = line.section("COUNT");
    for (const CountCell& cell : limit.cells) {
      Dictionary& item = count.section("CELL");
      item.set("DAY", cell.day).set("NUMBER", cell.number).set("NOTE", cell.note);
      item.show_if(cell.off, "OFF").show_if(cell.due, "DUE");
    }
  }
}

}  // namespace accord
