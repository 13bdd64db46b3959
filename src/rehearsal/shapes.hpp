#pragma once

#include "policy/fields.hpp"

namespace accord::rehearsal_shapes {

/// Every map of a rehearsal and its keys; schema/rehearsal.schema.json has the same (a test
/// compares them).

inline constexpr Shape kRehearsal{"a rehearsal",
                                  {"rehearsal", "shows", "policy", "directory", "cases", "steps"}};
inline constexpr Shape kStep{
    "a step",
    {"at", "by", "for", "raise", "record", "take", "decline", "set", "child_timescale",
     "agree_date", "undertake", "correct", "note", "rebind", "move", "expect"}};
inline constexpr Shape kRaise{"`raise`",
                              {"with", "about", "matter", "talked_to", "happened", "facts",
                               "children", "child_timescale", "before"}};
inline constexpr Shape kMatter{"`matter`", {"what", "why", "change", "child"}};
inline constexpr Shape kWith{"a side", {"agency", "worker"}};
inline constexpr Shape kBefore{"a step before raising", {"duty", "happened", "mode", "says"}};
inline constexpr Shape kRecord{"`record`",
                               {"duty", "action", "happened", "mode", "says", "participants",
                                "actions", "seats", "minutes", "decision"}};
inline constexpr Shape kSeat{"a seat", {"role", "person", "agency", "vote", "conflict"}};
inline constexpr Shape kUndertake{"something undertaken", {"what", "who", "person", "by", "how"}};
inline constexpr Shape kTake{"`take`", {"exit", "says", "leads", "outstanding"}};
inline constexpr Shape kDecline{"`decline`", {"exit", "why"}};
inline constexpr Shape kSet{"`set`", {"fact", "of", "to", "why"}};
inline constexpr Shape kChildTimescale{"`child_timescale`", {"to", "why"}};
inline constexpr Shape kAgreeDate{"`agree_date`", {"duty", "to", "why"}};
inline constexpr Shape kCorrect{"`correct`", {"duty", "entry", "says", "happened"}};
inline constexpr Shape kRebind{"`rebind`", {"duty", "side", "person", "role", "why"}};
inline constexpr Shape kMove{"`move`", {"to", "stage", "why"}};
inline constexpr Shape kExpect{
    "`expect`",
    {"stage", "tier", "deadlines", "duties", "owed", "told", "speaks", "exits", "facts",
     "child_timescale", "skipped", "refused", "outcome", "finished", "changed", "shown", "sees"}};
inline constexpr Shape kShown{
    "`shown`",
    {"raising", "answering", "hesitating", "speaking", "policy", "about", "document", "chart"}};
inline constexpr Shape kDeadline{"a deadline", {"due", "target", "local_target", "late", "by"}};
inline constexpr Shape kExits{"`exits`", {"open", "closed"}};
inline constexpr Shape kChanged{"`changed`", {"duty", "from", "to", "why"}};
inline constexpr Shape kRefused{"`refused`", {"because", "clause", "instead"}};

/// The name of a definition in the schema, and its shape.
struct Named {
  std::string_view definition;
  const Shape* shape;
};
inline constexpr std::array<Named, 23> kAll{{
    {"rehearsal", &kRehearsal},
    {"step", &kStep},
    {"raise", &kRaise},
    {"matter", &kMatter},
    {"with", &kWith},
    {"before", &kBefore},
    {"record", &kRecord},
    {"seat", &kSeat},
    {"undertake", &kUndertake},
    {"take", &kTake},
    {"decline", &kDecline},
    {"set", &kSet},
    {"child_timescale", &kChildTimescale},
    {"agree_date", &kAgreeDate},
    {"correct", &kCorrect},
    {"rebind", &kRebind},
    {"move", &kMove},
    {"expect", &kExpect},
    {"deadline", &kDeadline},
    {"exits", &kExits},
    {"changed", &kChanged},
    {"shown", &kShown},
    {"refused", &kRefused},
}};

}  // namespace accord::rehearsal_shapes
