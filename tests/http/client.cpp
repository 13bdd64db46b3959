#include "client.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <condition_variable>
#include <mutex>
#include <stdexcept>

#include "http/text.hpp"
#include "pages/error_page.hpp"

namespace accord::test {
namespace {

struct Slow {
  std::mutex mutex;
  std::condition_variable changed;
  int waiting = 0;
  int round = 0;
};

Slow& slow() {
  static Slow shared;
  return shared;
}

Response wait_for_release(const Request&) {
  std::unique_lock lock{slow().mutex};
  ++slow().waiting;
  const int round = slow().round;
  slow().changed.wait(lock, [&] { return slow().round != round; });
  return Response::text("slow");
}

}  // namespace

void release_slow() {
  const std::lock_guard lock{slow().mutex};
  slow().waiting = 0;
  ++slow().round;
  slow().changed.notify_all();
}

int waiting_in_slow() {
  const std::lock_guard lock{slow().mutex};
  return slow().waiting;
}

Router test_routes() {
  Router router;
  router.get("/", Action{"test.page"}, [](const Request&) { return Response::html("<p>page</p>"); })
      .post("/echo", Action{"test.echo"}, [](const Request& r) { return Response::text(r.body); })
      .post("/moved", Action{"test.move"}, [](const Request&) { return Response::redirect("/"); })
      .get("/slow", Action{"test.slow"}, wait_for_release)
      .get("/throws", Action{"test.throw"},
           [](const Request&) -> Response { throw std::runtime_error("x"); })
      .get("/peer", Action{"test.peer"}, [](const Request& r) { return Response::text(r.peer); })
      .get("/origin", Action{"test.origin"},
           [](const Request& r) { return Response::text(r.origin); })
      .get("/big", Action{"test.big"},
           [](const Request&) { return Response::text(std::string(4'000'000, 'x')); });
  add_asset_routes(router);
  return router;
}

std::string Answer::header(std::string_view name) const {
  for (const auto& [known, value] : headers) {
    if (same_letters(known, name)) {
      return value;
    }
  }
  return {};
}

bool Answer::has(std::string_view name) const {
  for (const auto& [known, value] : headers) {
    if (same_letters(known, name)) {
      return true;
    }
  }
  return false;
}

Client::Client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  const timeval limit{.tv_sec = 10, .tv_usec = 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  EXPECT_EQ(::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
}

Client::~Client() {
  if (socket_ >= 0) {
    ::close(socket_);
  }
}

Client::Client(Client&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)), received_(std::move(other.received_)) {}

bool Client::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) {
      return false;
    }
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

bool Client::fill() {
  std::array<char, 65536> bytes{};
  const ssize_t got = ::recv(socket_, bytes.data(), bytes.size(), 0);
  if (got > 0) {
    received_.append(bytes.data(), static_cast<std::size_t>(got));
  }
  return got > 0;
}

Answer Client::receive(bool to_head) {
  std::size_t end = received_.find("\r\n\r\n");
  while (end == std::string::npos) {
    if (!fill()) {
      return {};
    }
    end = received_.find("\r\n\r\n");
  }
  Answer answer;
  std::string_view head = std::string_view{received_}.substr(0, end);
  answer.status = std::stoi(std::string{head.substr(9, 3)});
  for (std::size_t line = head.find("\r\n"); line != std::string_view::npos;
       line = head.find("\r\n", line + 2)) {
    const std::string_view field = head.substr(line + 2, head.find("\r\n", line + 2) - line - 2);
    const std::size_t colon = field.find(": ");
    answer.headers.emplace_back(field.substr(0, colon), field.substr(colon + 2));
  }
  const std::string length = answer.header("Content-Length");
  received_.erase(0, end + 4);
  const std::size_t bytes = length.empty() || to_head ? 0 : std::stoul(length);
  while (received_.size() < bytes && fill()) {
  }
  answer.body = received_.substr(0, bytes);  // shorter where the other side has closed
  received_.erase(0, answer.body.size());
  return answer;
}

bool Client::is_closed() {
  std::array<char, 1> byte{};
  return received_.empty() && ::recv(socket_, byte.data(), byte.size(), 0) == 0;
}

Answer ask(std::uint16_t port, std::string_view request) {
  Client client{port};
  client.send(request);
  return client.receive();
}

namespace {

Edge::Options with_pages(Edge::Options options) {
  if (!options.error_page) {
    options.error_page = plain_error_page();
  }
  return options;
}

}  // namespace

RunningServer::RunningServer(ServerOptions options, Edge::Options edge)
    : server_(
          [&] {
            options.port = 0;
            return std::move(options);
          }(),
          Edge{test_routes(), with_pages(std::move(edge))}) {
  const auto port = server_.listen();
  EXPECT_TRUE(port.has_value()) << port.error();
  port_ = port.value_or(0);
  thread_ = std::thread{[this] { server_.run(); }};
}

RunningServer::~RunningServer() {
  stop();
}

void RunningServer::stop() {
  if (thread_.joinable()) {
    server_.stop();
    thread_.join();
  }
}

}  // namespace accord::test
