#include <fmt/format.h>

#include "policy/words.hpp"

namespace accord {

std::string members_in_words(int members) {
  return fmt::format("{} member{}", members, members == 1 ? "" : "s");
}

std::string chair_in_words(const Policy& policy, const MeetingRule& meeting) {
  if (!meeting.chair_elected) {
    return meeting.chair.empty() ? std::string{} : in_words(policy, meeting.chair);
  }
  constexpr std::string_view kElected = "whoever those present elect";
  return meeting.chair.empty()
             ? std::string{kElected}
             : fmt::format("{}, or in their absence {}", in_words(policy, meeting.chair), kElected);
}

std::string quorum_in_words(const MeetingRule& meeting) {
  if (meeting.quorum <= 0) {
    return {};
  }
  std::string text =
      fmt::format("{} who {} declared no conflict of interest", members_in_words(meeting.quorum),
                  meeting.quorum == 1 ? "has" : "have");
  if (!meeting.quorum_share.empty()) {
    const std::string_view rounded = meeting.quorum_share.starts_with("more than") ? ""
                                     : meeting.quorum_down ? ", rounded down"
                                                           : ", rounded up";
    text += meeting.seats > 0
                ? fmt::format(" ({} of {} seats{})", meeting.quorum_share, meeting.seats, rounded)
                : fmt::format(" ({} of the {} who must be there{})", meeting.quorum_share,
                              meeting.at_least, rounded);
  }
  return text;
}

std::string tie_in_words(const MeetingRule& meeting) {
  return meeting.casting_vote ? "who chairs it has the casting vote" : meeting.tie;
}

}  // namespace accord
