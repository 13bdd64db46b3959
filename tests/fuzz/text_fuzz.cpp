// Targets, queries and cookies, whatever they hold: decoded once, and nothing in a path that leads
// out of it.
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/characters.hpp"
#include "base/check.hpp"
#include "http/head.hpp"
#include "http/text.hpp"

using namespace accord;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  ACCORD_CHECK(is_utf8(shown_as_utf8(text)));
  ACCORD_CHECK(percent_decode(percent_encode(text), true) == text);
  for (const auto& [name, value] : parse_cookies(text)) {
    ACCORD_CHECK(!name.empty() && value.find_first_of(";,\r\n ") == std::string::npos);
  }
  if (const auto pairs = parse_query(text)) {
    std::string again;
    for (const auto& [name, value] : *pairs) {
      again += (again.empty() ? "" : "&") + percent_encode(name) + '=' + percent_encode(value);
    }
    ACCORD_CHECK(parse_query(again) == pairs);
  }
  Request request;
  if (parse_target(text, request)) {
    std::string again = request.segments.empty() ? "/" : "";
    for (const std::string& segment : request.segments) {
      ACCORD_CHECK(is_utf8(segment) && !segment.empty() && segment != "." && segment != "..");
      ACCORD_CHECK(segment.find_first_of(std::string_view{"/\\\0\n", 4}) == std::string::npos);
      again += '/' + percent_encode(segment);
    }
    Request second;
    ACCORD_CHECK(parse_target(again, second).has_value());
    ACCORD_CHECK(second.segments == request.segments && second.path == request.path);
  }
  return 0;
}
