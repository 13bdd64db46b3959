#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <iosfwd>
#include <string>
#include <string_view>

#include "base/instant.hpp"

namespace accord {

/// What `accord serve` is asked, as typed.
struct ServeArguments {
  std::string database;                   ///< where the database is
  std::string listen = "127.0.0.1:8080";  ///< this computer only: there is no sign-in
  std::string operations;                 ///< where metrics and health are asked; empty: nowhere
  std::string log = "warning";            ///< the least level that is written to `err`
};

/// `accord serve`: serves a demonstration until the process is told to end (SIGTERM, SIGINT), and
/// records what time alone does while it runs. From its start on `err` gets JSON lines (`Log`).
/// What had begun is answered before it ends.
///
/// 0: it was told to end. 2: it could not serve, and `err` says what to do. A database that is no
/// demonstration is not served, nor an address that other computers reach.
[[nodiscard]] int run_serve(const ServeArguments& arguments, const std::function<Instant()>& now,
                            std::ostream& out, std::ostream& err);

struct ListenAddress {
  std::string address;
  std::uint16_t port = 0;
};
/// "localhost:8080" is 127.0.0.1 and 8080. The error says how an address is written, or that it is
/// not one of this computer alone.
[[nodiscard]] std::expected<ListenAddress, std::string> parse_listen(std::string_view text);

}  // namespace accord
