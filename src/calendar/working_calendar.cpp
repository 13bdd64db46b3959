#include "calendar/working_calendar.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <utility>

#include "base/check.hpp"

namespace accord {

namespace {

using std::chrono::days;

/// FNV-1a: names a set of closures and conventions shortly. Not for secrets.
std::uint64_t digest_of(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char c : text) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  }
  return hash;
}

std::string version_of(const BankHolidays& holidays, const std::vector<Closure>& closures,
                       const Conventions& set) {
  std::string version = fmt::format("{} {}", holidays.key, holidays.version);
  if (closures.empty() && set == Conventions{}) {
    return version;
  }
  std::string all = fmt::format("{} {} {} {} {} {} {} {}", set.opens_s, set.closes_s,
                                fmt::join(set.working_week, ""), static_cast<int>(set.same_clock),
                                static_cast<int>(set.event), static_cast<int>(set.weeks),
                                static_cast<int>(set.months), static_cast<int>(set.calendar_days));
  if (set.day_of_event == DayOfEvent::Counts) {
    all += " day of event counts";
  }
  for (const ClosedDay& closed : set.closed_days) {
    all +=
        fmt::format("|{}-{}-{} {}", closed.year.value_or(0), closed.month, closed.day, closed.name);
  }
  for (const Closure& closure : closures) {
    all += fmt::format("|{} {} {}", to_iso(closure.first), to_iso(closure.last), closure.name);
  }
  return fmt::format("{}+{:08x}", version, digest_of(all) >> 32);
}

std::optional<std::string> fault_in(const BankHolidays& holidays,
                                    const std::vector<Closure>& closures,
                                    const Conventions& conventions) {
  if (conventions.opens_s < 0 || conventions.closes_s > kSecondsPerDay ||
      conventions.opens_s >= conventions.closes_s) {
    return "working hours have to begin before they end, and both lie in one day: set the opening "
           "before the closing";
  }
  if (std::ranges::none_of(conventions.working_week, std::identity{})) {
    return "a working week without a working day would never end: name at least one day";
  }
  if (holidays.last < holidays.first) {
    return "the calendar ends before it begins: correct its years";
  }
  for (const ClosedDay& closed : conventions.closed_days) {
    const bool real = (std::chrono::year{closed.year.value_or(2000)} /
                       std::chrono::month{closed.month} / std::chrono::day{closed.day})
                          .ok();
    if (closed.name.empty() || !real) {
      return fmt::format("the closed day '{}' needs a name and a day that there is", closed.name);
    }
  }
  for (const Closure& closure : closures) {
    if (closure.last < closure.first) {
      return fmt::format("the closure '{}' ends on {}, before it begins on {}", closure.name,
                         to_iso(closure.last), to_iso(closure.first));
    }
    if (closure.name.empty()) {
      return fmt::format("the closure of {} has no name: say why it is closed",
                         to_iso(closure.first));
    }
  }
  return std::nullopt;
}

/// The years' days of `closed` between `first` and `last`; 29 February only where there is one.
std::vector<Date> days_of(const ClosedDay& closed, Date first, Date last) {
  std::vector<Date> found;
  for (int year = closed.year.value_or(year_of(first)); year <= closed.year.value_or(year_of(last));
       ++year) {
    const auto day =
        std::chrono::year{year} / std::chrono::month{closed.month} / std::chrono::day{closed.day};
    if (day.ok() && Date{day} >= first && Date{day} <= last) {
      found.emplace_back(day);
    }
  }
  return found;
}

bool is_on(const ClosedDay& closed, Date day) {
  const std::chrono::year_month_day d{day};
  return static_cast<unsigned>(d.month()) == closed.month &&
         static_cast<unsigned>(d.day()) == closed.day &&
         (!closed.year || *closed.year == static_cast<int>(d.year()));
}

}  // namespace

struct WorkingCalendar::Table {
  Zone zone;
  BankHolidays holidays;
  std::vector<Closure> closures;
  Conventions conventions;
  std::string version;
  int day_count = 0;

  std::vector<std::int32_t> working_through;  ///< per day: how many working days up to and with it
  std::vector<std::int32_t> working_days;     ///< per working day: which day it is
  std::vector<Instant> closes;                ///< per working day: its close

  Table(Zone z, BankHolidays h, std::vector<Closure> c, Conventions set)
      : zone(std::move(z)),
        holidays(std::move(h)),
        closures(std::move(c)),
        conventions(std::move(set)),
        version(version_of(holidays, closures, conventions)),
        day_count(static_cast<int>((holidays.last - holidays.first).count()) + 1) {}

  [[nodiscard]] Date day_at(std::int32_t index) const { return holidays.first + days{index}; }
  [[nodiscard]] bool covers(Date day) const {
    return day >= holidays.first && day <= holidays.last;
  }
  [[nodiscard]] std::size_t index_of(Date day) const {
    ACCORD_CHECK(covers(day));
    return static_cast<std::size_t>((day - holidays.first).count());
  }
  [[nodiscard]] bool is_working(std::size_t index) const {
    return working_through[index] > (index == 0 ? 0 : working_through[index - 1]);
  }
  [[nodiscard]] std::optional<std::size_t> ordinal_from(Date day, int count) const {
    if (!covers(day)) {
      return std::nullopt;
    }
    const std::size_t index = index_of(day);
    // For a count back, the day itself is not among those before it.
    const int before = working_through[index] - (count < 0 && is_working(index) ? 1 : 0);
    const int wanted = count > 0 ? before + count - 1 : before + count;
    if (wanted < 0 || wanted >= static_cast<int>(working_days.size())) {
      return std::nullopt;
    }
    return static_cast<std::size_t>(wanted);
  }

  void fill() {
    std::vector<char> off(static_cast<std::size_t>(day_count), 0);
    for (const BankHoliday& holiday : holidays.days) {
      if (covers(holiday.day)) {
        off[index_of(holiday.day)] = 1;
      }
    }
    for (const Closure& closure : closures) {
      for (Date day = std::max(closure.first, holidays.first);
           day <= std::min(closure.last, holidays.last); day += days{1}) {
        off[index_of(day)] = 1;
      }
    }
    for (const ClosedDay& closed : conventions.closed_days) {
      for (const Date day : days_of(closed, holidays.first, holidays.last)) {
        off[index_of(day)] = 1;
      }
    }
    working_through.reserve(off.size());
    for (std::int32_t i = 0; i < day_count; ++i) {
      const Date day = day_at(i);
      if (conventions.working_week.at(weekday_of(day)) && off[static_cast<std::size_t>(i)] == 0) {
        working_days.push_back(i);
        closes.push_back(zone.to_instant({day, conventions.closes_s}));
      }
      working_through.push_back(static_cast<std::int32_t>(working_days.size()));
    }
  }
};

WorkingCalendar::WorkingCalendar(std::shared_ptr<const Table> table) : table_(std::move(table)) {}

std::expected<WorkingCalendar, std::string> WorkingCalendar::create(Zone zone,
                                                                    BankHolidays bank_holidays,
                                                                    std::vector<Closure> closures,
                                                                    Conventions conventions) {
  if (auto fault = fault_in(bank_holidays, closures, conventions)) {
    return std::unexpected(*std::move(fault));
  }
  std::ranges::sort(bank_holidays.days, {}, &BankHoliday::day);
  auto table = std::make_shared<Table>(std::move(zone), std::move(bank_holidays),
                                       std::move(closures), std::move(conventions));
  table->fill();
  return WorkingCalendar{std::move(table)};
}

std::expected<WorkingCalendar, std::string> WorkingCalendar::with(Conventions conventions) const {
  return create(table_->zone, table_->holidays, table_->closures, std::move(conventions));
}

const Zone& WorkingCalendar::zone() const {
  return table_->zone;
}
const std::string& WorkingCalendar::version() const {
  return table_->version;
}
const Conventions& WorkingCalendar::conventions() const {
  return table_->conventions;
}
const BankHolidays& WorkingCalendar::bank_holidays() const {
  return table_->holidays;
}
const std::vector<Closure>& WorkingCalendar::closures() const {
  return table_->closures;
}
int WorkingCalendar::opens_s() const {
  return table_->conventions.opens_s;
}
int WorkingCalendar::closes_s() const {
  return table_->conventions.closes_s;
}
Date WorkingCalendar::first() const {
  return table_->holidays.first;
}
Date WorkingCalendar::last() const {
  return table_->holidays.last;
}
bool WorkingCalendar::covers(Date day) const {
  return table_->covers(day);
}

bool WorkingCalendar::is_working_day(Date day) const {
  return table_->is_working(table_->index_of(day));
}

std::optional<DayOff> WorkingCalendar::day_off(Date day) const {
  if (!covers(day)) {
    return std::nullopt;
  }
  const auto& holidays = table_->holidays.days;
  const auto holiday = std::ranges::lower_bound(holidays, day, {}, &BankHoliday::day);
  if (holiday != holidays.end() && holiday->day == day) {
    return DayOff{.name = holiday->name,
                  .announced = holiday->announced,
                  .projected = is_projected(day),
                  .closure = false};
  }
  for (const Closure& closure : table_->closures) {
    if (closure.first <= day && day <= closure.last) {
      return DayOff{.name = closure.name,
                    .announced = closure.announced,
                    .projected = false,
                    .closure = true};
    }
  }
  for (const ClosedDay& closed : table_->conventions.closed_days) {
    if (is_on(closed, day)) {
      return DayOff{
          .name = closed.name, .announced = std::nullopt, .projected = false, .closure = true};
    }
  }
  return std::nullopt;
}

bool WorkingCalendar::is_projected(Date day) const {
  return day > table_->holidays.published_to;
}

bool WorkingCalendar::in_working_hours(Instant at) const {
  const LocalTime local = zone().to_local(at);
  return covers(local.day) && is_working_day(local.day) && local.second_of_day >= opens_s() &&
         local.second_of_day < closes_s();
}

Instant WorkingCalendar::opening(Date day) const {
  return zone().to_instant({day, opens_s()});
}
Instant WorkingCalendar::close(Date day) const {
  return zone().to_instant({day, closes_s()});
}

std::optional<Date> WorkingCalendar::working_day_from(Date day, int count) const {
  ACCORD_CHECK(count != 0);
  const auto ordinal = table_->ordinal_from(day, count);
  return ordinal ? std::optional{table_->day_at(table_->working_days[*ordinal])} : std::nullopt;
}

std::optional<Date> WorkingCalendar::working_day_on_or_before(Date day) const {
  return covers(day) && is_working_day(day) ? day : working_day_from(day, -1);
}

std::optional<Date> WorkingCalendar::working_day_on_or_after(Date day) const {
  return covers(day) && is_working_day(day) ? day : working_day_from(day, 1);
}

std::optional<Instant> WorkingCalendar::close_of_working_day_after(Date day, int count) const {
  const auto ordinal = table_->ordinal_from(day, count);
  return ordinal ? std::optional{table_->closes[*ordinal]} : std::nullopt;
}

std::optional<Instant> WorkingCalendar::next_in_working_hours(Instant at) const {
  const LocalTime local = zone().to_local(at);
  if (!covers(local.day)) {
    return std::nullopt;
  }
  const bool working = is_working_day(local.day);
  if (working && local.second_of_day >= opens_s() && local.second_of_day < closes_s()) {
    return at;
  }
  if (working && local.second_of_day < opens_s()) {
    return opening(local.day);
  }
  const auto next = working_day_from(local.day, 1);
  return next ? std::optional{opening(*next)} : std::nullopt;
}

int WorkingCalendar::working_days_after(Date from, Date to) const {
  ACCORD_CHECK(from <= to);
  return table_->working_through[table_->index_of(to)] -
         table_->working_through[table_->index_of(from)];
}

}  // namespace accord
