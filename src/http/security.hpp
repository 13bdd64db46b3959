#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>

#include "http/message.hpp"
#include "http/router.hpp"

namespace accord {

/// Puts the headers on `response` that every answer carries, whatever it is: the page may load and
/// send only to us, nobody may frame it, and no copy stays behind on a shared computer. Only an
/// immutable asset may be kept. Strict-Transport-Security is sent where the request came over TLS.
void add_security_headers(Response& response, bool secure);

/// Whether an unsafe request comes from one of our own pages, as the browser says: `Origin` is ours
/// and `Sec-Fetch-Site`, where sent, is "same-origin". A JSON request without either comes from a
/// program: no page of another site can send one without asking first, and we never answer that.
[[nodiscard]] bool comes_from_own_page(const Request& request);

/// Makes and checks the hidden field that says a form was made by us for this session and action.
///
/// The token is an HMAC over both, so nothing has to be kept, and every node with the same key
/// agrees.
class CsrfKey {
 public:
  static constexpr std::size_t kBytes = 32;

  /// A new key. Forms made before it are refused: keep it as long as sessions live.
  [[nodiscard]] static CsrfKey random();
  explicit CsrfKey(std::span<const unsigned char, kBytes> bytes);

  /// @param session what the session is known by on the server; never sent in the token
  [[nodiscard]] std::string token(std::string_view session, Action action) const;
  [[nodiscard]] bool verify(std::string_view session, Action action, std::string_view token) const;

 private:
  CsrfKey() = default;
  std::array<unsigned char, kBytes> key_{};
};

}  // namespace accord
