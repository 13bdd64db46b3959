#include "database/value.hpp"

#include <fmt/format.h>

namespace accord {

bool from_value(const Value& value, std::int64_t& out) {
  if (const auto* const number = std::get_if<std::int64_t>(&value)) {
    out = *number;
    return true;
  }
  return false;
}

bool from_value(const Value& value, bool& out) {
  if (const auto* const truth = std::get_if<bool>(&value)) {
    out = *truth;
    return true;
  }
  // SQLite has no boolean: {bool} is an INTEGER there.
  const auto* const number = std::get_if<std::int64_t>(&value);
  if (number == nullptr || (*number != 0 && *number != 1)) {
    return false;
  }
  out = *number == 1;
  return true;
}

bool from_value(const Value& value, std::string& out) {
  if (const auto* const text = std::get_if<std::string_view>(&value)) {
    out = *text;
    return true;
  }
  return false;
}

bool from_value(const Value& value, Bytes& out) {
  if (const auto* const bytes = std::get_if<BytesView>(&value)) {
    out.assign(bytes->begin(), bytes->end());
    return true;
  }
  return false;
}

bool from_value(const Value& value, Instant& out) {
  return from_value(value, out.seconds);
}

Fault column_fault(std::string_view sql, std::size_t column) {
  return {FaultKind::Corrupt,
          fmt::format("Column {} of the answer to \"{}\" is not of the type that was stored. The "
                      "database was changed by another program, or belongs to another release.",
                      column + 1, sql)};
}

}  // namespace accord
