#include "http/form.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/characters.hpp"
#include "http/nfc.hpp"

namespace accord {
namespace {

/// Browsers send "\r\n" for the end of a line. A carriage return alone is one too.
std::string with_plain_line_ends(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\r') {
      plain.push_back(text[i]);
    } else if (i + 1 == text.size() || text[i + 1] != '\n') {
      plain.push_back('\n');
    }
  }
  return plain;
}

std::string without_blank_ends(std::string_view text) {
  constexpr std::string_view kBlank = " \t\n";
  const std::size_t first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) {
    return {};
  }
  return std::string{text.substr(first, text.find_last_not_of(kBlank) - first + 1)};
}

/// Whatever is no text replaced by U+FFFD, so that the person sees where it was.
std::string shown(std::string_view value) {
  const std::string text = with_plain_line_ends(shown_as_utf8(value));
  std::string visible;
  visible.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t start = i;
    const char32_t c = next_character(text, i);
    visible += is_plain(c, Lines::Many) && !turns_direction(c)
                   ? std::string_view{text}.substr(start, i - start)
                   : std::string_view{"\xEF\xBF\xBD"};
  }
  return visible;
}

FieldProblem unreadable(std::string_view name) {
  return {std::string{name}, FieldFault::Unreadable,
          "This has characters that cannot be read as text. They may come from pasting. Delete the "
          "marks shown as � and type them again."};
}

FieldProblem sent_twice(std::string_view name) {
  return {std::string{name}, FieldFault::SentTwice,
          "This answer was sent more than once. Check what it says and send the page again."};
}

FieldProblem too_long(std::string_view name, std::size_t is, std::size_t most) {
  return {std::string{name}, FieldFault::TooLong,
          fmt::format("This has {} characters. Shorten it to {} or fewer.", is, most)};
}

}  // namespace

Form Form::decode(std::string_view body) {
  Form form;
  while (!body.empty()) {
    const std::string_view piece = body.substr(0, body.find('&'));
    body.remove_prefix(std::min(body.size(), piece.size() + 1));
    if (piece.empty()) {
      continue;
    }
    if (form.fields_.size() == kMostFields) {
      form.problems_.push_back(
          {"", FieldFault::TooMuch,
           fmt::format("This page sent more than {0} answers; only the first {0} were "
                       "read. Go back to the page and send it again.",
                       kMostFields)});
      break;
    }
    const std::size_t equals = std::min(piece.find('='), piece.size());
    const std::string_view raw_name = piece.substr(0, equals);
    const std::string_view raw_value = piece.substr(std::min(equals + 1, piece.size()));
    auto name = percent_decode(raw_name, true);
    auto value = percent_decode(raw_value, true);
    const bool readable = name && value && is_utf8(*name) && is_utf8(*value);
    if (readable) {
      value = composed(*value);
    }
    form.fields_.push_back({std::move(name).value_or(std::string{raw_name}),
                            std::move(value).value_or(std::string{raw_value}), readable});
  }
  return form;
}

std::expected<std::string, FieldProblem> Form::single(std::string_view name,
                                                      std::size_t most_characters,
                                                      bool many_lines) const {
  const auto first = std::ranges::find(fields_, name, &Field::name);
  if (first == fields_.end()) {
    return std::string{};
  }
  if (std::ranges::count(fields_, name, &Field::name) > 1) {
    return std::unexpected(sent_twice(name));
  }
  if (!first->readable) {
    return std::unexpected(unreadable(name));
  }
  const std::string value =
      without_blank_ends(many_lines ? with_plain_line_ends(first->value) : first->value);
  if (!is_plain(value, many_lines ? Lines::Many : Lines::One)) {
    return std::unexpected(unreadable(name));
  }
  if (const std::size_t is = characters_in(value); is > most_characters) {
    return std::unexpected(too_long(name, is, most_characters));
  }
  // Blanks of any width and marks without width are an answer left empty.
  return has_words(value) ? value : std::string{};
}

std::expected<std::string, FieldProblem> Form::line(std::string_view name,
                                                    std::size_t most_characters) const {
  return single(name, most_characters, false);
}

std::expected<std::string, FieldProblem> Form::text(std::string_view name,
                                                    std::size_t most_characters) const {
  return single(name, most_characters, true);
}

std::expected<std::vector<std::string>, FieldProblem> Form::choices(std::string_view name) const {
  std::vector<std::string> values;
  for (const Field& field : fields_) {
    if (field.name != name) {
      continue;
    }
    if (!field.readable || !is_plain(field.value, Lines::One)) {
      return std::unexpected(unreadable(name));
    }
    if (const std::size_t is = characters_in(field.value); is > kMostCharacters) {
      return std::unexpected(too_long(name, is, kMostCharacters));
    }
    if (std::ranges::find(values, field.value) == values.end()) {
      values.push_back(field.value);
    }
  }
  return values;
}

bool Form::has(std::string_view name) const {
  return std::ranges::find(fields_, name, &Field::name) != fields_.end();
}

std::string Form::typed(std::string_view name) const {
  const auto first = std::ranges::find(fields_, name, &Field::name);
  return first == fields_.end() ? std::string{} : shown(first->value);
}

std::vector<std::string> Form::all_typed(std::string_view name) const {
  std::vector<std::string> values;
  for (const Field& field : fields_) {
    if (field.name == name) {
      values.push_back(shown(field.value));
    }
  }
  return values;
}

std::vector<std::string> Form::names() const {
  std::vector<std::string> names;
  for (const Field& field : fields_) {
    if (field.readable && std::ranges::find(names, field.name) == names.end()) {
      names.push_back(field.name);
    }
  }
  return names;
}

}  // namespace accord
