#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "http/server.hpp"

namespace accord::test {

/// What came back: taken apart just far enough to be looked at.
struct Answer {
  int status = 0;  ///< 0: the connection was closed without an answer
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;

  [[nodiscard]] std::string header(std::string_view name) const;
  [[nodiscard]] bool has(std::string_view name) const;
};

/// A TCP client that sends exactly the bytes it is told to. Waits at most ten seconds for anything.
class Client {
 public:
  explicit Client(std::uint16_t port);
  ~Client();
  Client(Client&& other) noexcept;
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  Client& operator=(Client&&) = delete;

  /// False where the other side has closed.
  bool send(std::string_view bytes);

  /// The next answer on this connection. @param to_head its body is not sent
  Answer receive(bool to_head = false);

  /// Whether the other side closes, without sending anything more.
  bool is_closed();

 private:
  bool fill();

  int socket_ = -1;
  std::string received_;
};

/// One request on a connection of its own.
Answer ask(std::uint16_t port, std::string_view request);

/// A server with the routes of the tests, which runs until the end of the scope.
class RunningServer {
 public:
  explicit RunningServer(ServerOptions options = {}, Edge::Options edge = {});
  ~RunningServer();
  RunningServer(const RunningServer&) = delete;
  RunningServer& operator=(const RunningServer&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  void stop();  ///< and waits until it has

 private:
  Server server_;
  std::uint16_t port_ = 0;
  std::thread thread_;
};

/// The routes: "/" a page, POST "/echo" gives the body back, "/slow" takes until `release_slow`,
/// "/throws", "/moved" redirects, "/peer" and "/origin" say what the request carries.
[[nodiscard]] Router test_routes();
void release_slow();
/// How many requests have come to "/slow" since the last release.
[[nodiscard]] int waiting_in_slow();

inline std::string get(std::string_view path) {
  return "GET " + std::string{path} + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
}

inline std::string post_head(std::string_view path, std::string_view fields) {
  return "POST " + std::string{path} +
         " HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\n" +
         "Content-Type: application/x-www-form-urlencoded\r\n" + std::string{fields} + "\r\n";
}

inline std::string post(std::string_view path, std::string_view body) {
  return post_head(path, "Content-Length: " + std::to_string(body.size()) + "\r\n") +
         std::string{body};
}

}  // namespace accord::test
