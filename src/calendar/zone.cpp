#include "calendar/zone.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "base/try.hpp"
#include "calendar/zone_table.hpp"

namespace accord {

namespace {

constexpr int kLastYearOfChanges = 2200;
/// Where systems keep the tz database; the first that has the zone is read.
constexpr std::array<std::string_view, 3> kFolders = {"/usr/share/zoneinfo", "/usr/lib/zoneinfo",
                                                      "/etc/zoneinfo"};

/// A bucket of the index is 2^22 seconds, some 48 days: shorter than the time between two changes.
constexpr int kBucketBits = 22;

bool is_zone_name(std::string_view name) {
  const auto allowed = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '/' ||
           c == '_' || c == '-' || c == '+';
  };
  return !name.empty() && name.size() <= 64 && name.front() != '/' && name.back() != '/' &&
         std::ranges::all_of(name, allowed);
}

std::optional<std::string> read_file(const std::filesystem::path& path) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) {
    return std::nullopt;
  }
  std::ifstream file{path, std::ios::binary};
  std::string bytes{std::istreambuf_iterator<char>{file}, {}};
  return file.good() || file.eof() ? std::optional{std::move(bytes)} : std::nullopt;
}

constexpr std::string_view kMark = "# version ";

/// "2026f", from the first line of tzdata.zi: "# version 2026f".
std::string version_in(const std::filesystem::path& folder) {
  std::ifstream file{folder / "tzdata.zi"};
  std::string line;
  return std::getline(file, line) && line.starts_with(kMark) ? line.substr(kMark.size())
                                                             : "unknown";
}

/// @pre there are two spans or more
std::vector<std::int64_t> utc_ends(const std::vector<OffsetSpan>& spans) {
  std::vector<std::int64_t> ends;
  for (std::size_t i = 1; i < spans.size(); ++i) {
    ends.push_back(spans[i].begin);
  }
  ends.push_back(std::numeric_limits<std::int64_t>::max());
  return ends;
}

}  // namespace

struct Zone::Table {
  /// Finds which of some ascending limits is the first above a value, at once: for each stretch of
  /// 2^22 seconds it knows where to begin.
  class FirstAbove {
   public:
    explicit FirstAbove(std::vector<std::int64_t> limits) : limits_(std::move(limits)) {
      const auto bucket_of = [](std::int64_t value) { return value >> kBucketBits; };
      std::size_t above = 0;
      for (std::int64_t bucket = 0; bucket <= bucket_of(limits_[limits_.size() - 2]); ++bucket) {
        while (limits_[above] <= bucket << kBucketBits) {
          ++above;
        }
        starts_.push_back(static_cast<std::uint16_t>(above));
      }
    }

    [[nodiscard]] std::size_t operator()(std::int64_t value) const {
      if (value < 0) {
        return static_cast<std::size_t>(std::ranges::upper_bound(limits_, value) - limits_.begin());
      }
      const auto bucket = static_cast<std::size_t>(value >> kBucketBits);
      std::size_t index = starts_.empty() ? 0 : starts_[std::min(bucket, starts_.size() - 1)];
      while (limits_[index] <= value) {
        ++index;
      }
      return index;
    }

   private:
    std::vector<std::int64_t> limits_;  ///< the last is above every value
    std::vector<std::uint16_t> starts_;
  };

  std::string name;
  std::string tz_version;
  std::vector<OffsetSpan> spans;
  FirstAbove by_utc;
  FirstAbove by_local;
};

Zone::Zone(std::shared_ptr<const Table> table) : table_(std::move(table)) {}

std::expected<Zone, std::string> Zone::load(std::string_view iana_name) {
  if (!is_zone_name(iana_name)) {
    return std::unexpected(
        fmt::format("'{}' is not the name of a time zone: write one such as Europe/London",
                    iana_name.substr(0, 64)));
  }
  for (const std::string_view folder : kFolders) {
    const std::filesystem::path path{folder};
    const auto bytes = read_file(path / iana_name);
    if (!bytes) {
      continue;
    }
    auto spans = read_tzif(*bytes, kLastYearOfChanges);
    if (!spans) {
      return std::unexpected(fmt::format("time zone '{}': {}", iana_name, spans.error()));
    }
    if (spans->size() == 1) {
      // A zone whose clocks never changed: a change to the same offset keeps the index simple.
      spans->push_back({0, spans->front().offset_s});
    }
    std::vector<std::int64_t> ends = utc_ends(*spans);
    Table::FirstAbove by_utc{ends};
    for (std::size_t i = 0; i + 1 < ends.size(); ++i) {
      ends[i] += (*spans)[i].offset_s;
    }
    return Zone{
        std::make_shared<const Table>(Table{.name = std::string{iana_name},
                                            .tz_version = version_in(path),
                                            .spans = *std::move(spans),
                                            .by_utc = std::move(by_utc),
                                            .by_local = Table::FirstAbove{std::move(ends)}})};
  }
  return std::unexpected(fmt::format(
      "there is no time zone '{}' on this machine: check the name, or install the package tzdata",
      iana_name));
}

const std::string& Zone::name() const {
  return table_->name;
}
const std::string& Zone::tz_version() const {
  return table_->tz_version;
}

LocalTime Zone::to_local(Instant at) const {
  const std::int64_t local = at.seconds + utc_offset_s(at);
  std::int64_t day = local / kSecondsPerDay;
  std::int64_t second = local % kSecondsPerDay;
  if (second < 0) {
    second += kSecondsPerDay;
    --day;
  }
  return {Date{std::chrono::days{day}}, static_cast<int>(second)};
}

Instant Zone::to_instant(LocalTime local) const {
  const std::int64_t wall =
      std::int64_t{local.day.time_since_epoch().count()} * kSecondsPerDay + local.second_of_day;
  const OffsetSpan& span = table_->spans[table_->by_local(wall)];
  return Instant{std::max(wall - span.offset_s, span.begin)};
}

int Zone::utc_offset_s(Instant at) const {
  return table_->spans[table_->by_utc(at.seconds)].offset_s;
}

}  // namespace accord
