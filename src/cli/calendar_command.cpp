#include "cli/calendar_command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <expected>
#include <nlohmann/json.hpp>
#include <ostream>
#include <system_error>

#include "base/try.hpp"
#include "cli/bank_holidays_json.hpp"
#include "cli/calendar_source.hpp"
#include "cli/exit_code.hpp"
#include "cli/files.hpp"

namespace accord {

namespace {

void list_json(const BankHolidays& holidays, const std::vector<BankHoliday>& shown,
               std::ostream& out) {
  nlohmann::ordered_json days = nlohmann::ordered_json::array();
  for (const BankHoliday& holiday : shown) {
    nlohmann::ordered_json day{{"date", to_iso(holiday.day)}, {"name", holiday.name}};
    day["announced"] = nullptr;
    if (holiday.announced) {
      day["announced"] = to_iso(*holiday.announced);
    }
    day["projected"] = holiday.day > holidays.published_to;
    days.push_back(std::move(day));
  }
  const nlohmann::ordered_json answer{
      {"calendar", holidays.key},      {"title", holidays.title},
      {"version", holidays.version},   {"first", to_iso(holidays.first)},
      {"last", to_iso(holidays.last)}, {"published_to", to_iso(holidays.published_to)},
      {"days", std::move(days)}};
  out << answer.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) << '\n';
}

void list_text(const BankHolidays& holidays, const std::vector<BankHoliday>& shown,
               std::ostream& out) {
  out << fmt::format("Bank holidays of {} ({} {})\n\n", holidays.title, holidays.key,
                     holidays.version);
  for (const BankHoliday& holiday : shown) {
    const std::string announced =
        holiday.announced ? fmt::format(", announced {}", to_iso(*holiday.announced)) : "";
    out << fmt::format("{:<28}  {}{}{}\n", to_words(holiday.day), holiday.name, announced,
                       holiday.day > holidays.published_to ? " (projected)" : "");
  }
  out << fmt::format("\nPublished to {}; what lies after it is projected from the rules.\n",
                     to_words(holidays.published_to));
}

/// What the official list changes between the dates that it covers.
std::string differences(const BankHolidays& before, const BankHolidays& after) {
  std::string text;
  const auto has = [](const BankHolidays& list, Date day) {
    return std::ranges::binary_search(list.days, day, {}, &BankHoliday::day);
  };
  for (const BankHoliday& holiday : after.days) {
    if (!has(before, holiday.day)) {
      text += fmt::format("  added    {}  {}\n", to_iso(holiday.day), holiday.name);
    }
  }
  for (const BankHoliday& holiday : before.days) {
    if (!has(after, holiday.day)) {
      text += fmt::format("  removed  {}  {}\n", to_iso(holiday.day), holiday.name);
    }
  }
  return text.empty() ? "  no day differs\n" : text;
}

struct Import {
  std::string text;
  std::string differences;
};

std::expected<Import, std::string> import(const CalendarImportArguments& arguments) {
  ACCORD_TRY(const CalendarText source, find_calendar(arguments.calendar));
  ACCORD_TRY(const BankHolidays before, parse_bank_holidays(source.text, source.name));
  ACCORD_TRY(const std::string official_text, read_file(std::filesystem::path{arguments.file}));
  const auto official = read_official_list(official_text, before.key);
  if (!official) {
    return std::unexpected(fmt::format("{}: {}", arguments.file, official.error()));
  }
  Import import{.text = with_official_list(source.text, *official), .differences = {}};
  ACCORD_TRY(const BankHolidays after, parse_bank_holidays(import.text, arguments.file));
  import.differences = differences(before, after);
  return import;
}

}  // namespace

int run_calendar_list(const CalendarListArguments& arguments, std::ostream& out,
                      std::ostream& err) {
  const auto holidays = load_bank_holidays(arguments.calendar);
  if (!holidays) {
    err << "accord calendar list: " << holidays.error() << '\n';
    return kCouldNotRun;
  }
  std::vector<BankHoliday> shown;
  std::ranges::copy_if(holidays->days, std::back_inserter(shown), [&](const BankHoliday& holiday) {
    const int year = year_of(holiday.day);
    return year >= arguments.from_year && (arguments.to_year == 0 || year <= arguments.to_year);
  });
  if (arguments.json) {
    list_json(*holidays, shown, out);
  } else {
    list_text(*holidays, shown, out);
  }
  return kDone;
}

int run_calendar_import(const CalendarImportArguments& arguments, std::ostream& out,
                        std::ostream& err) {
  const auto made = import(arguments);
  if (!made) {
    err << "accord calendar import: " << made.error() << '\n';
    return kCouldNotRun;
  }
  if (arguments.output.empty()) {
    out << made->text;
  } else if (auto written = write_file(arguments.output, made->text); !written) {
    err << "accord calendar import: " << written.error() << '\n';
    return kCouldNotRun;
  }
  err << "The official list changes:\n" << made->differences;
  return kDone;
}

}  // namespace accord
