#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "policy/policy.hpp"

namespace accord {

/// A place of the flowchart: raising, a stage, "at any stage", or an outcome.
struct FlowBox {
  enum class Kind { Start, Stage, Anywhere, Outcome };
  Kind kind = Kind::Stage;
  std::string id;  ///< unique in the chart
  std::string title;
  std::vector<std::string> lines;  ///< who speaks, how long it may take
  std::string clause;
  bool local = false;  ///< the partnership's own, not of the document (COV-9)
};

/// A way from one box to another, or to the next tier of the same.
struct FlowArrow {
  std::string from;
  std::string to;
  std::string title;      ///< as on the button
  std::string taken_by;   ///< "any side"; empty: it happens by itself
  std::string condition;  ///< in words; empty: always open
  std::string until;      ///< its time in words, after which it has lapsed; empty: none
  std::string clause;
  bool local = false;  ///< the partnership's own, not of the document (COV-9)
};

/// A policy as a picture: finished words, in the order of the file.
struct Flowchart {
  std::string title;
  std::string description;  ///< one sentence for who cannot see the picture; the list says the rest
  std::vector<FlowBox> boxes;
  std::vector<FlowArrow> arrows;
};

[[nodiscard]] Flowchart flowchart(const Policy& policy);

/// One box as an item of a list, which says the same as the picture.
struct FlowStep {
  std::string heading;
  std::vector<std::string> lines;
  std::vector<std::string> ways;  ///< "“Not agreed, go to line managers” leads to …"
};

/// The whole chart for a screen reader, or where there is no picture. Outcomes are no steps: the
/// ways name them.
[[nodiscard]] std::vector<FlowStep> as_list(const Flowchart& chart);

/// The chart for Graphviz `dot`. Every text is escaped: no policy can add anything but its words.
[[nodiscard]] std::string to_dot(const Flowchart& chart);

/// The chart as a BPMN 2.0 process with its diagram, for the viewers and editors of that standard.
/// It is a picture and says so: not executable, and a stage's duties and clocks are words in it.
[[nodiscard]] std::string to_bpmn(const Flowchart& chart);

/// What `dot -Tsvg` wrote, as an image with a title and a description that can also stand inside a
/// page: without the XML declaration and document type. Empty when `svg` is no picture.
[[nodiscard]] std::string finished_svg(std::string_view svg, const Flowchart& chart);

}  // namespace accord
