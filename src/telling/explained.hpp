#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "telling/chronology.hpp"
#include "telling/deadline_words.hpp"

namespace accord {

/// One step of a course as people would see it, each date with its working and each telling with
/// whom it told. Both are found by the entry of the record that they belong to.
struct Explained {
  std::vector<ChronologyEntry> entries;
  std::map<std::int64_t, DeadlineWords> dates;    ///< of a date that was given or moved
  std::map<std::int64_t, std::string> addressed;  ///< "To: Priya Crane", once done "Told: …"
};

/// What `events` say, which followed on `before` at `at`. A date's working is that of the record at
/// its entry: what was changed later in the step changes nothing of it.
[[nodiscard]] Explained explain(const Disagreement& before, std::span<const Event> events,
                                const Circumstances& at);

}  // namespace accord
