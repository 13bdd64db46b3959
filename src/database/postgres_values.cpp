#include "database/postgres_values.hpp"

#include <endian.h>
#include <fmt/format.h>
#include <libpq-fe.h>

#include <cstring>

#include "base/try.hpp"
#include "database/text.hpp"

namespace accord {
namespace {

// The types of PostgreSQL that we send and read, by the numbers that its catalogue gives them.
constexpr unsigned kBool = 16;
constexpr unsigned kBytea = 17;
constexpr unsigned kChar = 18;
constexpr unsigned kName = 19;
constexpr unsigned kInt8 = 20;
constexpr unsigned kInt2 = 21;
constexpr unsigned kInt4 = 23;
constexpr unsigned kText = 25;
constexpr unsigned kVarchar = 1043;

template <typename T>
T swapped(T value) {
  if constexpr (sizeof(T) == 8) {
    return static_cast<T>(be64toh(static_cast<std::uint64_t>(value)));
  } else if constexpr (sizeof(T) == 4) {
    return static_cast<T>(be32toh(static_cast<std::uint32_t>(value)));
  } else {
    return static_cast<T>(be16toh(static_cast<std::uint16_t>(value)));
  }
}
template <typename T>
std::int64_t number_in(const char* data) {
  T value{};
  std::memcpy(&value, data, sizeof value);
  return swapped(value);
}

}  // namespace

std::expected<PostgresValues, Fault> PostgresValues::of(std::span<const Value> values,
                                                        std::string_view sql) {
  PostgresValues made;
  for (const Value& value : values) {
    ACCORD_TRY_DO(made.add(value, sql));
  }
  return made;
}

void PostgresValues::put(unsigned type, const void* data, std::size_t size) {
  constexpr int kBinary = 1;
  types_.push_back(type);
  data_.push_back(static_cast<const char*>(data));
  sizes_.push_back(static_cast<int>(size));
  formats_.push_back(kBinary);
}

std::expected<void, Fault> PostgresValues::add(const Value& value, std::string_view sql) {
  if (const auto* const number = std::get_if<std::int64_t>(&value)) {
    numbers_.push_back(std::make_unique<std::int64_t>(swapped(*number)));
    put(kInt8, numbers_.back().get(), sizeof(std::int64_t));
  } else if (const auto* const truth = std::get_if<bool>(&value)) {
    put(kBool, *truth ? "\1" : "\0", 1);
  } else if (const auto* const text = std::get_if<std::string_view>(&value)) {
    if (!is_storable(*text)) {
      return std::unexpected(Fault{
          FaultKind::BadInput,
          fmt::format("${} of \"{}\" is not UTF-8 text, or holds a NUL.", types_.size() + 1, sql)});
    }
    put(kText, text->empty() ? "" : text->data(), text->size());
  } else if (const auto* const bytes = std::get_if<BytesView>(&value)) {
    put(kBytea, bytes->empty() ? static_cast<const void*>("") : bytes->data(), bytes->size());
  } else {
    put(0, nullptr, 0);
  }
  return {};
}

std::string PostgresValues::key(std::string_view sql) const {
  std::string key{sql};
  for (const unsigned type : types_) {
    key += static_cast<char>(type);
  }
  return key;
}

std::expected<std::vector<Value>, Fault> postgres_row(const pg_result* result, int row,
                                                      std::string_view sql) {
  std::vector<Value> values;
  const int columns = PQnfields(result);
  values.reserve(static_cast<std::size_t>(columns));
  for (int i = 0; i < columns; ++i) {
    if (PQgetisnull(result, row, i) != 0) {
      values.emplace_back(std::monostate{});
      continue;
    }
    const char* const data = PQgetvalue(result, row, i);
    const auto size = static_cast<std::size_t>(PQgetlength(result, row, i));
    switch (PQftype(result, i)) {
      case kInt8: values.emplace_back(number_in<std::int64_t>(data)); break;
      case kInt4: values.emplace_back(number_in<std::int32_t>(data)); break;
      case kInt2: values.emplace_back(number_in<std::int16_t>(data)); break;
      case kBool: values.emplace_back(*data != 0); break;
      case kBytea:
        values.emplace_back(BytesView{reinterpret_cast<const std::byte*>(data), size});
        break;
      case kText:
      case kVarchar:
      case kName:
      case kChar: values.emplace_back(std::string_view{data, size}); break;
      default:
        return std::unexpected(
            Fault{FaultKind::Misuse,
                  fmt::format("Column {} of \"{}\" is no integer, boolean, text or bytea: CAST it.",
                              i + 1, sql)});
    }
  }
  return values;
}

}  // namespace accord
