#include "rehearsal/check.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "directory/directory.hpp"
#include "disagreement/condition.hpp"
#include "rehearsal/texts_shown.hpp"

namespace accord {

namespace {

std::string shown(const std::optional<Instant>& at, const Zone& zone) {
  return at ? to_words(zone, *at) : "none";
}

std::string shown(const PersonId& person) {
  return person.empty() ? "nobody" : person.text();
}

Verdict verdict(std::string what, bool passed, std::string instead) {
  return {std::move(what), passed, passed ? "" : std::move(instead)};
}

std::string word_of(const DutyState& duty) {
  switch (duty.status) {
    case DutyStatus::Open: return duty.overdue_at ? "overdue" : "open";
    case DutyStatus::Met: return duty.late ? "met late" : "met";
    case DutyStatus::Lapsed: return "lapsed";
  }
  return "";
}

std::string_view binding(const DeadlineState& deadline) {
  switch (deadline.bound) {
    case DeadlineState::kNone: return "nothing";
    case DeadlineState::kCap: return "cap";
    case DeadlineState::kChildTimescale: return "child_timescale";
    case DeadlineState::kLocalTarget: return "local_target";
    case DeadlineState::kUndertaken: return "undertaken";
    default: return "limit";
  }
}

std::string describe(const DeadlineState& deadline, bool late, const Zone& zone) {
  std::string text = deadline.due ? "due " + to_words(zone, *deadline.due) : "no date yet";
  text += fmt::format(", by {}", binding(deadline));
  if (deadline.local_target) {
    text += ", a local target";
  }
  if (deadline.target) {
    text += ", target " + to_words(zone, *deadline.target);
  }
  return text + (late ? ", late" : ", not late");
}

bool fits(const ExpectDeadline& wanted, const DeadlineState& deadline, bool late) {
  return (!wanted.due || *wanted.due == deadline.due) &&
         (!wanted.target || *wanted.target == deadline.target) &&
         (!wanted.local_target || *wanted.local_target == deadline.local_target) &&
         (!wanted.late || *wanted.late == late) &&
         (wanted.by.empty() || wanted.by == binding(deadline));
}

std::string in_words(const Sees& sees) {
  std::vector<std::string_view> words;
  for (const auto& [shown, word] :
       {std::pair{sees.record, "the record"}, std::pair{sees.form, "the form"},
        std::pair{sees.learning, "the learning"}}) {
    if (shown) {
      words.emplace_back(word);
    }
  }
  return words.empty() ? "nothing" : fmt::format("{}", fmt::join(words, " and "));
}

struct Checking {
  const Stood& stood;
  const Disagreement& d = stood.outlook.state;

  Verdict operator()(const ExpectStage& wanted) const {
    const Visit* visit = d.stage();
    const std::string stage = visit != nullptr ? visit->stage : "none";
    const std::string expected = wanted.stage.empty() ? "none" : wanted.stage;
    return verdict("the stage is " + expected, stage == expected, "it is " + stage);
  }

  Verdict operator()(const ExpectTier& wanted) const {
    const int tier = d.stage() != nullptr ? d.stage()->tier : 0;
    return verdict(fmt::format("the tier is {}", wanted.tier), tier == wanted.tier,
                   fmt::format("it is {}", tier));
  }

  Verdict operator()(const ExpectDeadline& wanted) const {
    const Zone& zone = stood.zone;
    std::string what = (wanted.duty ? to_text(*wanted.duty) : "the cap") + " is";
    if (wanted.due) {
      what += *wanted.due ? " due " + shown(*wanted.due, zone) : " without a date";
    }
    if (wanted.by.size() > 0) {
      what += ", by " + wanted.by;
    }
    if (wanted.local_target) {
      what += *wanted.local_target ? ", a local target" : ", no local target";
    }
    if (wanted.target) {
      what += ", target " + shown(*wanted.target, zone);
    }
    if (wanted.late) {
      what += *wanted.late ? ", late" : ", not late";
    }
    if (!wanted.duty) {
      return verdict(std::move(what), fits(wanted, d.cap, false), describe(d.cap, false, zone));
    }
    auto duties = duties_named(d, *wanted.duty);
    if (std::ranges::any_of(duties, [](const DutyState* duty) { return duty->open(); })) {
      std::erase_if(duties, [](const DutyState* duty) { return !duty->open(); });
    }
    if (duties.empty()) {
      // Nothing but that it has no date is so of a duty that nobody owes yet.
      const bool no_date = wanted.due && !*wanted.due && !wanted.target && !wanted.local_target &&
                           !wanted.late && wanted.by.empty();
      return verdict(std::move(what), no_date, "it has not opened");
    }
    for (const DutyState* duty : duties) {
      const bool late = duty->was_late();
      if (!fits(wanted, duty->deadline, late)) {
        return verdict(std::move(what), false, describe(duty->deadline, late, zone));
      }
    }
    return verdict(std::move(what), true, "");
  }

  Verdict operator()(const ExpectDuty& wanted) const {
    const std::string what = to_text(wanted.duty) + " is " + wanted.word;
    const DutyRule* rule = stood.policy.duty(wanted.duty.scope, wanted.duty.id);
    if (rule != nullptr && rule->is_right()) {
      const bool used = std::ranges::any_of(d.rights, [&](const RightUsed& right) {
        return right.scope == wanted.duty.scope && right.id == wanted.duty.id;
      });
      return verdict(what, wanted.word == (used ? "met" : "none"),
                     used ? "it has been used" : "it has not been used");
    }
    const auto duties = duties_named(d, wanted.duty);
    std::vector<std::string> words;
    for (const DutyState* duty : duties) {
      words.push_back(word_of(*duty));
    }
    const auto any = [&](auto test) {
      return std::ranges::any_of(duties, [&](const DutyState* duty) { return test(*duty); });
    };
    const bool all_met = !duties.empty() &&
                         !any([](const DutyState& duty) { return duty.status != DutyStatus::Met; });
    const bool all_lapsed = !duties.empty() && !any([](const DutyState& duty) {
      return duty.status != DutyStatus::Lapsed;
    });
    const std::string& word = wanted.word;
    const bool holds =
        (word == "none" && duties.empty()) || (word == "met" && all_met) ||
        (word == "lapsed" && all_lapsed) ||
        (word == "late" && all_met && any([](const DutyState& duty) { return duty.late; })) ||
        (word == "open" && any([](const DutyState& duty) { return duty.open(); })) ||
        (word == "overdue" &&
         any([](const DutyState& duty) { return duty.open() && duty.overdue_at.has_value(); }));
    return verdict(
        what, holds,
        words.empty() ? "it has not opened" : fmt::format("it is {}", fmt::join(words, ", ")));
  }

  Verdict operator()(const ExpectPeople& wanted) const {
    const bool owed = wanted.what == ExpectPeople::What::Owed;
    std::set<std::string> expected;
    for (const PersonId& person : wanted.people) {
      expected.insert(shown(person));
    }
    auto duties = duties_named(d, wanted.duty);
    const bool opened = !duties.empty();
    if (owed || std::ranges::any_of(duties, &DutyState::open)) {
      std::erase_if(duties, [](const DutyState* duty) { return !duty->open(); });
    }
    std::set<std::string> found;
    for (const DutyState* duty : duties) {
      for (const Ower& ower : owed ? duty->owers : duty->to) {
        found.insert(shown(ower.person));
      }
    }
    return verdict(fmt::format("{} {} {}", to_text(wanted.duty), owed ? "is owed by" : "is told to",
                               fmt::join(expected, ", ")),
                   !duties.empty() && found == expected,
                   !opened          ? "it has not opened"
                   : duties.empty() ? "it is not owed any more"
                   : found.empty()  ? "no role is named"
                                    : fmt::format("it is {}", fmt::join(found, ", ")));
  }

  Verdict operator()(const ExpectSpeaks& wanted) const {
    const SideIndex side = d.side_of(wanted.agency);
    const Ower* ower = side >= 0 ? d.representative(side) : nullptr;
    const std::string speaks = ower != nullptr ? shown(ower->person) : "nobody";
    return verdict(shown(wanted.person) + " speaks for " + wanted.agency.text(),
                   side >= 0 && speaks == shown(wanted.person),
                   side >= 0 ? "it is " + speaks : "it is no side of this disagreement");
  }

  Verdict operator()(const ExpectExit& wanted) const {
    const std::string what = to_text(wanted.exit) + (wanted.open ? " is open" : " is closed");
    for (const OpenExit& exit : stood.outlook.exits) {
      if (exit.scope == wanted.exit.scope && exit.rule->id == wanted.exit.id) {
        return verdict(what, exit.open == wanted.open,
                       exit.open     ? "it is open"
                       : exit.lapsed ? "its time has passed"
                                     : "it is closed until " + exit.closed_because);
      }
    }
    return verdict(what, !wanted.open, "it belongs to a stage that is not current");
  }

  Verdict operator()(const ExpectFact& wanted) const {
    const FactValue* value = d.fact(wanted.fact, wanted.holder);
    std::vector<std::string> words;
    if (value != nullptr) {
      words = value->set.words;
      if (value->set.moment) {
        words.push_back(to_words(stood.zone, *value->set.moment));
      }
    }
    const auto text = [](const std::vector<std::string>& list) {
      return list.empty() ? std::string{"not known"} : fmt::format("{}", fmt::join(list, ", "));
    };
    std::vector<std::string> expected = wanted.words;
    if (value != nullptr && value->set.moment && expected.size() == 1) {
      const auto at = parse_local(stood.zone, expected.front());
      expected.front() = at ? to_words(stood.zone, *at) : expected.front();
    }
    return verdict(fmt::format("{}{} is {}", wanted.fact,
                               wanted.holder.empty() ? "" : " of " + wanted.holder, text(expected)),
                   words == expected, "it is " + text(words));
  }

  Verdict operator()(const ExpectChildTimescale& wanted) const {
    const std::string found =
        d.child_timescale ? to_words(stood.zone, d.child_timescale->at) : "none";
    const std::string expected = shown(wanted.at, stood.zone);
    return verdict("the child timescale is " + expected, found == expected, "it is " + found);
  }

  Verdict operator()(const ExpectSkipped& wanted) const {
    if (wanted.stage.empty()) {
      std::vector<std::string> skipped;
      for (const Visit& visit : d.visits) {
        if (visit.skipped) {
          skipped.push_back(visit.stage);
        }
      }
      return verdict("no stage is skipped", skipped.empty(),
                     fmt::format("skipped: {}", fmt::join(skipped, ", ")));
    }
    const Visit* visit = d.latest_visit(wanted.stage);
    return verdict(wanted.stage + " is skipped", visit != nullptr && visit->skipped,
                   visit != nullptr ? "it has begun" : "it is neither begun nor skipped");
  }

  Verdict operator()(const ExpectOutcome& wanted) const {
    const std::string found{d.outcome ? to_word(d.outcome->kind) : "none"};
    const std::string expected{wanted.outcome ? to_word(*wanted.outcome) : "none"};
    return verdict("the outcome is " + expected, found == expected, "it is " + found);
  }

  Verdict operator()(const ExpectFinished& wanted) const {
    std::vector<std::string> owed;
    for (const OpenDuty& open : stood.outlook.duties) {
      owed.push_back(open.duty->scope + "." + open.duty->id);
    }
    return verdict(wanted.finished ? "it is finished" : "it is not finished",
                   d.finished == wanted.finished,
                   d.finished ? "nothing is owed any more"
                              : fmt::format("still owed: {}", fmt::join(owed, ", ")));
  }

  Verdict operator()(const ExpectChanged& wanted) const {
    const Zone& zone = stood.zone;
    std::string what =
        fmt::format("the deadline of {} moved", wanted.duty ? to_text(*wanted.duty) : "the cap");
    what += wanted.from ? " from " + shown(wanted.from, zone) : "";
    what += wanted.to ? " to " + shown(wanted.to, zone) : "";
    what += wanted.why.empty() ? "" : " because of “" + wanted.why + "”";
    std::vector<std::string> found;
    for (const Event& event : stood.events) {
      const auto* changed = std::get_if<DeadlineChanged>(&event.body);
      if (changed == nullptr) {
        continue;
      }
      const DutyState* duty = d.duty(changed->number);
      const bool same = wanted.duty ? duty != nullptr && duty->scope == wanted.duty->scope &&
                                          duty->id == wanted.duty->id
                                    : changed->number == 0;
      if (same && (!wanted.from || changed->from.due == wanted.from) &&
          (!wanted.to || changed->to.due == wanted.to) && changed->why.contains(wanted.why)) {
        return verdict(std::move(what), true, "");
      }
      found.push_back(fmt::format(
          "{} from {} to {} ({})", duty != nullptr ? duty->scope + "." + duty->id : "the cap",
          shown(changed->from.due, zone), shown(changed->to.due, zone), changed->why));
    }
    return verdict(
        std::move(what), false,
        found.empty() ? "no deadline moved" : fmt::format("moved: {}", fmt::join(found, "; ")));
  }

  Verdict operator()(const ExpectSees& wanted) const {
    const Person* person = stood.at.directory.person(wanted.person);
    const Actor viewer{wanted.person, person != nullptr ? person->agency : AgencyId{}};
    const Sees found = d.version != 0 ? what_is_shown(viewer, d, stood.at) : Sees{};
    return verdict(fmt::format("{} sees {}", wanted.person.text(), in_words(wanted.what)),
                   found == wanted.what, "sees " + in_words(found));
  }

  Verdict operator()(const ExpectShown& wanted) const {
    const std::vector<std::string> texts = texts_shown(stood.policy, wanted.place);
    return verdict(fmt::format("{}: “{}” is shown", wanted.place, wanted.text),
                   std::ranges::any_of(
                       texts, [&](const std::string& text) { return text.contains(wanted.text); }),
                   texts.empty() ? "the policy has no words there"
                                 : fmt::format("shown: {}", fmt::join(texts, " / ")));
  }
};

}  // namespace

std::vector<const DutyState*> duties_named(const Disagreement& disagreement, const RuleName& name) {
  if (name.scope != "undertaken") {
    return latest_opening(disagreement, name.scope, name.id);
  }
  std::vector<const DutyState*> found;
  for (const DutyState& duty : disagreement.duties) {
    if (duty.scope == name.scope && duty.id == name.id) {
      found.push_back(&duty);
    }
  }
  return found;
}

Verdict check(const Expectation& expectation, const Stood& stood) {
  return std::visit(Checking{stood}, expectation.what);
}

}  // namespace accord
