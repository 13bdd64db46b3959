#include "telling/event_words.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "disagreement/about.hpp"
#include "disagreement/meeting_votes.hpp"
#include "policy/words.hpp"
#include "telling/date_words.hpp"
#include "telling/phrase.hpp"

namespace accord {

namespace {

using Lines = std::vector<std::pair<std::string, std::string>>;

Lines lines_of(const Texts& texts) {
  Lines lines;
  for (const auto& [name, text] : texts) {
    lines.emplace_back(capitalised(name), text);
  }
  return lines;
}

void add_if_any(Lines& lines, std::string label, const std::string& text) {
  if (!text.empty()) {
    lines.emplace_back(std::move(label), text);
  }
}

/// Who declared a conflict of interest, each in their words.
std::string conflicts_in_words(const Evidence& evidence, const Names& in) {
  std::vector<std::string> declared;
  for (const Seat& seat : evidence.seats) {
    if (!seat.conflict.empty()) {
      declared.push_back(fmt::format("{}: {}", in.person(seat.person), seat.conflict));
    }
  }
  if (!declared.empty()) {
    declared.emplace_back("who has declared one does not count to the quorum and has no vote");
  }
  return fmt::format("{}", fmt::join(declared, "; "));
}

/// "2 for (Ines Holt and Paul Kerr); 1 against (Rita Cole)", and what holds where that is even.
std::string votes_in_words(const Evidence& evidence, const MeetingRule* rule, const Names& in) {
  const auto members = members_of(evidence);
  std::vector<std::string> counts;
  std::vector<std::size_t> voted;
  for (const auto& [vote, says] :
       {std::pair{"for", "for"}, {"against", "against"}, {"abstains", "abstained"}}) {
    std::vector<std::string> names;
    for (const Member& member : members) {
      if (!member.votes.empty() && member.votes.front() == vote) {
        names.push_back(in.person(member.person));
      }
    }
    voted.push_back(names.size());
    if (!names.empty()) {
      counts.push_back(fmt::format("{} {} ({})", names.size(), says, listed(names)));
    }
  }
  const std::string tie = rule != nullptr ? tie_in_words(*rule) : std::string{};
  if (!counts.empty() && voted[0] == voted[1] && !tie.empty()) {
    counts.push_back("even: " + tie);
  }
  return fmt::format("{}", fmt::join(counts, "; "));
}

/// What every kind of event is called. Titles are whole sentences without a full stop.
class Telling {
 public:
  explicit Telling(const Names& opened) : in_(opened) {}

  EventWords operator()(const Raised& event) const {
    EventWords words;
    std::vector<std::string> others;
    for (std::size_t i = 1; i < event.sides.size(); ++i) {
      others.push_back(in_.agency(event.sides[i].agency));
    }
    words.title = "Raised with " + listed(others);
    const AboutWhom about = about_whom(event.children, in_.policy());
    words.texts = {{"What they decided, did or did not do", event.matter.what},
                   {"Why it is not safe for " + about.the, event.matter.why},
                   {"What should change", event.matter.change},
                   {"What it means for " + about.the, event.matter.child}};
    std::erase_if(words.texts, [](const auto& line) { return line.second.empty(); });
    return words;
  }

  EventWords operator()(const FactSet& event) const { return fact(event, ""); }
  EventWords operator()(const FactProposed& event) const {
    return fact(event.fact, in_.side(event.side) + " proposes: ");
  }

  EventWords operator()(const ChildTimescaleSet& event) const {
    return {event.to
                ? fmt::format("A date that protects {} is set by {}: {}", in_.about().the,
                              in_.side(event.side), in_.when(*event.to))
                : fmt::format("The date that protects {} is lifted by every side", in_.about().the),
            {{"Why", event.reason}}};
  }
  EventWords operator()(const ChildTimescaleProposed& event) const {
    return {event.to ? fmt::format("{} proposes to move the date that protects {} to {}",
                                   in_.side(event.side), in_.about().the, in_.when(*event.to))
                     : fmt::format("{} proposes to lift the date that protects {}",
                                   in_.side(event.side), in_.about().the),
            {{"Why", event.reason}}};
  }

  EventWords operator()(const Done& event) const {
    EventWords words;
    words.title =
        "Done: " + (event.number != 0 ? in_.duty(event.number) : in_.duty(event.scope, event.id));
    const Evidence& evidence = event.evidence;
    add_if_any(words.texts, "How", evidence.mode);
    std::vector<std::string> names;
    for (const PersonId& id : evidence.participants) {
      names.push_back(in_.person(id));
    }
    add_if_any(words.texts, "Who took part", listed(names));
    names.clear();
    for (const Seat& seat : evidence.seats) {
      names.push_back(fmt::format("{}{}{}", in_.person(seat.person),
                                  seat.role == "chair"   ? " (chair)"
                                  : seat.role == "hears" ? " (heard)"
                                                         : "",
                                  seat.agency.empty() ? "" : ", " + in_.agency(seat.agency)));
    }
    add_if_any(words.texts, "Who sat", listed(names, "; "));
    add_if_any(words.texts, "Declared a conflict of interest", conflicts_in_words(evidence, in_));
    add_if_any(words.texts, "Votes on what was decided",
               votes_in_words(evidence, meeting_of(event), in_));
    for (auto& line : lines_of(evidence.texts)) {
      words.texts.push_back(std::move(line));
    }
    add_if_any(words.texts, "Minutes", evidence.minutes);
    add_if_any(words.texts, "Decision", evidence.decision);
    return words;
  }

  EventWords operator()(const Taken& event) const {
    std::vector<std::string> who;
    for (const std::string& taker : event.covers) {
      who.push_back(in_.taker(taker, Names::Naming::Unnamed));
    }
    const bool confirms = event.record.empty() && event.outstanding.empty();
    EventWords words{fmt::format("{}: {}", confirms ? "Confirmed in writing" : "Taken",
                                 in_.exit(event.scope, event.exit)),
                     in_.terms(event.record, event.outstanding)};
    add_if_any(words.texts, "For", listed(who));
    add_if_any(words.texts, "Who leads next for this side",
               event.choice.empty() ? std::string{} : in_.role(event.choice));
    return words;
  }
  EventWords operator()(const TermsDeclined& event) const {
    return {fmt::format("“This is not what we agreed”, says {}: {}", in_.side(event.side),
                        in_.exit(event.scope, event.exit)),
            {{"Why", event.reason}}};
  }

  EventWords operator()(const TermsLapsed& event) const {
    return {fmt::format("What {} agreed to no longer counts: {}", in_.side(event.side),
                        in_.exit(event.scope, event.exit)),
            {{"Why", event.why}}};
  }

  EventWords operator()(const DateProposed& event) const {
    return {fmt::format("{} proposes another date: {}", in_.side(event.side), in_.when(event.to)),
            {{"For", in_.duty(event.number)},
             {fmt::format("Why, and how {} safe", in_.about().does("is", "are")), event.reason}}};
  }
  EventWords operator()(const DateAgreed& event) const {
    return {fmt::format("Every side has agreed {} for: {}", in_.when(event.to),
                        in_.duty(event.number))};
  }

  EventWords operator()(const Undertaken& event) const {
    const Undertaking& undertaking = event.undertaking;
    EventWords words{
        fmt::format("{}: {}",
                    undertaking.kind == Undertaking::Kind::Action ? "Action" : "Outstanding issue",
                    undertaking.what),
        {{"Who", who_of(undertaking.owner)}, {"By", in_.when(undertaking.due)}}};
    add_if_any(words.texts, "How it will be pursued", undertaking.how);
    return words;
  }

  EventWords operator()(const Corrected& event) const {
    EventWords words{fmt::format("Correction to entry {}", event.sequence),
                     {{"What is right", event.text}}};
    if (event.happened) {
      words.texts.emplace_back("It happened", in_.when(*event.happened));
    }
    return words;
  }
  EventWords operator()(const Noted& event) const { return {"Note", {{"", event.text}}}; }

  EventWords operator()(const Rebound& event) const {
    const std::string what = event.number != 0
                                 ? "“" + in_.duty(event.number) + "”"
                                 : std::string{"speaking for "} + in_.side(event.side);
    const std::string_view route =
        event.ower.outside_line ? ", outside the line of management" : "";
    return {fmt::format("{} answers for {} now{}", in_.ower(event.ower), what, route),
            {{"Why", event.reason}}};
  }

  EventWords operator()(const PolicyChanged& event) const {
    EventWords words{fmt::format("Moved to version {} of the procedure", event.policy_version)};
    add_if_any(words.texts, "Why", event.reason);
    return words;
  }

  EventWords operator()(const StageBegun& event) const {
    std::vector<std::string> speakers;
    for (const Ower& speaks : event.representatives) {
      speakers.push_back(fmt::format("{} ({})", in_.ower(speaks), in_.side(speaks.side)));
    }
    EventWords words{"Begun: " + in_.stage(event.stage)};
    if (event.tier > 1) {
      words.title += fmt::format(", management level {}", event.tier);
    }
    add_if_any(words.texts, "Who speaks for each side", listed(speakers));
    return words;
  }
  EventWords operator()(const StageLeft& event) const {
    return {"Ended: " + in_.stage(event.stage)};
  }
  EventWords operator()(const StageSkipped& event) const {
    return {"Skipped: " + in_.stage(event.stage)};
  }
  EventWords operator()(const ExitFired& event) const {
    const ExitRule* rule = in_.policy().exit(event.scope, event.exit);
    const bool by_itself = rule != nullptr && rule->by.empty() && !rule->by_not_stated;
    return {(by_itself ? "By the policy: " : "Everybody who has to has taken it: ") +
            in_.exit(event.scope, event.exit)};
  }

  EventWords operator()(const DutyOpened& event) const {
    std::string who = in_.owers(event.owers);
    return {fmt::format("To do: {} – {}, {}", in_.duty(event.scope, event.id), who,
                        due_of(event.deadline))};
  }
  EventWords operator()(const DutyMet& event) const {
    return {fmt::format("{}: {}", event.late ? "Met, late" : "Met", in_.duty(event.number))};
  }
  EventWords operator()(const DutyOverdue& event) const {
    return {"Late: " + in_.duty(event.number)};
  }
  EventWords operator()(const DutyLapsed& event) const {
    EventWords words{"No longer owed: " + in_.duty(event.number)};
    add_if_any(words.texts, "Why", event.why);
    return words;
  }
  EventWords operator()(const DeadlineChanged& event) const {
    if (event.from.due && event.from.due == event.to.due) {
      return {fmt::format("The same date by another rule: {} – {}",
                          event.number == 0 ? "the whole process" : in_.duty(event.number),
                          due_of(event.to))};
    }
    EventWords words{fmt::format("New date: {} – {}, was {}",
                                 event.number == 0 ? "the whole process" : in_.duty(event.number),
                                 due_of(event.to), due_of(event.from))};
    add_if_any(words.texts, "Why", event.why);
    return words;
  }
  EventWords operator()(const Resolved& event) const {
    return {"Resolved: " + in_.ending(event.kind, event.scope, event.exit), lines_of(event.record)};
  }
  EventWords operator()(const Finished& /*event*/) const {
    return {"Finished: nothing more is owed"};
  }

 private:
  /// The rule of the meeting that it records; none where it is no meeting.
  [[nodiscard]] const MeetingRule* meeting_of(const Done& event) const {
    const DutyState* duty = event.number != 0 ? in_.state().duty(event.number) : nullptr;
    const DutyRule* rule = duty != nullptr ? in_.policy().duty(duty->scope, duty->id)
                                           : in_.policy().duty(event.scope, event.id);
    return rule != nullptr && rule->meeting ? &*rule->meeting : nullptr;
  }
  EventWords fact(const FactSet& set, const std::string& before) const {
    EventWords words{fmt::format("{}{} {}", before, in_.fact(set.fact), in_.value(set))};
    add_if_any(words.texts, "About", in_.holder(set.holder));
    add_if_any(words.texts, "Why", set.reason);
    return words;
  }
  std::string who_of(const Ower& owner) const {
    return owner.person.empty() ? in_.side(owner.side) : in_.ower(owner);
  }
  std::string due_of(const DeadlineState& deadline) const {
    if (!deadline.due) {
      return "no date yet";
    }
    const bool chosen = deadline.bound == DeadlineState::kChildTimescale ||
                        deadline.bound == DeadlineState::kUndertaken;
    const bool projected = !chosen && lies_beyond_published(deadline.due, in_.at().calendar);
    return fmt::format("by {}{}", in_.when(*deadline.due),
                       date_notes(projected, deadline.local_target));
  }

  const Names& in_;
};

}  // namespace

EventWords event_words(const EventBody& body, const Names& names) {
  return std::visit(Telling{names}, body);
}

}  // namespace accord
