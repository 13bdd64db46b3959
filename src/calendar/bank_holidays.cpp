#include "calendar/bank_holidays.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/try.hpp"
#include "calendar/bank_holiday_rules.hpp"
#include "calendars.hpp"

namespace accord {

namespace {

constexpr std::string_view kEnding = ".calendar";

/// Which day of the working week stands for a holiday on a weekend: the next one that is free.
Date substitute_for(Date day, const std::vector<BankHoliday>& taken) {
  const auto is_taken = [&](Date candidate) {
    return std::ranges::find(taken, candidate, &BankHoliday::day) != taken.end();
  };
  while (is_weekend(day) || is_taken(day)) {
    day += std::chrono::days{1};
  }
  return day;
}

/// The regular bank holidays of a year. Those that fall on a weekday stand first; then each of the
/// others takes the next free weekday, so that Christmas Day on a Sunday gives Tuesday the 27th.
std::vector<BankHoliday> regular_days(const std::vector<YearlyRule>& rules, int year) {
  std::vector<BankHoliday> days;
  std::vector<BankHoliday> on_weekend;
  for (const YearlyRule& rule : rules) {
    if (year < rule.from_year || year > rule.until_year) {
      continue;
    }
    const Date day = day_of(rule, year);
    auto& where = is_weekend(day) && rule.substitute ? on_weekend : days;
    where.push_back({day, rule.name, std::nullopt});
  }
  for (const BankHoliday& holiday : on_weekend) {
    days.push_back({substitute_for(holiday.day, days),
                    fmt::format("{} (substitute day)", holiday.name), std::nullopt});
  }
  return days;
}

std::vector<BankHoliday>::iterator find_day(std::vector<BankHoliday>& days, Date day) {
  return std::ranges::find(days, day, &BankHoliday::day);
}

std::expected<void, std::string> apply_once(std::vector<BankHoliday>& days, const OnceRule& once) {
  if (once.moved_from) {
    const auto from = find_day(days, *once.moved_from);
    if (from == days.end()) {
      return std::unexpected(
          fmt::format("{} is no bank holiday, so it cannot be moved: correct the date before 'to'",
                      to_iso(*once.moved_from)));
    }
    days.erase(from);
  }
  if (const auto other = find_day(days, once.day); other != days.end()) {
    return std::unexpected(fmt::format("{} is already a bank holiday ({}): remove one of the two",
                                       to_iso(once.day), other->name));
  }
  days.push_back({once.day, once.name, once.announced});
  return {};
}

/// Between the dates of the official list its days are all there are. What was added or moved once
/// keeps the day on which it was announced, which that list does not say.
void apply_official(std::vector<BankHoliday>& days, const CalendarFile& file) {
  if (!file.official) {
    return;
  }
  const auto [from, to] = *file.official;
  std::erase_if(days, [&](const BankHoliday& h) { return h.day >= from && h.day <= to; });
  for (BankHoliday holiday : file.official_days) {
    const auto once = std::ranges::find(file.once, holiday.day, &OnceRule::day);
    if (once != file.once.end()) {
      holiday.announced = once->announced;
    }
    days.push_back(std::move(holiday));
  }
}

}  // namespace

std::expected<BankHolidays, std::string> parse_bank_holidays(std::string_view text,
                                                             std::string_view name) {
  ACCORD_TRY(const CalendarFile file, read_calendar_file(text, name));
  BankHolidays holidays{.key = file.key,
                        .title = file.title,
                        .version = file.version,
                        .first = date_of(file.first_year, 1, 1),
                        .last = date_of(file.last_year, 12, 31),
                        .published_to = file.published_to,
                        .days = {}};
  for (int year = file.first_year; year <= file.last_year; ++year) {
    std::ranges::copy(regular_days(file.yearly, year), std::back_inserter(holidays.days));
  }
  for (const OnceRule& once : file.once) {
    if (auto applied = apply_once(holidays.days, once); !applied) {
      return std::unexpected(fmt::format("{}:{}: {}", name, once.line, applied.error()));
    }
  }
  apply_official(holidays.days, file);
  std::ranges::sort(holidays.days, {}, &BankHoliday::day);
  const auto twice = std::ranges::adjacent_find(holidays.days, {}, &BankHoliday::day);
  if (twice != holidays.days.end()) {
    return std::unexpected(fmt::format("{}: two bank holidays fall on {}: {} and {}", name,
                                       to_iso(twice->day), twice->name, (twice + 1)->name));
  }
  return holidays;
}

std::vector<std::string> embedded_calendar_names() {
  std::vector<std::string> names;
  for (const EmbeddedFile& file : calendars()) {
    names.emplace_back(file.path.substr(0, file.path.size() - kEnding.size()));
  }
  return names;
}

std::optional<std::string_view> embedded_calendar_text(std::string_view key) {
  const std::string path = fmt::format("{}.calendar", key);
  for (const EmbeddedFile& file : calendars()) {
    if (file.path == path) {
      return file.bytes;
    }
  }
  return std::nullopt;
}

std::expected<BankHolidays, std::string> embedded_bank_holidays(std::string_view key) {
  const auto text = embedded_calendar_text(key);
  if (!text) {
    return std::unexpected(fmt::format("there is no calendar '{}': the calendars are {}", key,
                                       fmt::join(embedded_calendar_names(), ", ")));
  }
  return parse_bank_holidays(*text, fmt::format("{}.calendar", key));
}

Date easter_sunday(int year) {
  // The "anonymous" Gregorian computus (Meeus, Astronomical Algorithms, chapter 8).
  const int golden = year % 19;
  const int century = year / 100;
  const int in_century = year % 100;
  const int lunar = (century - (century + 8) / 25 + 1) / 3;
  const int epact = (19 * golden + century - century / 4 - lunar + 15) % 30;
  const int weekday = (32 + 2 * (century % 4) + 2 * (in_century / 4) - epact - in_century % 4) % 7;
  const int correction = (golden + 11 * epact + 22 * weekday) / 451;
  const int days = epact + weekday - 7 * correction + 114;
  return date_of(year, static_cast<unsigned>(days / 31), static_cast<unsigned>(days % 31 + 1));
}

}  // namespace accord
