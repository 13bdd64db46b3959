#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "pages/site.hpp"
#include "service/list.hpp"

namespace accord {

/// What the address of the list asks for: typed values as they came, and the query that they make.
/// Whatever cannot be read is left out, with a problem that says how to mend it: an old or mistyped
/// address still shows a list.
struct ListRequest {
  /// The names of the form's fields and what was typed, in the order of the form.
  std::vector<std::pair<std::string, std::string>> typed;
  ListQuery query;
  std::int64_t page = 1;
  std::vector<FieldProblem> problems;

  [[nodiscard]] std::string typed_in(std::string_view field) const;
  /// The address of the same list with `changed` put over it; an empty value leaves a part out.
  [[nodiscard]] std::string href(
      const std::string& base,
      const std::vector<std::pair<std::string, std::string>>& changed) const;
};

inline constexpr std::int64_t kRowsOnAPage = 20;

/// What may be chosen: value and text.
using Choices = std::vector<std::pair<std::string, std::string>>;
[[nodiscard]] Choices states();
[[nodiscard]] Choices stages_of(const PageContext& context);
[[nodiscard]] Choices agencies_of(const PageContext& context);
[[nodiscard]] Choices areas_of(const PageContext& context);
/// What can be known of a child, as the policy words it.
[[nodiscard]] Choices child_words_of(const PageContext& context);

[[nodiscard]] ListRequest list_request(const PageContext& context);

/// A day as somebody types it: "27/3/2026", "27 3 2026", "27.3.2026" or "2026-03-27".
[[nodiscard]] std::optional<Date> parse_typed_day(std::string_view text);

}  // namespace accord
