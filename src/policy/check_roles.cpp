#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "policy/checking.hpp"
#include "policy/walk.hpp"

namespace accord::checking {
namespace {

class Roles {
 public:
  Roles(const Policy& policy, Findings& findings) : policy_(policy), findings_(findings) {
    for (const RoleRule& role : policy.roles) {
      names_.emplace_back(role.id);
    }
    names_.insert(names_.end(), kBuiltInRoles.begin(), kBuiltInRoles.end());
  }

  void check(const std::vector<RoleRef>& who, const Source& source, const std::string& what) {
    for (const RoleRef& one : who) {
      for (const std::string& id : one.alternatives) {
        used_.insert(id);
        check(id, one, source, what);
      }
    }
  }

  void check_used() {
    for (const RoleRule& role : policy_.roles) {
      if (!used_.contains(role.id)) {
        findings_.add(Finding::Level::Note, "role-not-used", role.source.mark, role.source.clause,
                      fmt::format("no rule names the role `{}`", role.id),
                      "delete it, or name it where somebody with that post has a part");
      }
    }
  }

  /// A chair is not asked from a side: it is one person.
  void check_people(const DutyRule& duty, const std::string& what) {
    check(duty.owed_by, duty.source, what);
    check(duty.open_to, duty.source, what);
    check(duty.to, duty.source, what);
    if (!duty.meeting) {
      return;
    }
    const MeetingRule& meeting = *duty.meeting;
    for (const auto* seats : {&meeting.chair, &meeting.must, &meeting.must_not, &meeting.hears}) {
      check(*seats, duty.source, what);
    }
    const bool needs_chair = meeting.decides == MeetingDecides::Chair || meeting.casting_vote;
    if (needs_chair && meeting.chair.empty() && !meeting.chair_elected) {
      findings_.error("no-chair", duty.source,
                      fmt::format("the chair {} in {}, and it has none",
                                  meeting.casting_vote ? "has the casting vote" : "decides", what),
                      "add `chair:` with a role, or `elected from those present`");
    }
  }

 private:
  void check(const std::string& id, const RoleRef& who, const Source& source,
             const std::string& what) {
    const Source at{.clause = source.clause, .mark = who.mark.line > 0 ? who.mark : source.mark};
    const bool of_no_side = who.side == SideSelector::None;
    const RoleRule* role = policy_.role(id);
    if (role == nullptr && std::ranges::find(kBuiltInRoles, id) == kBuiltInRoles.end()) {
      findings_.error("unknown-role", at,
                      fmt::format("{} names the role `{}`, which is not defined", what, id),
                      did_you_mean(id, names_));
      return;
    }
    if (role == nullptr) {
      if (of_no_side && id != "raiser") {
        findings_.error("role-without-side", at, fmt::format("{} names `{}` of no side", what, id),
                        fmt::format("write `{{raising_side: {0}}}` or `{{each_side: {0}}}`", id));
      }
      return;
    }
    const bool own = std::ranges::any_of(
        role->alternatives,
        [](const RoleAlternative& alternative) { return alternative.in == PostIn::OwnAgency; });
    if (own && of_no_side) {
      findings_.error(
          "role-without-side", at,
          fmt::format("{} names `{}`, a post of one's own agency, and no side", what, id),
          fmt::format("write `{{raising_side: {0}}}` or `{{each_side: {0}}}`, or give the role "
                      "another `in:`",
                      id));
    }
  }

  const Policy& policy_;
  Findings& findings_;
  std::vector<std::string_view> names_;
  std::unordered_set<std::string> used_;
};

}  // namespace

void check_roles(const Policy& policy, Findings& findings) {
  Roles roles{policy, findings};
  for (const FactRule& fact : policy.facts) {
    roles.check(fact.slower_by, fact.source, fmt::format("the fact `{}`", fact.id));
    roles.check(fact.set_by, fact.source, fmt::format("the fact `{}`", fact.id));
  }
  for_each_scope(policy, [&](const Stage& stage) {
    const std::string of_stage = fmt::format("the stage `{}`", stage.id);
    roles.check(stage.representatives, stage.source, of_stage);
    roles.check(stage.settled_by, stage.source, of_stage);
    for (const DutyRule& duty : stage.duties) {
      roles.check_people(duty, fmt::format("the duty `{}`", duty.id));
    }
    for (const ExitRule& exit : stage.exits) {
      roles.check(exit.by, exit.source, fmt::format("the exit `{}`", exit.id));
      roles.check(exit.stands_with, exit.source, fmt::format("the exit `{}`", exit.id));
    }
  });
  roles.check(policy.decider, policy.start.source, "`decider`");
  roles.check_used();
}

}  // namespace accord::checking
