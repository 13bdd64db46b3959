#include "random_rules.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace accord::property {

const PlannedStage& RandomRules::any_scope() {
  switch (random_.below(8)) {
    case 0: return plan_.start;
    case 1: return plan_.throughout;
    default: return plan_.stages[random_.below(plan_.stages.size())];
  }
}

std::string RandomRules::word_of_fact() {
  const PlannedFact& fact = plan_.facts[random_.below(plan_.facts.size())];
  if (fact.moment && in_a_hundred(40)) {
    return fact.id;
  }
  if (fact.words.empty() || in_a_hundred(15)) {
    return fmt::format("{{{}: {}}}", fact.id, one_of({"known", "known", "not_known"}));
  }
  if (fact.words.size() > 1 && in_a_hundred(25)) {
    return fmt::format("{{{}: [{}, {}]}}", fact.id, fact.words.front(), fact.words.back());
  }
  return fmt::format("{{{}: {}}}", fact.id, one_of(fact.words));
}

std::string RandomRules::word_of_duty(const PlannedStage* place) {
  const PlannedStage& scope = place != nullptr && in_a_hundred(70) ? *place : any_scope();
  const std::string of =
      place == &scope && in_a_hundred(70) ? std::string{} : fmt::format("{}.", scope.id);
  const bool own_clock = anchors_ && place == &scope;  // it would wait for its own end
  if (!scope.of_none() && !own_clock && in_a_hundred(20)) {
    return fmt::format("{{{}settle: {}}}", of, one_of({"overdue", "due", "open"}));
  }
  if (scope.duties.empty()) {
    return word_of_fact();
  }
  const PlannedDuty& duty = scope.duties[random_.below(scope.duties.size())];
  if (own_clock && duty.id == anchored_) {
    return word_of_fact();
  }
  if (duty.right) {
    return fmt::format("{{{}{}: met}}", of, duty.id);
  }
  if (own_clock) {
    return fmt::format("{{{}{}: met}}", of, duty.id);
  }
  if (in_a_hundred(15)) {
    return fmt::format("{{{}{}: [met, overdue]}}", of, duty.id);
  }
  return fmt::format("{{{}{}: {}}}", of, duty.id,
                     one_of({"met", "met", "met", "overdue", "due", "late", "open",
                             duty.always ? "met" : "lapsed"}));
}

std::string RandomRules::word_of_stage() {
  const PlannedStage& stage = plan_.stages[random_.below(plan_.stages.size())];
  if (anchors_) {
    return fmt::format("{{{}: begun}}", stage.id);
  }
  return fmt::format("{{{}: {}}}", stage.id,
                     one_of({"begun", "begun", "begun", "left", "left", "skipped"}));
}

std::string RandomRules::word_of_exit(const PlannedStage* place) {
  const PlannedStage& scope = any_scope();
  if (scope.exits.empty()) {
    return word_of_stage();
  }
  const std::string of = place == &scope ? std::string{} : fmt::format("{}.", scope.id);
  return fmt::format("{{{}{}: taken}}", of, one_of(scope.exits));
}

std::string RandomRules::word_of(const PlannedStage* place) {
  if (place == &plan_.after && in_a_hundred(50)) {
    return fmt::format("{{outcome: {}}}",
                       in_a_hundred(40) ? std::string{"known"} : one_of(plan_.outcomes));
  }
  switch (random_.below(14)) {
    case 0:
    case 1:
    case 2: return word_of_fact();
    case 3:
    case 4:
    case 5: return word_of_duty(place);
    case 6:
    case 7: return word_of_stage();
    case 8: return word_of_exit(place);
    case 9: return fmt::format("{{child_timescale: {}}}", one_of({"known", "not_known"}));
    case 10:
      return place != nullptr && place->tiers
                 ? fmt::format("{{tier: {}}}", one_of({"more", "last"}))
                 : word_of_fact();
    case 11: return word_of_parties();
    default: return place != nullptr && in_a_hundred(30) ? "raised" : word_of_fact();
  }
}

/// Whom it is about, and between which sectors.
std::string RandomRules::word_of_parties() {
  if (anchors_) {
    return word_of_fact();  // they are there from the first moment
  }
  if (plan_.whom.size() > 1 && in_a_hundred(50)) {
    return fmt::format("{{whom: {}}}", one_of(plan_.whom));
  }
  return fmt::format("{{{}_sector: {}}}", one_of({"raising", "responding"}),
                     one_of({"social care", "health", "[police, education]"}));
}

std::string RandomRules::condition(const PlannedStage* place, int depth) {
  if (depth == 0 || in_a_hundred(60)) {
    if (place == nullptr && in_a_hundred(40)) {
      return fmt::format("{{hours: {}}}", one_of({"outside", "working"}));
    }
    return word_of(place);
  }
  const std::string first = condition(place, depth - 1);
  if (in_a_hundred(30)) {
    return fmt::format("{{not: {}}}", first);
  }
  return fmt::format("{{{}: [{}, {}]}}", one_of({"all", "any"}), first,
                     condition(place, depth - 1));
}

std::string RandomRules::limit(bool stated) {
  if (!stated && in_a_hundred(30)) {
    return one_of({"immediately", "as soon as possible", "without delay", "not stated"});
  }
  const auto n = [&](std::size_t most) { return random_.below(most) + 1; };
  switch (random_.below(14)) {
    case 0:
    case 1:
    case 2: return fmt::format("{} working days", n(10));
    case 11: return fmt::format("{} minutes", n(90));
    case 12:
      return one_of({"next Monday", "next Friday", "next Tuesday if told by noon on Monday",
                     "next Friday if told by 10:30 on Thursday"});
    case 3: return fmt::format("{} working hours", n(16));
    case 4: return fmt::format("{} hours", n(72));
    case 5: return one_of({"48 hours (2 working days)", "24 hours (1 working day)"});
    case 6: return fmt::format("{} calendar days", n(14));
    case 7: return fmt::format("{} clear days", n(9));
    case 8: return fmt::format("{} weeks", n(4));
    case 9: return fmt::format("{} months", n(2));
    case 10: return "same working day";
    default: return "next working day";
  }
}

std::string RandomRules::bound(const PlannedStage& place, bool settle) {
  const PlannedFact* moment = nullptr;
  for (const PlannedFact& fact : plan_.facts) {
    moment = fact.moment ? &fact : moment;
  }
  if (moment != nullptr && !settle && in_a_hundred(10)) {
    return fmt::format("{{within: at least {} {} before, from: {}}}", random_.below(5) + 1,
                       one_of({"clear days", "working days", "calendar days"}), moment->id);
  }
  const std::string within = limit(false);
  const bool states =
      within.find_first_of("0123456789") != std::string::npos || within.ends_with("working day");
  std::string made = "{within: " + within;
  if (in_a_hundred(35)) {
    anchors_ = true;
    made += ", from: " + (in_a_hundred(20) ? std::string{"raised"} : condition(&place));
    anchors_ = false;
  }
  if (in_a_hundred(20)) {
    made += ", when: " + condition(&place, 1);
  }
  if (in_a_hundred(settle ? 30 : 10)) {
    made += ", unless: both_agree";
  }
  if ((!states && !plan_.local_target) || in_a_hundred(15)) {
    made += ", local_target: " + limit(true);
  }
  if (in_a_hundred(10)) {
    made += ", reading: as it is read here";
  }
  return made + "}";
}

std::string RandomRules::clock(const PlannedStage& place, std::string_view of) {
  const bool settle = of == "settle";
  anchored_ = of;
  if (in_a_hundred(70)) {
    return bound(place, settle);
  }
  return fmt::format("[{}, {}]", bound(place, settle), bound(place, settle));
}

std::string RandomRules::until(const PlannedStage& place) {
  std::string made = "{within: " + limit(true);
  if (in_a_hundred(50)) {
    anchors_ = true;
    made += ", from: " + (in_a_hundred(30) ? std::string{"raised"} : condition(&place));
    anchors_ = false;
  }
  if (in_a_hundred(15)) {
    made += ", when: " + condition(&place, 1);
  }
  return made + "}";
}

std::string RandomRules::who() {
  return one_of({"raising_side",
                 "raising_side",
                 "responding_side",
                 "responding_side",
                 "each_side",
                 "each_side",
                 "any_side",
                 "raiser",
                 "{raising_side: worker}",
                 "{responding_side: line_manager}",
                 "{each_side: lead}",
                 "{any_side: head}",
                 "{raising_side: lead or head}",
                 "{each_side: by_sector}",
                 "chair",
                 "support",
                 "reviewer",
                 "nobody_yet",
                 "of_raising",
                 "[raising_side, chair]",
                 "[responding_side, reviewer]",
                 "chair or support"});
}

std::string RandomRules::takers() {
  std::vector<std::string> some{"raising_side",
                                "responding_side",
                                "any_side",
                                "any_side",
                                "each_side",
                                "raiser",
                                "[raiser, each_side]",
                                "chair",
                                "support",
                                "{raising_side: lead}",
                                "{each_side: head}",
                                "chair or support",
                                "not_stated"};
  return one_of(some);
}

std::string RandomRules::speakers(bool first) {
  std::vector<std::string> some{"{each_side: worker}",
                                "{raising_side: worker, responding_side: worker}",
                                "{each_side: line_manager}",
                                "{each_side: line_manager or lead}",
                                "{raising_side: lead or line_manager or head}",
                                "{responding_side: line_manager}",
                                "{raising_side: lead, responding_side: head}",
                                "{each_side: on_duty}",
                                "{each_side: by_sector}",
                                "none"};
  if (!first) {
    some.emplace_back("{each_side: previous}");
    some.emplace_back("{responding_side: previous}");
  }
  return one_of(some);
}

std::string RandomRules::seat() {
  return one_of({"each_side", "raising_side", "chair", "support", "reviewer", "{each_side: lead}"});
}

std::string RandomRules::source(std::string_view indent) {
  if (in_a_hundred(10)) {
    return fmt::format("{0}local: true\n", indent);
  }
  std::string made = fmt::format("{}clause: {}\n", indent, one_of({"c1", "c2", "[c1, c2]"}));
  if (in_a_hundred(15)) {
    made += fmt::format("{}reading: as it is read here\n", indent);
  }
  return made;
}

}  // namespace accord::property
