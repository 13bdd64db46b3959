#include "pages/template_shape.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace accord {

std::expected<TemplateShape, std::string> TemplateShape::parse(std::string_view name,
                                                               std::string_view text) {
  TemplateShape shape;
  std::vector<std::pair<std::string, TemplateShape*>> open{{"", &shape}};
  const auto line_of = [&](std::size_t position) {
    return std::ranges::count(text.substr(0, position), '\n') + 1;
  };
  for (std::size_t start = text.find("{{"); start != std::string_view::npos;
       start = text.find("{{", start + 2)) {
    const std::size_t end = text.find("}}", start);
    if (end == std::string_view::npos) {
      return std::unexpected(
          fmt::format("{}:{}: a \"{{{{\" is not closed with \"}}}}\"", name, line_of(start)));
    }
    const std::string_view inside = text.substr(start + 2, end - start - 2);
    const std::string rest{inside.substr(std::min<std::size_t>(1, inside.size()))};
    const char kind = inside.empty() ? '\0' : inside.front();
    TemplateShape& here = *open.back().second;
    if (kind == '!' || kind == '%') {
      continue;
    }
    if (kind == '#') {
      open.emplace_back(rest, &here.sections[rest]);
    } else if (kind == '>') {
      here.includes.insert(rest);
    } else if (kind != '/') {
      here.markers.emplace(inside.ends_with(":p") ? inside.substr(0, inside.size() - 2) : inside);
    } else if (open.size() > 1 && open.back().first == rest) {
      open.pop_back();
    } else {
      return std::unexpected(fmt::format(
          "{}:{}: {{{{/{}}}}} closes a section that is not open here", name, line_of(start), rest));
    }
  }
  if (open.size() > 1) {
    return std::unexpected(
        fmt::format("{}: the section {{{{#{}}}}} is never closed", name, open.back().first));
  }
  return shape;
}

bool TemplateShape::mentions(std::string_view marker) const {
  const std::string key{marker};
  return markers.contains(key) || includes.contains(key) || sections.contains(key) ||
         std::ranges::any_of(sections,
                             [&](const auto& inner) { return inner.second.mentions(marker); });
}

}  // namespace accord
