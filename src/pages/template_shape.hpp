#pragma once

#include <expected>
#include <map>
#include <set>
#include <string>
#include <string_view>

namespace accord {

/// What a template asks for: the names of its markers, of its sections with what they ask for, and
/// of the places where another template is put in.
struct TemplateShape {
  std::set<std::string> markers;
  std::map<std::string, TemplateShape> sections;
  std::set<std::string> includes;

  /// The error says which section is left open or closed too often, and where.
  [[nodiscard]] static std::expected<TemplateShape, std::string> parse(std::string_view name,
                                                                       std::string_view text);

  /// Whether `marker` is asked for here or in any section inside.
  [[nodiscard]] bool mentions(std::string_view marker) const;
};

}  // namespace accord
