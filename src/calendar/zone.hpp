#pragma once

#include <expected>
#include <memory>
#include <string>
#include <string_view>

#include "base/instant.hpp"
#include "calendar/date.hpp"

namespace accord {

/// A time zone of the tz database: which clock time an instant has there, and the reverse.
///
/// The table is read once, by `load`, up to the year 2200 and never again; a copy shares it.
class Zone {
 public:
  /// The zone of that name ("Europe/London"), from the system's tz database.
  [[nodiscard]] static std::expected<Zone, std::string> load(std::string_view iana_name);

  [[nodiscard]] const std::string& name() const;
  /// Of the tz database that it was read from ("2026f"), or "unknown".
  [[nodiscard]] const std::string& tz_version() const;

  [[nodiscard]] LocalTime to_local(Instant at) const;
  /// A local time that occurs twice means the first; one that is skipped means the instant of the
  /// change (timescale rule 1). `second_of_day` may lie outside 0..86399: 24:00 is the next
  /// midnight.
  [[nodiscard]] Instant to_instant(LocalTime local) const;
  /// Seconds east of UTC.
  [[nodiscard]] int utc_offset_s(Instant at) const;

 private:
  struct Table;
  explicit Zone(std::shared_ptr<const Table> table);
  std::shared_ptr<const Table> table_;
};

/// "2026-12-29T17:00:00+00:00": local, to the second, always with its offset and never "Z".
[[nodiscard]] std::string iso_local(const Zone& zone, Instant at);

/// Reads "2026-04-02T16:30", with a space for the T, optional seconds and an optional offset
/// ("+01:00" or "Z"). Without an offset the time is local to `zone`.
[[nodiscard]] std::expected<Instant, std::string> parse_local(const Zone& zone,
                                                              std::string_view text);

/// "Thursday 9 April 2026, 5pm"
[[nodiscard]] std::string to_words(const Zone& zone, Instant at);

}  // namespace accord
