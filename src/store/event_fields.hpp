#pragma once

#include <type_traits>

#include "disagreement/event.hpp"

namespace accord {

/// The fields of every event and of its parts, each listed once and in order, for whoever writes or
/// reads them: the stored form (store/event_json.cpp) and the JSON API (src/api). An `Io` takes
/// `io("name", field)`, and `io.side("name", index)` for which side it is; its `kReading` says
/// which way the fields go; `io.later` is for what earlier records do not have, `io.derived` for
/// such a field that nobody gives. Adding a field to an event is one line here.

/// `T` as its writer sees it: const when written.
template <typename Io, typename T>
using FieldsOf = std::conditional_t<Io::kReading, T&, const T&>;

template <typename Io>
void list_fields(Io& io, FieldsOf<Io, Side> v) {
  io("agency", v.agency);
  io("worker", v.worker);
  io.derived("sector", v.sector);
}
template <typename Io>
void list_fields(Io& io, FieldsOf<Io, Child> v) {
  io("id", v.id);
  io("reference", v.reference);
  io("other_reference", v.other_reference);
  io("age_band", v.age_band);
  io.later("kind", v.kind);
}
template <typename Io>
void list_fields(Io& io, FieldsOf<Io, Ower> v) {
  io.side("side", v.side);
  io("role", v.role);
  io("post", v.post);
  io("person", v.person);
  io("proxy", v.proxy);
  io("deputy", v.deputy);
  io("outside_line", v.outside_line);
  io("passed", v.passed);
}
template <typename Io>
void list_fields(Io& io, FieldsOf<Io, DeadlineState> v) {
  io("due", v.due);
  io("bound", v.bound);
  io("local_target", v.local_target);
  io("target", v.target);
  io("anchors", v.anchors);
}
template <typename Io>
void list_fields(Io& io, FieldsOf<Io, Undertaking> v) {
  io("kind", v.kind);
  io("what", v.what);
  io("how", v.how);
  io("owner", v.owner);
  io("due", v.due);
}
template <typename Io>
void list_fields(Io& io, FieldsOf<Io, Seat> v) {
  io("role", v.role);
  io("agency", v.agency);
  io("person", v.person);
  io.later("vote", v.vote);
  io.later("conflict", v.conflict);
}
template <typename Io>
void list_fields(Io& io, FieldsOf<Io, Evidence> v) {
  io("mode", v.mode);
  io("participants", v.participants);
  io("texts", v.texts);
  io("seats", v.seats);
  io("minutes", v.minutes);
  io("decision", v.decision);
}
template <typename Io>
void list_fields(Io& io, FieldsOf<Io, Matter> v) {
  io("summary", v.summary);
  io("what", v.what);
  io("why", v.why);
  io("change", v.change);
  io("child", v.child);
}
template <typename Io>
void list_fields(Io& io, FieldsOf<Io, Raised> v) {
  io("partnership", v.partnership);
  io("reference", v.reference);
  io("policy", v.policy);
  io("policy_version", v.policy_version);
  io("policy_hash", v.policy_hash);
  io("sides", v.sides);
  io("children", v.children);
  io("matter", v.matter);
  io("talked_to", v.talked_to);
}
template <typename Io>
void list_fields(Io& io, FieldsOf<Io, FactSet> v) {
  io("fact", v.fact);
  io("holder", v.holder);
  io("words", v.words);
  io("moment", v.moment);
  io("reason", v.reason);
}
template <typename Io>
void list_fields(Io& io, FieldsOf<Io, FactProposed> v) {
  io("fact", v.fact);
  io.side("side", v.side);
}
template <typename Io>
void list_fields(Io& io, FieldsOf<Io, ChildTimescaleSet> v) {
  io("to", v.to);
  io("reason", v.reason);
  io.side("side", v.side);
}
template <typename Io>
void list_fields(Io& io, FieldsOf<Io, ChildTimescaleProposed> v) {
  io("to", v.to);
  io("reason", v.reason);
  io.side("side", v.side);
}
template <typename Io>
void list_fields(Io& io, FieldsOf<Io, Done> v) {
  io("number", v.number);
  io("scope", v.scope);
  io("id", v.id);
  io.side("side", v.side);
  io("evidence", v.evidence);
}
template <typename Io>
void list_fields(Io& io, FieldsOf<Io, Taken> v) {
  io("scope", v.scope);
  io("exit", v.exit);
  io.side("side", v.side);
  io("covers", v.covers);
  io("record", v.record);
  io("choice", v.choice);
  io.later("outstanding", v.outstanding);
}
template <typename Io>
void list_fields(Io& io, FieldsOf<Io, TermsDeclined> v) {
  io("scope", v.scope);
  io("exit", v.exit);
  io.side("side", v.side);
  io("reason", v.reason);
}
template <typename Io>
void list_fields(Io& io, FieldsOf<Io, TermsLapsed> v) {
  io("scope", v.scope);
  io("exit", v.exit);
  io.side("side", v.side);
  io("why", v.why);
}
template <typename Io>
void list_fields(Io& io, FieldsOf<Io, DateProposed> v) {
  io("number", v.number);
  io("to", v.to);
  io("reason", v.reason);
  io.side("side", v.side);
}
template <typename Io>
void list_fields(Io& io, FieldsOf<Io, Undertaken> v) {
  io("undertaking", v.undertaking);
  io("number", v.number);
}
template <typename Io>
void list_fields(Io& io, FieldsOf<Io, Corrected> v) {
  io("sequence", v.sequence);
  io("text", v.text);
  io("happened", v.happened);
  io("number", v.number);
}
template <typename Io>
void list_fields(Io& io, FieldsOf<Io, Noted> v) {
  io("text", v.text);
}
template <typename Io>
void list_fields(Io& io, FieldsOf<Io, Rebound> v) {
  io("number", v.number);
  io.side("side", v.side);
  io("ower", v.ower);
  io("reason", v.reason);
  io.later("more_tiers", v.more_tiers);
}
template <typename Io>
void list_fields(Io& io, FieldsOf<Io, Renamed> v) {
  io("kind", v.kind);
  io("scope", v.scope);
  io("from", v.from);
  io("to", v.to);
}
template <typename Io>
void list_fields(Io& io, FieldsOf<Io, PolicyChanged> v) {
  io("policy", v.policy);
  io("policy_version", v.policy_version);
  io("policy_hash", v.policy_hash);
  io("renamed", v.renamed);
  io("more_tiers", v.more_tiers);
  io("reason", v.reason);
}
template <typename Io>
void list_fields(Io& io, FieldsOf<Io, StageBegun> v) {
  io("stage", v.stage);
  io("visit", v.visit);
  io("tier", v.tier);
  io("more_tiers", v.more_tiers);
  io("representatives", v.representatives);
}
template <typename Io>
void list_fields(Io& io, FieldsOf<Io, StageLeft> v) {
  io("stage", v.stage);
  io("visit", v.visit);
}
template <typename Io>
void list_fields(Io& io, FieldsOf<Io, StageSkipped> v) {
  io("stage", v.stage);
}
template <typename Io>
void list_fields(Io& io, FieldsOf<Io, ExitFired> v) {
  io("scope", v.scope);
  io("exit", v.exit);
}
template <typename Io>
void list_fields(Io& io, FieldsOf<Io, DutyOpened> v) {
  io("number", v.number);
  io("batch", v.batch);
  io("scope", v.scope);
  io("id", v.id);
  io("visit", v.visit);
  io("tier", v.tier);
  io("any_side", v.any_side);
  io("owers", v.owers);
  io("to", v.to);
  io("deadline", v.deadline);
}
template <typename Io>
void list_fields(Io& io, FieldsOf<Io, DutyMet> v) {
  io("number", v.number);
  io("late", v.late);
}
template <typename Io>
void list_fields(Io& io, FieldsOf<Io, DutyOverdue> v) {
  io("number", v.number);
}
template <typename Io>
void list_fields(Io& io, FieldsOf<Io, DutyLapsed> v) {
  io("number", v.number);
  io("why", v.why);
}
template <typename Io>
void list_fields(Io& io, FieldsOf<Io, DeadlineChanged> v) {
  io("number", v.number);
  io("from", v.from);
  io("to", v.to);
  io("why", v.why);
}
template <typename Io>
void list_fields(Io& io, FieldsOf<Io, DateAgreed> v) {
  io("number", v.number);
  io("to", v.to);
}
template <typename Io>
void list_fields(Io& io, FieldsOf<Io, Resolved> v) {
  io("kind", v.kind);
  io("scope", v.scope);
  io("exit", v.exit);
  io("record", v.record);
}
template <typename Io>
void list_fields(Io&, FieldsOf<Io, Finished>) {}

}  // namespace accord
