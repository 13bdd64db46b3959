#include <algorithm>

#include "disagreement/roles.hpp"
#include "said.hpp"
#include "world.hpp"

namespace accord::property {

namespace {

/// One walk in progress.
class Walker {
 public:
  Walker(const World& world, std::uint64_t seed) : shipped_(world), random_(seed) {
    made_.seed = seed;
    made_.now = Instant{1'767'225'600 + static_cast<std::int64_t>(random_.below(63'072'000))};
  }

  Walk go(int length) {
    for (int tries = 0; tries < 100 && made_.state.version == 0; ++tries) {
      give(raise());
    }
    for (int i = 0; i < length && made_.state.version != 0 && !is_over(); ++i) {
      ++made_.tried;
      made_.now.seconds += time_passes();
      if (random_.one_in(40)) {
        change();
      }
      give(command());
    }
    return std::move(made_);
  }

 private:
  template <typename T>
  const T& pick(const std::vector<T>& from) {
    return from[random_.below(from.size())];
  }

  /// Finished, and nobody can or does open it again.
  bool is_over() {
    return made_.state.finished && (world().policy.after.exits.empty() || random_.one_in(8));
  }

  [[nodiscard]] const World& world() const { return changed_ != nullptr ? *changed_ : shipped_; }

  /// A new bank holiday, or somebody leaves. What was due before is recorded by what was known.
  void change() {
    give({Actor{}, PassTime{}});
    ++made_.now.seconds;  // who is there at an instant has one answer
    if (random_.one_in(2)) {
      const Date today = world().calendar.zone().to_local(made_.now).day;
      changed_ = std::make_shared<const World>(
          with_bank_holiday(world(), today + std::chrono::days{1 + random_.below(6)}));
    } else {
      changed_ = std::make_shared<const World>(without(world(), somebody().person));
    }
    give({Actor{}, PassTime{std::string{kSaid}}});
  }

  std::int64_t time_passes() {
    switch (random_.below(6)) {
      case 0: return 0;
      case 1: return static_cast<std::int64_t>(random_.below(3600));
      case 2: return static_cast<std::int64_t>(random_.below(8)) * 86'400;
      default: return static_cast<std::int64_t>(random_.below(86'400));
    }
  }

  bool give(const Command& command) {
    const auto decided = decide(made_.state, command, world().at(made_.now));
    if (!decided) {
      made_.refused.push_back(decided.error());
      return false;
    }
    for (const Event& event : *decided) {
      made_.state = evolve(std::move(made_.state), event);
      made_.events.push_back(event);
    }
    made_.steps.push_back({made_.events.size(), made_.now, changed_});
    made_.commands.push_back(command);
    return true;
  }

  Texts texts(const std::vector<std::string>& labels) {
    Texts made;
    for (const std::string& label : labels) {
      if (!random_.one_in(40)) {
        made.emplace_back(label, kSaid);
      }
    }
    return made;
  }

  GivenFact fact(const FactRule& rule) {
    GivenFact given{rule.id, "", {}, std::nullopt};
    if (rule.held_by == HeldBy::EachChild) {
      const auto& children = made_.state.raised.children;
      given.holder = children.empty() ? std::string{"child-1"} : pick(children).id;
    } else if (rule.held_by == HeldBy::EachSide && !made_.state.raised.sides.empty()) {
      given.holder = pick(made_.state.raised.sides).agency.text();
    }
    if (rule.kind == FactKind::Moment) {
      given.moment =
          Instant{made_.now.seconds + static_cast<std::int64_t>(random_.below(864'000)) - 432'000};
    } else {
      given.words.push_back(rule.one_of.empty() ? std::string{kSaid} : pick(rule.one_of));
    }
    return given;
  }

  Command raise() {
    Raise raise;
    const auto& people = world().directory.people();
    const Person& raiser = pick(people);
    raise.sides.push_back({raiser.agency, raiser.id});
    const std::size_t others = random_.one_in(4) ? 2 : 1;
    for (std::size_t i = 0; i < others; ++i) {
      const Person& worker = pick(people);
      raise.sides.push_back({worker.agency, random_.one_in(3) ? PersonId{} : worker.id});
    }
    std::vector<std::string> whom = world().policy.subjects;
    std::erase(whom, "none");
    const auto about = [&](std::string id, std::string reference, std::string age) {
      raise.children.push_back({std::move(id), std::move(reference), "", std::move(age)});
      if (whom != std::vector<std::string>{"child"}) {
        raise.children.back().kind = pick(whom);
      }
    };
    if (!whom.empty()) {
      about("child-1", "A1", "1 to 4");
    }
    if (!whom.empty() && random_.one_in(3)) {
      about("child-2", "A2", "5 to 11");
    }
    raise.matter = {"it", "it", "it", "it", "it"};
    for (const FactRule& rule : world().policy.facts) {
      if (!rule.set_by.empty() && !random_.one_in(30)) {
        continue;  // not the raiser's to say
      }
      if (rule.held_by == HeldBy::EachChild && raise.children.empty()) {
        continue;  // of nobody
      }
      if (rule.required || rule.held_by == HeldBy::EachChild || random_.one_in(2)) {
        raise.facts.push_back(fact(rule));
        if (raise.facts.back().holder.empty() && rule.held_by == HeldBy::EachSide) {
          raise.facts.back().holder = raiser.agency.text();
        }
        if (rule.held_by == HeldBy::EachChild && raise.children.size() > 1) {
          raise.facts.push_back(fact(rule));
          raise.facts.back().holder = raise.children.back().id;
        }
      }
    }
    for (const DutyRule& duty : world().policy.start.duties) {
      UsedBefore used;
      used.id = duty.id;
      used.evidence.mode = "telephone";
      used.evidence.texts = texts(duty.record);
      raise.before.push_back(std::move(used));
    }
    if (random_.one_in(4)) {
      raise.child_timescale = later();
      raise.child_timescale_reason = kSaid;
    }
    if (random_.one_in(5)) {
      raise.happened =
          Instant{made_.now.seconds - static_cast<std::int64_t>(random_.below(400'000))};
    }
    return {{raiser.id, raiser.agency}, std::move(raise)};
  }

  Instant later() {
    return Instant{made_.now.seconds + static_cast<std::int64_t>(random_.below(1'200'000))};
  }

  /// Somebody who owes or speaks; now and then anybody.
  Actor somebody() {
    std::vector<PersonId> known{made_.state.raiser.person};
    for (const Ower& ower : made_.state.representatives) {
      known.push_back(ower.person);
    }
    for (const DutyState& duty : made_.state.duties) {
      for (const Ower& ower : duty.owers) {
        if (duty.open()) {
          known.push_back(ower.person);
        }
      }
    }
    std::erase_if(
        known, [&](const PersonId& person) { return world().directory.person(person) == nullptr; });
    const bool stranger = known.empty() || random_.one_in(8);
    const PersonId id = stranger ? pick(world().directory.people()).id : pick(known);
    const Person* person = world().directory.person(id);
    return {id, person != nullptr ? person->agency : AgencyId{}};
  }

  Undertake undertake() {
    Undertake made;
    made.what = kSaid;
    made.how = kSaid;
    made.kind = random_.one_in(2) ? Undertaking::Kind::Action : Undertaking::Kind::OutstandingIssue;
    made.agency = pick(made_.state.raised.sides).agency;
    made.due = later();
    return made;
  }

  Evidence evidence(const DutyRule* rule) {
    Evidence made;
    made.mode = "telephone";
    made.minutes = kSaid;
    made.decision = kSaid;
    if (rule != nullptr) {
      made.texts = texts(rule->record);
    }
    if (rule != nullptr && rule->meeting) {
      for (const Person& person : world().directory.people()) {
        if (random_.one_in(12)) {
          made.seats.push_back({made.seats.empty() ? "chair" : "member", person.agency, person.id});
        }
      }
      for (const Ower& speaks : made_.state.representatives) {
        made.seats.push_back(
            {"must", made_.state.raised.sides[static_cast<std::size_t>(speaks.side)].agency,
             speaks.person});
      }
      for (const Ower& heard :
           resolve_all(rule->meeting->hears, made_.state, world().at(made_.now))) {
        const Person* person = world().directory.person(heard.person);
        if (person != nullptr && !random_.one_in(20)) {
          made.seats.push_back({"hears", person->agency, person->id});
        }
      }
    }
    return made;
  }

  CommandBody record() {
    RecordDone done;
    std::vector<const DutyState*> open;
    for (const DutyState& duty : made_.state.duties) {
      if (duty.open() && !duty.is_settle()) {
        open.push_back(&duty);
      }
    }
    if (open.empty()) {
      return AddNote{std::string{kSaid}};
    }
    const DutyState& duty = *pick(open);
    done.number = duty.number;
    done.evidence = evidence(world().policy.duty(duty.scope, duty.id));
    done.actions.push_back(undertake());
    if (random_.one_in(3)) {
      const std::int64_t since =
          std::max<std::int64_t>(1, made_.now.seconds - duty.opened_at.seconds);
      done.happened =
          Instant{made_.now.seconds -
                  static_cast<std::int64_t>(random_.below(static_cast<std::size_t>(since)))};
    }
    return done;
  }

  CommandBody use_right(const Actor& by) {
    const Outlook seen = outlook(made_.state, by, world().at(made_.now));
    if (seen.rights.empty()) {
      return record();
    }
    const OpenRight& right = pick(seen.rights);
    RecordDone done;
    done.scope = right.scope;
    done.id = right.rule->id;
    done.evidence = evidence(right.rule);
    done.actions.push_back(undertake());
    return done;
  }

  CommandBody take(const Actor& by) {
    const Outlook seen = outlook(made_.state, by, world().at(made_.now));
    std::vector<const OpenExit*> mine;
    for (const OpenExit& exit : seen.exits) {
      // Withdrawing ends many walks early: seldom.
      const bool withdraws = exit.rule->end == OutcomeKind::Withdrawn;
      if ((exit.mine && exit.open && (!withdraws || random_.one_in(10))) || random_.one_in(25)) {
        mine.push_back(&exit);
      }
    }
    if (mine.empty()) {
      return record();
    }
    const OpenExit& exit = *pick(mine);
    if (exit.terms != nullptr && random_.one_in(4)) {
      return DeclineTerms{exit.scope, exit.rule->id, std::string{kSaid}};
    }
    TakeExit taken{exit.scope, exit.rule->id, {}, "", {}};
    if (exit.terms == nullptr || random_.one_in(3)) {
      taken.record = texts(exit.rule->record);
    }
    if (const Stage* next = world().policy.scope(exit.rule->go);
        next != nullptr && !next->representatives.empty() && random_.one_in(2)) {
      taken.choice = pick(pick(next->representatives).alternatives);
    }
    if (random_.one_in(8)) {
      taken.outstanding.push_back(undertake());
      taken.outstanding.back().kind = Undertaking::Kind::OutstandingIssue;
    }
    return taken;
  }

  CommandBody body(const Actor& by) {
    switch (random_.below(16)) {
      case 0:
        return SetChildTimescale{random_.one_in(4) ? std::nullopt : std::optional{later()},
                                 std::string{kSaid}};
      case 1:
      case 2: return SetFact{fact(pick(world().policy.facts)), std::string{kSaid}};
      case 3: return undertake();
      case 4: return use_right(by);
      case 5: return agree();
      case 6: return correct();
      case 7: return rebind(by);
      case 8: return AddNote{std::string{kSaid}};
      case 9:
      case 10:
      case 11:
      case 12: return take(by);
      default: return record();
    }
  }

  CommandBody rebind(const Actor& by) {
    Rebind made;
    made.side = std::max(acting_side(by, made_.state, world().at(made_.now)), 0);
    for (int tries = 0; tries < 20; ++tries) {
      const Person& person = pick(world().directory.people());
      made.person = person.id;
      if (person.agency == by.agency) {
        break;
      }
    }
    made.reason = kSaid;
    const Visit* visit = made_.state.stage();
    const Stage* stage = visit != nullptr ? world().policy.scope(visit->stage) : nullptr;
    const auto offered = stage != nullptr ? offered_roles(*stage, made.side, made_.state)
                                          : std::vector<std::string>{};
    if (!offered.empty() && random_.one_in(2)) {
      made.role = pick(offered);
    }
    return made;
  }

  CommandBody agree() {
    for (const DutyState& duty : made_.state.duties) {
      if (duty.open() && duty.is_settle()) {
        const bool same = !duty.proposed.empty() && !random_.one_in(4);
        return AgreeDate{duty.number, same ? duty.proposed.front().to : later(),
                         std::string{kSaid}};
      }
    }
    return PassTime{};
  }

  CommandBody correct() {
    Correct made;
    made.sequence = static_cast<std::int64_t>(random_.below(made_.events.size())) + 1;
    made.text = kSaid;
    for (const DutyState& duty : made_.state.duties) {
      if (duty.done_sequence != 0 && random_.one_in(2)) {
        made.sequence = duty.done_sequence;
        made.happened = Instant{duty.done_at.value_or(made_.now).seconds -
                                static_cast<std::int64_t>(random_.below(3600))};
      }
    }
    for (const RightUsed& used : made_.state.rights) {
      if (random_.one_in(4)) {
        made.sequence = used.sequence;
        made.happened =
            Instant{used.done_at.seconds - static_cast<std::int64_t>(random_.below(3600))};
      }
    }
    return made;
  }

  Command command() {
    if (random_.one_in(10)) {
      return {Actor{}, PassTime{}};
    }
    const Actor by = somebody();
    return {by, body(by)};
  }

  const World& shipped_;
  std::shared_ptr<const World> changed_;  ///< null: nothing has changed yet
  Random random_;
  Walk made_;
};

}  // namespace

Walk walk(const World& world, std::uint64_t seed, int length) {
  return Walker{world, seed}.go(length);
}

}  // namespace accord::property
