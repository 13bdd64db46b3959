#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <utility>

#include "policy/flowchart.hpp"
#include "policy/xml_text.hpp"

namespace accord {
namespace {

constexpr std::size_t kTitleWidth = 34;
constexpr std::size_t kLabelWidth = 26;

/// Text between the quotation marks of a `dot` string, in which entities are read too.
std::string dot_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&') {
      out += "&amp;";
      continue;
    }
    if (c == '"' || c == '\\') {
      out += '\\';
    }
    out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  }
  return out;
}

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

/// Lines of about `width` characters, broken between words.
std::vector<std::string> wrapped(std::string_view text, std::size_t width) {
  std::vector<std::string> lines;
  std::string line;
  while (!text.empty()) {
    const std::size_t end = text.find_first_of(" \n\t\r");
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (word.empty()) {
      continue;
    }
    if (!line.empty() && characters(line) + 1 + characters(word) > width) {
      lines.push_back(std::exchange(line, {}));
    }
    line += line.empty() ? "" : " ";
    line += word;
  }
  if (!line.empty()) {
    lines.push_back(std::move(line));
  }
  return lines;
}

std::string_view style_of(FlowBox::Kind kind) {
  switch (kind) {
    case FlowBox::Kind::Start: return R"(fillcolor="#f3f2f1", color="#505a5f")";
    case FlowBox::Kind::Stage: return R"(fillcolor="#ffffff", color="#1d70b8", penwidth=1.5)";
    case FlowBox::Kind::Anywhere:
      return R"(fillcolor="#f3f2f1", color="#505a5f", style="rounded,filled,dashed")";
    case FlowBox::Kind::Outcome: return R"(fillcolor="#e5f2ea", color="#00703c", penwidth=1.5)";
  }
  return {};
}

std::string box_in_dot(const FlowBox& box) {
  std::vector<std::string> lines;
  for (const std::string& line : wrapped(box.title, kTitleWidth)) {
    lines.push_back(fmt::format("<B>{}</B>", xml_text(line)));
  }
  for (const std::string& text : box.lines) {
    for (const std::string& line : wrapped(text, kTitleWidth)) {
      lines.push_back(fmt::format(R"(<FONT POINT-SIZE="11">{}</FONT>)", xml_text(line)));
    }
  }
  if (box.local) {
    lines.emplace_back(R"(<FONT POINT-SIZE="11"><I>local</I></FONT>)");
  }
  return fmt::format("  \"{}\" [label=<{}>, {}];\n", dot_text(box.id), fmt::join(lines, "<BR/>"),
                     style_of(box.kind));
}

/// The ways from one box to the same other share one line.
std::string arrows_in_dot(const Flowchart& chart) {
  std::vector<std::pair<std::string, std::string>> order;
  std::map<std::pair<std::string, std::string>, std::vector<std::string>> labels;
  for (const FlowArrow& arrow : chart.arrows) {
    const std::pair ends{arrow.from, arrow.to};
    if (!labels.contains(ends)) {
      order.push_back(ends);
    }
    auto lines = wrapped(arrow.title + (arrow.local ? " (local)" : ""), kLabelWidth);
    auto& label = labels[ends];
    if (!label.empty() && !lines.empty()) {
      lines.front() = "or: " + lines.front();
    }
    // Room between the line and its words.
    std::ranges::transform(lines, std::back_inserter(label),
                           [](const std::string& line) { return "  " + dot_text(line); });
  }
  std::string out;
  for (const auto& ends : order) {
    out += fmt::format("  \"{}\" -> \"{}\" [label=\"{}\\l\"];\n", dot_text(ends.first),
                       dot_text(ends.second), fmt::join(labels[ends], "\\l"));
  }
  return out;
}

}  // namespace

std::string to_dot(const Flowchart& chart) {
  std::string out =
      "digraph policy {\n"
      "  graph [rankdir=TB, bgcolor=\"transparent\", nodesep=0.4, ranksep=0.55, pad=0.2];\n"
      "  node [shape=box, style=\"rounded,filled\", fontname=\"Arial\", fontsize=13, "
      "fontcolor=\"#0b0c0c\", margin=\"0.18,0.12\"];\n"
      "  edge [fontname=\"Arial\", fontsize=11, fontcolor=\"#0b0c0c\", color=\"#505a5f\"];\n";
  for (const FlowBox& box : chart.boxes) {
    out += box_in_dot(box);
  }
  out += "  { rank=sink;";
  for (const FlowBox& box : chart.boxes) {
    if (box.kind == FlowBox::Kind::Outcome) {
      out += fmt::format(" \"{}\";", dot_text(box.id));
    }
  }
  return out + " }\n" + arrows_in_dot(chart) + "}\n";
}

std::string finished_svg(std::string_view svg, const Flowchart& chart) {
  const std::size_t begin = svg.find("<svg ");
  if (begin == std::string_view::npos) {
    return {};
  }
  const std::size_t inside = svg.find('>', begin);
  if (inside == std::string_view::npos) {
    return {};
  }
  constexpr std::string_view kOpening = "<svg ";
  return fmt::format(
      "<svg role=\"img\" aria-labelledby=\"flowchart-title flowchart-description\" {}>\n"
      "<title id=\"flowchart-title\">{}</title>\n"
      "<desc id=\"flowchart-description\">{}</desc>{}",
      svg.substr(begin + kOpening.size(), inside - begin - kOpening.size()), xml_text(chart.title),
      xml_text(chart.description), svg.substr(inside + 1));
}

}  // namespace accord
