#include "ledger/cbor.hpp"

#include <limits>

namespace accord::cbor {
namespace {

constexpr unsigned kUnsigned = 0;
constexpr unsigned kNegative = 1;
constexpr unsigned kBytes = 2;
constexpr unsigned kText = 3;
constexpr unsigned kMap = 5;

constexpr std::uint64_t kMostInteger =
    static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());

// How many bytes follow the first one of a head.
unsigned argument_size(std::uint64_t argument) {
  if (argument < 24) {
    return 0;
  }
  if (argument <= 0xFF) {
    return 1;
  }
  if (argument <= 0xFFFF) {
    return 2;
  }
  if (argument <= 0xFFFFFFFF) {
    return 4;
  }
  return 8;
}

}  // namespace

void Writer::head(unsigned major, std::uint64_t argument) {
  const unsigned size = argument_size(argument);
  const unsigned additional = size == 0   ? static_cast<unsigned>(argument)
                              : size == 1 ? 24U
                              : size == 2 ? 25U
                              : size == 4 ? 26U
                                          : 27U;
  out_.push_back(static_cast<std::byte>((major << 5U) | additional));
  for (unsigned i = size; i > 0; --i) {
    out_.push_back(static_cast<std::byte>((argument >> (8U * (i - 1))) & 0xFFU));
  }
}

void Writer::integer(std::int64_t number) {
  // A negative n is written as -1 - n, which is the complement of its bits.
  if (number >= 0) {
    head(kUnsigned, static_cast<std::uint64_t>(number));
  } else {
    head(kNegative, ~static_cast<std::uint64_t>(number));
  }
}

void Writer::text(std::string_view text) {
  head(kText, text.size());
  const auto bytes = std::as_bytes(std::span{text});
  out_.insert(out_.end(), bytes.begin(), bytes.end());
}

void Writer::bytes(std::span<const std::byte> bytes) {
  head(kBytes, bytes.size());
  out_.insert(out_.end(), bytes.begin(), bytes.end());
}

void Reader::refuse(std::string_view what) {
  if (!defect_) {
    defect_ = what;
  }
}

std::span<const std::byte> Reader::take(std::uint64_t count) {
  if (count > bytes_.size() - offset_) {
    refuse("ends too early");
  }
  if (failed()) {
    return {};
  }
  const auto taken = bytes_.subspan(offset_, static_cast<std::size_t>(count));
  offset_ += taken.size();
  return taken;
}

std::uint64_t Reader::argument(unsigned additional) {
  if (additional < 24) {
    return additional;
  }
  if (additional > 27) {
    refuse("a length that is not stated");
    return 0;
  }
  const unsigned size = 1U << (additional - 24U);
  std::uint64_t argument = 0;
  for (const std::byte byte : take(size)) {
    argument = (argument << 8U) | std::to_integer<std::uint64_t>(byte);
  }
  if (!failed() && argument_size(argument) != size) {
    refuse("a number longer than it need be");
  }
  return failed() ? 0 : argument;
}

std::uint64_t Reader::head(unsigned major) {
  const auto first = take(1);
  if (failed()) {
    return 0;
  }
  const auto initial = std::to_integer<unsigned>(first.front());
  if (initial >> 5U != major) {
    --offset_;
    refuse("a value of another type");
    return 0;
  }
  return argument(initial & 31U);
}

std::size_t Reader::map() {
  return static_cast<std::size_t>(head(kMap));
}

std::int64_t Reader::integer() {
  const bool negative = !at_end() && std::to_integer<unsigned>(bytes_[offset_]) >> 5U == kNegative;
  const auto argument = head(negative ? kNegative : kUnsigned);
  if (argument > kMostInteger) {
    refuse("a number out of range");
    return 0;
  }
  const auto number = static_cast<std::int64_t>(argument);
  return negative ? -1 - number : number;
}

std::string Reader::text() {
  const auto bytes = take(head(kText));
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::vector<std::byte> Reader::bytes() {
  const auto bytes = take(head(kBytes));
  return {bytes.begin(), bytes.end()};
}

}  // namespace accord::cbor
