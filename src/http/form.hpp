#pragma once

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "http/text.hpp"

namespace accord {

/// What can be wrong with a field before anybody asks what it means.
enum class FieldFault {
  Unreadable,  ///< broken percent coding, no UTF-8, or a character that is no text
  SentTwice,   ///< a field that is asked for once came more than once
  TooLong,     ///< more characters than the field takes
  TooMuch,     ///< more fields than a form of ours has
};

/// One thing to mend: by which field it stands, and the words for the person who typed it.
struct FieldProblem {
  std::string
      field;  ///< its name, which is the anchor of the error summary's link; empty: the form
  FieldFault fault{};
  std::string message;

  bool operator==(const FieldProblem&) const = default;
};

inline constexpr std::size_t kMostFields = 200;
inline constexpr std::size_t kMostCharacters = 20'000;

/// A form as posted (application/x-www-form-urlencoded).
///
/// Decoding never fails as a whole and loses nothing: what was typed can always be shown again with
/// `typed`, and what cannot be taken is said by the field when it is asked for. A field that was
/// not sent is empty text, as a field left blank is: the page knows which of its fields it needs.
class Form {
 public:
  Form() = default;

  /// The form in `body`. Fields after the first `kMostFields` are not kept, and `problem` says so.
  [[nodiscard]] static Form decode(std::string_view body);

  /// One line: no control characters, no marks that turn the direction of text; trimmed.
  [[nodiscard]] std::expected<std::string, FieldProblem> line(
      std::string_view name, std::size_t most_characters = 200) const;

  /// A text area: lines end in "\n"; tabs are kept, other control characters are refused; trimmed.
  [[nodiscard]] std::expected<std::string, FieldProblem> text(
      std::string_view name, std::size_t most_characters = kMostCharacters) const;

  /// Check boxes: each value sent under `name`, in order, each once. The one way to read a field
  /// that may repeat.
  [[nodiscard]] std::expected<std::vector<std::string>, FieldProblem> choices(
      std::string_view name) const;

  /// Whether the field came at all: a button that was pressed, a box that was ticked.
  [[nodiscard]] bool has(std::string_view name) const;

  /// What was typed, to be shown again in the page: the first value under `name` with whatever is
  /// no text replaced by U+FFFD. Never to be stored or decided on.
  [[nodiscard]] std::string typed(std::string_view name) const;

  /// Every value typed under `name`, to be shown again as ticked boxes.
  [[nodiscard]] std::vector<std::string> all_typed(std::string_view name) const;

  /// Names in the order sent, each once: a draft keeps the fields of a page by these.
  [[nodiscard]] std::vector<std::string> names() const;

  /// What is wrong with the form as a whole, if anything.
  [[nodiscard]] const std::vector<FieldProblem>& problems() const { return problems_; }

 private:
  struct Field {
    std::string name;
    std::string value;     ///< decoded bytes; where the coding is broken, as sent
    bool readable = true;  ///< its percent coding can be undone and it is UTF-8
  };

  [[nodiscard]] std::expected<std::string, FieldProblem> single(std::string_view name,
                                                                std::size_t most_characters,
                                                                bool many_lines) const;

  std::vector<Field> fields_;
  std::vector<FieldProblem> problems_;
};

}  // namespace accord
