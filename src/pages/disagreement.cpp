#include "pages/disagreement.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "disagreement/roles.hpp"
#include "pages/reference.hpp"
#include "policy/words.hpp"
#include "service/learning.hpp"
#include "service/monitoring.hpp"

namespace accord {

OpenedParts::OpenedParts(const PageContext& context, Loaded loaded, std::optional<Instant> as_at)
    : loaded_(std::move(loaded)),
      circumstances_{as_at.value_or(context.service().now()), *loaded_.rules.policy,
                     *loaded_.partnership->directory, *loaded_.rules.calendar},
      now_(outlook(loaded_.state, context.actor(), circumstances_)) {}

OpenedDisagreement::OpenedDisagreement(const PageContext& context, Loaded loaded,
                                       std::optional<Instant> as_at)
    : OpenedParts(context, std::move(loaded), as_at),
      Names(now_.state, circumstances_),
      context_(context),
      reference_(shown_reference(loaded_.state.raised.reference)),
      my_side_(acting_side(context.actor(), now_.state, circumstances_)) {}

std::expected<std::unique_ptr<const OpenedDisagreement>, ServiceError> open_disagreement(
    PageContext& context) {
  auto loaded = context.service().load(
      context.id(), stored_reference(context.request().parameter("ref")), context.actor());
  if (!loaded) {
    return std::unexpected(loaded.error());
  }
  auto opened = std::make_unique<const OpenedDisagreement>(context, *std::move(loaded));
  context.speak_of(opened->about());
  return opened;
}

std::unique_ptr<const OpenedDisagreement> as_it_stood(PageContext& context, const Loaded& loaded,
                                                      std::int64_t sequence) {
  RecordThen then = as_it_stood(loaded, sequence);
  return std::make_unique<const OpenedDisagreement>(context, std::move(then.loaded), then.at);
}

std::unique_ptr<const OpenedDisagreement> OpenedDisagreement::before(std::int64_t sequence) const {
  RecordThen then = accord::as_it_stood(loaded_, sequence - 1);
  return std::make_unique<const OpenedDisagreement>(context_, std::move(then.loaded), then.at);
}

std::string OpenedDisagreement::path(std::string_view page) const {
  return fmt::format("/d/{}{}", percent_encode(reference_), page);
}

std::string OpenedDisagreement::href(std::string_view page) const {
  return context_.href(path(page));
}

std::string OpenedDisagreement::clause_href(std::string_view clause) const {
  return context_.policy_href(policy(), clause);
}

Purpose OpenedDisagreement::purpose(const Done& done) const {
  return purpose_of(loaded_, done);
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
  if (!child.kind.empty()) {
    tag(row, capitalised(child.kind), "govuk-tag--teal");
  }
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
      if (word == "yes" || word == "no" || word == rule.taken_as) {
        tag(row, fmt::format("{}: {}", capitalised(spaced(rule.id)), word), "govuk-tag--teal");
      } else if (!word.starts_with("none")) {
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
    const std::string kind = one.kind.empty() ? "child" : one.kind;
    row.set("ABOUT", state.raised.children.size() == 1 ? "About the " + kind
                                                       : fmt::format("About {} {}", kind, number));
    put_one_child(row, opened, one);
  }
  std::vector<std::string> whole;
  for (const FactRule& rule : opened.policy().facts) {
    const FactValue* value = rule.fastest_first ? state.fact(rule.id) : nullptr;
    if (value != nullptr && !value->set.words.empty()) {
      whole.push_back(
          fmt::format("{}: {}", capitalised(spaced(rule.id)), value->set.words.front()));
    } else if (rule.fastest_first && !rule.taken_as.empty()) {
      whole.push_back(
          fmt::format("{}: not said, taken as {}", capitalised(spaced(rule.id)), rule.taken_as));
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
  child.show_if(danger != nullptr, "DANGER");
  const AboutWhom about = opened.about();
  if (danger == nullptr) {
    child.section("CALM").set("FIRST", capitalised(about.does("comes", "come")) + " first");
  }
  if (danger != nullptr) {
    child.section("DANGER_LINE")
        .set("WORDS", danger->set.words.front())
        .set("IN_DANGER", about.does("is", "are"))
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
  // A policy that asks about danger under another name has no such page.
  const bool asks = opened.policy().fact(kImmediateDanger) != nullptr;
  if (asks && !state.outcome && opened.i_may(Act::Write)) {
    child.section("CHANGED").set("HREF", opened.href("/danger"));
  }
}

}  // namespace accord
