#include "service/random.hpp"

#include <sys/random.h>

#include <array>
#include <cstdint>

#include "base/check.hpp"

namespace accord {

namespace {

template <std::size_t N>
std::array<std::uint8_t, N> random_bytes() {
  std::array<std::uint8_t, N> bytes{};
  ACCORD_CHECK(getrandom(bytes.data(), N, 0) == static_cast<ssize_t>(N));
  return bytes;
}

}  // namespace

std::string random_hex_128() {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (const std::uint8_t byte : random_bytes<16>()) {
    text += kDigits[byte >> 4U];
    text += kDigits[byte & 15U];
  }
  return text;
}

std::string random_reference() {
  constexpr std::string_view kLetters = "23456789ABCDEFGHJKMNPQRSTVWXYZ23";  // 32: no 0 O 1 I L U
  std::string text;
  for (const std::uint8_t byte : random_bytes<8>()) {
    text += text.size() == 4 ? "-" : "";
    text += kLetters[byte & 31U];
  }
  return text;
}

}  // namespace accord
