#pragma once

#include <expected>

#include "directory/directory.hpp"
#include "disagreement/course.hpp"

namespace accord {

/// One overload for each command: accepts the act and records it, or refuses. What follows from it
/// is the course's (`Course::settle_down`). Split by what they are about: raising, duties, exits,
/// the case.

using Answer = std::expected<void, Refusal>;

Answer accept(Course& course, const Actor& by, const Raise& command);
Answer accept(Course& course, const Actor& by, const SetFact& command);
Answer accept(Course& course, const Actor& by, const SetChildTimescale& command);
Answer accept(Course& course, const Actor& by, const Undertake& command);
Answer accept(Course& course, const Actor& by, const RecordDone& command);
Answer accept(Course& course, const Actor& by, const TakeExit& command);
Answer accept(Course& course, const Actor& by, const DeclineTerms& command);
Answer accept(Course& course, const Actor& by, const AgreeDate& command);
Answer accept(Course& course, const Actor& by, const Correct& command);
Answer accept(Course& course, const Actor& by, const AddNote& command);
Answer accept(Course& course, const Actor& by, const Rebind& command);
Answer accept(Course& course, const Actor& by, const PassTime& command);

/// A refusal, built where it is decided.
[[nodiscard]] std::unexpected<Refusal> refuse(Refusal::Kind kind, std::string what,
                                              std::string instead = "", std::string field = "");
/// A refusal because the act is somebody else's: whose, by which clause, and what to do instead.
[[nodiscard]] std::unexpected<Refusal> refuse_not_yours(const std::string& whose,
                                                        const std::string& clause,
                                                        std::string instead);
/// A refusal because a condition of the policy is false: says it in words, with its clause, and
/// what would make it true (kernel rule 4).
[[nodiscard]] std::unexpected<Refusal> refuse_condition(const Course& course, std::string what,
                                                        const Condition& condition,
                                                        const Source& source);

/// Refuses what was done after `until`, the time of a right or an exit called `title`: says that it
/// lapsed, when and by which clause (kernel rule 26).
[[nodiscard]] Answer require_until(const Course& course, const Clock& until, const Condition& when,
                                   std::string_view scope, const std::string& title,
                                   Instant happened);

/// Each text that the rule asks for is there.
[[nodiscard]] Answer require_texts(const std::vector<std::string>& wanted, const Texts& given,
                                   const std::string& clause);
/// No text has a name that is not among `known` (texts_known.hpp); `field` is where they stand.
[[nodiscard]] Answer require_known_texts(const std::vector<std::string>& known, const Texts& given,
                                         const std::string& clause, const std::string& field);
/// Not in the future, and not before `earliest`.
[[nodiscard]] Answer require_time(const Course& course, Instant happened, Instant earliest);
/// The earliest instant at which what is owed can have been done (kernel rule 5): a stage and what
/// was undertaken do not ask before they begin; beside the stages, from raising on; before raising,
/// ten years back.
[[nodiscard]] Instant earliest_of(const DutyState& duty, const Disagreement& disagreement);
[[nodiscard]] Instant earliest_of(const RightUsed& used, const Disagreement& disagreement);
/// An instant ahead, and no slip of the pen: not more than so many years.
[[nodiscard]] Answer require_ahead(const Course& course, Instant to, int years,
                                   const std::string& field);
/// A date that protects the child: ahead, and before the cap on the whole, which it would shorten.
[[nodiscard]] Answer require_protecting(const Course& course, Instant to, const std::string& field);
/// The moment of a fact, if it has one, lies within ten years.
[[nodiscard]] Answer require_moment(const Course& course, const GivenFact& given);
/// Not empty.
[[nodiscard]] Answer require_text(const std::string& text, const std::string& field,
                                  const std::string& what);

/// How it was done and who was there are what the policy and the directory have: a way to speak
/// that the rule offers (where it names none, any: the record says how it was in truth), texts by
/// the names that it has, people and agencies that exist, seats of a meeting. `rule` may be null.
[[nodiscard]] Answer check_given(const Course& course, const DutyRule* rule,
                                 const Evidence& evidence);
/// What a fact is answered with fits the question: whom it is about, one of the words offered, a
/// moment where it asks for one.
[[nodiscard]] Answer check_answer(const Course& course, const FactRule& rule,
                                  const GivenFact& given, const std::vector<Side>& sides,
                                  const std::vector<Child>& children);

/// Whether `person` can answer for `agency`: theirs by the directory, or one in which they hold a
/// post.
[[nodiscard]] bool is_of(const Directory& directory, const Person& person, const AgencyId& agency);

/// A plan's action or an outstanding issue as it will be owed.
[[nodiscard]] std::expected<Undertaking, Refusal> undertaking_of(const Course& course,
                                                                 const Undertake& command);
/// Records it.
Answer undertake(Course& course, const Actor& by, const Undertake& command);

/// The name of a person as shown in a refusal; their id where the directory does not have them.
[[nodiscard]] std::string name_of(const Ower& ower, const Circumstances& at);
/// Everybody who may act for them: "Ann Ahmed or Ben Bird (any holder of Duty desk)".
[[nodiscard]] std::string names_of(const std::vector<Ower>& owers, const Disagreement& disagreement,
                                   const Circumstances& at);

/// Whether somebody may do what is owed: whoever acts for an ower; where nobody fills the role,
/// anybody of that side.
[[nodiscard]] bool may_do(const Actor& actor, const std::vector<Ower>& owers,
                          const Disagreement& disagreement, const Circumstances& at);

}  // namespace accord
