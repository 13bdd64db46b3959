#pragma once

#include <cstddef>
#include <expected>
#include <memory>
#include <string>
#include <string_view>

#include "http/head.hpp"
#include "http/message.hpp"

namespace accord {

/// Reads the body that follows a head, as it arrives. Boost.Beast reads the message a second time,
/// so that a request is taken only where two readers agree what it is and where it ends.
class BodyReader {
 public:
  /// Reads `head` again; refuses it where Beast understands it differently from `parsed`.
  [[nodiscard]] static std::expected<BodyReader, NotTaken> start(std::string_view head,
                                                                 const Head& parsed,
                                                                 const RequestLimits& limits);
  BodyReader(BodyReader&&) noexcept;
  BodyReader& operator=(BodyReader&&) noexcept;
  ~BodyReader();

  /// Takes from the front of `received` what belongs to the body: how many bytes that was. The rest
  /// is given again with more behind it, or begins the next request.
  [[nodiscard]] std::expected<std::size_t, NotTaken> take(std::string_view received);

  [[nodiscard]] bool done() const;
  [[nodiscard]] std::string release();

 private:
  struct Parser;
  explicit BodyReader(std::unique_ptr<Parser> parser);
  std::unique_ptr<Parser> parser_;
};

/// The head of an answer as it goes over the wire. An answer to HEAD has the length that GET would.
[[nodiscard]] std::string serialise_head(const Response& response, bool keep_alive,
                                         std::string_view date);

/// Whether a body is sent with this status at all.
[[nodiscard]] bool may_have_body(int status);

}  // namespace accord
