#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "calendar/zone.hpp"
#include "disagreement/decide.hpp"
#include "policy/about_whom.hpp"

namespace accord {

/// What the people, rules and dates of one disagreement are called, wherever it is told: on pages,
/// in a copy for a file, on a terminal. Names are those of the policy and the directory; what
/// neither has keeps its id. Times are said in the policy's zone. Never fails.
///
/// Keeps references: what it was made with must outlive it.
class Names {
 public:
  /// @param state as it stands when it is told: who speaks, what the duties are
  /// @param at its policy, directory and calendar, and the instant at which it is told
  Names(const Disagreement& state, const Circumstances& at);

  [[nodiscard]] const Disagreement& state() const { return state_; }
  [[nodiscard]] const Circumstances& at() const { return at_; }
  [[nodiscard]] const Policy& policy() const { return at_.policy; }
  [[nodiscard]] const Directory& directory() const { return at_.directory; }
  [[nodiscard]] const Zone& zone() const;

  /// The words for those whom it is about: "the child".
  [[nodiscard]] AboutWhom about() const;
  /// "Tuesday 7 April 2026, 2:40pm"
  [[nodiscard]] std::string when(Instant at) const;
  [[nodiscard]] std::string person(const PersonId& id) const;
  [[nodiscard]] std::string agency(const AgencyId& id) const;
  /// The agency of a side; the partnership for what is no side's.
  [[nodiscard]] std::string side(SideIndex index) const;
  /// "Hannah Osei", or the role and that nobody is named for it yet.
  [[nodiscard]] std::string ower(const Ower& ower) const;
  [[nodiscard]] std::string owers(const std::vector<Ower>& owers) const;
  /// The same with everybody who may act for them now: whom to ask.
  [[nodiscard]] std::string asked(const std::vector<Ower>& owers) const;
  /// "Line manager": the role's title in the policy, or its id in words.
  [[nodiscard]] std::string role(std::string_view id) const;
  [[nodiscard]] std::string stage(std::string_view id) const;
  /// What is undertaken, by whom, by when and how, in one text.
  [[nodiscard]] std::string undertaking(const Undertaking& undertaking) const;
  /// Each part of the terms with its name, the issues that they leave outstanding last.
  [[nodiscard]] Texts terms(const Texts& record, const std::vector<Undertaking>& outstanding) const;
  /// The duty as an order.
  [[nodiscard]] std::string duty(const DutyState& duty) const;
  [[nodiscard]] std::string duty(int number) const;
  [[nodiscard]] std::string duty(std::string_view scope, std::string_view id) const;
  [[nodiscard]] std::string exit(std::string_view scope, std::string_view id) const;
  /// How it ends by that exit: "agreed"; "not agreed, and the decision of Vale Hospital stands"
  /// where the policy says whose.
  [[nodiscard]] std::string ending(OutcomeKind kind, std::string_view scope,
                                   std::string_view exit) const;
  /// Who is meant by "raiser", "side:0", "role:chair" (`takers`): whoever was named, for the
  /// record, or everybody who may act now; or no name, of what was done once and stands.
  enum class Naming { Recorded, Asked, Unnamed };
  [[nodiscard]] std::string taker(std::string_view taker, Naming naming = Naming::Recorded) const;
  /// An agency or a child that a fact is held by; empty for the whole disagreement.
  [[nodiscard]] std::string holder(const std::string& holder) const;
  [[nodiscard]] std::string fact(std::string_view id) const;
  /// Its words or its moment.
  [[nodiscard]] std::string value(const FactSet& set) const;

 private:
  [[nodiscard]] std::string role_taker(std::string_view who, Naming naming) const;

  const Disagreement& state_;
  const Circumstances& at_;
};

}  // namespace accord
