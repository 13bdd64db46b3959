#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "replay/replay.hpp"

namespace accord {

/// What a recorded act is said against in the other course.
struct Translating {
  const Policy& own;
  const Policy& other;
  const Renaming& renaming;
  const Disagreement& recorded;                           ///< with the duty that the act names
  const Disagreement& replayed;                           ///< at the time of the act
  const std::map<std::int64_t, std::int64_t>& sequences;  ///< of entries, recorded to replayed
  std::span<const AnswerGiven> answers;
};

struct Translated {
  std::optional<CommandBody> body;  ///< none: the other policy has no place for it
  std::vector<ReplayNote> notes;    ///< what was left out or taken as said; `at` is not set
};

/// A recorded command in the names and numbers of the other course, without what the other policy
/// does not ask and with a mark for each text that it asks besides.
[[nodiscard]] Translated translate(const CommandBody& body, const Translating& between);

/// What the act is, in the words of its own policy and without what was typed.
[[nodiscard]] std::string act_words(const CommandBody& body, const Disagreement& recorded,
                                    const Policy& own);

}  // namespace accord
