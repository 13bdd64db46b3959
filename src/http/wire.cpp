#include "http/wire.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <utility>

namespace accord {
namespace {

namespace http = boost::beast::http;

/// What Beast has not used may be at most this long: a chunk's size line, or the lines after the
/// last.
constexpr std::size_t kMostUnused = std::size_t{16} * 1024;

NotTaken refusal(const boost::system::error_code& error) {
  if (error == http::error::body_limit || error == http::error::buffer_overflow) {
    return {413, "body too large"};
  }
  return {400, "body that is not framed as the head says"};
}

}  // namespace

struct BodyReader::Parser {
  http::request_parser<http::string_body> beast;
};

BodyReader::BodyReader(std::unique_ptr<Parser> parser) : parser_(std::move(parser)) {}
BodyReader::BodyReader(BodyReader&&) noexcept = default;
BodyReader& BodyReader::operator=(BodyReader&&) noexcept = default;
BodyReader::~BodyReader() = default;

std::expected<BodyReader, NotTaken> BodyReader::start(std::string_view head, const Head& parsed,
                                                      const RequestLimits& limits) {
  BodyReader reader{std::make_unique<Parser>()};
  auto& beast = reader.parser_->beast;
  beast.header_limit(static_cast<std::uint32_t>(limits.head_bytes));
  beast.body_limit(limits.body_bytes);
  boost::system::error_code error;
  const std::size_t used = beast.put(boost::asio::buffer(head.data(), head.size()), error);
  if (error && error != http::error::need_more) {
    return std::unexpected(refusal(error));
  }
  const bool agrees = used == head.size() && beast.is_header_done() &&
                      beast.chunked() == (parsed.framing == Framing::Chunked) &&
                      beast.content_length().value_or(0) == parsed.body_bytes &&
                      beast.get().method_string() == to_text(parsed.request.method) &&
                      static_cast<std::size_t>(std::distance(
                          beast.get().begin(), beast.get().end())) == parsed.request.headers.size();
  if (!agrees || (parsed.framing == Framing::None && !beast.is_done())) {
    return std::unexpected(NotTaken{400, "head that two readers understand differently"});
  }
  beast.eager(true);
  return reader;
}

std::expected<std::size_t, NotTaken> BodyReader::take(std::string_view received) {
  std::size_t used = 0;
  while (!done() && used < received.size()) {
    const std::string_view rest = received.substr(used);
    // However it is cut, a chunked body has these bytes still to come; Beast asserts that it is
    // shown all of them once it has seen the last chunk.
    constexpr std::size_t kShortestEnd = std::string_view{"0\r\n\r\n"}.size();
    if (parser_->beast.chunked() && rest.size() < kShortestEnd) {
      break;
    }
    boost::system::error_code error;
    const std::size_t now =
        parser_->beast.put(boost::asio::buffer(rest.data(), rest.size()), error);
    used += now;
    if (error && error != http::error::need_more) {
      return std::unexpected(refusal(error));
    }
    if (now == 0) {
      break;
    }
  }
  if (!done() && received.size() - used > kMostUnused) {
    return std::unexpected(NotTaken{400, "line of a chunked body too long"});
  }
  return used;
}

bool BodyReader::done() const {
  return parser_->beast.is_done();
}

std::string BodyReader::release() {
  return std::move(parser_->beast.get().body());
}

bool may_have_body(int status) {
  return status >= 200 && status != 204 && status != 304;
}

std::string serialise_head(const Response& response, bool keep_alive, std::string_view date) {
  std::string head;
  head.reserve(2048);
  head += fmt::format("HTTP/1.1 {} {}\r\n", response.status, reason_phrase(response.status));
  const auto add = [&](std::string_view name, std::string_view value) {
    head.append(name).append(": ").append(value).append("\r\n");
  };
  if (!date.empty()) {
    add("Date", date);
  }
  if (!response.content_type.empty()) {
    add("Content-Type", response.content_type);
  }
  if (may_have_body(response.status)) {
    add("Content-Length", fmt::to_string(response.body.size()));
  }
  if (!keep_alive) {
    add("Connection", "close");
  }
  for (const auto& [name, value] : response.headers) {
    add(name, value);
  }
  return head += "\r\n";
}

}  // namespace accord
