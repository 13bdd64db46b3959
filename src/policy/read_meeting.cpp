#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "policy/nearest.hpp"
#include "policy/reading.hpp"
#include "policy/shapes.hpp"

namespace accord::reading {
namespace {

/// A part of the seats: `of` is 2 and `parts` 3 for two thirds.
struct Share {
  int of = 0;
  int parts = 1;
  bool more = false;  ///< more than that part, so that nothing is rounded
};

constexpr std::array<std::pair<std::string_view, Share>, 8> kShares{{
    {"half", {1, 2}},
    {"more than half", {1, 2, true}},
    {"a third", {1, 3}},
    {"one third", {1, 3}},
    {"two thirds", {2, 3}},
    {"more than two thirds", {2, 3, true}},
    {"a quarter", {1, 4}},
    {"three quarters", {3, 4}},
}};

constexpr std::array<std::pair<std::string_view, bool>, 2> kRounded{
    {{"up", false}, {"down", true}}};
constexpr std::array<std::pair<std::string_view, bool>, 2> kMinutes{
    {{"required", true}, {"not required", false}}};

/// What stands where a chair is elected, alone or after ` or `.
constexpr std::string_view kElected = "elected from those present";

/// The number that the text is, all of it.
std::optional<int> number_in(std::string_view text) {
  int number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = fault == std::errc{} && end == text.data() + text.size();
  return whole && number >= 0 ? std::optional{number} : std::nullopt;
}

std::optional<Share> share_in(std::string_view text) {
  const auto word = std::ranges::find(kShares, text, &std::pair<std::string_view, Share>::first);
  if (word != kShares.end()) {
    return word->second;
  }
  if (!text.ends_with('%')) {
    return std::nullopt;
  }
  text.remove_suffix(text.ends_with(" %") ? 2 : 1);
  const auto percent = number_in(text);
  constexpr int kWhole = 100;
  return percent && *percent > 0 && *percent <= kWhole ? std::optional{Share{*percent, kWhole}}
                                                       : std::nullopt;
}

/// How many of so many seats, and one at least.
int part_of(int seats, const Share& share, bool down) {
  const int whole = seats * share.of / share.parts;
  const bool even = seats * share.of % share.parts == 0;
  return std::max(whole + (share.more || (!down && !even) ? 1 : 0), 1);
}

/// `quorum` and `rounded`, after the seats of which it can be a part.
void read_quorum(const Fields& fields, MeetingRule& meeting) {
  meeting.quorum_down = fields.choice("rounded", kRounded, false);
  const std::string text = fields.text("quorum");
  const auto number = number_in(text);
  const auto share = share_in(text);
  if (fields.has("rounded") && (!share || share->more)) {
    fields.report(fields.get("rounded")->key_mark, "nothing of this quorum is rounded",
                  "delete `rounded`, or write `quorum` as a part, such as `two thirds`");
  }
  if (text.empty()) {
    return;
  }
  constexpr int kMostSeats = 1000;
  const YamlNode& node = *fields.get("quorum");
  if (number && *number == 0) {
    fields.report(node.mark, "a meeting of nobody is none",
                  "write how many members it needs, or delete `quorum`");
    return;
  }
  if (number && *number <= kMostSeats) {
    meeting.quorum = *number;
    return;
  }
  if (!share) {
    fields.report(node.mark, fmt::format("`quorum` cannot be `{}`", shortened(text)),
                  "write a number of members, `half`, `more than half`, `two thirds` or `60 %`");
    return;
  }
  const int seats = meeting.seats > 0 ? meeting.seats : meeting.at_least;
  if (seats <= 0 || seats > kMostSeats) {
    fields.report(node.mark, fmt::format("{} of how many is not said", text),
                  "add `seats:`, how many places the meeting has, or write a number");
    return;
  }
  meeting.quorum = part_of(seats, *share, meeting.quorum_down);
  meeting.quorum_share = text;
}

/// Who chairs: roles, `elected from those present`, or the one where the other is not there.
void read_chair(const Fields& fields, MeetingRule& meeting, Problems& problems) {
  for (const YamlNode& item : fields.one_or_list("chair")) {
    YamlNode roles = item;
    const bool elected = item.is_scalar() && item.text.ends_with(kElected);
    if (elected) {
      meeting.chair_elected = true;
      roles.text.resize(item.text.size() - kElected.size());
      if (roles.text.ends_with(" or ")) {
        roles.text.resize(roles.text.size() - std::string_view{" or "}.size());
      }
    }
    if (!elected || !roles.text.empty()) {
      const auto who = read_who(roles, problems);
      meeting.chair.insert(meeting.chair.end(), who.begin(), who.end());
    }
  }
}

}  // namespace

MeetingRule read_meeting(const YamlNode& node, Problems& problems) {
  const Fields fields{node, shapes::kMeeting, problems};
  MeetingRule meeting;
  read_chair(fields, meeting, problems);
  meeting.must = read_who(fields, "must", problems);
  meeting.must_not = read_who(fields, "must_not", problems);
  meeting.seats = fields.whole("seats");
  meeting.at_least = fields.whole("at_least");
  read_quorum(fields, meeting);
  meeting.decides = fields.choice("decides", kDecidesWords, MeetingDecides::Nobody);
  meeting.tie = fields.text("tie");
  if (meeting.tie == "chair") {
    meeting.casting_vote = true;
    meeting.tie.clear();
  }
  meeting.hears = read_who(fields, "hears", problems);
  meeting.minutes = fields.choice("minutes", kMinutes, false);
  return meeting;
}

}  // namespace accord::reading
