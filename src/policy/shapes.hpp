#pragma once

#include <array>

#include "policy/fields.hpp"

namespace accord {

/// Every map of a policy file and its keys: docs/policy-format.md in one table. The reader knows no
/// other keys, and schema/policy.schema.json is held against it by a test.
namespace shapes {

inline constexpr Shape kPolicy{
    "a policy", {"policy",       "extends",   "remove",    "partnership", "title",
                 "version",      "effective", "calendar",  "zone",        "last_updated",
                 "next_review",  "reviews",   "related",   "words",       "conventions",
                 "local_target", "cap",       "reopening", "decider",     "inside_one_agency",
                 "subjects",     "facts",     "roles",     "start",       "stages",
                 "throughout",   "after",     "document",  "removed"}};
inline constexpr Shape kNextReview{"the next review", {"says", "date"}};
inline constexpr Shape kReview{"a review", {"date", "what"}};
inline constexpr Shape kRelated{"a related procedure",
                                {"title", "note", "address", "clause", "reading", "local"}};
inline constexpr Shape kWords{"words", {"shown", "says", "clause", "reading", "local"}};
inline constexpr Shape kClause{"a passage of the document", {"id", "heading", "text", "local"}};
inline constexpr Shape kRemoved{"what was removed", {"id", "title", "clause"}};
inline constexpr Shape kClosedDay{"a closed day", {"name", "day", "clause", "reading", "local"}};
inline constexpr Shape kFact{
    "a fact",
    {"was", "asks", "hint", "kind", "one_of", "several", "or_else", "fastest_first", "slower_by",
     "default", "held_by", "set_by", "when", "asked", "required", "clause", "reading", "local"}};
inline constexpr Shape kRole{
    "a role",
    {"title", "any_of", "post", "in", "when", "proxy", "levels", "clause", "reading", "local"}};
inline constexpr Shape kRoleAlternative{"a way to fill a role",
                                        {"post", "in", "when", "proxy", "levels"}};
inline constexpr Shape kBound{"a bound",
                              {"within", "from", "local_from", "when", "unless", "aim",
                               "local_target", "clause", "reading", "local"}};
inline constexpr Shape kMeeting{"a meeting",
                                {"chair", "must", "must_not", "seats", "at_least", "quorum",
                                 "rounded", "decides", "tie", "hears", "minutes"}};
inline constexpr Shape kDuty{
    "a duty", {"id",      "was",     "what",     "owed_by", "open_to", "to",    "when",
               "due",     "until",   "met_when", "proof",   "record",  "modes", "meeting",
               "purpose", "advised", "note",     "clause",  "reading", "local"}};
inline constexpr Shape kExit{
    "an exit",
    {"id", "was", "title", "by", "when", "until", "record", "go", "end", "stands_with", "skips",
     "signpost", "note", "clause", "reading", "local"}};
inline constexpr Shape kStart{"`start`", {"duties", "exits", "note", "clause", "reading", "local"}};
inline constexpr Shape kStage{
    "a stage",
    {"id", "was", "before", "title", "summary", "representatives", "tiers", "settle", "settled_by",
     "duties", "exits", "note", "clause", "reading", "local"}};
inline constexpr Shape kThroughout{"`throughout`",
                                   {"duties", "exits", "note", "clause", "reading", "local"}};
inline constexpr Shape kAfter{"`after`", {"duties", "exits", "note", "clause", "reading", "local"}};

/// The name of a definition in the schema, and its shape.
struct Named {
  std::string_view definition;
  const Shape* shape;
};
inline constexpr std::array<Named, 19> kAll{{
    {"policy", &kPolicy},
    {"next_review", &kNextReview},
    {"review", &kReview},
    {"related", &kRelated},
    {"words", &kWords},
    {"clause_text", &kClause},
    {"removed", &kRemoved},
    {"closed_day", &kClosedDay},
    {"fact", &kFact},
    {"role", &kRole},
    {"role_alternative", &kRoleAlternative},
    {"bound", &kBound},
    {"meeting", &kMeeting},
    {"duty", &kDuty},
    {"exit", &kExit},
    {"start", &kStart},
    {"stage", &kStage},
    {"throughout", &kThroughout},
    {"after", &kAfter},
}};

}  // namespace shapes
}  // namespace accord
