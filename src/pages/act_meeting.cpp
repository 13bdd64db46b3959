#include "pages/act_meeting.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "disagreement/roles.hpp"
#include "policy/words.hpp"

namespace accord {

namespace {

/// One select for each seat of a meeting: who it needs, who chairs, and empty ones beside. After it
/// their vote, where it decides by one; at the end who declared a conflict of interest.
class Seats {
 public:
  Seats(ActForm& form, const OpenedDisagreement& opened, const MeetingRule& meeting,
        Evidence& evidence)
      : form_(form),
        opened_(opened),
        meeting_(meeting),
        evidence_(evidence),
        persons_(form.persons()) {}

  void ask() {
    form_.heading("Who sat?");
    say_the_rules();
    ask_chair();
    int needed = 0;
    for (const Ower& ower : resolve_all(meeting_.must, opened_.state(), opened_.at())) {
      seat("must", "For " + for_whom(ower), ower.person);
      ++needed;
    }
    const int most = std::max(meeting_.at_least, meeting_.quorum);
    const int members = form_.rows("seat", std::max(most - needed, 1), "Add another member");
    for (int i = 0; i < members; ++i) {
      seat("member", fmt::format("Another member, {}", i + 1), {});
    }
    for (const Ower& ower : resolve_all(meeting_.hears, opened_.state(), opened_.at())) {
      seat("hears", "Heard, for " + for_whom(ower), ower.person);
    }
    if (meeting_.decides != MeetingDecides::Nobody || meeting_.quorum > 0) {
      ask_conflicts();
    }
  }

 private:
  /// A seat of a member: what it is called, and where in the evidence it stands if somebody sat.
  struct Place {
    std::string name;
    std::string label;
    std::optional<std::size_t> filled;
  };

  [[nodiscard]] std::string for_whom(const Ower& ower) const {
    return ower.side >= 0 ? opened_.side(ower.side) : opened_.role(ower.role);
  }

  void say_the_rules() {
    if (!meeting_.must_not.empty()) {
      form_.say(fmt::format("May not sit on it, also where they are heard: {}.",
                            in_words(opened_.policy(), meeting_.must_not)));
    }
    if (meeting_.seats > 0) {
      form_.say(fmt::format("It has {} seats.", meeting_.seats));
    }
    if (meeting_.quorum > 0) {
      form_.say(fmt::format("Its quorum: {}.", quorum_in_words(meeting_)));
    }
  }

  /// Whoever the policy names first stands there, to be changed; who is elected is chosen.
  void ask_chair() {
    const auto chairs = resolve_all(meeting_.chair, opened_.state(), opened_.at());
    if (chairs.empty() && !meeting_.chair_elected) {
      return;
    }
    std::string label = "In the chair";
    if (!chairs.empty()) {
      label += ": " + opened_.role(chairs.front().role);
    }
    if (meeting_.chair_elected) {
      label += chairs.empty() ? ": whom those present elected" : ", or whom those present elected";
    }
    seat("chair", label, chairs.empty() ? PersonId{} : chairs.front().person);
  }

  void seat(std::string_view role, const std::string& label, const PersonId& person) {
    const int number = ++number_;
    Place place{fmt::format("seat-{}", number), label, std::nullopt};
    const std::string who = form_.select({.name = place.name,
                                          .label = label,
                                          .empty = "Nobody",
                                          .choices = persons_,
                                          .value = person.text()});
    const bool sits = role != "hears";
    const std::string vote = sits ? ask_vote(number, label) : std::string{};
    if (!who.empty()) {
      const Person* known = opened_.directory().person(PersonId{who});
      place.filled = evidence_.seats.size();
      evidence_.seats.push_back(
          {std::string{role}, known != nullptr ? known->agency : AgencyId{}, PersonId{who}, vote});
    } else if (!vote.empty()) {
      form_.add_problem(place.name, "Choose who voted");
    }
    if (sits) {
      places_.push_back(std::move(place));
    }
  }

  std::string ask_vote(int number, std::string label) {
    if (meeting_.decides != MeetingDecides::Majority) {
      return {};
    }
    if (!label.empty() && label.front() >= 'A' && label.front() <= 'Z') {
      label.front() = static_cast<char>(label.front() - 'A' + 'a');
    }
    return form_.select({.name = fmt::format("vote-{}", number),
                         .label = "Vote, " + label,
                         .empty = "Choose",
                         .choices = {{"for", "For what was decided"},
                                     {"against", "Against it"},
                                     {"abstains", "Abstained"}}});
  }

  void ask_conflicts() {
    const int rows = form_.rows("conflict", 0, "Add a conflict of interest");
    form_.say(rows > 0
                  ? "Who has declared a conflict of interest does not count to a quorum and has no "
                    "vote."
                  : "If somebody declared a conflict of interest, add it with the button at the "
                    "end. They do not count to a quorum and have no vote.");
    std::vector<Choice> choices;
    for (const Place& place : places_) {
      choices.push_back({place.name, place.filled
                                         ? opened_.person(evidence_.seats[*place.filled].person)
                                         : place.label});
    }
    for (int i = 1; i <= rows; ++i) {
      const std::string row = fmt::format("conflict-{}", i);
      const std::string whose =
          form_.select({.name = row + "-who",
                        .label = fmt::format("Who declared conflict of interest {}?", i),
                        .choices = choices});
      const std::string reason = form_.line(
          {.name = row + "-what", .label = fmt::format("What is conflict of interest {}?", i)});
      declare(row, whose, reason);
    }
  }

  void declare(const std::string& row, const std::string& whose, const std::string& reason) {
    if (whose.empty() && reason.empty()) {
      return;
    }
    const auto place = std::ranges::find(places_, whose, &Place::name);
    if (whose.empty() || place == places_.end()) {
      form_.add_problem(row + "-who", "Choose who declared it");
    } else if (!place->filled) {
      form_.add_problem(row + "-who", "Nobody sits there: choose who sat, above");
    } else if (reason.empty()) {
      form_.add_problem(row + "-what", "Enter what the conflict of interest is");
    } else {
      evidence_.seats[*place->filled].conflict = reason;
    }
  }

  ActForm& form_;
  const OpenedDisagreement& opened_;
  const MeetingRule& meeting_;
  Evidence& evidence_;
  std::vector<Choice> persons_;
  std::vector<Place> places_;
  int number_ = 0;
};

}  // namespace

void ask_meeting(ActForm& form, const OpenedDisagreement& opened, const DutyRule& rule,
                 Evidence& evidence) {
  if (!rule.meeting) {
    return;
  }
  Seats{form, opened, *rule.meeting, evidence}.ask();
  evidence.minutes = form.area({.name = "minutes", .label = "Minutes", .rows = 6},
                               rule.meeting->minutes ? "Enter the minutes" : "");
  const std::string tie = tie_in_words(*rule.meeting);
  evidence.decision =
      form.area({.name = "decision",
                 .label = "What was decided, and any view that differed",
                 .hint = tie.empty() ? std::string{} : fmt::format("Where it is even: {}", tie),
                 .rows = 4},
                rule.meeting->decides == MeetingDecides::Nobody ? "" : "Enter what was decided");
}

}  // namespace accord
