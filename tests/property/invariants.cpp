#include "invariants.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace accord::property {

namespace {

using Breach = std::optional<std::string>;

/// "An open disagreement always has an open duty with an ower and a date" (rule 9).
Breach nobody_is_waiting(const Disagreement& d) {
  const bool waits = std::ranges::any_of(d.duties, [](const DutyState& duty) {
    return duty.open() && duty.deadline.due && !duty.owers.empty();
  });
  if (d.version > 0 && !d.outcome && !waits) {
    return "it is open, and no duty has an ower and a date";
  }
  return std::nullopt;
}

/// Whether the clock of a duty of `throughout` starts only with an event that comes after `clip`.
bool starts_after(const DutyState& duty, Instant clip) {
  const auto& deadline = duty.deadline;
  const auto bound = static_cast<std::size_t>(deadline.bound);
  return duty.scope == "throughout" && deadline.bound >= 0 && bound < deadline.anchors.size() &&
         deadline.anchors[bound] && *deadline.anchors[bound] > clip;
}

/// "`child_timescale` and `cap` clip every duty of the stages and of `throughout`, undertaken ones
/// apart; never `after`" (rule 16); and none to before the event that it follows.
Breach past_the_clip(const Disagreement& d) {
  if (d.outcome) {
    return std::nullopt;
  }
  for (const DutyState& duty : d.duties) {
    if (!duty.open() || duty.undertaking || !duty.deadline.due) {
      continue;
    }
    if (d.child_timescale && *duty.deadline.due > d.child_timescale->at &&
        !starts_after(duty, d.child_timescale->at)) {
      return fmt::format("{}.{} is due after the date that protects the child", duty.scope,
                         duty.id);
    }
    if (d.cap.due && *duty.deadline.due > *d.cap.due && !starts_after(duty, *d.cap.due)) {
      return fmt::format("{}.{} is due after the limit on the whole process", duty.scope, duty.id);
    }
  }
  return std::nullopt;
}

/// A deadline changes by an event alone, and the event keeps the old one (rule 2).
Breach moved_in_silence(const Disagreement& before, const Disagreement& after, const Event& event) {
  const auto* changed = std::get_if<DeadlineChanged>(&event.body);
  for (std::size_t i = 0; i < before.duties.size(); ++i) {
    const DeadlineState& was = before.duties[i].deadline;
    const DeadlineState& is = after.duties[i].deadline;
    const bool said = changed != nullptr && changed->number == before.duties[i].number;
    if (was != is && (!said || changed->to != is)) {
      return fmt::format("the deadline of {} moved without an event", before.duties[i].id);
    }
    if (said && changed->from != was) {
      return fmt::format("the event does not keep the old deadline of {}", before.duties[i].id);
    }
  }
  if (before.cap != after.cap && (changed == nullptr || changed->number != 0 ||
                                  changed->from != before.cap || changed->to != after.cap)) {
    return "the cap moved without an event";
  }
  return std::nullopt;
}

/// A stage is left by an exit that the policy lists for it, or for `throughout` (rule 22).
Breach left_by_no_exit(const Disagreement& before, const Disagreement& after, const World& world) {
  const Visit* was = before.stage();
  const bool left =
      was != nullptr && (after.stage() == nullptr || after.stage()->stage != was->stage ||
                         after.stage()->number != was->number || after.stage()->tier != was->tier);
  if (!left) {
    return std::nullopt;
  }
  if (before.fired.empty()) {
    return fmt::format("{} was left, and no exit fired", was->stage);
  }
  const Fired& exit = before.fired.back();
  const bool here = exit.scope == was->stage && exit.visit == was->number;
  if ((!here && exit.scope != "throughout") ||
      world.policy.exit(exit.scope, exit.exit) == nullptr) {
    return fmt::format("{} was left by {}.{}, which is none of its exits", was->stage, exit.scope,
                       exit.exit);
  }
  return std::nullopt;
}

/// An overdue duty stays so until met (rule 18), and nothing ended opens again.
Breach undone(const Disagreement& before, const Disagreement& after) {
  for (std::size_t i = 0; i < before.duties.size(); ++i) {
    if (before.duties[i].overdue_at && !after.duties[i].overdue_at) {
      return fmt::format("{} is no longer overdue", before.duties[i].id);
    }
    if (!before.duties[i].open() && after.duties[i].open()) {
      return fmt::format("{} is owed again", before.duties[i].id);
    }
  }
  return std::nullopt;
}

bool corrects(const Event& event, std::int64_t sequence) {
  const auto* corrected = std::get_if<Corrected>(&event.body);
  return corrected != nullptr && corrected->sequence == sequence && corrected->happened.has_value();
}

/// "Corrections are added, not overwritten" (ALL-6): what is on record stays there as it was, and
/// who did it; a correction alone moves the time of what it corrects, and nothing beside.
Breach altered(const Disagreement& before, const Disagreement& after, const Event& event) {
  if (after.facts.size() < before.facts.size() || after.rights.size() < before.rights.size() ||
      after.duties.size() < before.duties.size() || after.visits.size() < before.visits.size() ||
      after.fired.size() < before.fired.size()) {
    return "something that was recorded is gone";
  }
  for (std::size_t i = 0; i < before.duties.size(); ++i) {
    const DutyState& was = before.duties[i];
    const DutyState& is = after.duties[i];
    if (was.open() || was.done_sequence == 0) {
      continue;
    }
    if (was.done_sequence != is.done_sequence || was.done_by != is.done_by ||
        (was.done_at != is.done_at && !corrects(event, was.done_sequence))) {
      return fmt::format("what was recorded of {} is altered", was.id);
    }
  }
  for (std::size_t i = 0; i < before.rights.size(); ++i) {
    const RightUsed& was = before.rights[i];
    const RightUsed& is = after.rights[i];
    if (was.sequence != is.sequence || was.by != is.by ||
        (was.done_at != is.done_at && !corrects(event, was.sequence))) {
      return fmt::format("what was recorded of {} is altered", was.id);
    }
  }
  if (const auto* corrected = std::get_if<Corrected>(&event.body)) {
    Disagreement expected = before;
    for (std::size_t i = 0; i < expected.duties.size(); ++i) {
      if (corrects(event, expected.duties[i].done_sequence)) {
        expected.duties.edit(i).done_at = corrected->happened;
        expected.duties.edit(i).late = after.duties[i].late;
      }
    }
    for (RightUsed& used : expected.rights) {
      used.done_at = corrects(event, used.sequence) ? *corrected->happened : used.done_at;
    }
    if (to_dump(expected) != to_dump(after)) {
      return "a correction alters more than the time of what it corrects";
    }
  }
  return std::nullopt;
}

/// "What one side recorded, the other cannot alter": who corrects a time is who recorded it, or a
/// colleague of the same side.
Breach corrected_by_another(const Walk& walk, const Disagreement& before, const Event& event) {
  const auto* corrected = std::get_if<Corrected>(&event.body);
  if (corrected == nullptr || !corrected->happened) {
    return std::nullopt;
  }
  const Actor& recorded = walk.events[static_cast<std::size_t>(corrected->sequence) - 1].by;
  if (recorded.person == event.by.person) {
    return std::nullopt;
  }
  const auto worker_of = [&](const PersonId& person) {
    const auto& sides = before.raised.sides;
    return std::ranges::find(sides, person, &Side::worker) - sides.begin();
  };
  const auto none = std::ssize(before.raised.sides);
  const auto theirs = worker_of(recorded.person);
  const auto own = worker_of(event.by.person);
  // Both lines may meet in one person, who records for the one and for the other (ALL-16).
  const auto* done =
      std::get_if<Done>(&walk.events[static_cast<std::size_t>(corrected->sequence) - 1].body);
  if (done != nullptr && done->side == own && recorded.agency == event.by.agency) {
    return std::nullopt;
  }
  const Ower* speaks = before.representative(static_cast<SideIndex>(theirs));
  if (theirs != none && speaks != nullptr && speaks->person == event.by.person) {
    return std::nullopt;
  }
  if (recorded.agency != event.by.agency || (theirs != none && own != none && theirs != own)) {
    return fmt::format("{} moved a time that {} recorded", event.by.person.text(),
                       recorded.person.text());
  }
  return std::nullopt;
}

}  // namespace

Breach breach(const Walk& walk, const World& world, const Evolve& evolve_with) {
  Disagreement state;
  std::size_t step = 0;
  for (std::size_t i = 0; i < walk.events.size(); ++i) {
    const Event& event = walk.events[i];
    if (event.sequence != static_cast<std::int64_t>(i) + 1) {
      return fmt::format("entry {} has the number {}", i + 1, event.sequence);
    }
    const Disagreement after = evolve_with(state, event);
    for (const Breach& found :
         {moved_in_silence(state, after, event), left_by_no_exit(state, after, world),
          undone(state, after), altered(state, after, event),
          corrected_by_another(walk, state, event)}) {
      if (found) {
        return fmt::format("entry {} ({}): {}", event.sequence, kind_of(event.body), *found);
      }
    }
    state = after;
    const bool ends_a_step = step < walk.steps.size() && walk.steps[step].events == i + 1;
    if (!ends_a_step) {
      continue;
    }
    ++step;
    for (const Breach& found : {nobody_is_waiting(state), past_the_clip(state)}) {
      if (found) {
        return fmt::format("after entry {}: {}", event.sequence, *found);
      }
    }
  }
  return std::nullopt;
}

}  // namespace accord::property
