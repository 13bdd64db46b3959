#include "pages/raise_answers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/characters.hpp"
#include "disagreement/about.hpp"
#include "disagreement/condition.hpp"

namespace accord {

namespace {

constexpr std::string_view kDanger = "immediate_danger";
constexpr int kMostChildren = 12;
constexpr std::size_t kSummaryLength = 100;

/// The first sentence of what happened, where nobody gave a line for the lists.
std::string first_sentence(const std::string& text) {
  const std::string line = text.substr(0, text.find('\n'));
  const std::size_t stop = line.find(". ");
  std::string sentence = line.substr(0, stop == std::string::npos ? line.size() : stop);
  if (characters_in(sentence) <= kSummaryLength) {
    return sentence;
  }
  std::size_t cut = sentence.rfind(' ', kSummaryLength);
  if (cut == std::string::npos) {
    cut = 0;
    for (std::size_t i = 0; i < kSummaryLength; ++i) {
      (void)next_character(sentence, cut);
    }
  }
  return sentence.substr(0, cut) + "…";
}

}  // namespace

std::string fact_field(const FactRule& fact, std::string_view holder) {
  return holder.empty() ? fmt::format("fact-{}", fact.id)
                        : fmt::format("fact-{}-{}", fact.id, holder);
}

const FactRule* danger_fact(const Policy& policy) {
  return policy.fact(kDanger);
}

std::string RaiseAnswers::path(std::string_view step) const {
  return fmt::format("/raise/{}/{}", draft_.id, step);
}

std::string RaiseAnswers::get(std::string_view name) const {
  const auto found =
      std::ranges::find(draft_.fields, name, &std::pair<std::string, std::string>::first);
  return found == draft_.fields.end() ? std::string{} : found->second;
}

std::vector<std::string> RaiseAnswers::all(std::string_view name) const {
  std::vector<std::string> values;
  for (const auto& [field, value] : draft_.fields) {
    if (field == name && !value.empty()) {
      values.push_back(value);
    }
  }
  return values;
}

bool RaiseAnswers::has(std::string_view name, std::string_view value) const {
  const auto values = all(name);
  return std::ranges::find(values, value) != values.end();
}

TypedWhen RaiseAnswers::when(std::string_view name) const {
  const auto box = [&](std::string_view part) { return get(fmt::format("{}-{}", name, part)); };
  return {box("day"), box("month"), box("year"), box("time")};
}

void RaiseAnswers::set(std::string_view name, const std::vector<std::string>& values) {
  std::erase_if(draft_.fields, [&](const auto& field) { return field.first == name; });
  for (const std::string& value : values) {
    draft_.fields.emplace_back(name, value);
  }
}

int RaiseAnswers::children() const {
  const std::string text = get("children");
  int count = 1;
  std::from_chars(text.data(), text.data() + text.size(), count);
  return std::clamp(count, 1, kMostChildren);
}

bool RaiseAnswers::no_single_child() const {
  const Policy& policy = context_->policy();
  const bool only_so = about_whom(policy).one_kind || policy.subjects.size() > 1;
  return policy.may_be_about("none") && (has("no_child", "yes") || !only_so);
}

std::string nobody_alone(const Policy& policy) {
  const AboutWhom about = about_whom(policy);
  return about.one_kind ? "no one " + about.noun : std::string{"nobody in particular"};
}

AboutWhom RaiseAnswers::about() const {
  Raise answered;
  add_children(answered);
  return answered.children.empty() && !no_single_child()
             ? about_whom(context_->policy())
             : about_whom(answered.children, context_->policy());
}

std::vector<AgencyId> RaiseAnswers::agencies() const {
  std::vector<AgencyId> found;
  for (const std::string& id : all("agency")) {
    if (context_->directory().agency(AgencyId{id}) != nullptr) {
      found.emplace_back(id);
    }
  }
  return found;
}

bool RaiseAnswers::danger() const {
  const FactRule* fact = danger_fact(context_->policy());
  const std::string answer = get(fact != nullptr ? fact_field(*fact, "") : "danger");
  return !answer.empty() && answer != "no";
}

std::vector<std::string> RaiseAnswers::holders(const FactRule& fact) const {
  if (fact.held_by != HeldBy::EachChild) {
    return {fact.held_by == HeldBy::EachSide ? context_->actor().agency.text() : std::string{}};
  }
  std::vector<std::string> ids;
  for (int i = 1; i <= children() && !no_single_child(); ++i) {
    if (i == 1 || !get(fmt::format("child-{}-reference", i)).empty()) {
      ids.push_back(fmt::format("child-{}", i));
    }
  }
  return ids;
}

/// Whom it is about and between which sectors, as far as it is answered: what is not answered yet
/// is no word that a condition asks for.
void RaiseAnswers::put_parties(Disagreement& state) const {
  Raise answered;
  add_children(answered);
  if (answered.children.empty() && !no_single_child()) {
    answered.children.push_back({.kind = "not answered"});
  }
  state.raised.children = std::move(answered.children);
  const auto add_side = [&](const AgencyId& id) {
    const Agency* agency = context_->directory().agency(id);
    state.raised.sides.push_back(
        {.agency = id, .sector = agency != nullptr ? agency->sector : std::string{}});
  };
  add_side(context_->actor().agency);
  for (const AgencyId& id : agencies()) {
    add_side(id);
  }
}

/// A disagreement that holds nothing but facts, to ask conditions of: each fact is looked at again
/// when another has become known, since one may be asked because of another.
Disagreement RaiseAnswers::with_facts() const {
  Disagreement state;
  put_parties(state);
  for (const FactRule& fact : context_->policy().facts) {
    if (fact.asked == Asked::Later ||
        !since(fact.when, {state, context_->now(), &context_->calendar()})) {
      continue;
    }
    for (const std::string& holder : holders(fact)) {
      FactSet set;
      set.fact = fact.id;
      set.holder = holder;
      const std::string name = fact_field(fact, holder);
      if (fact.kind == FactKind::Moment) {
        const auto at = parse_when(when(name), name, fact.asks, context_->zone(),
                                   context_->calendar().closes_s());
        set.moment = at ? *at : std::nullopt;
      } else {
        set.words = all(name);
        const std::string other = get(name + "-other");
        if (!other.empty() && fact.or_else) {
          set.words = fact.several ? set.words : std::vector<std::string>{};
          set.words.push_back(other);
        }
      }
      if (!set.words.empty() || set.moment) {
        state.facts.push_back({std::move(set), context_->now(), context_->actor()});
      }
    }
  }
  return state;
}

std::vector<const FactRule*> RaiseAnswers::facts(Asked asked) const {
  const Disagreement state = with_facts();
  std::vector<const FactRule*> found;
  for (const FactRule& fact : context_->policy().facts) {
    if (fact.asked == asked && fact.id != kDanger &&
        since(fact.when, {state, context_->now(), &context_->calendar()})) {
      found.push_back(&fact);
    }
  }
  return found;
}

const ExitRule* RaiseAnswers::diversion() const {
  const Disagreement state = with_facts();
  for (const ExitRule& exit : context_->policy().start.exits) {
    if (since(exit.when, {state, context_->now(), &context_->calendar()})) {
      return exit.end == OutcomeKind::Elsewhere ? &exit : nullptr;
    }
  }
  return nullptr;
}

std::vector<GivenFact> RaiseAnswers::given() const {
  std::vector<GivenFact> facts;
  for (const FactValue& value : with_facts().facts) {
    facts.push_back({value.set.fact, value.set.holder, value.set.words, value.set.moment});
  }
  return facts;
}

void RaiseAnswers::add_children(Raise& raise) const {
  if (no_single_child()) {
    return;
  }
  for (int i = 1; i <= children(); ++i) {
    const std::string name = fmt::format("child-{}", i);
    const std::string reference = get(name + "-reference");
    if (!reference.empty()) {
      const AboutWhom allowed = about_whom(context_->policy());
      const std::string kind = allowed.one_kind ? allowed.noun : get(name + "-kind");
      raise.children.push_back({name, reference, get(name + "-other"), get(name + "-age"),
                                kind == "child" ? std::string{} : kind});
    }
  }
}

std::vector<Contradiction> RaiseAnswers::contradictions() const {
  std::vector<Contradiction> found;
  bool child = false;
  for (int i = 1; i <= children(); ++i) {
    const std::string name = fmt::format("child-{}-", i);
    child = child || !get(name + "reference").empty() || !get(name + "other").empty();
  }
  if (child && no_single_child()) {
    found.push_back(
        {"children", "no_child",
         fmt::format("You gave a reference, and selected that it is about {}: take one of the "
                     "two out",
                     nobody_alone(context_->policy()))});
  }
  const bool sooner = !when("by").empty() || !get("by_reason").empty();
  if (sooner && get("needed") != "sooner") {
    found.push_back(
        {"timescale", "needed",
         fmt::format("You wrote by when or why {} it sooner: select “Sooner”, or take the "
                     "date and the reason out",
                     about().does("needs", "need"))});
  }
  return found;
}

void RaiseAnswers::add_talk(Raise& raise) const {
  const std::string talked = get("talked");
  const Person* person = context_->directory().person(PersonId{talked});
  const std::string other = get("talked-other");
  raise.talked_to = person != nullptr ? fmt::format("{}, {}", person->name, person->job) : "";
  if (!other.empty()) {
    raise.talked_to += (person != nullptr ? "; " : "") + other;
  } else if (person == nullptr) {
    raise.talked_to = "nobody yet";
  }
  const bool nobody = person == nullptr && other.empty();
  for (const DutyRule& duty : context_->policy().start.duties) {
    if (duty.is_right() && !nobody) {
      // That it was talked through is read by both sides; with whom stands in `talked_to` alone.
      UsedBefore used;
      used.id = duty.id;
      raise.before.push_back(std::move(used));
      return;
    }
  }
}

Raise RaiseAnswers::command() const {
  Raise raise;
  raise.partnership = context_->id();
  raise.sides.push_back({context_->actor().agency, context_->actor().person});
  for (const AgencyId& agency : agencies()) {
    const PersonId worker{get("person-" + agency.text())};
    const Person* person = context_->directory().person(worker);
    raise.sides.push_back({agency, person != nullptr ? person->id : PersonId{}});
  }
  add_children(raise);
  raise.matter = {get("summary"), get("what"), get("why"), get("change"), get("impact")};
  if (raise.matter.summary.empty()) {
    raise.matter.summary = first_sentence(raise.matter.what);
  }
  add_talk(raise);
  raise.facts = given();
  const Zone& zone = context_->zone();
  if (const auto at = parse_when(when("happened"), "happened", "The date", zone); at && *at) {
    raise.happened = *at;
  }
  if (get("needed") == "sooner") {
    const auto by = parse_when(when("by"), "by", "The date", zone, context_->calendar().closes_s());
    if (by && *by) {
      raise.child_timescale = *by;
      raise.child_timescale_reason = get("by_reason");
    }
  }
  return raise;
}

std::expected<Disagreement, Refusal> RaiseAnswers::preview() const {
  const Circumstances at{context_->now(), context_->policy(), context_->directory(),
                         context_->calendar()};
  const auto events = decide(Disagreement{}, Command{context_->actor(), command()}, at);
  if (!events) {
    return std::unexpected(events.error());
  }
  Disagreement state;
  for (const Event& event : *events) {
    apply(state, event);
  }
  return state;
}

}  // namespace accord
