#include "disagreement/testdata/scene.hpp"

#include <algorithm>
#include <cstdio>

#include "base/check.hpp"
#include "disagreement/texts_known.hpp"
#include "policy/conventions.hpp"
#include "policy/reader.hpp"

namespace accord::testdata {

namespace {

constexpr std::string_view kPolicy = R"(
policy: small
partnership: Small Partnership
title: Disagreements
version: '1'
effective: 2026-01-05
calendar: england-and-wales
local_target: 2 working days
cap: {within: 4 weeks, from: raised, when: {urgency: routine}, clause: '5'}
facts:
  urgency: {asks: "How urgent is it?", one_of: [urgent, routine], fastest_first: true}
  matter: {asks: "What is it?", one_of: [a disagreement, a complaint], required: true}
  danger: {asks: "Is the child in danger?", one_of: [yes, no]}
  discharge: {asks: "When is the discharge?", kind: moment}
roles:
  chair: {title: Chair, post: chair, in: partnership}
  iro: {title: Reviewing officer, post: iro, in: social care}
start:
  duties:
    - {id: advice, what: Take advice, open_to: raiser}
  exits:
    - {id: complaint, title: A complaint, when: {matter: a complaint}, end: elsewhere, signpost: Ring the agency}
    - {id: begin, when: {matter: a disagreement}, go: talk}
stages:
  - id: talk
    title: Talking
    representatives: {each_side: worker}
    settle: {within: 1 working day, unless: both_agree, clause: '1'}
    duties:
      - {id: discuss, what: Discuss it, owed_by: any_side, proof: contact, record: [what was said], clause: '1'}
      - {id: look, what: Look at the file, owed_by: each_side, when: {danger: yes}, due: {within: 4 hours}}
      - {id: visit, what: See the child, owed_by: raising_side, when: {discharge: known}, due: {within: at least 1 working days before, from: discharge}}
    exits:
      - {id: agreed, title: Agreed, by: each_side, record: [why], end: agreed, clause: '1'}
      - {id: not_agreed, title: Not agreed, by: any_side, record: [why], go: managers, clause: '2'}
      - {id: silent, title: No answer, by: raising_side, when: {settle: overdue}, record: [why], go: managers}
      - {id: straight, title: Straight to the chair, by: any_side, when: {danger: yes}, record: [why], go: chairing, skips: [managers]}
  - id: managers
    title: Managers
    representatives: {each_side: line_manager}
    tiers: up_the_line
    settle: {within: 5 working days, clause: '2'}
    exits:
      - {id: agreed, title: Agreed, by: each_side, record: [why], end: agreed}
      - {id: next_tier, title: Next tier, by: any_side, when: {tier: more}, record: [why], go: again}
      - {id: to_chair, title: To the chair, by: any_side, when: {tier: last}, record: [why], go: chairing, clause: '3'}
      - {id: back, title: Back to talking, by: any_side, record: [why], go: talk}
  - id: chairing
    title: Chair
    settled_by: chair
    settle: {within: not stated, local_target: 3 working days, clause: '3'}
    duties:
      - {id: way, what: Find a way, owed_by: chair, record: [why], clause: '3'}
      - {id: opinion, what: Ask for an opinion, open_to: each_side}
    exits:
      - {id: decided, title: Decided, by: chair, when: {way: met}, record: [why], end: decided, clause: '4'}
      - {id: of_itself, title: The opinion settles it, when: {opinion: met}, end: accepted}
throughout:
  duties:
    - {id: tell_iro, what: Tell the reviewing officer, owed_by: raising_side, to: iro, when: {danger: yes}, due: {within: next working day}}
    - {id: standing, what: Keep the child safe, owed_by: each_side, met_when: {outcome: known}}
    - {id: move_on, what: Move it on, owed_by: raising_side, when: {talk.settle: overdue}, met_when: {talk: left}, due: {within: not stated, local_target: 2 working hours}}
  exits:
    - {id: withdrawn, title: Withdraw, by: [raiser, raising_side], record: [why], end: withdrawn}
after:
  duties:
    - {id: confirm, what: Confirm it in writing, owed_by: each_side, when: {outcome: [agreed, decided, accepted]}, due: {within: not stated, local_target: 1 working day}}
document: [{id: '1', text: a}, {id: '2', text: b}, {id: '3', text: c}, {id: '4', text: d}, {id: '5', text: e}]
)";

Policy read_with(std::string_view from, std::string_view to) {
  std::string yaml{kPolicy};
  if (!from.empty()) {
    const auto found = yaml.find(from);
    ACCORD_CHECK(found != std::string::npos);
    yaml.replace(found, from.size(), to);
  }
  auto read = read_policy(yaml);
  if (!read) {
    for (const Problem& problem : read.error()) {
      std::fprintf(stderr, "%s\n", to_line(problem).c_str());
    }
  }
  ACCORD_CHECK(read.has_value());
  return *std::move(read);
}

Directory people() {
  std::vector<Agency> agencies;
  std::vector<Post> posts;
  std::vector<Person> persons;
  const auto agency = [&](const char* id, const char* sector, bool is_partnership) {
    Agency one;
    one.id = AgencyId{id};
    one.name = id;
    one.sector = sector;
    one.is_partnership = is_partnership;
    agencies.push_back(std::move(one));
  };
  const auto post = [&](const char* of, const char* role, const char* who, const char* above) {
    Post one;
    one.id = PostId{std::string{of} + "_" + role};
    one.title = role;
    one.role = role;
    one.agency = AgencyId{of};
    if (above[0] != '\0') {
      one.line_manager = PostId{std::string{of} + "_" + above};
    }
    one.holders = {PersonId{who}};
    posts.push_back(std::move(one));
    Person person;
    person.id = PersonId{who};
    person.name = who;
    person.agency = AgencyId{of};
    persons.push_back(std::move(person));
  };
  agency("partnership", "", true);
  agency("school", "education", false);
  agency("csc", "social care", false);
  post("partnership", "chair", "carol", "");
  post("school", "head", "hilda", "");
  post("school", "year", "hugh", "head");
  post("school", "teacher", "tess", "year");
  post("csc", "director", "dora", "");
  post("csc", "team", "tom", "director");
  post("csc", "worker", "will", "team");
  post("csc", "iro", "iris", "director");
  return Directory{std::move(agencies), std::move(posts), std::move(persons), {}};
}

WorkingCalendar calendar_of(const Policy& policy) {
  return *WorkingCalendar::create(*Zone::load(policy.zone),
                                  *embedded_bank_holidays(policy.calendar), {},
                                  *conventions_of(policy));
}

}  // namespace

Scene::Scene() : Scene("", "") {}

Scene::Scene(std::string_view from, std::string_view to)
    : policy(read_with(from, to)), directory(people()), calendar(calendar_of(policy)) {}

Raise Scene::raising() {
  Raise raise;
  raise.sides = {{AgencyId{"school"}, PersonId{"tess"}}, {AgencyId{"csc"}, PersonId{"will"}}};
  raise.children = {{"child-1", "A1", "", "1 to 4"}};
  raise.matter = {"it", "it", "it", "it", "it"};
  raise.facts = {{"matter", "", {"a disagreement"}, std::nullopt}};
  return raise;
}

void Scene::raise(std::string_view when, const std::function<void(Raise&)>& change) {
  Raise body = raising();
  change(body);
  const auto given = give(when, "tess", std::move(body));
  ACCORD_CHECK(given.has_value());
}

std::expected<void, Refusal> Scene::give(std::string_view when, std::string_view person,
                                         CommandBody body) {
  const PersonId id{std::string{person}};
  const Person* known = directory.person(id);
  const Actor by{id, known != nullptr ? known->agency : AgencyId{}};
  auto decided = decide(state, Command{by, std::move(body)}, at(london(when)));
  if (!decided) {
    return std::unexpected(decided.error());
  }
  for (const Event& event : *decided) {
    state = evolve(std::move(state), event);
    events.push_back(event);
  }
  return {};
}

std::expected<void, Refusal> Scene::take(std::string_view when, std::string_view person,
                                         std::string_view exit, Texts record) {
  const auto dot = exit.find('.');
  return give(when, person,
              TakeExit{std::string{exit.substr(0, dot)},
                       std::string{exit.substr(dot + 1)},
                       std::move(record),
                       "",
                       {}});
}

std::expected<void, Refusal> Scene::done(std::string_view when, std::string_view person,
                                         std::string_view name, std::string_view happened) {
  RecordDone record;
  const Actor by{PersonId{std::string{person}}, {}};
  for (const DutyState& one : state.duties) {
    if (one.scope + "." + one.id == name &&
        (record.number == 0 || one.owers.front().person == by.person)) {
      record.number = one.number;
    }
  }
  const auto dot = name.find('.');
  record.scope = name.substr(0, dot);
  record.id = name.substr(dot + 1);
  record.evidence.mode = "telephone";
  const DutyRule* rule = policy.duty(record.scope, record.id);
  for (const std::string& text : texts_known(rule)) {
    record.evidence.texts.emplace_back(text, "said");
  }
  if (!happened.empty()) {
    record.happened = london(happened);
  }
  return give(when, person, std::move(record));
}

void Scene::wait_until(std::string_view when) {
  ACCORD_CHECK(give(when, "", PassTime{}).has_value());
}

const DutyState& Scene::duty(std::string_view name) const {
  const DutyState* found = nullptr;
  for (const DutyState& one : state.duties) {
    if (one.scope + "." + one.id == name) {
      found = &one;
    }
  }
  ACCORD_CHECK(found != nullptr);
  return *found;
}

int Scene::count(std::string_view name) const {
  return static_cast<int>(std::ranges::count_if(
      state.duties, [&](const DutyState& one) { return one.scope + "." + one.id == name; }));
}

std::string Scene::due(std::string_view name) const {
  return text(duty(name).deadline.due);
}

std::string Scene::stage() const {
  return state.stage() != nullptr ? state.stage()->stage : "";
}

std::string Scene::speaks(SideIndex side) const {
  return state.representative(side)->person.text();
}

std::vector<Event> Scene::since(std::int64_t sequence) const {
  return {events.begin() + static_cast<std::ptrdiff_t>(sequence), events.end()};
}

Instant Scene::london(std::string_view when) const {
  const auto found = parse_local(calendar.zone(), when);
  ACCORD_CHECK(found.has_value());
  return *found;
}

std::string Scene::text(const std::optional<Instant>& when) const {
  if (!when) {
    return "none";
  }
  std::string iso = iso_local(calendar.zone(), *when).substr(0, 16);
  iso[10] = ' ';
  return iso;
}

}  // namespace accord::testdata
