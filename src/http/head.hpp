#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "http/message.hpp"

namespace accord {

/// How much a request may be (security.md section 6); over it: 431, 414, 413.
struct RequestLimits {
  std::size_t head_bytes = std::size_t{16} * 1024;
  std::size_t fields = 100;
  std::size_t target_bytes = std::size_t{8} * 1024;
  std::size_t body_bytes = std::size_t{1024} * 1024;
};

/// Why a request is not taken: the answer's status, and the reason for the log (no text of the
/// request).
struct NotTaken {
  int status = 400;
  std::string_view reason;

  bool operator==(const NotTaken&) const = default;
};

/// Where the body ends, which only the head says.
enum class Framing { None, Length, Chunked };

/// What stands before the body, read strictly: what two programs in a row could read differently is
/// refused, because requests are smuggled through just that (RFC 9112, sections 3, 5, 6 and 11.2).
struct Head {
  Request request;  ///< without body, peer, origin and id
  Framing framing = Framing::None;
  std::uint64_t body_bytes = 0;  ///< with Framing::Length
  bool keep_alive = true;
  bool waits_for_continue = false;
};

/// How many bytes at the start of `received` are a whole head with its blank line; nothing while it
/// is not whole. A head that can never be one is refused at once: a line end that is not CR LF, a
/// zero byte, more bytes than the limit.
/// @param scanned how far an earlier call has looked; 0 for a new head
[[nodiscard]] std::expected<std::optional<std::size_t>, NotTaken> find_head_end(
    std::string_view received, std::size_t& scanned, const RequestLimits& limits);

/// @pre `head` is what find_head_end found
[[nodiscard]] std::expected<Head, NotTaken> parse_head(std::string_view head,
                                                       const RequestLimits& limits);

/// Puts path, segments and query of a request target ("/d/7K3Q-9M2D?stage=2") into `request`:
/// decoded once, with nothing in a segment that could be read as two ("%2F") or as a way up ("..").
[[nodiscard]] std::expected<void, NotTaken> parse_target(std::string_view target, Request& request);

/// What can be told of a request whose head was refused: its method and path, as far as its first
/// line has them. For the words of the refusal alone: whether a program or a person gets them.
[[nodiscard]] Request begun_request(std::string_view received);

}  // namespace accord
