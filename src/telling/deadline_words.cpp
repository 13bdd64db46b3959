#include "telling/deadline_words.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "disagreement/condition.hpp"
#include "disagreement/deadline.hpp"
#include "telling/date_words.hpp"
#include "telling/phrase.hpp"

namespace accord {

namespace {

/// "2 working days from raising"; "At least 7 clear days before the panel date".
std::string counted_from(const std::string& limit, const std::string& from) {
  return capitalised(limit) + (limit.ends_with(" before") ? " " : " from ") + from;
}

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

std::string words_of(const WeighedLimit& limit, const Names& names, bool undertaken) {
  const std::string gives = limit.due
                                ? fmt::format("That gives {}{}.", names.when(*limit.due),
                                              date_notes(limit.working && limit.working->projected))
                                : std::string{};
  std::string from = limit.from.empty() ? std::string{"when this began"} : limit.from;
  if (limit.start) {
    from += fmt::format(" ({})", names.when(*limit.start));
  }
  switch (limit.kind) {
    case WeighedLimit::Kind::Agreed:
      return fmt::format("{}: {}.",
                         undertaken ? "The date that was named" : "The date that both sides agreed",
                         limit.due ? names.when(*limit.due) : std::string{"none"});
    case WeighedLimit::Kind::ChildTimescale:
      return fmt::format("A date that protects {}: {}.", names.about().the,
                         limit.due ? names.when(*limit.due) : std::string{"none"});
    case WeighedLimit::Kind::Cap:
      return fmt::format("The whole process: {} from {}. {}",
                         limit.limit.empty() ? "its longest time" : limit.limit,
                         limit.start ? names.when(*limit.start) : std::string{"raising"}, gives);
    case WeighedLimit::Kind::LocalTarget:
    case WeighedLimit::Kind::Bound: break;
  }
  if (!limit.counts) {
    return fmt::format("{}. It does not count now.", counted_from(limit.limit, from));
  }
  if (limit.kind == WeighedLimit::Kind::Bound && !limit.start) {
    return fmt::format("{}. Its time starts at {}.", capitalised(limit.limit), from);
  }
  return fmt::format("{}. {}", counted_from(limit.limit, from), gives);
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

bool may_agree_date(const Names& names, const DutyState& duty) {
  const DutyClock clock = clock_of(names.policy(), duty.scope, duty.id);
  return duty.open() && !duty.undertaking && !names.state().outcome && clock.bounds != nullptr &&
         !clock.with_settle && std::ranges::any_of(*clock.bounds, [&](const Bound& bound) {
           return bound.unless_both_agree &&
                  since(bound.when, {names.state(), names.at().now, &names.at().calendar});
         });
}

std::string until_words(const Names& names, const Clock& until, const Condition& when,
                        std::string_view scope) {
  const DeadlineExplained explained = explain_until(until, when, scope, names.state(), names.at());
  for (const WeighedLimit& limit : explained.limits) {
    if (limit.binds) {
      return words_of(limit, names, false);
    }
  }
  return "";
}

DeadlineWords deadline_words(const Names& names, const DutyState& duty) {
  const DeadlineExplained explained = explain_deadline(duty, names.state(), names.at());
  DeadlineWords words;
  words.sentence = sentence_of(explained);
  words.both_may_agree = may_agree_date(names, duty);
  for (const WeighedLimit& limit : explained.limits) {
    LimitLine line;
    line.words = words_of(limit, names, duty.undertaking.has_value());
    line.clause = limit.clause;
    line.reading = limit.reading;
    line.binds = limit.binds;
    line.local_target = limit.kind == WeighedLimit::Kind::LocalTarget;
    if (limit.working) {
      line.rule = limit.working->rule;
      line.projected = limit.working->projected;
      line.cells = cells_of(*limit.working, names.zone());
    }
    words.limits.push_back(std::move(line));
  }
  return words;
}

}  // namespace accord
