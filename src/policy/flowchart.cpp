#include "policy/flowchart.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "policy/words.hpp"

namespace accord {
namespace {

std::string capital(std::string text) {
  if (!text.empty()) {
    text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  }
  return text;
}

std::string outcome_id(OutcomeKind kind) {
  return fmt::format("outcome.{}", to_word(kind));
}

std::string box_id(const Stage& stage) {
  return fmt::format("stage.{}", stage.id);
}

FlowBox stage_box(const Policy& policy, const Stage& stage) {
  FlowBox box{.kind = FlowBox::Kind::Stage,
              .id = box_id(stage),
              .title = name_of(stage),
              .clause = stage.source.clause,
              .local = stage.source.local};
  if (!stage.summary.empty()) {
    box.lines.push_back(stage.summary);
  }
  if (!stage.representatives.empty()) {
    box.lines.push_back(fmt::format(
        "Speaking: {}{}", in_words(policy, std::span<const RoleRef>{stage.representatives}),
        stage.tiers_up_the_line ? ", then up the line of management" : ""));
  }
  box.lines.push_back(fmt::format("Time: {}", in_words(policy, stage.settle)));
  return box;
}

class Chart {
 public:
  explicit Chart(const Policy& policy) : policy_(policy) {}

  Flowchart make() {
    chart_.title = fmt::format("{}: {}", policy_.partnership, policy_.title);
    add_scope(policy_.start, FlowBox::Kind::Start, "");
    for (const Stage& stage : policy_.stages) {
      chart_.boxes.push_back(stage_box(policy_, stage));
      add_exits(stage);
    }
    if (!policy_.throughout.exits.empty()) {
      add_scope(policy_.throughout, FlowBox::Kind::Anywhere, "At any stage");
    }
    if (!policy_.after.exits.empty()) {
      add_scope(policy_.after, FlowBox::Kind::Anywhere, "After the outcome");
    }
    add_outcomes();
    chart_.description = fmt::format(
        "A flowchart of {} stages from raising to an outcome. The list beside it says the same in "
        "words.",
        policy_.stages.size());
    return std::move(chart_);
  }

 private:
  void add_scope(const Stage& scope, FlowBox::Kind kind, std::string_view title) {
    chart_.boxes.push_back({.kind = kind,
                            .id = box_id(scope),
                            .title = title.empty() ? name_of(scope) : std::string{title},
                            .clause = scope.source.clause});
    add_exits(scope);
  }

  void add_exits(const Stage& stage) {
    for (const ExitRule& exit : stage.exits) {
      FlowArrow arrow{.from = box_id(stage),
                      .to = target(stage, exit),
                      .title = capital(name_of(exit)),
                      .clause = exit.source.clause,
                      .local = exit.source.local};
      if (!exit.by.empty()) {
        arrow.taken_by = in_words(policy_, std::span<const RoleRef>{exit.by});
        arrow.taken_by += exit.by_not_stated ? " (the partnership’s own)" : "";
      } else if (exit.by_not_stated) {
        arrow.taken_by = "anybody of the partnership (not stated)";
      }
      if (exit.when.kind != Condition::Kind::Always) {
        arrow.condition = in_words(policy_, exit.when);
      }
      for (const Bound& bound : exit.until) {
        arrow.until += (arrow.until.empty() ? "" : "; ") + in_words(policy_, bound);
      }
      chart_.arrows.push_back(std::move(arrow));
    }
  }

  [[nodiscard]] std::string target(const Stage& stage, const ExitRule& exit) const {
    if (exit.end) {
      return outcome_id(*exit.end);
    }
    return exit.go == "again" ? box_id(stage) : fmt::format("stage.{}", exit.go);
  }

  /// Those that an exit leads to, in the order of the table of outcomes.
  void add_outcomes() {
    for (const auto& [word, kind] : kOutcomeWords) {
      const std::string id = outcome_id(kind);
      if (std::ranges::find(chart_.arrows, id, &FlowArrow::to) != chart_.arrows.end()) {
        chart_.boxes.push_back({.kind = FlowBox::Kind::Outcome,
                                .id = id,
                                .title = capital(std::string{in_words(kind)})});
      }
    }
  }

  const Policy& policy_;
  Flowchart chart_;
};

std::string way_in_words(const Flowchart& chart, const FlowArrow& arrow) {
  const auto to = std::ranges::find(chart.boxes, arrow.to, &FlowBox::id);
  const std::string where = to == chart.boxes.end()  ? arrow.to
                            : arrow.from == arrow.to ? "leads one tier higher in this stage"
                                                     : fmt::format("leads to “{}”", to->title);
  std::string who = arrow.taken_by.empty() ? "" : fmt::format("; taken by {}", arrow.taken_by);
  std::string when = arrow.condition.empty() ? "" : fmt::format(", when {}", arrow.condition);
  if (!arrow.until.empty()) {
    when += fmt::format(", its time {}", arrow.until);
  }
  return fmt::format("“{}” {}{}{}{}{}", arrow.title, where, who, when,
                     arrow.clause.empty() ? "" : fmt::format(" (clause {})", arrow.clause),
                     arrow.local ? " (local)" : "");
}

}  // namespace

Flowchart flowchart(const Policy& policy) {
  return Chart{policy}.make();
}

std::vector<FlowStep> as_list(const Flowchart& chart) {
  std::vector<FlowStep> steps;
  for (const FlowBox& box : chart.boxes) {
    if (box.kind == FlowBox::Kind::Outcome) {
      continue;
    }
    FlowStep step{.heading = box.title, .lines = box.lines};
    if (!box.clause.empty()) {
      step.lines.push_back(fmt::format("Clause {}", box.clause));
    }
    if (box.local) {
      step.lines.emplace_back(box.clause.empty()
                                  ? "Local: the partnership's own, not of the document"
                                  : "Local: the partnership's own");
    }
    for (const FlowArrow& arrow : chart.arrows) {
      if (arrow.from == box.id) {
        step.ways.push_back(way_in_words(chart, arrow));
      }
    }
    steps.push_back(std::move(step));
  }
  return steps;
}

}  // namespace accord
