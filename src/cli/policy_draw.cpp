#include "cli/policy_draw.hpp"

#include <fmt/format.h>

#include <expected>
#include <nlohmann/json.hpp>
#include <ostream>

#include "base/try.hpp"
#include "cli/exit_code.hpp"
#include "cli/files.hpp"
#include "cli/policy_file.hpp"
#include "drawing/policy_picture.hpp"
#include "policy/flowchart.hpp"

namespace accord {

namespace {

std::string list_as_text(const Flowchart& chart) {
  std::string out = chart.title + "\n";
  for (const FlowStep& step : as_list(chart)) {
    out += fmt::format("\n{}\n", step.heading);
    for (const std::string& line : step.lines) {
      out += fmt::format("  {}\n", line);
    }
    for (const std::string& way : step.ways) {
      out += fmt::format("  - {}\n", way);
    }
  }
  return out;
}

std::string list_as_json(const Flowchart& chart) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const FlowStep& step : as_list(chart)) {
    list.push_back({{"heading", step.heading}, {"lines", step.lines}, {"ways", step.ways}});
  }
  return list.dump(2) + "\n";
}

std::expected<std::string, std::string> drawing(const PolicyDrawArguments& arguments,
                                                const Flowchart& chart) {
  if (arguments.json) {
    return list_as_json(chart);
  }
  if (arguments.list) {
    return list_as_text(chart);
  }
  if (arguments.bpmn) {
    return to_bpmn(chart);
  }
  if (arguments.dot) {
    return to_dot(chart);
  }
  ACCORD_TRY(PolicyPicture picture, policy_picture(chart));
  return std::move(picture.svg);
}

std::expected<void, std::string> draw(const PolicyDrawArguments& arguments, const Policy& policy,
                                      std::ostream& out) {
  ACCORD_TRY(const std::string text, drawing(arguments, flowchart(policy)));
  if (!arguments.output.empty()) {
    return write_file(arguments.output, text);
  }
  out << text;
  return {};
}

}  // namespace

int run_policy_draw(const PolicyDrawArguments& arguments, std::ostream& out, std::ostream& err) {
  const auto file = read_policy_file(arguments.file);
  if (!file && !file.error().unreadable.empty()) {
    err << "accord policy draw: " << file.error().unreadable << '\n';
    return kCouldNotRun;
  }
  const auto policy =
      file ? policy_in(*file) : std::expected<Policy, PolicyFileError>{std::unexpect, file.error()};
  if (!policy) {
    err << to_lines(policy.error()) << '\n';
    return kAnswerIsNo;
  }
  if (const auto drawn = draw(arguments, *policy, out); !drawn) {
    err << "accord policy draw: " << drawn.error() << '\n';
    return kCouldNotRun;
  }
  return kDone;
}

}  // namespace accord
