#include "cli/bank_holidays_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/check.hpp"
#include "base/try.hpp"

namespace accord {

namespace {

using nlohmann::json;

constexpr int kDeepest = 16;
constexpr std::size_t kLongestTitle = 200;
constexpr const char* kTooDeep = "it is nested too deeply for a list of bank holidays";

std::expected<json, std::string> parse_json(std::string_view text) {
  bool too_deep = false;
  const auto watch = [&](int depth, json::parse_event_t /*event*/, json& /*value*/) {
    too_deep = too_deep || depth > kDeepest;
    return !too_deep;
  };
  try {
    json parsed = json::parse(text, watch);
    if (!too_deep) {
      return parsed;
    }
  } catch (const json::exception& error) {
    if (too_deep) {
      return std::unexpected(kTooDeep);
    }
    // "[json.exception.parse_error.101] parse error at line 3, column 4: …": the place and the
    // cause.
    const std::string_view what = error.what();
    const auto place = what.find("parse error");
    return std::unexpected(fmt::format(
        "it is no JSON: {}", place == std::string_view::npos ? what : what.substr(place)));
  }
  return std::unexpected(kTooDeep);
}

const std::string* text_in(const json& event, const char* key) {
  const auto found = event.find(key);
  return found == event.end() ? nullptr : found->get_ptr<const std::string*>();
}

bool is_plain_line(std::string_view text) {
  return !text.empty() && text.size() <= kLongestTitle &&
         std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < ' '; });
}

std::expected<BankHoliday, std::string> read_event(const json& event, std::size_t number) {
  const auto fault = [&](std::string_view why) {
    return std::unexpected(fmt::format("event {}: {}", number, why));
  };
  if (!event.is_object()) {
    return fault("it is not an object with a title and a date");
  }
  const std::string* const title = text_in(event, "title");
  const std::string* const date = text_in(event, "date");
  const std::string* const notes = text_in(event, "notes");
  if (title == nullptr || !is_plain_line(*title)) {
    return fault("it has no title of one line");
  }
  if (date == nullptr) {
    return fault("it has no date");
  }
  const auto day = parse_date(*date);
  if (!day) {
    return fault(day.error());
  }
  BankHoliday holiday{*day, *title, std::nullopt};
  if (notes != nullptr && !notes->empty() && is_plain_line(*notes)) {
    std::string note = *notes;
    note.front() = note.front() >= 'A' && note.front() <= 'Z'
                       ? static_cast<char>(note.front() - 'A' + 'a')
                       : note.front();
    holiday.name += fmt::format(" ({})", note);
  }
  return holiday;
}

}  // namespace

std::expected<std::vector<BankHoliday>, std::string> read_official_list(std::string_view text,
                                                                        std::string_view division) {
  ACCORD_TRY(const json list, parse_json(text));
  const json* const found =
      list.is_object() && list.contains(division) ? &list.at(std::string{division}) : nullptr;
  if (found == nullptr || !found->is_object() || !found->contains("events") ||
      !found->at("events").is_array()) {
    return std::unexpected(
        fmt::format("it holds no \"{}\" with \"events\": is it the list of "
                    "https://www.gov.uk/bank-holidays.json?",
                    division));
  }
  std::vector<BankHoliday> holidays;
  for (const json& event : found->at("events")) {
    ACCORD_TRY(holidays.emplace_back(), read_event(event, holidays.size() + 1));
  }
  if (holidays.empty()) {
    return std::unexpected("it holds no bank holiday at all");
  }
  std::ranges::sort(holidays, {}, &BankHoliday::day);
  const auto twice = std::ranges::adjacent_find(holidays, {}, &BankHoliday::day);
  if (twice != holidays.end()) {
    return std::unexpected(fmt::format("it has two events on {}", to_iso(twice->day)));
  }
  return holidays;
}

std::string with_official_list(std::string_view calendar,
                               const std::vector<BankHoliday>& official) {
  ACCORD_CHECK(!official.empty());
  const Date to = date_of(year_of(official.back().day), 12, 31);
  std::string text;
  while (!calendar.empty()) {
    const auto end = std::min(calendar.find('\n'), calendar.size());
    const std::string_view line = calendar.substr(0, end);
    calendar.remove_prefix(std::min(end + 1, calendar.size()));
    if (line.starts_with("version ")) {
      const std::string_view version = line.substr(0, line.find(" + official list"));
      text += fmt::format("{} + official list to {}\n", version, to_iso(to));
    } else if (line.starts_with("published-to ")) {
      text += fmt::format("published-to {}\n", to_iso(to));
    } else if (!line.starts_with("official ") && !line.starts_with("day ")) {
      text += fmt::format("{}\n", line);
    }
  }
  text += fmt::format("official {} to {}\n", to_iso(official.front().day), to_iso(to));
  for (const BankHoliday& holiday : official) {
    text += fmt::format("day {}: {}\n", to_iso(holiday.day), holiday.name);
  }
  return text;
}

}  // namespace accord
