#pragma once

#include <array>
#include <cstddef>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>

namespace accord {

/// A SHA-256.
using Digest = std::array<std::byte, 32>;

/// Makes SHA-256 digests; keeps what that needs from one to the next. One thread at a time.
class Hasher {
 public:
  Hasher();
  ~Hasher();
  Hasher(const Hasher&) = delete;
  Hasher& operator=(const Hasher&) = delete;

  /// The digest of the parts, one after the other.
  [[nodiscard]] Digest digest(std::initializer_list<std::span<const std::byte>> parts);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// The digest of `bytes`, where there is only one to make.
[[nodiscard]] Digest sha256(std::span<const std::byte> bytes);

/// 64 lower-case hexadecimal digits.
[[nodiscard]] std::string to_hex(const Digest& digest);

}  // namespace accord
