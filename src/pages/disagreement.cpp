#include "pages/disagreement.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "disagreement/acts.hpp"
#include "disagreement/roles.hpp"
#include "pages/reference.hpp"
#include "policy/words.hpp"
#include "service/learning.hpp"
#include "service/monitoring.hpp"

namespace accord {

std::string capitalised(std::string text) {
  if (!text.empty() && text.front() >= 'a' && text.front() <= 'z') {
    text.front() = static_cast<char>(text.front() - 'a' + 'A');
  }
  return text;
}

std::string listed(const std::vector<std::string>& items, std::string_view last) {
  std::string words;
  for (std::size_t i = 0; i < items.size(); ++i) {
    words += i == 0 ? std::string_view{} : i + 1 == items.size() ? last : std::string_view{", "};
    words += items[i];
  }
  return words;
}

OpenedDisagreement::OpenedDisagreement(PageContext& context, Loaded loaded,
                                       std::optional<Instant> as_at)
    : context_(context),
      loaded_(std::move(loaded)),
      at_{as_at.value_or(context.service().now()), *loaded_.rules.policy,
          *loaded_.partnership->directory, *loaded_.rules.calendar},
      now_(outlook(loaded_.state, context.actor(), at_)),
      reference_(shown_reference(loaded_.state.raised.reference)),
      my_side_(acting_side(context.actor(), now_.state, at_)) {}

std::expected<std::unique_ptr<const OpenedDisagreement>, ServiceError> open_disagreement(
    PageContext& context) {
  auto loaded = context.service().load(
      context.id(), stored_reference(context.request().parameter("ref")), context.actor());
  if (!loaded) {
    return std::unexpected(loaded.error());
  }
  return std::make_unique<const OpenedDisagreement>(context, *std::move(loaded));
}

std::unique_ptr<const OpenedDisagreement> as_it_stood(PageContext& context, const Loaded& loaded,
                                                      std::int64_t sequence) {
  RecordThen then = as_it_stood(loaded, sequence);
  return std::make_unique<const OpenedDisagreement>(context, std::move(then.loaded), then.at);
}

std::string OpenedDisagreement::path(std::string_view page) const {
  return fmt::format("/d/{}{}", percent_encode(reference_), page);
}

std::string OpenedDisagreement::href(std::string_view page) const {
  return context_.href(path(page));
}

std::string OpenedDisagreement::clause_href(std::string_view clause) const {
  return context_.href("/policy#" + clause_anchor(clause));
}

std::string OpenedDisagreement::person(const PersonId& id) const {
  if (id.empty()) {
    return "Accord";
  }
  const Person* known = directory().person(id);
  return known != nullptr ? known->name : id.text();
}

std::string OpenedDisagreement::agency(const AgencyId& id) const {
  const Agency* known = directory().agency(id);
  return known != nullptr ? known->name : id.text();
}

std::string OpenedDisagreement::side(SideIndex index) const {
  const auto& sides = state().raised.sides;
  if (index < 0 || static_cast<std::size_t>(index) >= sides.size()) {
    const Agency* partnership = directory().partnership();
    return partnership != nullptr ? partnership->name : std::string{"the partnership"};
  }
  return agency(sides[static_cast<std::size_t>(index)].agency);
}

std::string OpenedDisagreement::undertaking(const Undertaking& one) const {
  const Ower& owner = one.owner;
  return fmt::format("{} ({}, by {}).{}", one.what,
                     owner.person.empty() ? side(owner.side) : ower(owner), when(one.due),
                     one.how.empty() ? "" : " How it will be pursued: " + one.how);
}

Texts OpenedDisagreement::terms(const Texts& record,
                                const std::vector<Undertaking>& outstanding) const {
  Texts lines;
  for (const auto& [name, text] : record) {
    lines.emplace_back(capitalised(name), text);
  }
  for (const Undertaking& issue : outstanding) {
    lines.emplace_back("Outstanding issue", undertaking(issue));
  }
  return lines;
}

std::string OpenedDisagreement::role(std::string_view id) const {
  const RoleRule* rule = policy().role(id);
  return rule != nullptr && !rule->title.empty() ? rule->title : capitalised(spaced(id));
}

std::string OpenedDisagreement::ower(const Ower& who) const {
  if (who.person.empty()) {
    const Post* post = directory().post(who.post);
    const std::string name = post != nullptr ? post->title : role(who.role);
    return fmt::format("{}{} (nobody is named yet)", name,
                       who.side >= 0 ? ", " + side(who.side) : std::string{});
  }
  return person(who.person) + (who.deputy ? " (standing in)" : "");
}

std::string OpenedDisagreement::owers(const std::vector<Ower>& all) const {
  std::vector<std::string> names;
  for (const Ower& one : all) {
    std::string name = ower(one);
    if (std::ranges::find(names, name) == names.end()) {
      names.push_back(std::move(name));
    }
  }
  return names.empty() ? std::string{"Nobody is named yet"} : listed(names, " or ");
}

std::string OpenedDisagreement::asked(const std::vector<Ower>& all) const {
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

std::string OpenedDisagreement::stage(std::string_view id) const {
  const Stage* known = policy().scope(id);
  return known != nullptr ? name_of(*known) : spaced(id);
}

std::string OpenedDisagreement::duty(std::string_view scope, std::string_view id) const {
  if (id == "settle") {
    return fmt::format("Resolve it at “{}”, or take it on", stage(scope));
  }
  const DutyRule* rule = policy().duty(scope, id);
  return rule != nullptr ? rule->what : capitalised(spaced(id));
}

std::string OpenedDisagreement::duty(const DutyState& one) const {
  return one.undertaking ? one.undertaking->what : duty(one.scope, one.id);
}

std::string OpenedDisagreement::duty(int number) const {
  const DutyState* known = state().duty(number);
  return known != nullptr ? duty(*known) : fmt::format("duty {}", number);
}

Purpose OpenedDisagreement::purpose(const Done& done) const {
  return purpose_of(loaded_, done);
}

std::string OpenedDisagreement::exit(std::string_view scope, std::string_view id) const {
  const ExitRule* rule = policy().exit(scope, id);
  return rule != nullptr ? name_of(*rule) : spaced(id);
}

/// "Independent chair (Rohan Dyson)", "Worker, the agency (the worker)": a role alone does not say
/// whom to ring, nor of which side.
std::string OpenedDisagreement::role_taker(std::string_view who, Naming naming) const {
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

std::string OpenedDisagreement::taker(std::string_view who, Naming naming) const {
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
    if (speaks == nullptr) {
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

std::string OpenedDisagreement::holder(const std::string& id) const {
  const auto& children = state().raised.children;
  const auto child = std::ranges::find(children, id, &Child::id);
  if (child != children.end()) {
    return children.size() == 1 ? std::string{"the child"} : "the child " + child->reference;
  }
  return id.empty() ? id : agency(AgencyId{id});
}

std::string OpenedDisagreement::fact(std::string_view id) const {
  const FactRule* rule = policy().fact(id);
  return rule != nullptr ? rule->asks : capitalised(spaced(id));
}

std::string OpenedDisagreement::value(const FactSet& set) const {
  if (set.moment) {
    return when(*set.moment);
  }
  return set.words.empty() ? std::string{"no longer known"} : listed(set.words);
}

const FactValue* OpenedDisagreement::danger() const {
  const FactValue* value = state().fact(kImmediateDanger);
  const bool reported = value != nullptr && !state().outcome && !value->set.words.empty() &&
                        value->set.words.front() != "no";
  return reported ? value : nullptr;
}

std::vector<PersonId> OpenedDisagreement::people() const {
  std::vector<PersonId> found;
  const auto add = [&](const PersonId& id) {
    if (!id.empty() && std::ranges::find(found, id) == found.end()) {
      found.push_back(id);
    }
  };
  add(state().raiser.person);
  for (const Side& one : state().raised.sides) {
    add(one.worker);
  }
  for (const Ower& speaks : state().representatives) {
    add(speaks.person);
  }
  for (const DutyState& one : state().duties) {
    for (const Ower& owes : one.owers) {
      add(owes.person);
    }
  }
  return found;
}

namespace {

void tag(Dictionary& list, const std::string& words, std::string_view colour) {
  list.section("TAG").set("WORDS", words).set("COLOUR", colour);
}

/// What is known about one child, without the question that it answers: "None of these" says
/// nothing alone, and stands with its question under what was raised.
void put_one_child(Dictionary& row, const OpenedDisagreement& opened, const Child& child) {
  if (!child.age_band.empty()) {
    tag(row, child.age_band, "govuk-tag--teal");
  }
  for (const FactRule& rule : opened.policy().facts) {
    const FactValue* value =
        rule.held_by == HeldBy::EachChild ? opened.state().fact(rule.id, child.id) : nullptr;
    if (value == nullptr || rule.kind != FactKind::Words) {
      continue;
    }
    for (const std::string& word : value->set.words) {
      if (!word.starts_with("none")) {
        tag(row, capitalised(word), "govuk-tag--teal");
      }
    }
  }
  std::vector<std::string> references;
  if (!child.reference.empty()) {
    references.push_back(opened.side(0) + " reference " + child.reference);
  }
  if (!child.other_reference.empty()) {
    references.push_back(opened.side(1) + " reference " + child.other_reference);
  }
  row.set_if_any("REFERENCES", "LIST", listed(references, " · "));
}

/// One row for each child, then what holds for all of it.
void put_children(Dictionary& banner, const OpenedDisagreement& opened) {
  const Disagreement& state = opened.state();
  int number = 0;
  for (const Child& one : state.raised.children) {
    ++number;
    Dictionary& row = banner.section("ONE_CHILD");
    row.set("ABOUT", state.raised.children.size() == 1 ? std::string{"About the child"}
                                                       : fmt::format("About child {}", number));
    put_one_child(row, opened, one);
  }
  std::vector<std::string> whole;
  for (const FactRule& rule : opened.policy().facts) {
    const FactValue* value = rule.fastest_first ? state.fact(rule.id) : nullptr;
    if (value != nullptr && !value->set.words.empty()) {
      whole.push_back(
          fmt::format("{}: {}", capitalised(spaced(rule.id)), value->set.words.front()));
    }
  }
  if (state.child_timescale && !state.outcome) {
    whole.push_back("Needed by " + opened.when(state.child_timescale->at));
  }
  if (!whole.empty()) {
    Dictionary& list = banner.section("WHOLE");
    for (const std::string& words : whole) {
      tag(list, words, "govuk-tag--orange");
    }
  }
}

/// A duty that lasts until the outcome is what holds meanwhile (kernel rule 13).
bool is_arrangement(const OpenDuty& open) {
  return open.rule != nullptr && open.rule->met_when &&
         open.rule->met_when->kind == Condition::Kind::Word &&
         open.rule->met_when->subject.kind == SubjectKind::Outcome;
}

}  // namespace

void put_child(Dictionary& page, const OpenedDisagreement& opened) {
  const Disagreement& state = opened.state();
  Dictionary& child = page.include("CHILD", "disagreement_child.html");
  const FactValue* danger = opened.danger();
  child.show_if(danger != nullptr, "DANGER_CLASS");
  child.choose(danger != nullptr, "DANGER", "CALM");
  if (danger != nullptr) {
    child.section("DANGER_LINE")
        .set("WORDS", danger->set.words.front())
        .set("BY", opened.person(danger->by.person))
        .set("AT", opened.when(danger->since));
  }
  child.set("WORDS", state.raised.matter.child.empty() ? state.raised.matter.why
                                                       : state.raised.matter.child);
  put_children(child, opened);
  // Each side owes its own; to the child they are one arrangement.
  std::set<const DutyRule*> shown;
  for (const OpenDuty& open : opened.now().duties) {
    if (is_arrangement(open) && shown.insert(open.rule).second) {
      child.section("UNTIL").set("WHAT", open.rule->what);
    }
  }
  if (!state.outcome && opened.i_may(Act::Write)) {
    child.section("CHANGED").set("HREF", opened.href("/danger"));
  }
}

}  // namespace accord
