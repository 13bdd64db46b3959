#include "cli/deadline.hpp"

#include <fmt/format.h>

#include <chrono>
#include <expected>
#include <nlohmann/json.hpp>
#include <ostream>

#include "api/deadline_json.hpp"
#include "base/try.hpp"
#include "calendar/due.hpp"
#include "cli/calendar_source.hpp"
#include "cli/exit_code.hpp"

namespace accord {

namespace {

/// What the arguments mean.
struct Question {
  WorkingCalendar calendar;
  Instant start;
  Limit limit;
  std::string note;  ///< how the start was read, where it could be read otherwise; else empty
};

/// In the night when the clocks go back a local time comes twice; when they go forward, some come
/// never. Which is taken, and how to say the other.
std::string note_on(const Zone& zone, std::string_view text, Instant at) {
  constexpr std::string_view kUtc = "Z";
  const auto as_utc = parse_local(zone, fmt::format("{}{}", text, kUtc));
  if (!as_utc) {
    return "";  // it has an offset
  }
  const std::chrono::seconds wall{as_utc->seconds};
  const auto day = std::chrono::floor<std::chrono::days>(wall);
  const LocalTime asked{Date{day}, static_cast<int>((wall - day).count())};
  if (zone.to_local(at) != asked) {
    return fmt::format("{} does not come that day: the clocks go forward then. {} is taken.",
                       clock_words(asked.second_of_day), iso_local(zone, at));
  }
  // Every change of the clocks since 1900 is by a multiple of a quarter, of at most three hours.
  constexpr int kQuarter = 15 * 60;
  for (int later = kQuarter; later <= 3 * kSecondsPerHour; later += kQuarter) {
    const Instant second{at.seconds + later};
    if (zone.to_local(second) == asked) {
      return fmt::format(
          "{} comes twice that day: the clocks go back then. The first is taken, {}; for the "
          "second write --from {}",
          clock_words(asked.second_of_day), iso_local(zone, at), iso_local(zone, second));
    }
  }
  return "";
}

std::expected<int, std::string> parse_clock(const Zone& zone, std::string_view text) {
  const auto at = parse_local(zone, fmt::format("2000-01-03T{}", text));
  if (text == "24:00") {
    return kSecondsPerDay;
  }
  if (!at || text.size() != 5) {
    return std::unexpected(fmt::format("'{}' is no time of day: write one such as 09:00", text));
  }
  return zone.to_local(*at).second_of_day;
}

/// "2026-12-28..2026-12-31=Offices closed"
std::expected<Closure, std::string> parse_closure(std::string_view text) {
  const auto equals = text.find('=');
  const std::string_view dates = text.substr(0, equals);
  const auto dots = dates.find("..");
  Closure closure;
  closure.name = "declared closure";
  if (equals != std::string_view::npos) {
    closure.name = text.substr(equals + 1);
  }
  ACCORD_TRY(closure.first, parse_date(dates.substr(0, dots)));
  closure.last = closure.first;
  if (dots != std::string_view::npos) {
    ACCORD_TRY(closure.last, parse_date(dates.substr(dots + 2)));
  }
  return closure;
}

std::expected<Question, std::string> understand(const DeadlineArguments& arguments) {
  ACCORD_TRY(const Zone zone, Zone::load(arguments.zone));
  ACCORD_TRY(BankHolidays holidays, load_bank_holidays(arguments.calendar));
  ACCORD_TRY(const Limit limit, parse_limit(arguments.limit));
  ACCORD_TRY(const Instant start, parse_local(zone, arguments.from));
  Conventions conventions;
  ACCORD_TRY(conventions.opens_s, parse_clock(zone, arguments.opens));
  ACCORD_TRY(conventions.closes_s, parse_clock(zone, arguments.closes));
  std::vector<Closure> closures;
  for (const std::string& closed : arguments.closed) {
    ACCORD_TRY(closures.emplace_back(), parse_closure(closed));
  }
  ACCORD_TRY(WorkingCalendar calendar,
             WorkingCalendar::create(zone, std::move(holidays), std::move(closures), conventions));
  std::string note = note_on(zone, arguments.from, start);
  return Question{std::move(calendar), start, limit, std::move(note)};
}

void write_json(const Question& question, const Working* working, std::ostream& out) {
  const Zone& zone = question.calendar.zone();
  nlohmann::ordered_json answer;
  answer["due"] = nullptr;
  if (working != nullptr) {
    answer["due"] = iso_local(zone, working->due);
  }
  answer["working"] = days_json(working != nullptr ? working->days : std::vector<CountedDay>{});
  answer["start"] = iso_local(zone, question.start);
  answer["note"] =
      question.note.empty() ? nlohmann::ordered_json{} : nlohmann::ordered_json(question.note);
  answer["limit"] = to_text(question.limit);
  answer["rule"] = working != nullptr ? working->rule : to_words(DueError::NoTimeGiven);
  answer["projected"] = working != nullptr && working->projected;
  answer["calendar"] = question.calendar.bank_holidays().key;
  answer["calendar_version"] = question.calendar.version();
  answer["zone"] = zone.name();
  answer["tz_version"] = zone.tz_version();
  out << answer.dump(2) << '\n';
}

void write_text(const Question& question, const Working& working, std::ostream& out) {
  const Zone& zone = question.calendar.zone();
  const BankHolidays& holidays = question.calendar.bank_holidays();
  out << fmt::format("Due {}\n\n", to_words(zone, working.due));
  out << fmt::format("{}{} {}.\n{}\n\n", to_text(working.limit),
                     working.limit.at_least_before ? "" : " from", to_words(zone, working.start),
                     working.rule);
  if (!question.note.empty()) {
    out << fmt::format("Note: {}\n\n", question.note);
  }
  for (const CountedDay& day : working.days) {
    const std::string number = day.counted ? fmt::format("{}", day.number) : "-";
    out << fmt::format("{:>5}  {:<27}  {}{}\n", number, to_words(day.day), day.why,
                       day.projected ? " *" : "");
  }
  if (working.projected) {
    out << fmt::format(
        "\n* projected: bank holidays after {} are not yet published, so the date may change.\n",
        to_words(holidays.published_to));
  }
  out << fmt::format("\nCalendar {} ({}), time zone {} (tz {}).\n", holidays.title,
                     working.calendar_version, zone.name(), zone.tz_version());
}

}  // namespace

int run_deadline(const DeadlineArguments& arguments, std::ostream& out, std::ostream& err) {
  const auto question = understand(arguments);
  if (!question) {
    err << "accord deadline: " << question.error() << '\n';
    return kCouldNotRun;
  }
  const auto working = due_with_working(question->limit, question->start, question->calendar);
  if (!working && working.error() == DueError::CalendarTooShort) {
    const WorkingCalendar& calendar = question->calendar;
    const bool before = calendar.zone().to_local(question->start).day < calendar.first();
    err << fmt::format("accord deadline: {} ({} {} on {})\n", to_words(working.error()),
                       calendar.bank_holidays().key, before ? "begins" : "ends",
                       to_iso(before ? calendar.first() : calendar.last()));
    return kCouldNotRun;
  }
  if (arguments.json) {
    write_json(*question, working ? &*working : nullptr, out);
  } else if (working) {
    write_text(*question, *working, out);
  }
  if (!working) {
    err << "accord deadline: " << to_words(working.error()) << '\n';
    return kAnswerIsNo;
  }
  return kDone;
}

}  // namespace accord
