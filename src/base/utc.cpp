#include "base/utc.hpp"

#include <fmt/format.h>

#include <chrono>

namespace accord {

std::string to_utc_text(Instant at) {
  const std::chrono::sys_seconds moment{std::chrono::seconds{at.seconds}};
  const auto midnight = std::chrono::floor<std::chrono::days>(moment);
  const std::chrono::year_month_day day{midnight};
  const std::chrono::hh_mm_ss time{moment - midnight};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(day.year()),
                     static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()),
                     time.hours().count(), time.minutes().count(), time.seconds().count());
}

}  // namespace accord
