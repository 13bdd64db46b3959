#pragma once

#include <array>
#include <string_view>
#include <variant>

#include "disagreement/command.hpp"
#include "service/reviews.hpp"
#include "store/event_fields.hpp"

namespace accord {

/// What each command is called in JSON, and the fields that it takes: `io("name", field)`,
/// `io.required("name", field)` where a command without it would mean nothing. Whatever else a
/// command needs, the procedure says in its refusal. The parts that events share are listed in
/// store/event_fields.hpp.

/// "raise", "take_exit" … The one for what time does is no command of a person: empty.
struct CommandName {
  constexpr std::string_view operator()(const Raise&) const { return "raise"; }
  constexpr std::string_view operator()(const SetFact&) const { return "set_fact"; }
  constexpr std::string_view operator()(const SetChildTimescale&) const {
    return "set_child_timescale";
  }
  constexpr std::string_view operator()(const Undertake&) const { return "undertake"; }
  constexpr std::string_view operator()(const RecordDone&) const { return "record_done"; }
  constexpr std::string_view operator()(const TakeExit&) const { return "take_exit"; }
  constexpr std::string_view operator()(const DeclineTerms&) const { return "decline_terms"; }
  constexpr std::string_view operator()(const AgreeDate&) const { return "agree_date"; }
  constexpr std::string_view operator()(const Correct&) const { return "correct"; }
  constexpr std::string_view operator()(const AddNote&) const { return "add_note"; }
  constexpr std::string_view operator()(const Rebind&) const { return "rebind"; }
  constexpr std::string_view operator()(const PassTime&) const { return ""; }
  constexpr std::string_view operator()(const RecordReview&) const { return "record_review"; }
  constexpr std::string_view operator()(const SetNextReview&) const { return "set_next_review"; }
  constexpr std::string_view operator()(const AdoptPolicy&) const { return "adopt_policy"; }
};

template <typename Io>
void list_fields(Io& io, FieldsOf<Io, GivenFact> v) {
  io.required("fact", v.fact);
  io("holder", v.holder);
  io("words", v.words);
  io("moment", v.moment);
}
template <typename Io>
void list_fields(Io& io, FieldsOf<Io, UsedBefore> v) {
  io.required("id", v.id);
  io("happened", v.happened);
  io("evidence", v.evidence);
}
/// Without partnership and reference: the address says the one, and the service gives the other.
template <typename Io>
void list_fields(Io& io, FieldsOf<Io, Raise> v) {
  io.required("sides", v.sides);
  io.required("children", v.children);
  io.required("matter", v.matter);
  io("talked_to", v.talked_to);
  io("facts", v.facts);
  io("before", v.before);
  io("happened", v.happened);
  io("child_timescale", v.child_timescale);
  io("child_timescale_reason", v.child_timescale_reason);
}
template <typename Io>
void list_fields(Io& io, FieldsOf<Io, SetFact> v) {
  io.required("fact", v.fact);
  io("reason", v.reason);
}
template <typename Io>
void list_fields(Io& io, FieldsOf<Io, SetChildTimescale> v) {
  io.required("to", v.to);
  io("reason", v.reason);
}
template <typename Io>
void list_fields(Io& io, FieldsOf<Io, Undertake> v) {
  io.required("kind", v.kind);
  io.required("what", v.what);
  io("how", v.how);
  io.required("agency", v.agency);
  io("person", v.person);
  io.required("due", v.due);
}
template <typename Io>
void list_fields(Io& io, FieldsOf<Io, RecordDone> v) {
  io("number", v.number);
  io("scope", v.scope);
  io("id", v.id);
  io("happened", v.happened);
  io("evidence", v.evidence);
  io("actions", v.actions);
}
template <typename Io>
void list_fields(Io& io, FieldsOf<Io, TakeExit> v) {
  io.required("scope", v.scope);
  io.required("exit", v.exit);
  io("record", v.record);
  io("choice", v.choice);
  io("outstanding", v.outstanding);
}
template <typename Io>
void list_fields(Io& io, FieldsOf<Io, DeclineTerms> v) {
  io.required("scope", v.scope);
  io.required("exit", v.exit);
  io("reason", v.reason);
}
template <typename Io>
void list_fields(Io& io, FieldsOf<Io, AgreeDate> v) {
  io.required("number", v.number);
  io.required("to", v.to);
  io("reason", v.reason);
}
template <typename Io>
void list_fields(Io& io, FieldsOf<Io, Correct> v) {
  io.required("sequence", v.sequence);
  io("text", v.text);
  io("happened", v.happened);
}
template <typename Io>
void list_fields(Io& io, FieldsOf<Io, AddNote> v) {
  io("text", v.text);
}
template <typename Io>
void list_fields(Io& io, FieldsOf<Io, Rebind> v) {
  io("number", v.number);
  io.side("side", v.side);
  io.required("person", v.person);
  io("post", v.post);
  io("role", v.role);
  io("reason", v.reason);
}
template <typename Io>
void list_fields(Io& io, FieldsOf<Io, RecordReview> v) {
  io.required("date", v.date);
  io.required("who", v.who);
  io.required("what", v.what);
}
template <typename Io>
void list_fields(Io& io, FieldsOf<Io, SetNextReview> v) {
  io("says", v.says);
  io.required("date", v.date);
  io.required("post", v.post);
}
template <typename Io>
void list_fields(Io& io, FieldsOf<Io, AdoptPolicy> v) {
  io.required("who", v.who);
  io.required("date", v.date);
  io("says", v.says);
  io.required("review", v.review);
}

}  // namespace accord
