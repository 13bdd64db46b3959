#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include "base/id.hpp"
#include "base/instant.hpp"
#include "database/fault.hpp"

namespace accord {

using Bytes = std::vector<std::byte>;
using BytesView = std::span<const std::byte>;

/// A value on its way to or from the engine. A view: the caller, or the row, owns what it shows.
using Value = std::variant<std::monostate, std::int64_t, bool, std::string_view, BytesView>;

/// @name What can be bound to `$1…$n`
/// @{
inline Value to_value(std::nullptr_t) {
  return std::monostate{};
}
inline Value to_value(bool value) {
  return value;
}
template <std::signed_integral T>
Value to_value(T value) {
  return static_cast<std::int64_t>(value);
}
inline Value to_value(std::string_view text) {
  return text;
}
inline Value to_value(const std::string& text) {
  return std::string_view{text};
}
inline Value to_value(const char* text) {
  return std::string_view{text};
}
inline Value to_value(BytesView bytes) {
  return bytes;
}
inline Value to_value(const Bytes& bytes) {
  return BytesView{bytes};
}
template <std::size_t N>
Value to_value(const std::array<std::byte, N>& bytes) {
  return BytesView{bytes};
}
template <typename Tag>
Value to_value(const Id<Tag>& id) {
  return std::string_view{id.text()};
}
inline Value to_value(Instant instant) {
  return instant.seconds;
}
template <typename T>
Value to_value(const std::optional<T>& value) {
  return value ? to_value(*value) : Value{std::monostate{}};
}
/// @}

/// @name What a column can be read as. False: the column holds something else.
/// @{
[[nodiscard]] bool from_value(const Value& value, std::int64_t& out);
[[nodiscard]] bool from_value(const Value& value, bool& out);
[[nodiscard]] bool from_value(const Value& value, std::string& out);
[[nodiscard]] bool from_value(const Value& value, Bytes& out);
[[nodiscard]] bool from_value(const Value& value, Instant& out);
template <typename Tag>
[[nodiscard]] bool from_value(const Value& value, Id<Tag>& out) {
  std::string text;
  if (!from_value(value, text)) {
    return false;
  }
  out = Id<Tag>{std::move(text)};
  return true;
}
template <std::size_t N>
[[nodiscard]] bool from_value(const Value& value, std::array<std::byte, N>& out) {
  const auto* const bytes = std::get_if<BytesView>(&value);
  if (bytes == nullptr || bytes->size() != N) {
    return false;
  }
  std::copy(bytes->begin(), bytes->end(), out.begin());
  return true;
}
template <typename T>
[[nodiscard]] bool from_value(const Value& value, std::optional<T>& out) {
  if (std::holds_alternative<std::monostate>(value)) {
    out.reset();
    return true;
  }
  return from_value(value, out.emplace());
}
/// @}

/// The fault for a column that is not what the statement's reader expects.
[[nodiscard]] Fault column_fault(std::string_view sql, std::size_t column);

/// One row as the types of `Columns`, or the fault that names the first column that does not fit.
template <typename... Columns>
std::expected<std::tuple<Columns...>, Fault> read_row(std::string_view sql,
                                                      std::span<const Value> values) {
  std::tuple<Columns...> row;
  if (values.size() != sizeof...(Columns)) {
    return std::unexpected(column_fault(sql, values.size()));
  }
  std::size_t wrong = sizeof...(Columns);
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    (void)((from_value(values[I], std::get<I>(row)) || (wrong = I, false)) && ...);
  }(std::index_sequence_for<Columns...>{});
  if (wrong != sizeof...(Columns)) {
    return std::unexpected(column_fault(sql, wrong));
  }
  return row;
}

}  // namespace accord
