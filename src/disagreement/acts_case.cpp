#include <fmt/format.h>

#include <algorithm>

#include "base/try.hpp"
#include "directory/directory.hpp"
#include "disagreement/about.hpp"
#include "disagreement/acts.hpp"
#include "disagreement/condition.hpp"
#include "disagreement/deadline.hpp"
#include "disagreement/roles.hpp"
#include "policy/words.hpp"

namespace accord {

namespace {

Answer require_open(const Course& course) {
  if (course.state().outcome) {
    return refuse(Refusal::Kind::Closed, "This disagreement has an outcome already.",
                  "Add a note; raise a new one if the concern has come back.");
  }
  return {};
}

std::expected<SideIndex, Refusal> require_side(const Course& course, const Actor& by) {
  const SideIndex side = acting_side(by, course.state(), course.at());
  if (side == kNoSide) {
    return refuse(Refusal::Kind::NotYours, "Only a side of this disagreement can do this.",
                  "Add a note, so that both sides see it.");
  }
  return side;
}

/// Whether every side has proposed it, once `side` has too.
template <typename Proposals, typename Same>
bool by_every_side(const Proposals& proposals, const Disagreement& d, SideIndex side, Same same) {
  for (SideIndex one = 0; one < static_cast<SideIndex>(d.raised.sides.size()); ++one) {
    const bool said = one == side || std::ranges::any_of(proposals, [&](const auto& proposal) {
                        return proposal.side == one && same(proposal);
                      });
    if (!said) {
      return false;
    }
  }
  return true;
}

Answer check_set_by(const Course& course, const Actor& by, const FactRule& rule) {
  if (!rule.set_by.empty()) {
    const auto who = resolve_all(rule.set_by, course.state(), course.at());
    if (!may_do(by, who, course.state(), course.at())) {
      return refuse(Refusal::Kind::NotYours,
                    "This is for " + names_of(who, course.state(), course.at()) + ".");
    }
  }
  return {};
}

/// Whether the new word is a slower class than the present one (rule 13).
bool is_slower(const FactRule& rule, const FactValue* now, const GivenFact& given) {
  const auto held = [&rule](const std::vector<std::string>& words) {
    return words.empty() ? rule.taken_as : words.front();
  };
  const std::string present = now != nullptr ? held(now->set.words) : rule.taken_as;
  if (!rule.fastest_first || present.empty()) {
    return false;
  }
  const auto rank = [&](const std::string& word) {
    return std::ranges::find(rule.one_of, word) - rule.one_of.begin();
  };
  const std::string next = held(given.words);
  return next.empty() || rank(next) > rank(present);
}

/// The refusal of a slower class to everybody but those whom the policy names.
Answer not_theirs_to_slow(const Course& course, const FactRule& rule,
                          const std::vector<Ower>& slowing) {
  Refusal refusal;
  refusal.kind = Refusal::Kind::NotYours;
  refusal.what = fmt::format("Slower is for {} to say.", in_words(course.policy(), rule.slower_by));
  refusal.clause = rule.source.clause;
  refusal.instead = slowing.empty()
                        ? "Nobody holds that post now: ask the partnership to name somebody."
                        : fmt::format("Ask {}; to make it faster, either side is enough.",
                                      names_of(slowing, course.state(), course.at()));
  refusal.field = "fact";
  return std::unexpected(std::move(refusal));
}

/// Each side, and the partnership, chooses among its own people who answers for it: nobody takes
/// over what another has to decide.
Answer require_own_people(const Course& course, const Actor& by, const Rebind& command,
                          SideIndex side, const AgencyId& agency) {
  const Directory& directory = course.at().directory;
  const Agency* own = directory.agency(by.agency);
  const bool of_partnership = side < 0 && own != nullptr && own->is_partnership;
  if (by.agency != agency && !of_partnership) {
    return side < 0 ? refuse(Refusal::Kind::NotYours, "This is not your agency's to hand over.",
                             "Ask whoever owes it, or the partnership, to name somebody.")
                    : refuse(Refusal::Kind::NotYours, "Each side chooses who speaks for it.",
                             "Ask the other agency to name somebody.");
  }
  // Where two sides are of one agency, it is not the agency that tells them apart.
  const SideIndex acting = acting_side(by, course.state(), course.at());
  if (side >= 0 && acting != kNoSide && acting != side) {
    return refuse(Refusal::Kind::NotYours, "Each side chooses who speaks for it.",
                  "Ask the other side to name somebody.");
  }
  const Person* person = directory.person(command.person);
  if (!is_of(directory, *person, agency)) {
    return refuse(Refusal::Kind::NotYours, "This person is of another agency.",
                  "Choose somebody of the agency that has to answer for it.", "person");
  }
  if (!command.post.empty() && !directory.acts_for(command.person, command.post, course.at().now)) {
    return refuse(Refusal::Kind::NotFound, "This person does not hold that post.",
                  "Choose a post of theirs, or leave it out.", "post");
  }
  return {};
}

/// Who speaks for a side does so in the line of its management, or by another route that the stage
/// offers it (LEE-6).
Answer require_route(const Course& course, const Rebind& command, SideIndex side) {
  if (command.role.empty() || command.role == "line_manager") {
    return {};
  }
  const Visit* visit = course.state().stage();
  const Stage* stage = visit != nullptr ? course.policy().scope(visit->stage) : nullptr;
  const bool speaks = command.number == 0 && stage != nullptr;
  const auto offered =
      speaks ? offered_roles(*stage, side, course.state()) : std::vector<std::string>{};
  if (std::ranges::find(offered, command.role) != offered.end()) {
    return {};
  }
  std::string instead = "Leave the role out.";
  for (const std::string& role : offered) {
    const RoleRule* rule = course.policy().role(role);
    std::string name = rule != nullptr ? rule->title : role;
    std::ranges::replace(name, '_', ' ');
    instead += (&role == &offered.front() ? " The stage offers: " : ", ") + name;
  }
  auto refused =
      refuse(Refusal::Kind::NotFound, "Nobody speaks for a side as '" + command.role + "' here.",
             instead + (offered.empty() ? "" : "."), "role");
  refused.error().clause = stage != nullptr ? stage->source.clause : "";
  return refused;
}

/// The post for which somebody answers: the one named, the one that the role names, or their first.
PostId answering_post(const Course& course, const Rebind& command, const AgencyId& agency) {
  const Directory& directory = course.at().directory;
  if (!command.post.empty()) {
    return command.post;
  }
  if (const RoleRule* rule = course.policy().role(command.role)) {
    for (const RoleAlternative& alternative : rule->alternatives) {
      for (const Post* post : directory.posts_with(agency, alternative.post)) {
        if (std::ranges::find(post->holders, command.person) != post->holders.end()) {
          return post->id;
        }
      }
    }
  }
  const Post* first = directory.post_in(command.person, agency);
  return first != nullptr ? first->id : PostId{};
}

/// Whether a tier is left above, with `ower` speaking for their side; none: it does not change.
std::optional<bool> more_tiers_with(const Course& course, const Ower& ower) {
  const Visit* visit = course.state().stage();
  const Stage* stage = visit != nullptr ? course.policy().scope(visit->stage) : nullptr;
  if (stage == nullptr || !stage->tiers_up_the_line) {
    return std::nullopt;
  }
  std::vector<Ower> speakers = course.state().representatives;
  std::ranges::replace_if(speakers, [&](const Ower& held) { return held.side == ower.side; }, ower);
  const bool more = has_more_tiers(speakers, course.at());
  return more == visit->more_tiers ? std::nullopt : std::optional{more};
}

/// What was recorded as done, whose time can be corrected.
struct RecordedTime {
  int number = 0;  ///< the duty; 0: a right
  Actor by;
  Instant earliest;
  bool before_raising = false;
};

std::optional<RecordedTime> find_recorded(const Disagreement& d, std::int64_t sequence) {
  for (const DutyState& duty : d.duties) {
    if (duty.done_sequence == sequence) {
      return RecordedTime{duty.number, duty.done_by, earliest_of(duty, d), duty.scope == "start"};
    }
  }
  for (const RightUsed& used : d.rights) {
    if (used.sequence == sequence) {
      return RecordedTime{0, used.by, earliest_of(used, d), used.scope == "start"};
    }
  }
  return std::nullopt;
}

Answer check_corrected_time(const Course& course, const Actor& by, const RecordedTime& recorded,
                            Instant happened) {
  const Disagreement& d = course.state();
  const bool own = recorded.by.person == by.person ||
                   (recorded.by.agency == by.agency &&
                    acting_side(recorded.by, d, course.at()) == acting_side(by, d, course.at()));
  if (!own) {
    return refuse(Refusal::Kind::NotYours,
                  "The other side recorded this, and only it can correct it.",
                  "Say in words how you remember it; both stand in the record.", "happened");
  }
  if (recorded.before_raising && happened > d.raised_at) {
    return refuse(Refusal::Kind::BadTime, "This was recorded as done before it was raised.",
                  "Give a time before that; if it was done later, say so in words.", "happened");
  }
  return require_time(course, happened, recorded.earliest);
}

/// What brings the child's date forward needs nobody's consent.
bool brings_forward(const Disagreement& d, const std::optional<Instant>& to) {
  return to && (!d.child_timescale || *to < d.child_timescale->at);
}

}  // namespace

bool speaks_for_side(const CommandBody& body, const Disagreement& disagreement,
                     const Policy& policy) {
  if (const auto* fact = std::get_if<SetFact>(&body)) {
    const FactRule* rule = policy.fact(fact->fact.fact);
    return rule != nullptr && rule->slower_by.empty() &&
           is_slower(*rule, disagreement.fact(fact->fact.fact, fact->fact.holder), fact->fact);
  }
  if (const auto* date = std::get_if<SetChildTimescale>(&body)) {
    return !brings_forward(disagreement, date->to);
  }
  return std::holds_alternative<AgreeDate>(body) || std::holds_alternative<Undertake>(body) ||
         std::holds_alternative<DeclineTerms>(body);
}

bool is_of(const Directory& directory, const Person& person, const AgencyId& agency) {
  return person.agency == agency || directory.post_in(person.id, agency) != nullptr;
}

Answer accept(Course& course, const Actor& by, const SetFact& command) {
  ACCORD_TRY_DO(require_open(course));
  const FactRule* rule = course.policy().fact(command.fact.fact);
  if (rule == nullptr) {
    return refuse(Refusal::Kind::NotFound,
                  "The procedure does not ask '" + command.fact.fact + "'.", "", "fact");
  }
  const SideIndex side = acting_side(by, course.state(), course.at());
  const FactValue* now = course.state().fact(command.fact.fact, command.fact.holder);
  const bool slower = is_slower(*rule, now, command.fact);
  const auto slowing = resolve_all(rule->slower_by, course.state(), course.at());
  const bool may_slow = may_do(by, slowing, course.state(), course.at());
  if (slower && !rule->slower_by.empty() && !may_slow) {
    return not_theirs_to_slow(course, *rule, slowing);
  }
  if (!may_slow) {
    if (rule->set_by.empty()) {
      ACCORD_TRY_DO(require_side(course, by));
    }
    ACCORD_TRY_DO(check_set_by(course, by, *rule));
  }
  ACCORD_TRY_DO(check_answer(course, *rule, command.fact, course.state().raised.sides,
                             course.state().raised.children));
  FactSet set{command.fact.fact, command.fact.holder, command.fact.words, command.fact.moment,
              command.reason};
  // A first answer changes nothing, so there is no why to ask for.
  if (now != nullptr && (!now->set.words.empty() || now->set.moment)) {
    ACCORD_TRY_DO(require_text(command.reason, "reason", "why it has changed"));
  }
  if (slower && rule->slower_by.empty()) {
    FactProposed proposed{set, side};
    course.act(by, proposed, course.at().now, rule->source.clause);
    const bool agreed =
        by_every_side(course.state().fact_proposals, course.state(), side, [&](const auto& other) {
          return other.fact.fact == set.fact && other.fact.holder == set.holder &&
                 other.fact.words == set.words;
        });
    if (!agreed) {
      return {};
    }
  }
  course.act(by, std::move(set), course.at().now, rule->source.clause);
  return {};
}

Answer accept(Course& course, const Actor& by, const SetChildTimescale& command) {
  ACCORD_TRY_DO(require_open(course));
  ACCORD_TRY(const SideIndex side, require_side(course, by));
  const AboutWhom about = about_whom(course.state().raised.children, course.policy());
  ACCORD_TRY_DO(
      require_text(command.reason, "reason", "why " + about.does("needs", "need") + " it"));
  if (command.to) {
    ACCORD_TRY_DO(require_protecting(course, *command.to, "to"));
  }
  const auto& now = course.state().child_timescale;
  if (!brings_forward(course.state(), command.to)) {
    if (!now) {
      return refuse(Refusal::Kind::NotFound,
                    "No date that protects " + about.the + " has been set.");
    }
    if (command.to == now->at) {
      return refuse(Refusal::Kind::BadTime,
                    "That is the date that protects " + about.the + " already.",
                    "Give another date, or leave it as it is.", "to");
    }
    course.act(by, ChildTimescaleProposed{command.to, command.reason, side}, course.at().now);
    const bool agreed =
        by_every_side(course.state().child_timescale_proposals, course.state(), side,
                      [&](const auto& other) { return other.to == command.to; });
    if (!agreed) {
      return {};
    }
  }
  course.act(by, ChildTimescaleSet{command.to, command.reason, side}, course.at().now);
  return {};
}

Answer accept(Course& course, const Actor& by, const AgreeDate& command) {
  ACCORD_TRY_DO(require_open(course));
  const AboutWhom about = about_whom(course.state().raised.children, course.policy());
  ACCORD_TRY(const SideIndex side, require_side(course, by));
  const DutyState* duty = course.state().duty(command.number);
  if (duty == nullptr) {
    return refuse(Refusal::Kind::NotFound, "There is no such duty to agree a date for.",
                  "Choose from what is owed.");
  }
  if (!duty->open()) {
    return refuse(Refusal::Kind::Closed, "That is no longer owed, so it has no date to agree.");
  }
  const DutyClock clock = clock_of(course.policy(), duty->scope, duty->id);
  const bool allowed =
      clock.bounds != nullptr && std::ranges::any_of(*clock.bounds, [&](const Bound& bound) {
        return bound.unless_both_agree &&
               since(bound.when, {course.state(), course.at().now, &course.at().calendar});
      });
  if (!allowed || clock.with_settle) {
    Refusal refusal;
    refusal.what = "The procedure does not let the agencies agree another date for this.";
    refusal.clause = clock.bounds != nullptr && !clock.bounds->empty()
                         ? clock.bounds->front().source.clause
                         : "";
    refusal.instead =
        "Any side can bring the date forward with a date that protects " + about.the + ".";
    return std::unexpected(std::move(refusal));
  }
  if (!represents(by, side, course.state(), course.at())) {
    return refuse(
        Refusal::Kind::NotYours, "Only who speaks for each side can agree a date.",
        "Ask " + names_of({*course.state().representative(side)}, course.state(), course.at()) +
            ".");
  }
  ACCORD_TRY_DO(require_ahead(course, command.to, 1, "to"));
  ACCORD_TRY_DO(require_text(command.reason, "reason",
                             "why, and how " + about.does("is", "are") + " safe until then"));
  const int number = command.number;
  course.act(by, DateProposed{number, command.to, command.reason, side}, course.at().now);
  const bool agreed = by_every_side(course.state().duty(number)->proposed, course.state(), side,
                                    [&](const auto& other) { return other.to == command.to; });
  if (agreed) {
    course.follow(DateAgreed{number, command.to});
  }
  return {};
}

Answer accept(Course& course, const Actor& by, const Correct& command) {
  if (command.sequence < 1 || command.sequence > course.state().version) {
    return refuse(Refusal::Kind::NotFound, "There is no such entry to correct.", "", "sequence");
  }
  ACCORD_TRY_DO(require_text(command.text, "text", "what is wrong and what is right"));
  Corrected corrected{command.sequence, command.text, std::nullopt, 0};
  if (command.happened) {
    const auto found = find_recorded(course.state(), command.sequence);
    if (!found) {
      return refuse(Refusal::Kind::NotFound, "Only the time of something done can be corrected.",
                    "Write what is right in words; the record keeps both.", "happened");
    }
    ACCORD_TRY_DO(check_corrected_time(course, by, *found, *command.happened));
    corrected.happened = command.happened;
    corrected.number = found->number;
  }
  course.act(by, std::move(corrected), course.at().now);
  return {};
}

Answer accept(Course& course, const Actor& by, const AddNote& command) {
  ACCORD_TRY_DO(require_text(command.text, "text", "the note"));
  course.act(by, Noted{command.text}, course.at().now);
  return {};
}

Answer accept(Course& course, const Actor& by, const Rebind& command) {
  const Disagreement& d = course.state();
  const DutyState* duty = d.duty(command.number);
  if (command.number != 0 && duty == nullptr) {
    return refuse(Refusal::Kind::NotFound, "There is no such duty.", "Choose from what is owed.");
  }
  if (duty != nullptr && !duty->open()) {
    return refuse(Refusal::Kind::Closed, "That is no longer owed, so nobody answers for it.",
                  "Add a note or a correction to what is recorded.");
  }
  const Ower* ower = duty != nullptr ? ower_for(*duty, command.side) : nullptr;
  const SideIndex side = ower != nullptr ? ower->side : command.side;
  const auto sides = static_cast<SideIndex>(d.raised.sides.size());
  if (duty == nullptr && (side < 0 || side >= sides)) {
    return refuse(Refusal::Kind::NotFound, "There is no such side.", "", "side");
  }
  const Person* person = course.at().directory.person(command.person);
  if (person == nullptr) {
    return refuse(Refusal::Kind::NotFound, "The directory does not have this person.",
                  "Choose somebody from the directory.", "person");
  }
  Ower asked;
  asked.side = side;
  const AgencyId agency = answering_agency(ower != nullptr ? *ower : asked, d, course.at());
  ACCORD_TRY_DO(require_own_people(course, by, command, side, agency));
  if (stands_for_another_side(command.person, side, d)) {
    return refuse(Refusal::Kind::NotYours, "Nobody can act for both sides.",
                  "Choose a colleague who has not been involved.", "person");
  }
  ACCORD_TRY_DO(require_route(course, command, side));
  ACCORD_TRY_DO(require_text(command.reason, "reason", "why somebody else answers for it"));
  Rebound rebound;
  rebound.number = command.number;
  rebound.side = side;
  rebound.reason = command.reason;
  rebound.ower.side = side;
  rebound.ower.role = ower != nullptr ? ower->role : "representative";
  rebound.ower.person = command.person;
  rebound.ower.post = answering_post(course, command, agency);
  rebound.ower.outside_line = !command.role.empty() && leaves_line(command.role);
  if (command.number == 0) {
    rebound.more_tiers = more_tiers_with(course, rebound.ower);
  }
  course.act(by, std::move(rebound), course.at().now);
  return {};
}

Answer accept(Course& /*course*/, const Actor& /*by*/, const PassTime& /*command*/) {
  return {};
}

}  // namespace accord
