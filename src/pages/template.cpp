#include "pages/template.hpp"

#include <ctemplate/template.h>
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "base/check.hpp"
#include "pages/template_lint.hpp"
#include "pages/template_shape.hpp"

namespace accord {
namespace {

constexpr std::string_view kEscapeForHtml = "{{%AUTOESCAPE context=\"HTML\"}}";

ctemplate::TemplateString in_engine(std::string_view text) {
  return {text.data(), text.size()};
}

}  // namespace

Dictionary& Dictionary::set(std::string_view marker, std::string_view text) {
  values_.emplace_back(marker, text);
  return *this;
}

Dictionary& Dictionary::section(std::string_view name) {
  children_.push_back({std::string{name}, "", std::make_unique<Dictionary>()});
  return *children_.back().dictionary;
}

Dictionary& Dictionary::show(std::string_view name) {
  section(name);
  return *this;
}

Dictionary& Dictionary::show_if(bool condition, std::string_view name) {
  return condition ? show(name) : *this;
}

Dictionary& Dictionary::choose(bool condition, std::string_view name_if,
                               std::string_view name_else) {
  return show(condition ? name_if : name_else);
}

Dictionary& Dictionary::set_if_any(std::string_view name, std::string_view marker,
                                   std::string_view text) {
  if (!text.empty()) {
    section(name).set(marker, text);
  }
  return *this;
}

Dictionary& Dictionary::include(std::string_view marker, std::string_view file) {
  children_.push_back({std::string{marker}, std::string{file}, std::make_unique<Dictionary>()});
  return *children_.back().dictionary;
}

struct Templates::Parsed {
  ctemplate::TemplateCache cache;
  std::map<std::string, TemplateShape, std::less<>> shapes;

  static void fill(const Dictionary& values, ctemplate::TemplateDictionary& target) {
    for (const auto& [marker, text] : values.values_) {
      target.SetValueWithoutCopy(in_engine(marker), in_engine(text));
    }
    for (const Dictionary::Child& child : values.children_) {
      ctemplate::TemplateDictionary* inner = nullptr;
      if (child.file.empty()) {
        inner = target.AddSectionDictionary(in_engine(child.name));
      } else {
        inner = target.AddIncludeDictionary(in_engine(child.name));
        inner->SetFilename(in_engine(child.file));
      }
      fill(*child.dictionary, *inner);
    }
  }

  /// A dictionary and those around it that it sees.
  struct Scope {
    const Dictionary& values;
    const Scope* outer = nullptr;

    [[nodiscard]] bool has_value(std::string_view marker) const {
      return std::ranges::any_of(values.values_,
                                 [&](const auto& value) { return value.first == marker; }) ||
             (outer != nullptr && outer->has_value(marker));
    }
    [[nodiscard]] std::vector<const Dictionary::Child*> children(std::string_view name,
                                                                 bool included) const {
      std::vector<const Dictionary::Child*> found;
      for (const Dictionary::Child& child : values.children_) {
        if (child.name == name && child.file.empty() != included) {
          found.push_back(&child);
        }
      }
      return found.empty() && outer != nullptr ? outer->children(name, included) : found;
    }
  };

  void compare(std::string_view file, const TemplateShape& shape, const Scope& scope,
               std::vector<std::string>& found) const {
    for (const std::string& marker : shape.markers) {
      if (!scope.has_value(marker)) {
        found.push_back(fmt::format("{}: {{{{{}}}}} has no value", file, marker));
      }
    }
    for (const auto& [name, inner] : shape.sections) {
      for (const Dictionary::Child* child : scope.children(name, false)) {
        compare(file, inner, {*child->dictionary, &scope}, found);
      }
    }
    for (const std::string& marker : shape.includes) {
      for (const Dictionary::Child* child : scope.children(marker, true)) {
        compare(child->file, shape_of(child->file), {*child->dictionary}, found);
      }
    }
    for (const auto& [marker, text] : scope.values.values_) {
      if (!shape.mentions(marker)) {
        found.push_back(fmt::format("{}: \"{}\" is set but is no marker there", file, marker));
      }
    }
    for (const Dictionary::Child& child : scope.values.children_) {
      if (!shape.mentions(child.name)) {
        found.push_back(
            fmt::format("{}: \"{}\" is shown but is no section there", file, child.name));
      }
    }
  }

  [[nodiscard]] const TemplateShape& shape_of(std::string_view file) const {
    const auto found = shapes.find(file);
    ACCORD_CHECK(found != shapes.end());
    return found->second;
  }
};

Templates::Templates() : parsed_(std::make_unique<Parsed>()) {}
Templates::Templates(Templates&&) noexcept = default;
Templates& Templates::operator=(Templates&&) noexcept = default;
Templates::~Templates() = default;

std::expected<Templates, std::string> Templates::load(std::span<const EmbeddedFile> files) {
  Templates templates;
  for (const EmbeddedFile& file : files) {
    if (const auto faults = lint_template(file.path, file.bytes); !faults.empty()) {
      return std::unexpected(faults.front());
    }
    auto shape = TemplateShape::parse(file.path, file.bytes);
    if (!shape) {
      return std::unexpected(std::move(shape).error());
    }
    templates.parsed_->shapes.emplace(file.path, *std::move(shape));
    const std::string text = fmt::format("{}{}", kEscapeForHtml, file.bytes);
    if (!templates.parsed_->cache.StringToTemplateCache(in_engine(file.path), in_engine(text),
                                                        ctemplate::STRIP_BLANK_LINES)) {
      return std::unexpected(fmt::format(
          "{}: the template engine cannot tell the place where a marker stands: is a tag or an "
          "attribute left open?",
          file.path));
    }
  }
  templates.parsed_->cache.Freeze();
  return templates;
}

std::string Templates::render(std::string_view file, const Dictionary& values) const {
  ACCORD_CHECK(parsed_->shapes.contains(file));
  ctemplate::TemplateDictionary filled{in_engine(file)};
  Parsed::fill(values, filled);
  std::string page;
  page.reserve(std::size_t{32} * 1024);
  ACCORD_CHECK(parsed_->cache.ExpandNoLoad(in_engine(file), ctemplate::STRIP_BLANK_LINES, &filled,
                                           nullptr, &page));
  return page;
}

std::vector<std::string> Templates::mismatches(std::string_view file,
                                               const Dictionary& values) const {
  std::vector<std::string> found;
  parsed_->compare(file, parsed_->shape_of(file), {values}, found);
  return found;
}

}  // namespace accord
