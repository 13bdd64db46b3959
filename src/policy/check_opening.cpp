#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "policy/checking.hpp"
#include "policy/walk.hpp"

namespace accord::checking {
namespace {

/// What a duty's `when` asks of another duty of its stage: that it is owed, or that it is not.
struct Wish {
  std::size_t of;
  bool owed;
};

std::vector<Wish> wishes(const Stage& stage, const DutyRule& duty) {
  std::vector<Wish> found;
  for_each_word(duty.when, [&](const Condition& word, bool holds) {
    if (word.subject.kind != SubjectKind::Duty || word.subject.scope != stage.id) {
      return;
    }
    const auto other = std::ranges::find(stage.duties, word.subject.id, &DutyRule::id);
    if (other == stage.duties.end()) {
      return;
    }
    const auto place = static_cast<std::size_t>(other - stage.duties.begin());
    for (const std::string& text : word.words) {
      // What is overdue is owed (kernel rule 10).
      if (text == "open" || text == "overdue" || text == "lapsed") {
        found.push_back({place, (text != "lapsed") == holds});
      }
    }
  });
  return found;
}

/// A duty that is owed only while it is not, by way of others beside it: each change of one
/// brings the next, and they never come to rest.
void check_chase(const Stage& stage, Findings& findings) {
  for (std::size_t start = 0; start < stage.duties.size(); ++start) {
    std::vector<std::array<bool, 2>> reached(stage.duties.size(), {false, false});
    std::vector<Wish> open{{start, true}};
    while (!open.empty()) {
      const Wish at = open.back();
      open.pop_back();
      for (const Wish& next : wishes(stage, stage.duties[at.of])) {
        const Wish to{next.of, next.owed == at.owed};
        if (auto& seen = reached[to.of][to.owed ? 1 : 0]; !seen) {
          seen = true;
          open.push_back(to);
        }
      }
    }
    if (reached[start][0]) {
      const DutyRule& duty = stage.duties[start];
      findings.error(
          "duty-undoes-itself", duty.source,
          fmt::format("the duty `{}` is owed only while it is not: its `when` leads back "
                      "to it and turns it round",
                      duty.id),
          "let `when` ask what somebody does (`met`), not what is open or lapsed");
    }
  }
}

/// Where a duty's `when` asks of another duty, or of itself: `managers.meet`.
struct Asking {
  std::string of;
  bool date;  ///< whether it asks for its date to have come
};

/// A duty that is owed because of its own date, also by way of others: its date would then begin
/// from itself, and move each time somebody looks.
void check_owed_by_its_date(const Policy& policy, Findings& findings) {
  std::map<std::string, std::pair<const DutyRule*, std::vector<Asking>>> duties;
  for_each_scope(policy, [&](const Stage& stage) {
    for (const DutyRule& duty : stage.duties) {
      auto& [rule, asks] = duties[fmt::format("{}.{}", stage.id, duty.id)];
      rule = &duty;
      for_each_word(duty.when, [&](const Condition& word, bool holds) {
        if (word.subject.kind == SubjectKind::Duty) {
          asks.push_back({fmt::format("{}.{}", word.subject.scope, word.subject.id),
                          holds && std::ranges::any_of(word.words, [](const std::string& text) {
                            return text == "due" || text == "overdue";
                          })});
        }
      });
    }
  });
  for (const auto& [name, duty] : duties) {
    std::set<std::string> reached;
    std::vector<std::string> open;
    for (const Asking& asked : duty.second) {
      if (asked.date) {
        open.push_back(asked.of);
      }
    }
    while (!open.empty()) {
      const std::string at = std::move(open.back());
      open.pop_back();
      if (const auto found = duties.find(at); found != duties.end() && reached.insert(at).second) {
        for (const Asking& next : found->second.second) {
          open.push_back(next.of);
        }
      }
    }
    if (reached.contains(name)) {
      findings.error("owed-by-its-own-date", duty.first->source,
                     fmt::format("the duty `{}` is owed because of its own date: its `when` leads "
                                 "back to whether it is due",
                                 duty.first->id),
                     "let `when` ask for something else that happens, or that somebody does");
    }
  }
}

/// A duty that is met once it is met, or by not being met: what proves it has to be something else.
void check_met_by_itself(const Stage& stage, Findings& findings) {
  for (const DutyRule& duty : stage.duties) {
    const Condition met_when = duty.met_when.value_or(Condition{});
    bool itself = false;
    for_each_word(met_when, [&](const Condition& word, bool) {
      itself = itself || (word.subject.kind == SubjectKind::Duty &&
                          word.subject.scope == stage.id && word.subject.id == duty.id);
    });
    if (itself) {
      findings.error(
          "met-by-itself", duty.source,
          fmt::format("the `met_when` of the duty `{}` asks about the duty itself", duty.id),
          "name what proves it, or delete `met_when`: who owes it records it");
    }
  }
}

/// What is asked while it is raised, or required then, only the raiser is there to answer.
void check_asked_when_raising(const Policy& policy, Findings& findings) {
  for (const FactRule& fact : policy.facts) {
    const bool raisers =
        fact.set_by.empty() || std::ranges::any_of(fact.set_by, [](const RoleRef& who) {
          return who.side == SideSelector::RaisingSide || who.side == SideSelector::EachSide ||
                 who.side == SideSelector::AnySide || who.alternatives.front() == "raiser";
        });
    if (fact.required && !raisers) {
      findings.error(
          "required-and-not-the-raisers", fact.source,
          fmt::format("the fact `{}` is required to raise, and the raiser may not set it", fact.id),
          "delete `required`, or let `set_by` name `raiser`");
    } else if (fact.asked != Asked::Later && !raisers) {
      findings.error("asked-and-not-the-raisers", fact.source,
                     fmt::format("the fact `{}` is asked while somebody raises, and the raiser may "
                                 "not set it",
                                 fact.id),
                     "delete `asked`, and it is asked later; or let `set_by` name `raiser`");
    }
  }
}

/// A date is agreed for a duty; the whole has none of its own that both could agree.
void check_no_agreed_cap(const Policy& policy, Findings& findings) {
  for (const Bound& bound : policy.cap) {
    if (bound.unless_both_agree) {
      findings.error(
          "cap-by-agreement", bound.source,
          "the limit on the whole process cannot be changed by agreement",
          "delete `unless` there, and write it on the `settle` of each stage to which it "
          "applies");
    }
  }
}

}  // namespace

void check_opening(const Policy& policy, Findings& findings) {
  for_each_scope(policy, [&](const Stage& stage) {
    check_chase(stage, findings);
    check_met_by_itself(stage, findings);
  });
  check_owed_by_its_date(policy, findings);
  check_asked_when_raising(policy, findings);
  check_no_agreed_cap(policy, findings);
}

}  // namespace accord::checking
