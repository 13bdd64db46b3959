#include "rehearsal/runner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <iterator>
#include <limits>
#include <ranges>
#include <string_view>

#include "access/govern.hpp"
#include "base/check.hpp"
#include "base/try.hpp"
#include "disagreement/outlook.hpp"
#include "disagreement/roles.hpp"
#include "rehearsal/check.hpp"
#include "telling/refusal_words.hpp"

namespace accord {

namespace {

/// The number of no duty: what the engine answers "There is no such duty" to.
constexpr int kNoDuty = std::numeric_limits<int>::max();

bool is_of_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0;
}

/// Whether `words` stand in `text`, whole, in capitals or not.
bool has_words(std::string_view text, std::string_view words) {
  const auto same = [](char a, char b) {
    return std::tolower(static_cast<unsigned char>(a)) ==
           std::tolower(static_cast<unsigned char>(b));
  };
  for (auto rest = text;;) {
    const auto found = std::ranges::search(rest, words, same);
    if (found.empty()) {
      return words.empty();
    }
    const bool begins = found.begin() == text.begin() || !is_of_word(words.front()) ||
                        !is_of_word(*std::prev(found.begin()));
    const bool ends =
        found.end() == text.end() || !is_of_word(words.back()) || !is_of_word(*found.end());
    if (begins && ends) {
      return true;
    }
    rest = std::string_view{std::next(found.begin()), text.end()};
  }
}

/// Whether `clause` is that of a refusal, or one of several: not "1" where it is "1.2".
bool is_clause_of(std::string_view clause, std::string_view refused) {
  bool found = clause.empty() || clause == refused;
  for (const auto one : std::views::split(refused, std::string_view{", "})) {
    found = found || std::string_view{one} == clause;
  }
  return found;
}

/// One rehearsal in progress.
class Playing {
 public:
  Playing(const Policy& policy, const Directory& directory, const WorkingCalendar& calendar,
          const std::vector<LaterVersion>& later)
      : policy_(&policy), directory_(directory), calendar_(&calendar), later_(later) {}

  void play(const RehearsedStep& step, int number);
  [[nodiscard]] RehearsalReport report() && { return std::move(report_); }

 private:
  [[nodiscard]] Command command_of(const RehearsedAct& act, const Circumstances& at) const;
  [[nodiscard]] int number_of(const RehearsedAct& act, const Circumstances& at) const;
  void check_refusal(const RehearsedStep& step, int number, const Refusal* refusal);
  void add(Mark mark, const RehearsedStep& step, int number, Verdict verdict);

  using Decided = std::expected<std::vector<Event>, Refusal>;
  [[nodiscard]] Circumstances at(Instant now) const {
    return {now, *policy_, directory_, *calendar_};
  }
  [[nodiscard]] Decided decided(const RehearsedStep& step, const Command& command);
  [[nodiscard]] Decided moved(const RehearsedAct& act, Instant now);

  const Policy* policy_;  ///< that governs it now
  const Directory& directory_;
  const WorkingCalendar* calendar_;
  const std::vector<LaterVersion>& later_;
  Disagreement state_;
  RehearsalReport report_;
};

/// Of several duties of that name: an open one that the actor owes, else an open one, else the
/// last.
int Playing::number_of(const RehearsedAct& act, const Circumstances& at) const {
  ACCORD_CHECK(act.duty.has_value());
  const Outlook now = outlook(state_, act.by, at);
  const DutyState* found = nullptr;
  int best = 0;
  for (const DutyState* duty : duties_named(now.state, *act.duty)) {
    if (duty->undertaking && !duty->undertaking->what.contains(act.action)) {
      continue;
    }
    const bool mine = std::ranges::any_of(
        duty->owers, [&](const Ower& ower) { return acts_as(act.by, ower, now.state, at); });
    const SideIndex side = acting_side(act.by, now.state, at);
    const bool of_my_side = side != kNoSide && std::ranges::any_of(duty->owers, [&](const Ower& o) {
                              return o.side == side;
                            });
    const int rank = 1 + (duty->open() ? 4 : 0) + (mine ? 2 : 0) + (of_my_side ? 1 : 0);
    if (rank > best) {
      best = rank;
      found = duty;
    }
  }
  return found != nullptr ? found->number : kNoDuty;
}

Command Playing::command_of(const RehearsedAct& act, const Circumstances& at) const {
  Command command{act.by, act.command};
  if (auto* record = std::get_if<RecordDone>(&command.body)) {
    const DutyRule* rule = policy_->duty(record->scope, record->id);
    record->number = rule != nullptr && rule->is_right() ? 0 : number_of(act, at);
  } else if (auto* agree = std::get_if<AgreeDate>(&command.body)) {
    agree->number = number_of(act, at);
  } else if (auto* correct = std::get_if<Correct>(&command.body)) {
    const DutyState* duty = act.duty ? state_.duty(number_of(act, at)) : nullptr;
    correct->sequence = duty != nullptr ? duty->done_sequence : correct->sequence;
  } else if (auto* rebind = std::get_if<Rebind>(&command.body)) {
    rebind->number = act.duty ? number_of(act, at) : 0;
    rebind->side = state_.side_of(act.side);
  }
  return command;
}

void Playing::add(Mark mark, const RehearsedStep& step, int number, Verdict verdict) {
  report_.lines.push_back(
      {mark, number, step.at, std::move(verdict.what), verdict.passed, std::move(verdict.instead)});
}

void Playing::check_refusal(const RehearsedStep& step, int number, const Refusal* refusal) {
  if (!step.refused) {
    if (refusal != nullptr) {
      add(step.mark, step, number, {"it is accepted", false, "refused: " + to_words(*refusal)});
    }
    return;
  }
  const auto& [mark, wanted] = *step.refused;
  std::string what = "it is refused";
  what += wanted.because.empty() ? "" : " because of “" + wanted.because + "”";
  what += wanted.clause.empty() ? "" : " (clause " + wanted.clause + ")";
  what += wanted.instead.empty() ? "" : " with “" + wanted.instead + "” instead";
  if (refusal == nullptr) {
    add(mark, step, number, {std::move(what), false, "it was accepted"});
    return;
  }
  const bool passed = has_words(refusal->what + " " + refusal->rule, wanted.because) &&
                      is_clause_of(wanted.clause, refusal->clause) &&
                      has_words(refusal->instead, wanted.instead);
  add(mark, step, number,
      {std::move(what), passed, passed ? "" : "refused: " + to_words(*refusal)});
}

Playing::Decided Playing::moved(const RehearsedAct& act, Instant now) {
  const auto& [path, move] = *act.move;
  const auto version = std::ranges::find(later_, path, &LaterVersion::path);
  if (version == later_.end()) {
    Refusal refusal;
    refusal.what = "There is no version " + path + ".";
    return std::unexpected(std::move(refusal));
  }
  ACCORD_TRY_DO(may_govern(act.by, directory_));
  const Circumstances then{now, *version->policy, directory_, *version->calendar};
  ACCORD_TRY(auto events, move_policy(state_, act.by, move, at(now), then));
  policy_ = version->policy;
  calendar_ = version->calendar;
  return events;
}

Playing::Decided Playing::decided(const RehearsedStep& step, const Command& command) {
  return step.act && step.act->move ? moved(*step.act, step.at)
                                    : decide(state_, command, at(step.at));
}

void Playing::play(const RehearsedStep& step, int number) {
  const std::size_t before = report_.events.size();
  PlayedStep played;
  played.mark = step.mark;
  played.number = number;
  played.at = step.at;
  played.command = {step.act ? step.act->by : Actor{}, PassTime{}};
  played.moves = step.act && step.act->move;
  played.first = before;
  const bool raises = step.act && std::holds_alternative<Raise>(step.act->command);
  if (state_.version != 0 || raises) {
    if (step.act && !played.moves) {
      played.command = command_of(*step.act, at(step.at));
    }
    auto events = decided(step, played.command);
    check_refusal(step, number, events ? nullptr : &events.error());
    if (!events && events.error().kind == Refusal::Kind::Elsewhere) {
      report_.signposted.push_back(events.error().field);
    }
    if (!events) {
      played.refused = events.error();
    } else {
      for (Event& event : *events) {
        apply(state_, event);
        report_.events.push_back(std::move(event));
      }
    }
  } else if (step.act) {
    Refusal refusal;
    refusal.what = "Nothing has been raised yet.";
    check_refusal(step, number, &refusal);
    played.refused = std::move(refusal);
  }
  const Circumstances now = at(step.at);
  const Outlook seen = state_.version != 0 ? outlook(state_, played.command.by, now) : Outlook{};
  const Stood stood{seen, std::span{report_.events}.subspan(before), *policy_, calendar_->zone(),
                    now};
  for (const Expectation& expectation : step.expected) {
    add(expectation.mark, step, number, check(expectation, stood));
  }
  played.policy = policy_;
  played.calendar = calendar_;
  played.count = report_.events.size() - before;
  report_.steps.push_back(std::move(played));
}

}  // namespace

int RehearsalReport::passed() const {
  return static_cast<int>(std::ranges::count(lines, true, &RehearsalLine::passed));
}

int RehearsalReport::failed() const {
  return static_cast<int>(std::ranges::count(lines, false, &RehearsalLine::passed));
}

RehearsalReport run_rehearsal(const Rehearsal& rehearsal, const Policy& policy,
                              const Directory& directory, const WorkingCalendar& calendar,
                              const std::vector<LaterVersion>& later) {
  Playing playing{policy, directory, calendar, later};
  int number = 0;
  for (const RehearsedStep& step : rehearsal.steps) {
    playing.play(step, ++number);
  }
  return std::move(playing).report();
}

}  // namespace accord
