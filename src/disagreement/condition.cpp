#include "disagreement/condition.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "calendar/working_calendar.hpp"

namespace accord {

namespace {

using Since = std::optional<Instant>;

/// Keeps the earlier of two instants since when something is true: any of them is enough.
void keep_earlier(Since& kept, const Since& other) {
  if (other) {
    kept = std::min(*other, kept.value_or(*other));
  }
}

bool has_words(const FactSet& set) {
  return !set.words.empty() || set.moment.has_value();
}

bool says(const FactSet& set, const std::string& word) {
  if (word == "known") {
    return has_words(set);
  }
  return std::ranges::find(set.words, word) != set.words.end();
}

/// Since when the values of one holder have said `word` without a break, if they say it now.
Since fact_since(const Disagreement& d, const std::string& fact, const std::string& holder,
                 const std::string& word) {
  Since found;
  for (auto value = d.facts.rbegin(); value != d.facts.rend(); ++value) {
    if (value->set.fact != fact || value->set.holder != holder) {
      continue;
    }
    if (!says(value->set, word)) {
      break;
    }
    found = value->since;
  }
  return found;
}

Since last_change(const Disagreement& d, const std::string& fact) {
  for (auto value = d.facts.rbegin(); value != d.facts.rend(); ++value) {
    if (value->set.fact == fact) {
      return value->since;
    }
  }
  return std::nullopt;
}

/// Whether it is the answer of a side other than the one that is asked about.
bool is_of_other_side(const std::string& holder, const Asking& asking) {
  const auto is_holder = [&](const Side& side) { return side.agency.text() == holder; };
  return asking.of_side != nullptr && !holder.empty() && holder != asking.of_side->text() &&
         std::ranges::any_of(asking.disagreement.raised.sides, is_holder);
}

/// Visits the latest value of each holder of a fact who counts.
template <typename Visit>
void each_holder(const Asking& asking, const std::string& fact, const Visit& visit) {
  const Disagreement& d = asking.disagreement;
  for (std::size_t i = d.facts.size(); i-- > 0;) {
    const FactSet& set = d.facts[i].set;
    if (set.fact != fact || is_of_other_side(set.holder, asking)) {
      continue;
    }
    const bool superseded =
        std::any_of(d.facts.begin() + static_cast<std::ptrdiff_t>(i) + 1, d.facts.end(),
                    [&](const FactValue& later) {
                      return later.set.fact == fact && later.set.holder == set.holder;
                    });
    if (!superseded) {
      visit(d.facts[i]);
    }
  }
}

/// Since when a slower class held that was left for the present one.
Since left_class(const Disagreement& d, const FactRule& rule, const std::string& word) {
  const auto rank = [&](const std::vector<std::string>& words) {
    return words.empty() ? rule.one_of.begin() - rule.one_of.begin()
                         : std::ranges::find(rule.one_of, words.front()) - rule.one_of.begin();
  };
  const FactValue* now = d.fact(rule.id);
  if (now == nullptr) {
    return std::nullopt;
  }
  for (auto value = d.facts.rbegin(); value != d.facts.rend(); ++value) {
    if (value->set.fact == rule.id && says(value->set, word) &&
        rank(value->set.words) > rank(now->set.words)) {
      return value->since;
    }
  }
  return std::nullopt;
}

/// The same of a default: whether the fact was answered for the first time after raising, and is
/// faster now than the word that it was taken as.
bool left_default(const Disagreement& d, const FactRule& rule) {
  const auto first =
      std::ranges::find(d.facts, rule.id, [](const FactValue& value) { return value.set.fact; });
  const FactValue* now = d.fact(rule.id);
  if (rule.taken_as.empty() || !rule.fastest_first || first == d.facts.end() || now == nullptr ||
      now->set.words.empty() || first->since <= d.raised_at) {
    return false;
  }
  return std::ranges::find(rule.one_of, now->set.words.front()) <
         std::ranges::find(rule.one_of, rule.taken_as);
}

Since of_fact(const Condition& c, const Asking& asking, bool ahead) {
  const Disagreement& d = asking.disagreement;
  const std::string& id = c.subject.id;
  Since found;
  if (c.words.empty()) {
    each_holder(asking, id, [&](const FactValue& value) {
      if (value.set.moment && (ahead || *value.set.moment <= asking.at)) {
        keep_earlier(found, value.set.moment);
      }
    });
    return found;
  }
  const FactRule* rule =
      asking.left_classes_of != nullptr ? asking.left_classes_of->fact(id) : nullptr;
  for (const std::string& word : c.words) {
    if (word == "not_known") {
      bool known = false;
      each_holder(asking, id,
                  [&](const FactValue& value) { known = known || has_words(value.set); });
      if (known && rule != nullptr && left_default(d, *rule)) {
        keep_earlier(found, kAlways);
      }
      if (!known) {
        keep_earlier(found, last_change(d, id).value_or(kAlways));
      }
      continue;
    }
    each_holder(asking, id, [&](const FactValue& value) {
      keep_earlier(found, fact_since(d, id, value.set.holder, word));
    });
    if (!found && rule != nullptr && rule->fastest_first) {
      found = left_class(d, *rule, word);
    }
  }
  return found && (ahead || *found <= asking.at) ? found : std::nullopt;
}

Since all_met(const Opening& duties) {
  Since latest;
  for (const DutyState& duty : duties) {
    if (duty.status != DutyStatus::Met) {
      return std::nullopt;
    }
    latest = latest ? std::max(latest, duty.done_at) : duty.done_at;
  }
  return latest;
}

/// The words of a duty, asked of the latest opening of its rule (kernel rules 7 and 10).
Since duty_word(const Opening& duties, std::string_view word, Instant at) {
  Since found;
  if (word == "met") {
    return all_met(duties);
  }
  if (word == "late") {
    const bool late = std::ranges::any_of(duties, [](const DutyState& duty) { return duty.late; });
    return late ? all_met(duties) : std::nullopt;
  }
  for (const DutyState& duty : duties) {
    if (word == "open" && duty.open()) {
      keep_earlier(found, duty.opened_at);
    } else if (word == "overdue" && duty.open() && duty.overdue_at) {
      keep_earlier(found, duty.overdue_at);
    } else if (word == "lapsed" && duty.status == DutyStatus::Lapsed) {
      keep_earlier(found, duty.ended_at);
    } else if (word == "due" && duty.deadline.due && *duty.deadline.due <= at) {
      keep_earlier(found, duty.deadline.due);
    }
  }
  return found;
}

Since right_met(const Disagreement& d, const Subject& subject) {
  // Its latest use: each opens anew what follows from it.
  const Visit* visit = d.latest_visit(subject.scope);
  Since found;
  for (const RightUsed& used : d.rights) {
    const bool present =
        visit == nullptr || (used.visit == visit->number && used.tier == visit->tier);
    if (used.scope == subject.scope && used.id == subject.id && present) {
      found = found ? std::max(*found, used.done_at) : used.done_at;
    }
  }
  return found;
}

Since of_duty(const Condition& c, const Asking& asking) {
  const Disagreement& d = asking.disagreement;
  const std::string& id = c.subject.kind == SubjectKind::Settle ? "settle" : c.subject.id;
  const auto duties = present_opening(d, c.subject.scope, id);
  Since found;
  for (const std::string& word : c.words) {
    if (duties.empty() && word == "met") {
      keep_earlier(found, right_met(d, c.subject));
    } else {
      keep_earlier(found, duty_word(duties, word, asking.at));
    }
  }
  return found;
}

Since of_stage(const Condition& c, const Disagreement& d) {
  const Visit* visit = d.latest_visit(c.subject.id);
  Since found;
  if (visit == nullptr) {
    return found;
  }
  for (const std::string& word : c.words) {
    if (word == (visit->skipped ? "skipped" : "begun")) {
      keep_earlier(found, visit->begun_at);
    } else if (word == "left" && !visit->skipped) {
      keep_earlier(found, visit->left_at);
    }
  }
  return found;
}

Since of_exit(const Condition& c, const Disagreement& d) {
  const Visit* visit = d.latest_visit(c.subject.scope);
  const int number = visit != nullptr ? visit->number : 0;
  for (auto fired = d.fired.rbegin(); fired != d.fired.rend(); ++fired) {
    if (fired->scope == c.subject.scope && fired->exit == c.subject.id && fired->visit == number) {
      return fired->at;
    }
  }
  return std::nullopt;
}

/// Any of those whom it is about.
Since of_whom(const Condition& c, const Disagreement& d) {
  const auto asked = [&](std::string_view word) {
    return std::ranges::find(c.words, word) != c.words.end();
  };
  const auto& whom = d.raised.children;
  const bool found =
      whom.empty() ? asked("none") : std::ranges::any_of(whom, [&](const Child& one) {
        const bool child = one.kind.empty();
        return asked(child ? "child" : one.kind) ||
               (child && one.age_band == "Unborn" && asked("unborn"));
      });
  return found ? Since{kAlways} : std::nullopt;
}

/// Any of the responding sides; of a record made before sides had a sector, none.
Since of_sector(const Condition& c, const Disagreement& d) {
  const std::size_t first = c.subject.id == "raising_sector" ? 0 : 1;
  for (std::size_t i = first; i < d.raised.sides.size() && (first > 0 || i == 0); ++i) {
    if (std::ranges::find(c.words, d.raised.sides[i].sector) != c.words.end()) {
      return kAlways;
    }
  }
  return std::nullopt;
}

Since of_built_in(const Condition& c, const Asking& asking, bool ahead) {
  const Disagreement& d = asking.disagreement;
  const auto asked = [&](std::string_view word) {
    return std::ranges::find(c.words, word) != c.words.end();
  };
  switch (c.subject.kind) {
    case SubjectKind::Whom: return of_whom(c, d);
    case SubjectKind::Sector: return of_sector(c, d);
    case SubjectKind::Raised: return d.version > 0 ? Since{d.raised_at} : std::nullopt;
    case SubjectKind::ChildTimescale:
      if (c.words.empty()) {
        return d.child_timescale && (ahead || d.child_timescale->at <= asking.at)
                   ? Since{d.child_timescale->at}
                   : std::nullopt;
      }
      if (d.child_timescale && asked("known")) {
        return d.child_timescale->since;
      }
      return !d.child_timescale && asked("not_known") ? Since{kAlways} : std::nullopt;
    case SubjectKind::Outcome:
      return d.outcome && (asked("known") || asked(to_word(d.outcome->kind))) ? Since{d.outcome->at}
                                                                              : std::nullopt;
    case SubjectKind::Tier: {
      const Visit* visit = d.stage();
      if (visit == nullptr || !asked(visit->more_tiers ? "more" : "last")) {
        return std::nullopt;
      }
      return visit->tiers_since;
    }
    case SubjectKind::Hours: {
      ACCORD_CHECK(asking.calendar != nullptr);
      const bool working = asking.calendar->in_working_hours(asking.at);
      return asked(working ? "working" : "outside") ? Since{asking.at} : std::nullopt;
    }
    case SubjectKind::Fact:
    case SubjectKind::Duty:
    case SubjectKind::Settle:
    case SubjectKind::Stage:
    case SubjectKind::Exit: break;
  }
  return std::nullopt;
}

Since of_word(const Condition& c, const Asking& asking, bool ahead) {
  switch (c.subject.kind) {
    case SubjectKind::Fact: return of_fact(c, asking, ahead);
    case SubjectKind::Duty:
    case SubjectKind::Settle: return of_duty(c, asking);
    case SubjectKind::Stage: return of_stage(c, asking.disagreement);
    case SubjectKind::Exit: return of_exit(c, asking.disagreement);
    case SubjectKind::Whom:
    case SubjectKind::Sector:
    case SubjectKind::Raised:
    case SubjectKind::ChildTimescale:
    case SubjectKind::Outcome:
    case SubjectKind::Tier:
    case SubjectKind::Hours: return of_built_in(c, asking, ahead);
  }
  return std::nullopt;
}

/// When the word's subject last changed, for the since of its negation.
Instant word_changed(const Condition& c, const Asking& asking) {
  const Disagreement& d = asking.disagreement;
  Instant latest = kAlways;
  if (c.subject.kind == SubjectKind::Fact) {
    return last_change(d, c.subject.id).value_or(kAlways);
  }
  if (c.subject.kind == SubjectKind::Duty || c.subject.kind == SubjectKind::Settle) {
    const std::string& id = c.subject.kind == SubjectKind::Settle ? "settle" : c.subject.id;
    for (const DutyState& duty : present_opening(d, c.subject.scope, id)) {
      const Instant changed = duty.status == DutyStatus::Met      ? *duty.done_at
                              : duty.status == DutyStatus::Lapsed ? duty.ended_at
                                                                  : duty.opened_at;
      latest = std::max(latest, changed);
    }
    return latest;
  }
  if (c.subject.kind == SubjectKind::Stage) {
    const Visit* visit = d.latest_visit(c.subject.id);
    return visit == nullptr ? kAlways : visit->left_at.value_or(visit->begun_at);
  }
  if (c.subject.kind == SubjectKind::Outcome) {
    for (const auto& fired : d.fired) {
      if (fired.scope == "after") {
        latest = std::max(latest, fired.at);  // it was opened again: no outcome is known since
      }
    }
    return latest;
  }
  if (c.subject.kind == SubjectKind::Tier && d.stage() != nullptr) {
    return d.stage()->tier_begun_at;
  }
  return latest;
}

Since evaluate(const Condition& c, const Asking& asking, bool ahead);

/// Since when a false condition has been false.
Instant false_since(const Condition& c, const Asking& asking) {
  Since found;
  switch (c.kind) {
    case Condition::Kind::Always: return kAlways;
    case Condition::Kind::Word: return word_changed(c, asking);
    case Condition::Kind::Not: return evaluate(c.parts.front(), asking, false).value_or(kAlways);
    case Condition::Kind::All:
      for (const Condition& part : c.parts) {
        if (!evaluate(part, asking, false)) {
          keep_earlier(found, false_since(part, asking));
        }
      }
      return found.value_or(kAlways);
    case Condition::Kind::Any:
      found = kAlways;
      for (const Condition& part : c.parts) {
        found = std::max(*found, false_since(part, asking));
      }
      return *found;
  }
  return kAlways;
}

Since evaluate(const Condition& c, const Asking& asking, bool ahead) {
  Since found;
  switch (c.kind) {
    case Condition::Kind::Always: return kAlways;
    case Condition::Kind::Word: return of_word(c, asking, ahead);
    case Condition::Kind::All:
      found = kAlways;
      for (const Condition& part : c.parts) {
        const Since one = evaluate(part, asking, ahead);
        if (!one) {
          return std::nullopt;
        }
        found = std::max(*found, *one);
      }
      return found;
    case Condition::Kind::Any:
      for (const Condition& part : c.parts) {
        keep_earlier(found, evaluate(part, asking, ahead));
      }
      return found;
    case Condition::Kind::Not:
      if (evaluate(c.parts.front(), asking, ahead)) {
        return std::nullopt;
      }
      return false_since(c.parts.front(), asking);
  }
  return found;
}

}  // namespace

std::optional<Instant> since(const Condition& condition, const Asking& asking) {
  return evaluate(condition, asking, false);
}

std::optional<Instant> anchor(const Condition& condition, const Asking& asking) {
  return evaluate(condition, asking, true);
}

bool names_a_moment(const Condition& condition) {
  return is_moment(condition) || std::ranges::any_of(condition.parts, names_a_moment);
}

bool is_moment(const Condition& condition) {
  return condition.kind == Condition::Kind::Word && condition.words.empty();
}

Opening present_opening(const Disagreement& disagreement, std::string_view scope,
                        std::string_view id) {
  const auto& duties = disagreement.duties;
  std::size_t last = duties.size();
  while (last > 0 && (duties[last - 1].id != id || duties[last - 1].scope != scope)) {
    --last;
  }
  if (last == 0) {
    return {};
  }
  const DutyState& latest = duties[last - 1];
  const Visit* visit = disagreement.latest_visit(scope);
  if (visit != nullptr && (latest.visit != visit->number || latest.tier != visit->tier)) {
    return {};
  }
  std::size_t first = last - 1;
  while (first > 0 && duties[first - 1].batch == latest.batch) {
    --first;
  }
  const auto begin = duties.begin();
  return {begin + static_cast<std::ptrdiff_t>(first), begin + static_cast<std::ptrdiff_t>(last)};
}

std::vector<const DutyState*> latest_opening(const Disagreement& disagreement,
                                             std::string_view scope, std::string_view id) {
  std::vector<const DutyState*> found;
  for (const DutyState& duty : present_opening(disagreement, scope, id)) {
    found.insert(found.begin(), &duty);
  }
  return found;
}

}  // namespace accord
