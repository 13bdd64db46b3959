#pragma once

#include <expected>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/embedded.hpp"

namespace accord {

/// The words for one template: finished text under the names of its markers. Everything put in here
/// is text, whatever it looks like: the template escapes it for the place where it stands.
///
///     Dictionary page;
///     page.set("DUE", panel.due).choose(panel.late, "LATE", "IN_TIME");
///     for (const DutyLine& duty : panel.duties) {
///       page.section("DUTY").set("WHO", duty.who).set("WHAT", duty.what);
///     }
///
/// A text of several lines stands as `{{MARKER:p}}`, which keeps them.
/// A section sees the markers of what surrounds it; an included template sees only its own.
class Dictionary {
 public:
  /// `{{MARKER}}` is `text`.
  Dictionary& set(std::string_view marker, std::string_view text);

  /// One more repetition of `{{#NAME}}…{{/NAME}}`; the answer is the dictionary of that repetition,
  /// which lives as long as this one.
  Dictionary& section(std::string_view name);

  /// `{{#NAME}}…{{/NAME}}` once, with nothing of its own.
  Dictionary& show(std::string_view name);

  /// The section `name`, only where `condition` holds.
  Dictionary& show_if(bool condition, std::string_view name);

  /// One of two sections: a template has no "else".
  Dictionary& choose(bool condition, std::string_view name_if, std::string_view name_else);

  /// `{{#NAME}}…{{NAME_TEXT}}…{{/NAME}}`-like optional text: shows the section `name` with `marker`
  /// set to `text`, where the text is not empty.
  Dictionary& set_if_any(std::string_view name, std::string_view marker, std::string_view text);

  /// `{{>MARKER}}` is the template `file`, filled with the dictionary answered. May be repeated.
  Dictionary& include(std::string_view marker, std::string_view file);

 private:
  friend class Templates;

  struct Child {
    std::string name;
    std::string file;  // empty: a section
    std::unique_ptr<Dictionary> dictionary;
  };
  std::vector<std::pair<std::string, std::string>> values_;
  std::vector<Child> children_;
};

/// The templates of the program, parsed once; then only read, by as many threads as like.
///
/// Every template is given the context-aware escaping of HTML, so none can forget it, and one that
/// gets round it is refused (`lint_template`).
class Templates {
 public:
  /// The error names the template, its line, and what to write instead.
  [[nodiscard]] static std::expected<Templates, std::string> load(
      std::span<const EmbeddedFile> files);

  Templates(Templates&&) noexcept;
  Templates& operator=(Templates&&) noexcept;
  ~Templates();

  /// `file`, filled. A marker without a value is empty. A file that is not there is a bug.
  [[nodiscard]] std::string render(std::string_view file, const Dictionary& values) const;

  /// For tests: each marker that the page would leave empty because nothing was set, and each name
  /// that was set but stands nowhere in the template. A page's test expects none:
  ///
  ///     EXPECT_THAT(templates.mismatches("case.html", dictionary), IsEmpty());
  [[nodiscard]] std::vector<std::string> mismatches(std::string_view file,
                                                    const Dictionary& values) const;

 private:
  struct Parsed;
  Templates();
  std::unique_ptr<Parsed> parsed_;
};

/// The templates embedded from src/pages. That they can be read was shown when they were built and
/// tested: anything else is a bug.
[[nodiscard]] Templates load_page_templates();

}  // namespace accord
