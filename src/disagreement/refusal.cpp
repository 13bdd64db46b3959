#include <algorithm>

#include "base/characters.hpp"
#include "base/try.hpp"
#include "calendar/date.hpp"
#include "calendar/working_calendar.hpp"
#include "directory/directory.hpp"
#include "disagreement/acts.hpp"
#include "disagreement/condition.hpp"
#include "disagreement/deadline.hpp"
#include "disagreement/roles.hpp"
#include "disagreement/written.hpp"
#include "policy/words.hpp"

namespace accord {

namespace {

/// The parts of a false condition that would have to come true.
void collect_false(const Condition& condition, const Asking& asking,
                   std::vector<const Condition*>& found) {
  if (since(condition, asking)) {
    return;
  }
  if (condition.kind == Condition::Kind::All || condition.kind == Condition::Kind::Any) {
    for (const Condition& part : condition.parts) {
      collect_false(part, asking, found);
    }
    return;
  }
  found.push_back(&condition);
}

/// What somebody can do to make a word true, and who.
std::string remedy(const Condition& condition, const Course& course) {
  const Subject& subject = condition.subject;
  if (condition.kind != Condition::Kind::Word) {
    return "";
  }
  if (subject.kind == SubjectKind::Duty &&
      std::ranges::find(condition.words, "met") != condition.words.end()) {
    const DutyRule* rule = course.policy().duty(subject.scope, subject.id);
    if (rule == nullptr) {
      return "";
    }
    std::string who;
    for (const DutyState* duty : latest_opening(course.state(), subject.scope, subject.id)) {
      if (duty->open()) {
        who += (who.empty() ? "" : ", ") + names_of(duty->owers, course.state(), course.at());
      }
    }
    return "First record: " + rule->what + (who.empty() ? "." : " (" + who + ").");
  }
  if (subject.kind == SubjectKind::Tier) {
    return "Take it to the next level of management first.";
  }
  if (subject.kind == SubjectKind::Fact) {
    const FactRule* rule = course.policy().fact(subject.id);
    return rule != nullptr ? "It depends on: " + rule->asks : "";
  }
  return "";
}

/// Why a time that has not come is refused: where the day is today, it is the hour that is wrong.
std::string future_words(Instant happened, const Course& course) {
  const Zone& zone = course.at().calendar.zone();
  const LocalTime then = zone.to_local(happened);
  const LocalTime now = zone.to_local(course.at().now);
  if (then.day != now.day) {
    return "The date must be today or in the past.";
  }
  return "The time must be past: it is " + clock_words(now.second_of_day) + " now, and " +
         clock_words(then.second_of_day) + " today is still to come.";
}

}  // namespace

std::unexpected<Refusal> refuse(Refusal::Kind kind, std::string what, std::string instead,
                                std::string field) {
  Refusal refusal;
  refusal.kind = kind;
  refusal.what = std::move(what);
  refusal.instead = std::move(instead);
  refusal.field = std::move(field);
  return std::unexpected(std::move(refusal));
}

std::unexpected<Refusal> refuse_not_yours(const std::string& whose, const std::string& clause,
                                          std::string instead) {
  auto refused = refuse(Refusal::Kind::NotYours, "This is for " + whose + ".", std::move(instead));
  refused.error().clause = clause;
  return refused;
}

std::unexpected<Refusal> refuse_condition(const Course& course, std::string what,
                                          const Condition& condition, const Source& source) {
  Refusal refusal;
  refusal.what = std::move(what);
  refusal.rule = in_words(course.policy(), condition);
  refusal.clause = source.clause;
  std::vector<const Condition*> missing;
  collect_false(condition, {course.state(), course.at().now, &course.at().calendar}, missing);
  for (const Condition* one : missing) {
    const std::string way = remedy(*one, course);
    if (!way.empty()) {
      refusal.instead += (refusal.instead.empty() ? "" : " ") + way;
    }
  }
  return std::unexpected(std::move(refusal));
}

Answer require_until(const Course& course, const Clock& until, const Condition& when,
                     std::string_view scope, const std::string& title, Instant happened) {
  const DeadlineState time = until_now(until, when, scope, course.state(), course.at());
  if (!time.due || happened <= *time.due) {
    return {};
  }
  const Bound& bound = until[static_cast<std::size_t>(time.bound)];
  Refusal refusal;
  refusal.kind = Refusal::Kind::NotNow;
  refusal.what = "Its time has passed: " + title + ". It was open until " +
                 to_words(course.at().calendar.zone(), *time.due) +
                 " (its time: " + in_words(course.policy(), bound) + ").";
  refusal.clause = bound.source.clause;
  refusal.instead =
      "Add a note, so that the record says what you asked for and when; take one of the ways that "
      "are open.";
  return std::unexpected(std::move(refusal));
}

Answer require_text(const std::string& text, const std::string& field, const std::string& what) {
  if (!has_words(text)) {
    return refuse(Refusal::Kind::Incomplete, "Enter " + what + ".", "", field);
  }
  return {};
}

Answer require_texts(const std::vector<std::string>& wanted, const Texts& given,
                     const std::string& clause) {
  for (const std::string& name : wanted) {
    const auto found =
        std::ranges::find_if(given, [&](const auto& text) { return text.first == name; });
    if (found == given.end() || !has_words(found->second)) {
      auto refusal = refuse(Refusal::Kind::Incomplete, "Enter " + name + ".",
                            "The procedure asks for it to be recorded.", name);
      Refusal with_clause = refusal.error();
      with_clause.clause = clause;
      return std::unexpected(std::move(with_clause));
    }
  }
  return {};
}

Answer require_known_texts(const std::vector<std::string>& known, const Texts& given,
                           const std::string& clause, const std::string& field) {
  for (const auto& [name, text] : given) {
    if (std::ranges::find(known, name) == known.end()) {
      std::string all;
      for (const std::string& one : known) {
        all += (all.empty() ? "" : "; ") + one;
      }
      auto refused =
          refuse(Refusal::Kind::NotFound, "Nothing is recorded here under the name '" + name + "'.",
                 "Use one of these names: " + all + ".", field);
      refused.error().clause = clause;
      return refused;
    }
  }
  return {};
}

Answer require_time(const Course& course, Instant happened, Instant earliest) {
  if (happened > course.at().now) {
    return refuse(Refusal::Kind::BadTime, future_words(happened, course),
                  "Record it once it has happened.", "happened");
  }
  if (happened < earliest) {
    return refuse(
        Refusal::Kind::BadTime, "It cannot have happened before what it answers.",
        "Check the date and the time; if the earlier entry is wrong, add a correction to it.",
        "happened");
  }
  return {};
}

Answer require_ahead(const Course& course, Instant to, int years, const std::string& field) {
  constexpr std::int64_t kYear = std::int64_t{366} * 24 * 60 * 60;
  if (to < course.at().now) {
    return refuse(Refusal::Kind::BadTime, "That time has passed: it must be still to come.",
                  "Give the date by which it will be done.", field);
  }
  if (to.seconds > course.at().now.seconds + years * kYear) {
    return refuse(Refusal::Kind::BadTime,
                  years == 1 ? std::string{"That is more than a year ahead."}
                             : "That is more than " + std::to_string(years) + " years ahead.",
                  "Check the year.", field);
  }
  return {};
}

Answer require_protecting(const Course& course, Instant to, const std::string& field) {
  if (to < course.at().now) {
    return refuse(Refusal::Kind::BadTime, "That time has passed: it must be still to come.",
                  "Somebody in danger now needs help now: call 999.", field);
  }
  ACCORD_TRY_DO(require_ahead(course, to, 1, field));
  const auto& cap = course.state().cap.due;
  if (cap && to >= *cap) {
    return refuse(Refusal::Kind::BadTime,
                  "This date protects nothing: all of it has to be resolved by " +
                      to_words(course.at().calendar.zone(), *cap) + " as it is.",
                  "Give an earlier date, or none.", field);
  }
  return {};
}

Answer require_moment(const Course& course, const GivenFact& given) {
  const std::int64_t now = course.at().now.seconds;
  if (given.moment && (given.moment->seconds < now - kTenYearsInSeconds ||
                       given.moment->seconds > now + kTenYearsInSeconds)) {
    return refuse(Refusal::Kind::BadTime, "That is more than ten years away.",
                  "Check the year; put what lies further away into words.", given.fact);
  }
  return {};
}

std::string name_of(const Ower& ower, const Circumstances& at) {
  if (const Person* person = at.directory.person(ower.person)) {
    return person->name;
  }
  if (!ower.person.empty()) {
    return ower.person.text();
  }
  if (const Post* post = at.directory.post(ower.post)) {
    return post->title;
  }
  if (ower.role == "named") {
    return "whomever its agency names";
  }
  const RoleRule* role = at.policy.role(ower.role);
  return role != nullptr ? role->title : "the " + spaced(ower.role);
}

std::string names_of(const std::vector<Ower>& owers, const Disagreement& disagreement,
                     const Circumstances& at) {
  std::vector<std::string> names;
  for (const Ower& ower : owers) {
    const auto people = who_may_act(ower, disagreement, at);
    std::string name = name_of(ower, at);
    for (std::size_t i = 1; i < people.size(); ++i) {
      Ower other;
      other.person = people[i];
      name += (i + 1 == people.size() ? " or " : ", ") + name_of(other, at);
    }
    const Post* post = at.directory.post(ower.post);
    if (people.size() > 1 && post != nullptr) {
      const bool all_hold = std::ranges::all_of(people, [&](const PersonId& person) {
        return std::ranges::find(post->holders, person) != post->holders.end();
      });
      name += (all_hold ? " (any holder of " : " (whoever acts for ") + post->title + ")";
    }
    if (std::ranges::find(names, name) == names.end()) {
      names.push_back(std::move(name));
    }
  }
  std::string words;
  for (const std::string& name : names) {
    words += (words.empty() ? "" : " or ") + name;
  }
  return words;
}

bool may_do(const Actor& actor, const std::vector<Ower>& owers, const Disagreement& disagreement,
            const Circumstances& at) {
  return std::ranges::any_of(owers, [&](const Ower& ower) {
    if (ower.side == kNoSide && ower.person != actor.person &&
        is_of_a_side(actor.person, disagreement, at)) {
      return false;  // whoever is of a side acts for the partnership only where asked by name
    }
    if (acts_as(actor, ower, disagreement, at)) {
      return true;
    }
    if (!ower.person.empty()) {
      return false;
    }
    // Nobody fills it: anybody of that side, or of the partnership, may rather than it stops.
    if (ower.side >= 0) {
      return disagreement.raised.sides[static_cast<std::size_t>(ower.side)].agency ==
                 actor.agency &&
             !is_of_another_side(actor.person, ower.side, disagreement, at);
    }
    const Agency* partnership = at.directory.partnership();
    return partnership != nullptr && partnership->id == actor.agency;
  });
}

}  // namespace accord
