#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "telling/names.hpp"

namespace accord {

/// What followed from an act, in a line.
struct Following {
  std::int64_t sequence = 0;  ///< its own entry in the record
  std::string words;
};

/// An entry of the chronology: an act with what the policy made follow from it, or what time did.
/// Times are in words, in the policy's zone.
struct ChronologyEntry {
  std::int64_t sequence = 0;
  std::string title;
  std::string stage;     ///< the stage that it belongs to: "Stage 2: line managers"
  std::string day;       ///< "Tuesday 7 April 2026"
  std::string by;        ///< empty: the policy
  std::string machine;   ///< "2026-04-07T14:40:00+01:00"
  std::string happened;  ///< "Tuesday 7 April 2026, 2:40pm"
  std::string recorded;  ///< only where it was recorded at another time
  std::string clause;
  std::vector<std::pair<std::string, std::string>> texts;
  std::vector<Following> follows;
};

/// What things were called before entry `until`, by the version of the policy that governed then.
struct EarlierNames {
  std::int64_t until = 0;
  const Names& names;
};

/// The whole record in words, oldest first. `earlier`: where the disagreement was moved from one
/// version of its policy to another, so that old entries keep their words; oldest first.
[[nodiscard]] std::vector<ChronologyEntry> chronology(std::span<const Event> events,
                                                      const Names& present,
                                                      std::span<const EarlierNames> earlier = {});

}  // namespace accord
