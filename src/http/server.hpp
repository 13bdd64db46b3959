#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/instant.hpp"
#include "http/edge.hpp"
#include "http/head.hpp"

namespace accord {

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;  ///< 0: any that is free

  /// The names that a request may ask for in `Host`, without a port. Any other is refused: a page
  /// of another site that has its own name point here would otherwise be one of ours to the
  /// browser.
  std::vector<std::string> hosts = {"127.0.0.1", "localhost", "[::1]"};

  /// Addresses whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed: the proxy in front,
  /// which must set both itself. Nobody else's are read.
  std::vector<std::string> trusted_proxies{};

  std::size_t workers = 32;             ///< threads that run handlers; most wait for a database
  std::size_t most_connections = 4096;  ///< over it, who has kept us waiting longest is cut
  std::size_t most_bodies = 256;        ///< being received at once; over it, likewise
  std::size_t most_in_hand = 512;       ///< requests given to the workers; over it: 503
  RequestLimits limits{};

  std::chrono::milliseconds head_time{10'000};  ///< from the first byte to the blank line, else 408
  std::chrono::milliseconds body_time{60'000};  ///< from there to the last byte, else 408
  std::chrono::milliseconds idle_time{
      10'000};  ///< for the first byte of a request; then it is closed
  std::chrono::milliseconds write_time{60'000};  ///< for a client to take its answer
  std::chrono::milliseconds drain_time{20'000};  ///< for what runs to end after `stop`

  std::function<Instant()> now{};  ///< for the Date header; absent: none is sent
};

/// The HTTP/1.1 server: one thread for all connections, so no slow client holds another, and a pool
/// for the handlers, so no slow handler holds the connections.
///
///     Server server{ServerOptions{}, Edge{std::move(router)}};
///     if (auto port = server.listen(); !port) { … port.error() says why and what to do … }
///     server.run();
class Server {
 public:
  Server(ServerOptions options, Edge edge);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Takes the address; the answer is the port. The error says what to do about it.
  [[nodiscard]] std::expected<std::uint16_t, std::string> listen();

  /// Serves until `stop`, and returns when what had begun by then has been answered.
  void run();

  /// Accepts nothing more, lets what runs end (at most `drain_time` for the clients to take it),
  /// and makes `run` return. From any thread, also before `run`; not from inside a signal handler.
  void stop();

 private:
  struct Running;
  std::unique_ptr<Running> running_;
};

}  // namespace accord
