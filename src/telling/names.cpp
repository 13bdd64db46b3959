#include "telling/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "calendar/working_calendar.hpp"
#include "directory/directory.hpp"
#include "disagreement/about.hpp"
#include "disagreement/acts.hpp"
#include "disagreement/roles.hpp"
#include "policy/words.hpp"
#include "telling/phrase.hpp"

namespace accord {

Names::Names(const Disagreement& state, const Circumstances& at) : state_(state), at_(at) {}

const Zone& Names::zone() const {
  return at_.calendar.zone();
}

AboutWhom Names::about() const {
  return about_whom(state_.raised.children, policy());
}

std::string Names::when(Instant at) const {
  return to_words(zone(), at);
}

std::string Names::person(const PersonId& id) const {
  if (id.empty()) {
    return "Accord";
  }
  const Person* known = directory().person(id);
  return known != nullptr ? known->name : id.text();
}

std::string Names::agency(const AgencyId& id) const {
  const Agency* known = directory().agency(id);
  return known != nullptr ? known->name : id.text();
}

std::string Names::side(SideIndex index) const {
  const auto& sides = state().raised.sides;
  if (index < 0 || static_cast<std::size_t>(index) >= sides.size()) {
    const Agency* partnership = directory().partnership();
    return partnership != nullptr ? partnership->name : std::string{"the partnership"};
  }
  return agency(sides[static_cast<std::size_t>(index)].agency);
}

std::string Names::undertaking(const Undertaking& one) const {
  const Ower& owner = one.owner;
  return fmt::format("{} ({}, by {}).{}", one.what,
                     owner.person.empty() ? side(owner.side) : ower(owner), when(one.due),
                     one.how.empty() ? "" : " How it will be pursued: " + one.how);
}

Texts Names::terms(const Texts& record, const std::vector<Undertaking>& outstanding) const {
  Texts lines;
  for (const auto& [name, text] : record) {
    lines.emplace_back(capitalised(name), text);
  }
  for (const Undertaking& issue : outstanding) {
    lines.emplace_back("Outstanding issue", undertaking(issue));
  }
  return lines;
}

std::string Names::role(std::string_view id) const {
  const RoleRule* rule = policy().role(id);
  return rule != nullptr && !rule->title.empty() ? rule->title : capitalised(spaced(id));
}

std::string Names::ower(const Ower& who) const {
  if (who.person.empty()) {
    const Post* post = directory().post(who.post);
    const std::string name = post != nullptr ? post->title : role(who.role);
    return fmt::format("{}{} (nobody is named yet)", name,
                       who.side >= 0 ? ", " + side(who.side) : std::string{});
  }
  return person(who.person) + (who.deputy ? " (standing in)" : "");
}

std::string Names::owers(const std::vector<Ower>& all) const {
  std::vector<std::string> names;
  for (const Ower& one : all) {
    std::string name = ower(one);
    if (std::ranges::find(names, name) == names.end()) {
      names.push_back(std::move(name));
    }
  }
  return names.empty() ? std::string{"Nobody is named yet"} : listed(names, " or ");
}

std::string Names::asked(const std::vector<Ower>& all) const {
  std::vector<std::string> names;
  for (const Ower& one : all) {
    const bool several = who_may_act(one, state(), at_).size() > 1;
    std::string name = several ? names_of({one}, state(), at_) : ower(one);
    if (std::ranges::find(names, name) == names.end()) {
      names.push_back(std::move(name));
    }
  }
  return names.empty() ? std::string{"Nobody is named yet"} : listed(names, " or ");
}

std::string Names::stage(std::string_view id) const {
  const Stage* known = policy().scope(id);
  return known != nullptr ? name_of(*known) : spaced(id);
}

std::string Names::duty(std::string_view scope, std::string_view id) const {
  if (id == "settle") {
    return fmt::format("Resolve it at “{}”, or take it on", stage(scope));
  }
  const DutyRule* rule = policy().duty(scope, id);
  return rule != nullptr ? rule->what : capitalised(spaced(id));
}

std::string Names::duty(const DutyState& one) const {
  return one.undertaking ? one.undertaking->what : duty(one.scope, one.id);
}

std::string Names::duty(int number) const {
  const DutyState* known = state().duty(number);
  return known != nullptr ? duty(*known) : fmt::format("duty {}", number);
}

std::string Names::exit(std::string_view scope, std::string_view id) const {
  const ExitRule* rule = policy().exit(scope, id);
  return rule != nullptr ? name_of(*rule) : spaced(id);
}

/// "Independent chair (Rohan Dyson)", "Worker, the agency (the worker)": a role alone does not say
/// whom to ring, nor of which side.
std::string Names::role_taker(std::string_view who, Naming naming) const {
  const std::size_t colon = who.find(':');
  RoleRef ref;
  ref.alternatives.emplace_back(who.substr(0, colon));
  SideIndex wanted = kNoSide;
  if (colon != std::string_view::npos) {
    std::from_chars(who.data() + colon + 1, who.data() + who.size(), wanted);
    ref.side = SideSelector::EachSide;
  }
  std::string words = role(ref.alternatives.front());
  if (wanted != kNoSide) {
    words += ", " + side(wanted);
  }
  if (naming == Naming::Unnamed) {
    return words;
  }
  std::vector<std::string> names;
  for (const Ower& one : resolve(ref, state(), at_)) {
    if (wanted == kNoSide || one.side == wanted) {
      names.push_back(one.person.empty()        ? "nobody is named yet"
                      : naming == Naming::Asked ? asked({one})
                                                : ower(one));
    }
  }
  return names.empty() ? words : fmt::format("{} ({})", words, listed(names, " or "));
}

std::string Names::ending(OutcomeKind kind, std::string_view scope, std::string_view exit) const {
  const ExitRule* rule = policy().exit(scope, exit);
  std::vector<std::string> whose;
  for (const Ower& ower :
       rule != nullptr ? resolve_all(rule->stands_with, state_, at_) : std::vector<Ower>{}) {
    const std::string name = agency(answering_agency(ower, state_, at_));
    if (!name.empty() && std::ranges::find(whose, name) == whose.end()) {
      whose.push_back(name);
    }
  }
  return whose.empty() ? std::string{in_words(kind)}
                       : fmt::format("not agreed, and the decision of {} stands", listed(whose));
}

std::string Names::taker(std::string_view who, Naming naming) const {
  if (who == "raiser") {
    return person(state().raiser.person);
  }
  if (who == "any") {
    return "either side";
  }
  if (who == "partnership") {
    return side(kNoSide);
  }
  if (who.starts_with("side:")) {
    SideIndex index = kNoSide;
    std::from_chars(who.data() + 5, who.data() + who.size(), index);
    const Ower* speaks = state().representative(index);
    if (speaks == nullptr || naming == Naming::Unnamed) {
      return side(index);
    }
    return fmt::format("{} ({})", side(index),
                       naming == Naming::Asked ? asked({*speaks}) : ower(*speaks));
  }
  if (who.starts_with("role:")) {
    return role_taker(who.substr(5), naming);
  }
  return std::string{who};
}

std::string Names::holder(const std::string& id) const {
  const auto& children = state().raised.children;
  const auto child = std::ranges::find(children, id, &Child::id);
  if (child != children.end()) {
    const std::string kind = "the " + (child->kind.empty() ? std::string{"child"} : child->kind);
    return children.size() == 1 ? kind : kind + " " + child->reference;
  }
  return id.empty() ? id : agency(AgencyId{id});
}

std::string Names::fact(std::string_view id) const {
  const FactRule* rule = policy().fact(id);
  return rule != nullptr ? rule->asks : capitalised(spaced(id));
}

std::string Names::value(const FactSet& set) const {
  if (set.moment) {
    return when(*set.moment);
  }
  return set.words.empty() ? std::string{"no longer known"} : listed(set.words);
}

}  // namespace accord
