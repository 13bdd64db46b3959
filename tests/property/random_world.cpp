#include "random_world.hpp"

#include <fmt/format.h>

#include "base/check.hpp"
#include "calendar/bank_holidays.hpp"
#include "directory/reader.hpp"
#include "policy/checker.hpp"
#include "policy/conventions.hpp"
#include "policy/reader.hpp"
#include "random_policy.hpp"

namespace accord::property {

RandomWorld random_world(std::uint64_t seed) {
  constexpr std::uint64_t kTries = 1000;
  std::vector<std::string> refused;
  for (std::uint64_t attempt = 0; attempt < kTries; ++attempt) {
    std::string text = random_policy(seed * kTries + attempt);
    auto policy = read_policy(text);
    if (!policy) {
      refused.push_back(fmt::format("line {}: {}", policy.error().front().mark.line,
                                    policy.error().front().what));
      continue;
    }
    std::string error;
    for (const Finding& finding : check_policy(*policy)) {
      if (finding.level == Finding::Level::Error && error.empty()) {
        error = fmt::format("line {}: {}: {}", finding.mark.line, finding.code, finding.message);
      }
    }
    if (!error.empty()) {
      refused.push_back(std::move(error));
      continue;
    }
    std::string agencies = random_directory(seed);
    auto zone = Zone::load(policy->zone);
    auto directory = read_directory(agencies, *zone);
    ACCORD_CHECK(directory.has_value());
    auto calendar = WorkingCalendar::create(*zone, *embedded_bank_holidays(policy->calendar), {},
                                            *conventions_of(*policy));
    ACCORD_CHECK(calendar.has_value());
    std::string holidays{*embedded_calendar_text(policy->calendar)};
    return {seed,
            {fmt::format("policy {}", seed), *std::move(policy), *std::move(directory),
             *std::move(calendar), std::move(holidays)},
            std::move(text),
            std::move(agencies),
            std::move(refused)};
  }
  ACCORD_CHECK(false);
  return random_world(seed);
}

}  // namespace accord::property
