#include "calendar/zone_table.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <utility>

#include "base/try.hpp"

namespace accord {

namespace {

template <typename T>
using Read = std::expected<T, std::string>;

std::unexpected<std::string> damaged(std::string_view what) {
  return std::unexpected("the time zone file is damaged (" + std::string{what} +
                         "): reinstall the package tzdata");
}

std::int64_t big_endian(std::string_view bytes) {
  std::uint64_t value = 0;
  for (const char c : bytes) {
    value = value << 8 | static_cast<unsigned char>(c);
  }
  return bytes.size() == 4 ? static_cast<std::int32_t>(value) : static_cast<std::int64_t>(value);
}

constexpr std::size_t kHeaderSize = 44;
constexpr std::size_t kTypeSize = 6;

/// The counts of a TZif header, in the order in which they stand there.
struct Counts {
  std::size_t isut, isstd, leap, time, type, chars;

  [[nodiscard]] std::size_t block_size(std::size_t time_size) const {
    return time * time_size + time + type * kTypeSize + chars + leap * (time_size + 4) + isstd +
           isut;
  }
};

Read<Counts> read_header(std::string_view bytes) {
  if (bytes.size() < kHeaderSize || !bytes.starts_with("TZif")) {
    return damaged("no TZif header");
  }
  std::array<std::size_t, 6> counts{};
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const std::int64_t count = big_endian(bytes.substr(20 + 4 * i, 4));
    if (count < 0 || count > 100'000) {
      return damaged("impossible counts");
    }
    counts[i] = static_cast<std::size_t>(count);
  }
  return Counts{counts[0], counts[1], counts[2], counts[3], counts[4], counts[5]};
}

/// The spans of the data block with 8-byte times.
Read<std::vector<OffsetSpan>> read_block(std::string_view block, const Counts& counts) {
  if (counts.type == 0 || counts.leap != 0) {
    return damaged(counts.type == 0 ? "no offsets" : "it counts leap seconds");
  }
  const std::string_view kinds = block.substr(counts.time * 8, counts.time);
  const std::string_view types = block.substr(counts.time * 9, counts.type * kTypeSize);
  const auto offset = [&](std::size_t type) {
    return static_cast<std::int32_t>(big_endian(types.substr(type * kTypeSize, 4)));
  };
  std::vector<OffsetSpan> spans{{kBeginningOfTime, offset(0)}};
  for (std::size_t i = 0; i < counts.time; ++i) {
    const auto type = static_cast<unsigned char>(kinds[i]);
    const std::int64_t begin = big_endian(block.substr(i * 8, 8));
    if (type >= counts.type) {
      return damaged("an offset that it does not list");
    }
    if (begin <= spans.back().begin) {
      spans.back().offset_s = offset(type);
      continue;
    }
    spans.push_back({begin, offset(type)});
  }
  return spans;
}

/// When the clocks change in a year, as the footer says it: "M3.5.0/1" or "J60".
struct ChangeRule {
  enum class Kind { MonthWeekDay, JulianNoLeap, ZeroBased } kind = Kind::MonthWeekDay;
  int month = 0, week = 0, day = 0;
  int time_s = 2 * 3600;
};

/// The footer: "GMT0BST,M3.5.0/1,M10.5.0".
struct Footer {
  std::int32_t standard_s = 0;
  std::int32_t summer_s = 0;
  std::optional<std::pair<ChangeRule, ChangeRule>> changes;
};

/// Takes the footer apart from the front. A failed step makes `good` false and stays so.
class FooterReader {
 public:
  explicit FooterReader(std::string_view text) : rest_(text) {}

  [[nodiscard]] bool good() const { return good_; }
  [[nodiscard]] bool done() const { return rest_.empty(); }

  bool take(char c) {
    if (rest_.empty() || rest_.front() != c) {
      return false;
    }
    rest_.remove_prefix(1);
    return true;
  }
  void expect(char c) { good_ = take(c) && good_; }
  [[nodiscard]] bool at(char c) const { return !rest_.empty() && rest_.front() == c; }

  void skip_name() {
    if (take('<')) {
      rest_.remove_prefix(std::min(rest_.find('>'), rest_.size()));
      expect('>');
      return;
    }
    const auto is_letter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); };
    const auto end = std::ranges::find_if_not(rest_, is_letter);
    good_ = good_ && end - rest_.begin() >= 3;
    rest_.remove_prefix(static_cast<std::size_t>(end - rest_.begin()));
  }

  int number() {
    int value = 0;
    int digits = 0;
    while (!rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9' && digits < 4) {
      value = value * 10 + (rest_.front() - '0');
      rest_.remove_prefix(1);
      ++digits;
    }
    good_ = good_ && digits > 0;
    return value;
  }

  /// "[+-]h[h[h]][:mm[:ss]]", in seconds.
  int time() {
    const int sign = take('-') ? -1 : 1;
    take('+');
    int seconds = number() * 3600;
    if (take(':')) {
      seconds += number() * 60;
      if (take(':')) {
        seconds += number();
      }
    }
    return sign * seconds;
  }

  ChangeRule change() {
    ChangeRule rule;
    if (take('M')) {
      rule.month = number();
      expect('.');
      rule.week = number();
      expect('.');
      rule.day = number();
      good_ = good_ && rule.month >= 1 && rule.month <= 12 && rule.week >= 1 && rule.week <= 5 &&
              rule.day <= 6;
    } else {
      rule.kind = take('J') ? ChangeRule::Kind::JulianNoLeap : ChangeRule::Kind::ZeroBased;
      rule.day = number();
      good_ = good_ && rule.day <= 365;
    }
    if (take('/')) {
      rule.time_s = time();
    }
    return rule;
  }

 private:
  std::string_view rest_;
  bool good_ = true;
};

Read<Footer> read_footer(std::string_view text) {
  FooterReader reader{text};
  Footer footer;
  reader.skip_name();
  footer.standard_s = -reader.time();  // POSIX counts west of Greenwich
  if (reader.good() && !reader.done()) {
    reader.skip_name();
    footer.summer_s = reader.at(',') ? footer.standard_s + 3600 : -reader.time();
    reader.expect(',');
    const ChangeRule begins = reader.change();
    reader.expect(',');
    footer.changes = {begins, reader.change()};
  }
  if (!reader.good() || !reader.done()) {
    return damaged("a footer that is no POSIX rule");
  }
  return footer;
}

/// The seconds of the local clock, since 1970, at which `rule` falls in `year`.
std::int64_t local_second(const ChangeRule& rule, int year) {
  namespace ch = std::chrono;
  const ch::year y{year};
  ch::sys_days day;
  switch (rule.kind) {
    case ChangeRule::Kind::MonthWeekDay: {
      const auto month = y / ch::month{static_cast<unsigned>(rule.month)};
      const ch::weekday weekday{static_cast<unsigned>(rule.day)};
      day = rule.week == 5 ? ch::sys_days{month / weekday[ch::last]}
                           : ch::sys_days{month / weekday[static_cast<unsigned>(rule.week)]};
      break;
    }
    case ChangeRule::Kind::JulianNoLeap: {
      const bool after_leap_day = y.is_leap() && rule.day >= 60;
      day = ch::sys_days{y / 1 / 1} + ch::days{rule.day - (after_leap_day ? 0 : 1)};
      break;
    }
    case ChangeRule::Kind::ZeroBased: day = ch::sys_days{y / 1 / 1} + ch::days{rule.day}; break;
  }
  return std::int64_t{day.time_since_epoch().count()} * 86400 + rule.time_s;
}

int year_of_second(std::int64_t second) {
  const auto day =
      std::chrono::floor<std::chrono::days>(std::chrono::sys_seconds{std::chrono::seconds{second}});
  return static_cast<int>(std::chrono::year_month_day{day}.year());
}

/// Adds the changes that the footer gives after the last one listed.
void extend(std::vector<OffsetSpan>& spans, const Footer& footer, int until_year) {
  if (!footer.changes) {
    return;
  }
  const std::int64_t last_listed = spans.back().begin;
  const int from_year = spans.size() == 1 ? 1970 : year_of_second(last_listed);
  std::vector<OffsetSpan> added;
  for (int year = from_year; year < until_year; ++year) {
    added.push_back(
        {local_second(footer.changes->first, year) - footer.standard_s, footer.summer_s});
    added.push_back(
        {local_second(footer.changes->second, year) - footer.summer_s, footer.standard_s});
  }
  std::ranges::sort(added, {}, &OffsetSpan::begin);
  for (const OffsetSpan& span : added) {
    if (span.begin > last_listed) {
      spans.push_back(span);
    }
  }
}

}  // namespace

std::expected<std::vector<OffsetSpan>, std::string> read_tzif(std::string_view bytes,
                                                              int until_year) {
  ACCORD_TRY(const Counts old_counts, read_header(bytes));
  if (bytes[4] < '2') {
    return damaged("an old version without 64-bit times");
  }
  const std::size_t second_header = kHeaderSize + old_counts.block_size(4);
  if (second_header > bytes.size()) {
    return damaged("cut short");
  }
  const std::string_view second = bytes.substr(second_header);
  ACCORD_TRY(const Counts counts, read_header(second));
  const std::size_t footer_at = kHeaderSize + counts.block_size(8);
  if (footer_at + 2 > second.size() || second[footer_at] != '\n' || second.back() != '\n') {
    return damaged("cut short");
  }
  ACCORD_TRY(std::vector<OffsetSpan> spans, read_block(second.substr(kHeaderSize), counts));
  const std::string_view text = second.substr(footer_at + 1, second.size() - footer_at - 2);
  if (!text.empty()) {
    ACCORD_TRY(const Footer footer, read_footer(text));
    extend(spans, footer, until_year);
  }
  const auto same = [](const OffsetSpan& a, const OffsetSpan& b) {
    return a.offset_s == b.offset_s;
  };
  spans.erase(std::unique(spans.begin(), spans.end(), same), spans.end());
  return spans;
}

}  // namespace accord
