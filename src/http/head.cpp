#include "http/head.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/characters.hpp"

namespace accord {
namespace {

constexpr std::string_view kLineEnd = "\r\n";

/// Fields that mean something only once: two of them are read differently by different programs.
constexpr std::array<std::string_view, 12> kOnlyOnce{
    "authorization", "content-length", "content-type",      "cookie",
    "expect",        "host",           "if-none-match",     "origin",
    "referer",       "sec-fetch-site", "transfer-encoding", "content-encoding"};

std::unexpected<NotTaken> refuse(int status, std::string_view reason) {
  return std::unexpected(NotTaken{status, reason});
}

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// A character of a token (RFC 9110, section 5.6.2).
bool is_token_character(char c) {
  return is_letter_or_digit(c) ||
         std::string_view{"!#$%&'*+-.^_`|~"}.find(c) != std::string_view::npos;
}

bool is_token(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, is_token_character);
}

/// Visible characters, spaces, tabs and bytes past ASCII; no control characters.
bool is_field_value(std::string_view text) {
  return std::ranges::all_of(
      text, [](char c) { return (c < 0 || c >= ' ' || c == '\t') && c != '\x7F'; });
}

/// A host name or address, with a port or without. Which hosts are ours is asked elsewhere.
bool is_host(std::string_view host) {
  const std::size_t bracket = host.find(']');
  const std::size_t colon = host.find(':', bracket == std::string_view::npos ? 0 : bracket);
  const std::string_view name = host.substr(0, colon);
  const std::string_view port = colon == std::string_view::npos ? "80" : host.substr(colon + 1);
  const bool address = name.starts_with('[') && name.ends_with(']') && name.size() > 2;
  const std::string_view inside = address ? name.substr(1, name.size() - 2) : name;
  return !inside.empty() &&
         std::ranges::all_of(inside,
                             [&](char c) {
                               return is_letter_or_digit(c) || c == '.' ||
                                      (address ? c == ':' : c == '-' || c == '_');
                             }) &&
         !port.empty() && port.size() <= 5 && std::ranges::all_of(port, is_digit);
}

bool names_close(std::string_view connection) {
  while (!connection.empty()) {
    const std::string_view option = connection.substr(0, connection.find(','));
    connection.remove_prefix(std::min(connection.size(), option.size() + 1));
    if (same_letters(without_ends(option), "close")) {
      return true;
    }
  }
  return false;
}

/// "GET /work HTTP/1.1", with one space between the parts and nothing else around them.
std::expected<int, NotTaken> parse_request_line(std::string_view line, const RequestLimits& limits,
                                                Request& request) {
  const std::size_t first = line.find(' ');
  const std::size_t last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) {
    return refuse(400, "request line");
  }
  const std::string_view method = line.substr(0, first);
  const std::string_view target = line.substr(first + 1, last - first - 1);
  const std::string_view version = line.substr(last + 1);
  if (!is_token(method)) {
    return refuse(400, "method is no token");
  }
  if (version.size() != 8 || !version.starts_with("HTTP/") || !is_digit(version[5]) ||
      version[6] != '.' || !is_digit(version[7])) {
    return refuse(400, "version");
  }
  if (version[5] != '1' || version[7] > '1') {
    return refuse(505, "version other than 1.0 and 1.1");
  }
  const auto known = parse_method(method);
  if (!known) {
    return refuse(405, "method that is not answered");
  }
  request.method = *known;
  if (target.size() > limits.target_bytes) {
    return refuse(414, "target too long");
  }
  if (auto parsed = parse_target(target, request); !parsed) {
    return std::unexpected(parsed.error());
  }
  return version[7] - '0';
}

std::expected<void, NotTaken> parse_fields(std::string_view lines, const RequestLimits& limits,
                                           NamedValues& fields) {
  while (!lines.empty()) {
    const std::string_view line = lines.substr(0, lines.find(kLineEnd));
    lines.remove_prefix(line.size() + kLineEnd.size());
    if (line.starts_with(' ') || line.starts_with('\t')) {
      return refuse(400, "folded header line");
    }
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) {
      return refuse(400, "header name");
    }
    const std::string_view value = without_ends(line.substr(colon + 1));
    if (!is_field_value(value)) {
      return refuse(400, "header value");
    }
    if (fields.size() == limits.fields) {
      return refuse(431, "too many header fields");
    }
    std::string name = lower_case(line.substr(0, colon));
    const bool again =
        std::ranges::find(fields, name, &std::pair<std::string, std::string>::first) !=
        fields.end();
    if (again && std::ranges::find(kOnlyOnce, name) != kOnlyOnce.end()) {
      return refuse(400, "header field sent twice");
    }
    fields.emplace_back(std::move(name), value);
  }
  return {};
}

/// Whether and how long a body follows. Both ways of saying it at once, or any doubt, is refused.
std::expected<void, NotTaken> parse_framing(int minor_version, const RequestLimits& limits,
                                            Head& head) {
  const auto length = head.request.header("content-length");
  const auto encoding = head.request.header("transfer-encoding");
  if (length && encoding) {
    return refuse(400, "both Content-Length and Transfer-Encoding");
  }
  if (encoding) {
    if (minor_version == 0) {
      return refuse(400, "Transfer-Encoding in HTTP/1.0");
    }
    if (!same_letters(*encoding, "chunked")) {
      return refuse(501, "Transfer-Encoding other than chunked");
    }
    head.framing = Framing::Chunked;
  }
  if (length) {
    if (length->empty() || !std::ranges::all_of(*length, is_digit)) {
      return refuse(400, "Content-Length is no number");
    }
    for (const char digit : *length) {
      head.body_bytes = head.body_bytes * 10 + static_cast<std::uint64_t>(digit - '0');
      if (head.body_bytes > limits.body_bytes) {
        return refuse(413, "body too large");
      }
    }
    head.framing = head.body_bytes == 0 ? Framing::None : Framing::Length;
  }
  if (head.framing != Framing::None && is_safe(head.request.method)) {
    return refuse(400, "body with GET or HEAD");
  }
  if (head.request.header("content-encoding")) {
    return refuse(415, "Content-Encoding");
  }
  return {};
}

std::expected<void, NotTaken> decode_segment(std::string_view piece, Request& request) {
  auto segment = percent_decode(piece, false);
  if (!segment) {
    return refuse(400, "percent coding in the path");
  }
  if (*segment == "." || *segment == ".." || !is_utf8(*segment)) {
    return refuse(400, "path segment");
  }
  const auto forbidden = [](char c) {
    return (c >= 0 && c < ' ') || c == '\x7F' || c == '/' || c == '\\';
  };
  if (std::ranges::any_of(*segment, forbidden)) {
    return refuse(400, "character in a path segment");
  }
  request.path += request.segments.empty() ? "" : "/";
  request.path += *segment;
  request.segments.push_back(*std::move(segment));
  return {};
}

}  // namespace

std::expected<std::optional<std::size_t>, NotTaken> find_head_end(std::string_view received,
                                                                  std::size_t& scanned,
                                                                  const RequestLimits& limits) {
  for (; scanned < received.size() && scanned < limits.head_bytes; ++scanned) {
    const char c = received[scanned];
    const char before = scanned == 0 ? '\0' : received[scanned - 1];
    if (c == '\0' || (c == '\n') != (before == '\r')) {
      return refuse(400, c == '\0' ? "zero byte" : "line end that is not CR LF");
    }
    if (c == '\n' && received.substr(0, scanned + 1).ends_with("\r\n\r\n")) {
      return std::optional{++scanned};
    }
  }
  if (scanned >= limits.head_bytes) {
    return refuse(431, "head too large");
  }
  return std::optional<std::size_t>{};
}

std::expected<void, NotTaken> parse_target(std::string_view target, Request& request) {
  const auto visible = [](char c) {
    return c > ' ' && c < '\x7F' && c != '"' && c != '<' && c != '>' && c != '#' && c != '\\';
  };
  if (!target.starts_with('/') || !std::ranges::all_of(target, visible)) {
    return refuse(400, "target");
  }
  std::string_view path = target.substr(1, target.find('?') - 1);
  const std::string_view query = target.substr(std::min(target.size(), path.size() + 2));
  request.path.assign(1, '/');
  request.segments.clear();
  while (!path.empty()) {
    const std::string_view piece = path.substr(0, path.find('/'));
    path.remove_prefix(std::min(path.size(), piece.size() + 1));
    if (piece.empty()) {
      return refuse(400, "empty path segment");
    }
    if (auto decoded = decode_segment(piece, request); !decoded) {
      return decoded;
    }
  }
  auto pairs = parse_query(query);
  if (!pairs) {
    return refuse(400, "query");
  }
  request.query = *std::move(pairs);
  return {};
}

std::expected<Head, NotTaken> parse_head(std::string_view head_text, const RequestLimits& limits) {
  Head head;
  const std::string_view line = head_text.substr(0, head_text.find(kLineEnd));
  const auto minor_version = parse_request_line(line, limits, head.request);
  if (!minor_version) {
    return std::unexpected(minor_version.error());
  }
  head_text.remove_prefix(line.size() + kLineEnd.size());
  head_text.remove_suffix(kLineEnd.size());  // the blank line
  if (auto fields = parse_fields(head_text, limits, head.request.headers); !fields) {
    return std::unexpected(fields.error());
  }
  const auto host = head.request.header("host");
  if (!host || !is_host(*host)) {
    return refuse(400, "Host");
  }
  if (auto framing = parse_framing(*minor_version, limits, head); !framing) {
    return std::unexpected(framing.error());
  }
  if (const auto expect = head.request.header("expect")) {
    if (!same_letters(*expect, "100-continue")) {
      return refuse(417, "Expect");
    }
    head.waits_for_continue = *minor_version == 1 && head.framing != Framing::None;
  }
  head.keep_alive =
      *minor_version == 1 && !names_close(head.request.header("connection").value_or(""));
  head.request.cookies = parse_cookies(head.request.header("cookie").value_or(""));
  return head;
}

Request begun_request(std::string_view received) {
  Request request;
  const std::string_view line = received.substr(0, received.find(kLineEnd));
  const std::size_t space = line.find(' ');
  if (space == std::string_view::npos) {
    return request;
  }
  request.method = parse_method(line.substr(0, space)).value_or(Method::Get);
  const std::string_view target = line.substr(space + 1);
  if (!parse_target(target.substr(0, target.find_first_of(" ?")), request)) {
    request.query.clear();  // what came before the fault in the path stays
  }
  return request;
}

}  // namespace accord
