#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "database/value.hpp"

struct pg_result;

namespace accord {

/// The values of a statement as libpq takes them, each in binary form and with its type. They show
/// what was given, which outlives them.
class PostgresValues {
 public:
  [[nodiscard]] static std::expected<PostgresValues, Fault> of(std::span<const Value> values,
                                                               std::string_view sql);

  [[nodiscard]] int count() const { return static_cast<int>(types_.size()); }
  /// By the numbers of PostgreSQL's catalogue; 0: NULL, whose type the server takes from its place.
  [[nodiscard]] const unsigned* types() const { return types_.data(); }
  [[nodiscard]] const char* const* data() const { return data_.data(); }
  [[nodiscard]] const int* sizes() const { return sizes_.data(); }
  [[nodiscard]] const int* formats() const { return formats_.data(); }
  /// `sql` with these types: prepared for others it is another statement.
  [[nodiscard]] std::string key(std::string_view sql) const;

 private:
  void put(unsigned type, const void* data, std::size_t size);
  std::expected<void, Fault> add(const Value& value, std::string_view sql);

  std::vector<unsigned> types_;
  std::vector<const char*> data_;
  std::vector<int> sizes_;
  std::vector<int> formats_;
  std::vector<std::unique_ptr<std::int64_t>> numbers_;
};

/// A row of a result in binary form. It shows what the result holds.
[[nodiscard]] std::expected<std::vector<Value>, Fault> postgres_row(const pg_result* result,
                                                                    int row, std::string_view sql);

}  // namespace accord
