#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>
#include <unordered_map>

#include "policy/checking.hpp"
#include "policy/walk.hpp"

namespace accord::checking {
namespace {

/// The stages by their place in the file, and where each can go.
struct Graph {
  std::unordered_map<std::string_view, std::size_t> index;
  std::vector<std::vector<std::size_t>> next;

  explicit Graph(const Policy& policy) : next(policy.stages.size()) {
    for (std::size_t i = 0; i < policy.stages.size(); ++i) {
      index.try_emplace(policy.stages[i].id, i);
    }
    for (std::size_t i = 0; i < policy.stages.size(); ++i) {
      next[i] = targets(policy.stages[i]);
    }
  }

  [[nodiscard]] std::vector<std::size_t> targets(const Stage& stage) const {
    std::vector<std::size_t> out;
    for (const ExitRule& exit : stage.exits) {
      if (const auto to = index.find(exit.go); to != index.end()) {
        out.push_back(to->second);
      }
    }
    return out;
  }

  /// Marks all that can be reached along `edges` from those marked.
  static void spread(std::vector<bool>& marked,
                     const std::vector<std::vector<std::size_t>>& edges) {
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < marked.size(); ++i) {
      if (marked[i]) {
        open.push_back(i);
      }
    }
    while (!open.empty()) {
      const std::size_t from = open.back();
      open.pop_back();
      for (const std::size_t to : edges[from]) {
        if (!marked[to]) {
          marked[to] = true;
          open.push_back(to);
        }
      }
    }
  }

  [[nodiscard]] std::vector<std::vector<std::size_t>> reversed() const {
    std::vector<std::vector<std::size_t>> out(next.size());
    for (std::size_t from = 0; from < next.size(); ++from) {
      for (const std::size_t to : next[from]) {
        out[to].push_back(from);
      }
    }
    return out;
  }
};

bool ends(const Stage& stage) {
  return std::ranges::any_of(stage.exits,
                             [](const ExitRule& exit) { return exit.end.has_value(); });
}

void check_reached(const Policy& policy, const Graph& graph, Findings& findings) {
  std::vector<bool> reached(policy.stages.size(), false);
  for (const std::size_t first : graph.targets(policy.start)) {
    reached[first] = true;
  }
  for (const Stage* scope : {&policy.throughout, &policy.after}) {
    for (const std::size_t first : graph.targets(*scope)) {
      reached[first] = true;
    }
  }
  Graph::spread(reached, graph.next);
  for (std::size_t i = 0; i < policy.stages.size(); ++i) {
    if (!reached[i]) {
      findings.error("stage-not-reached", policy.stages[i].source,
                     fmt::format("nothing leads to the stage `{}`", policy.stages[i].id),
                     "add an exit that goes to it, or delete it");
    }
  }
}

void check_ended(const Policy& policy, const Graph& graph, Findings& findings) {
  std::vector<bool> can_end(policy.stages.size(), false);
  for (std::size_t i = 0; i < policy.stages.size(); ++i) {
    can_end[i] = ends(policy.stages[i]);
  }
  Graph::spread(can_end, graph.reversed());
  for (std::size_t i = 0; i < policy.stages.size(); ++i) {
    const Stage& stage = policy.stages[i];
    const bool leaves = std::ranges::any_of(
        stage.exits, [](const ExitRule& exit) { return exit.end || exit.go != "again"; });
    if (!leaves) {
      findings.error("stage-without-exit", stage.source,
                     fmt::format("the stage `{}` has no way out", stage.id),
                     "add an exit that goes to another stage or ends the disagreement");
    } else if (!can_end[i]) {
      findings.error("stage-never-ends", stage.source,
                     fmt::format("no way leads from the stage `{}` to an end", stage.id),
                     "add an exit with `end:` here or in a stage that follows");
    }
  }
}

/// Both sides have to take it.
bool needs_every_side(const ExitRule& exit) {
  bool raising = false;
  bool responding = false;
  for (const RoleRef& who : exit.by) {
    raising =
        raising || who.side == SideSelector::EachSide || who.side == SideSelector::RaisingSide;
    responding = responding || who.side == SideSelector::EachSide ||
                 who.side == SideSelector::RespondingSide;
  }
  return raising && responding;
}

void check_agreement(const Policy& policy, Findings& findings) {
  for (const Stage& stage : policy.stages) {
    const bool only_agreement =
        !stage.exits.empty() && std::ranges::all_of(stage.exits, [](const ExitRule& exit) {
          return exit.go == "again" || needs_every_side(exit);
        });
    if (only_agreement) {
      findings.warning("only-agreement-ends", stage.source,
                       fmt::format("only agreement of every side ends the stage `{}`", stage.id),
                       "add an exit that one side can take, so that nobody is held in it");
    }
  }
}

/// Whether the condition holds only until the stage has begun.
bool holds_only_before(const Condition& condition, const std::string& stage) {
  if (condition.kind == Condition::Kind::All) {
    return std::ranges::any_of(
        condition.parts, [&](const Condition& part) { return holds_only_before(part, stage); });
  }
  if (condition.kind != Condition::Kind::Not) {
    return false;
  }
  const Condition& part = condition.parts.front();
  return part.kind == Condition::Kind::Word && part.subject.kind == SubjectKind::Stage &&
         part.subject.id == stage && std::ranges::find(part.words, "begun") != part.words.end();
}

/// A way that is open in every stage leads back from each that can follow where it goes.
void check_ways_back_throughout(const Policy& policy, const Graph& graph, Findings& findings) {
  for (const ExitRule& exit : policy.throughout.exits) {
    const auto to = graph.index.find(exit.go);
    if (to == graph.index.end() || holds_only_before(exit.when, exit.go)) {
      continue;
    }
    // In the stage itself it is not offered: it leads back from those that follow, if any do.
    std::vector<bool> follow(policy.stages.size(), false);
    for (const std::size_t next : graph.next[to->second]) {
      follow[next] = next != to->second;
    }
    if (std::ranges::find(follow, true) != follow.end()) {
      findings.warning("way-back", exit.source,
                       fmt::format("the exit `{}` of `throughout` leads to `{}` from every stage, "
                                   "those that follow it too: the longest time of the whole has "
                                   "no bound",
                                   exit.id, exit.go),
                       fmt::format("add a `cap`, or `when: {{not: {{{}: begun}}}}`", exit.go));
    }
  }
}

/// A way back makes the longest time unbounded, unless a cap without a condition bounds the whole.
void check_ways_back(const Policy& policy, const Graph& graph, Findings& findings) {
  const bool capped = std::ranges::any_of(policy.cap, [](const Bound& bound) {
    return bound.when.kind == Condition::Kind::Always && states_a_time(bound.within);
  });
  if (capped) {
    return;
  }
  check_ways_back_throughout(policy, graph, findings);
  for (std::size_t i = 0; i < policy.stages.size(); ++i) {
    for (const ExitRule& exit : policy.stages[i].exits) {
      const auto to = graph.index.find(exit.go);
      if (to == graph.index.end() || to->second > i) {
        continue;
      }
      std::vector<bool> reached(policy.stages.size(), false);
      reached[to->second] = true;
      Graph::spread(reached, graph.next);
      if (reached[i]) {
        findings.warning("way-back", exit.source,
                         fmt::format("the exit `{}` goes back to `{}`: the longest time of the "
                                     "whole has no bound",
                                     exit.id, exit.go),
                         "add a `cap`, or let the way back end elsewhere");
      }
    }
  }
}

/// After an outcome a way on can only be the way back into the procedure, and a person's.
void check_reopening(const Policy& policy, Findings& findings) {
  for (const ExitRule& exit : policy.after.exits) {
    if (exit.end || exit.go == "again") {
      findings.error("reopening-without-stage", exit.source,
                     fmt::format("the exit `{}` of `after` does not lead back to a stage", exit.id),
                     "write `go:` and the stage with which it begins again");
    } else if (exit.by.empty() && !exit.by_not_stated) {
      findings.error("reopening-by-nobody", exit.source,
                     fmt::format("the exit `{}` of `after` names nobody who takes it", exit.id),
                     "add `by:`, for an outcome stays until somebody opens it again");
    }
  }
}

/// What is skipped is neither met nor missed: only a stage that would have come can be.
void check_skips(const Policy& policy, Findings& findings) {
  for_each_scope(policy, [&](const Stage& stage) {
    for (const ExitRule& exit : stage.exits) {
      if (std::ranges::find(exit.skips, stage.id) != exit.skips.end()) {
        findings.error(
            "skips-itself", exit.source,
            fmt::format("the exit `{}` skips `{}`, the stage that it leaves", exit.id, stage.id),
            "delete it from `skips`: a stage that has begun is left, not skipped");
      }
      if (!exit.go.empty() && std::ranges::find(exit.skips, exit.go) != exit.skips.end()) {
        findings.error(
            "skips-itself", exit.source,
            fmt::format("the exit `{}` skips `{}`, the stage that it goes to", exit.id, exit.go),
            "delete it from `skips`");
      }
      if (exit.end && !exit.skips.empty()) {
        findings.warning("skips-after-end", exit.source,
                         fmt::format("the exit `{}` ends the disagreement and skips `{}`, which "
                                     "would not come any more",
                                     exit.id, exit.skips.front()),
                         "delete `skips`, or go on to a stage");
      }
    }
  });
}

void check_tiers(const Policy& policy, Findings& findings) {
  for (const Stage& stage : policy.stages) {
    const bool goes_again =
        std::ranges::any_of(stage.exits, [](const ExitRule& exit) { return exit.go == "again"; });
    if (stage.tiers_up_the_line && !goes_again) {
      findings.warning("tiers-never-climbed", stage.source,
                       fmt::format("the stage `{}` has tiers, and no exit goes `again`", stage.id),
                       "add an exit with `go: again`, or delete `tiers`");
    }
  }
}

void check_start(const Policy& policy, Findings& findings) {
  if (policy.stages.empty()) {
    findings.add(Finding::Level::Error, "no-stages", Mark{1, 1}, "", "the policy has no stages",
                 "add `stages:` with at least one");
  }
  const bool begins = std::ranges::any_of(policy.start.exits,
                                          [](const ExitRule& exit) { return !exit.go.empty(); });
  if (!begins) {
    findings.error("nothing-begins", policy.start.source,
                   "no exit of `start` goes to a stage: nothing can be raised",
                   "add an exit with `go:` to `start`");
  }
  for (const ExitRule& exit : policy.start.exits) {
    if (!exit.by.empty() || exit.by_not_stated) {
      findings.error("start-exit-by", exit.source,
                     fmt::format("the exit `{}` of `start` has `by`: raising takes it", exit.id),
                     "delete `by`");
    }
  }
}

}  // namespace

void check_graph(const Policy& policy, Findings& findings) {
  const Graph graph{policy};
  check_start(policy, findings);
  check_reached(policy, graph, findings);
  check_ended(policy, graph, findings);
  check_agreement(policy, findings);
  check_ways_back(policy, graph, findings);
  check_reopening(policy, findings);
  check_skips(policy, findings);
  check_tiers(policy, findings);
}

}  // namespace accord::checking
