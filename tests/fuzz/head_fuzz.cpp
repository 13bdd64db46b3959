// A connection's bytes, whatever they are: where one request ends is the same for our reader, for
// Beast and for the plain reader of chunks below, however the bytes are cut into pieces.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "base/check.hpp"
#include "http/wire.hpp"

using namespace accord;

namespace {

constexpr RequestLimits kLimits{
    .head_bytes = 1024, .fields = 20, .target_bytes = 256, .body_bytes = 512};

struct Read {
  std::string body;
  std::size_t used = 0;
};

std::optional<unsigned> hex(char c) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  const std::size_t at = kDigits.find(c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c);
  return at == std::string_view::npos ? std::nullopt : std::optional{static_cast<unsigned>(at)};
}

/// RFC 9112, section 7.1, read by the letter. Nothing: not chunked coding, or not all of it.
std::optional<Read> plain_chunks(std::string_view text) {
  Read read;
  for (;;) {
    std::size_t size = 0;
    std::size_t digits = 0;
    for (; digits < text.size() && hex(text[digits]); ++digits) {
      size = size * 16 + *hex(text[digits]);
      if (size > kLimits.body_bytes) {
        return std::nullopt;
      }
    }
    const std::size_t end = text.find("\r\n");
    if (digits == 0 || end == std::string_view::npos) {
      return std::nullopt;
    }
    text.remove_prefix(end + 2);
    read.used += end + 2;
    if (size == 0) {
      break;
    }
    if (text.size() < size + 2 || text.substr(size, 2) != "\r\n") {
      return std::nullopt;
    }
    read.body += text.substr(0, size);
    text.remove_prefix(size + 2);
    read.used += size + 2;
  }
  for (;;) {  // the lines after the last chunk
    const std::size_t end = text.find("\r\n");
    if (end == std::string_view::npos) {
      return std::nullopt;
    }
    text.remove_prefix(end + 2);
    read.used += end + 2;
    if (end == 0) {
      return read;
    }
  }
}

/// The body as the server reads it when `step` bytes arrive at a time. Nothing: refused, or not
/// all.
std::optional<Read> in_pieces(std::string_view head, const Head& parsed, std::string_view rest,
                              std::size_t step) {
  auto reader = BodyReader::start(head, parsed, kLimits);
  if (!reader) {
    return std::nullopt;
  }
  Read read;
  std::string waiting;
  std::size_t arrived = 0;
  while (!reader->done()) {
    if (arrived == rest.size()) {
      return std::nullopt;
    }
    const std::size_t now = std::min(step, rest.size() - arrived);
    waiting += rest.substr(arrived, now);
    arrived += now;
    const auto used = reader->take(waiting);
    if (!used) {
      return std::nullopt;
    }
    ACCORD_CHECK(*used <= waiting.size());
    waiting.erase(0, *used);
    read.used += *used;
  }
  read.body = reader->release();
  return read;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) {
    return 0;
  }
  const std::size_t step = data[0] % 16 + 1U;
  const std::string_view received{reinterpret_cast<const char*>(data) + 1, size - 1};
  std::size_t scanned = 0;
  const auto end = find_head_end(received, scanned, kLimits);
  std::size_t scanned_in_pieces = 0;
  auto end_in_pieces = find_head_end("", scanned_in_pieces, kLimits);
  for (std::size_t have = 0; end_in_pieces && !*end_in_pieces && have < received.size();) {
    have = std::min(have + step, received.size());
    end_in_pieces = find_head_end(received.substr(0, have), scanned_in_pieces, kLimits);
  }
  ACCORD_CHECK(end == end_in_pieces);
  if (!end || !*end) {
    return 0;
  }
  const std::string_view head = received.substr(0, **end);
  const std::string_view rest = received.substr(**end);
  ACCORD_CHECK(head.ends_with("\r\n\r\n") && head.size() <= kLimits.head_bytes);
  const auto parsed = parse_head(head, kLimits);
  if (!parsed) {
    ACCORD_CHECK(parsed.error().status >= 400 && parsed.error().status < 600);
    return 0;
  }
  ACCORD_CHECK(parsed->request.headers.size() <= kLimits.fields);
  ACCORD_CHECK(parsed->body_bytes <= kLimits.body_bytes);
  const auto whole = in_pieces(head, *parsed, rest, std::max<std::size_t>(rest.size(), 1));
  const auto pieces = in_pieces(head, *parsed, rest, step);
  ACCORD_CHECK(whole.has_value() == pieces.has_value());
  if (!whole) {
    return 0;
  }
  ACCORD_CHECK(whole->body == pieces->body && whole->used == pieces->used);
  ACCORD_CHECK(whole->body.size() <= kLimits.body_bytes);
  if (parsed->framing == Framing::Chunked) {
    const auto plain = plain_chunks(rest);
    ACCORD_CHECK(plain.has_value() && plain->body == whole->body && plain->used == whole->used);
  } else {
    ACCORD_CHECK(whole->used == parsed->body_bytes &&
                 whole->body == rest.substr(0, parsed->body_bytes));
  }
  return 0;
}
