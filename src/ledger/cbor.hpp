#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace accord::cbor {

/// Writes deterministic CBOR (RFC 8949, 4.2.1): every head as short as it can be, sizes known.
/// The caller writes map keys in order.
class Writer {
 public:
  void map(std::size_t pairs) { head(5, pairs); }
  void integer(std::int64_t number);
  void text(std::string_view text);
  void bytes(std::span<const std::byte> bytes);
  [[nodiscard]] std::vector<std::byte> take() { return std::move(out_); }

 private:
  void head(unsigned major, std::uint64_t argument);

  std::vector<std::byte> out_;
};

/// Reads what `Writer` writes, and refuses every other form of the same values. After the first
/// defect all answers are empty; `defect()` says what it was and `offset()` where.
class Reader {
 public:
  explicit Reader(std::span<const std::byte> bytes) : bytes_(bytes) {}

  std::size_t map();  ///< the number of pairs
  std::int64_t integer();
  std::string text();
  std::vector<std::byte> bytes();
  [[nodiscard]] bool at_end() const { return offset_ == bytes_.size(); }

  void refuse(std::string_view what);
  [[nodiscard]] bool failed() const { return defect_.has_value(); }
  [[nodiscard]] std::size_t offset() const { return offset_; }
  [[nodiscard]] const std::optional<std::string>& defect() const { return defect_; }

 private:
  std::uint64_t head(unsigned major);
  std::uint64_t argument(unsigned additional);
  std::span<const std::byte> take(std::uint64_t count);

  std::span<const std::byte> bytes_;
  std::size_t offset_ = 0;
  std::optional<std::string> defect_;
};

}  // namespace accord::cbor
