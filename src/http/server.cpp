#include "http/server.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <list>
#include <optional>
#include <utility>

#include "base/check.hpp"
#include "http/wire.hpp"

namespace accord {
namespace {

namespace net = boost::asio;
using tcp = net::ip::tcp;
using Clock = std::chrono::steady_clock;

constexpr auto kAnswer = net::as_tuple(net::use_awaitable);
constexpr std::size_t kReceiveBytes = 4096;
constexpr std::chrono::milliseconds kWatchEvery{100};
constexpr std::chrono::milliseconds kAcceptAgain{50};
constexpr std::chrono::milliseconds kLingerTime{1'000};

/// The client has gone, or was cut: there is nobody to answer.
constexpr NotTaken kGone{0, "gone"};

/// What a connection waits for. All but Handling wait for the client, and have a deadline.
enum class Stage { Idle, Head, Body, Handling, Writing, Closing };

struct Connection {
  tcp::socket socket;
  std::string peer;
  std::string received{};  // and not yet used
  Stage stage = Stage::Idle;
  Clock::time_point since{};
  Clock::time_point deadline{};
  bool timed_out = false;
};

/// Ten letters and digits without those that are taken for others: to be read out over the phone.
std::string new_request_id() {
  constexpr std::string_view kLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  std::array<unsigned char, 10> random{};
  randombytes_buf(random.data(), random.size());
  std::string id;
  for (std::size_t i = 0; i < random.size(); ++i) {
    id += i == 5 ? "-" : "";
    id.push_back(kLetters[random[i] % kLetters.size()]);
  }
  return id;
}

/// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110, section 5.6.7).
std::string http_date(Instant instant) {
  constexpr std::array kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                               "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::chrono::sys_seconds moment{std::chrono::seconds{instant.seconds}};
  const auto day = std::chrono::floor<std::chrono::days>(moment);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss time{moment - day};
  return fmt::format(
      "{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", kDays[std::chrono::weekday{day}.c_encoding()],
      static_cast<unsigned>(date.day()), kMonths[static_cast<unsigned>(date.month()) - 1],
      static_cast<int>(date.year()), time.hours().count(), time.minutes().count(),
      time.seconds().count());
}

bool is_one_of(const std::vector<std::string>& names, std::string_view name) {
  return std::ranges::any_of(names, [&](const auto& known) { return same_letters(known, name); });
}

/// What the proxy added last, which is whom it spoke with.
std::string_view last_of_list(std::string_view list) {
  const std::size_t comma = list.rfind(',');
  return without_ends(comma == std::string_view::npos ? list : list.substr(comma + 1));
}

}  // namespace

/// Everything here runs on the one thread that calls `run`, but for the handlers.
struct Server::Running {
  Running(ServerOptions given, Edge given_edge)
      : options(std::move(given)),
        edge(std::move(given_edge)),
        workers(std::max<std::size_t>(options.workers, 1)) {}

  ~Running() { workers.join(); }  // before `io` goes: a handler that ends hands its answer to it

  ServerOptions options;
  Edge edge;
  net::io_context io{1};
  tcp::acceptor acceptor{io};
  std::list<Connection> connections;
  std::size_t in_hand = 0;
  bool draining = false;
  Clock::time_point drained_by{};
  net::thread_pool workers;

  std::expected<std::uint16_t, std::string> listen();
  net::awaitable<void> accept();
  net::awaitable<void> watch();
  net::awaitable<void> session(std::list<Connection>::iterator place);
  net::awaitable<void> serve(Connection& connection);
  net::awaitable<std::expected<Head, NotTaken>> read_head(Connection& connection,
                                                          std::size_t& head_bytes);
  net::awaitable<std::expected<std::string, NotTaken>> read_body(Connection& connection,
                                                                 const Head& head,
                                                                 std::size_t head_bytes);
  net::awaitable<std::size_t> receive(Connection& connection);
  net::awaitable<Response> handle(Request& request);
  net::awaitable<bool> write(Connection& connection, const Response& response, bool with_body,
                             bool keep_alive);
  net::awaitable<void> refuse(Connection& connection, Request& request, NotTaken why);
  net::awaitable<void> linger(Connection& connection);

  std::expected<void, NotTaken> place(const Connection& connection, Request& request) const;
  static void enter(Connection& connection, Stage stage, std::chrono::milliseconds time);
  static void cut(Connection& connection);
  bool cut_longest_waiting(std::initializer_list<Stage> stages);
  void drain();
};

void Server::Running::enter(Connection& connection, Stage stage, std::chrono::milliseconds time) {
  connection.stage = stage;
  connection.since = Clock::now();
  connection.deadline =
      stage == Stage::Handling ? Clock::time_point::max() : connection.since + time;
  connection.timed_out = false;
}

void Server::Running::cut(Connection& connection) {
  boost::system::error_code ignored;
  connection.socket.close(ignored);
}

bool Server::Running::cut_longest_waiting(std::initializer_list<Stage> stages) {
  Connection* longest = nullptr;
  for (Connection& connection : connections) {
    if (connection.socket.is_open() &&
        std::ranges::find(stages, connection.stage) != stages.end() &&
        (longest == nullptr || connection.since < longest->since)) {
      longest = &connection;
    }
  }
  if (longest != nullptr) {
    cut(*longest);
  }
  return longest != nullptr;
}

std::expected<std::uint16_t, std::string> Server::Running::listen() {
  boost::system::error_code error;
  const auto address = net::ip::make_address(options.address, error);
  if (error) {
    return std::unexpected(fmt::format(
        "cannot listen on \"{}\": that is no IP address. Write one such as 127.0.0.1 or ::1.",
        options.address));
  }
  const tcp::endpoint endpoint{address, options.port};
  acceptor.open(endpoint.protocol(), error);
  if (!error) {
    acceptor.set_option(tcp::acceptor::reuse_address{true}, error);
  }
  if (!error) {
    acceptor.bind(endpoint, error);
  }
  if (!error) {
    acceptor.listen(net::socket_base::max_listen_connections, error);
  }
  if (error) {
    return std::unexpected(fmt::format(
        "cannot listen on {}:{}: {}. Stop the program that uses it, or choose another port.",
        options.address, options.port, error.message()));
  }
  return acceptor.local_endpoint().port();
}

net::awaitable<void> Server::Running::accept() {
  for (;;) {
    auto [error, socket] = co_await acceptor.async_accept(kAnswer);
    if (error == net::error::operation_aborted || draining) {
      co_return;
    }
    if (error || connections.size() >= options.most_connections) {
      // Idle clients first, then slow ones. None: every connection has a handler at work.
      const bool room = cut_longest_waiting({Stage::Idle, Stage::Head, Stage::Closing}) ||
                        cut_longest_waiting({Stage::Body, Stage::Writing});
      if (error || !room) {
        net::steady_timer again{io, kAcceptAgain};  // no file descriptors: do not spin
        co_await again.async_wait(kAnswer);
        continue;
      }
    }
    boost::system::error_code ignored;
    socket.set_option(tcp::no_delay{true}, ignored);
    const auto peer = socket.remote_endpoint(ignored);
    connections.push_back({.socket = std::move(socket), .peer = peer.address().to_string()});
    net::co_spawn(io, session(std::prev(connections.end())), net::detached);
  }
}

net::awaitable<void> Server::Running::watch() {
  net::steady_timer timer{io};
  while (!draining || !connections.empty()) {
    timer.expires_after(kWatchEvery);
    co_await timer.async_wait(kAnswer);
    const auto now = Clock::now();
    for (Connection& connection : connections) {
      if (draining && now >= drained_by && connection.stage != Stage::Handling) {
        cut(connection);
      } else if (now >= connection.deadline) {
        // Again each time, until the next stage: what had just arrived may have got past the last
        // one.
        connection.timed_out = true;
        boost::system::error_code ignored;
        connection.socket.cancel(ignored);
      }
    }
  }
}

net::awaitable<void> Server::Running::session(std::list<Connection>::iterator place) {
  try {
    co_await serve(*place);
    co_await linger(*place);
  } catch (const std::exception&) {
    cut(*place);  // no memory for this connection: the others go on
  }
  connections.erase(place);
}

net::awaitable<void> Server::Running::serve(Connection& connection) {
  enter(connection, Stage::Idle, options.idle_time);
  for (;;) {
    std::size_t head_bytes = 0;
    auto head = co_await read_head(connection, head_bytes);
    if (!head) {
      Request unread = begun_request(connection.received);
      co_await refuse(connection, unread, head.error());
      co_return;
    }
    Request& request = head->request;
    if (const auto placed = place(connection, request); !placed) {
      co_await refuse(connection, request, placed.error());
      co_return;
    }
    auto body = co_await read_body(connection, *head, head_bytes);
    if (!body) {
      co_await refuse(connection, request, body.error());
      co_return;
    }
    request.body = *std::move(body);
    // Its last bytes may have come just before it was cut: what nobody will be told of is not done.
    if (!connection.socket.is_open()) {
      co_return;
    }
    const bool with_body = request.method != Method::Head;
    enter(connection, Stage::Handling, {});
    const Response response = co_await handle(request);
    const bool keep_alive = head->keep_alive && !draining;
    const bool written = co_await write(connection, response, with_body, keep_alive);
    if (!written || !keep_alive || draining) {
      co_return;
    }
    enter(connection, connection.received.empty() ? Stage::Idle : Stage::Head,
          connection.received.empty() ? options.idle_time : options.head_time);
  }
}

net::awaitable<std::expected<Head, NotTaken>> Server::Running::read_head(Connection& connection,
                                                                         std::size_t& head_bytes) {
  std::size_t scanned = 0;
  for (;;) {
    const auto end = find_head_end(connection.received, scanned, options.limits);
    if (!end) {
      co_return std::unexpected(end.error());
    }
    if (const std::optional<std::size_t> whole = *end) {
      head_bytes = *whole;
      co_return parse_head(std::string_view{connection.received}.substr(0, head_bytes),
                           options.limits);
    }
    const std::size_t bytes = co_await receive(connection);
    if (bytes == 0) {
      const bool slow = connection.timed_out && !connection.received.empty();
      co_return std::unexpected(slow ? NotTaken{408, "head too slow"} : kGone);
    }
    if (connection.stage == Stage::Idle) {
      enter(connection, Stage::Head, options.head_time);
    }
  }
}

std::expected<void, NotTaken> Server::Running::place(const Connection& connection,
                                                     Request& request) const {
  request.id = new_request_id();
  request.peer = connection.peer;
  const std::string host = lower_case(request.header("host").value_or(""));
  bool secure = false;
  if (is_one_of(options.trusted_proxies, connection.peer)) {
    secure = same_letters(last_of_list(request.header("x-forwarded-proto").value_or("")), "https");
    const std::string_view client = last_of_list(request.header("x-forwarded-for").value_or(""));
    request.peer = client.empty() ? connection.peer : client;
  }
  const std::size_t colon = host.find(':', host.starts_with('[') ? host.find(']') : 0);
  if (!is_one_of(options.hosts, std::string_view{host}.substr(0, colon))) {
    return std::unexpected(NotTaken{400, "Host that is not ours"});
  }
  request.origin = (secure ? "https://" : "http://") + host;
  return {};
}

net::awaitable<std::expected<std::string, NotTaken>> Server::Running::read_body(
    Connection& connection, const Head& head, std::size_t head_bytes) {
  auto reader = BodyReader::start(std::string_view{connection.received}.substr(0, head_bytes), head,
                                  options.limits);
  connection.received.erase(0, head_bytes);
  if (!reader) {
    co_return std::unexpected(reader.error());
  }
  if (head.framing == Framing::None) {
    co_return std::string{};
  }
  const auto receiving =
      static_cast<std::size_t>(std::ranges::count(connections, Stage::Body, &Connection::stage));
  if (receiving >= options.most_bodies) {
    cut_longest_waiting({Stage::Body});
  }
  enter(connection, Stage::Body, options.body_time);
  if (head.waits_for_continue && connection.received.empty()) {
    constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
    co_await net::async_write(connection.socket, net::buffer(kContinue), kAnswer);
  }
  for (;;) {
    const auto used = reader->take(connection.received);
    if (!used) {
      co_return std::unexpected(used.error());
    }
    connection.received.erase(0, *used);
    if (reader->done()) {
      co_return reader->release();
    }
    const std::size_t bytes = co_await receive(connection);
    if (bytes == 0) {
      co_return std::unexpected(connection.timed_out ? NotTaken{408, "body too slow"} : kGone);
    }
  }
}

net::awaitable<std::size_t> Server::Running::receive(Connection& connection) {
  const std::size_t had = connection.received.size();
  connection.received.resize(had + kReceiveBytes);
  const auto [error, bytes] = co_await connection.socket.async_read_some(
      net::buffer(connection.received.data() + had, kReceiveBytes), kAnswer);
  connection.received.resize(had + (error ? 0 : bytes));
  co_return error ? 0 : bytes;
}

// GCC 12 copies the temporaries of a co_await expression byte by byte: nothing that owns memory may
// be one. So requests go by reference here, and the lambda holds nothing but pointers.
net::awaitable<Response> Server::Running::handle(Request& request) {
  if (in_hand >= options.most_in_hand) {
    Response busy = edge.refuse(request, 503, "too many requests in hand");
    busy.with_header("Retry-After", "1");
    co_return busy;
  }
  ++in_hand;
  auto work = [this, given = &request]() -> net::awaitable<Response> {
    co_return edge.answer(std::move(*given));
  };
  Response response = co_await net::co_spawn(workers, work, net::use_awaitable);
  --in_hand;
  co_return response;
}

net::awaitable<bool> Server::Running::write(Connection& connection, const Response& response,
                                            bool with_body, bool keep_alive) {
  enter(connection, Stage::Writing, options.write_time);
  const std::string head =
      serialise_head(response, keep_alive, options.now ? http_date(options.now()) : std::string{});
  const bool body = with_body && may_have_body(response.status);
  const std::array<net::const_buffer, 2> both{
      net::buffer(head), body ? net::buffer(response.body) : net::const_buffer{}};
  const auto [error, bytes] = co_await net::async_write(connection.socket, both, kAnswer);
  co_return !error;
}

net::awaitable<void> Server::Running::refuse(Connection& connection, Request& request,
                                             NotTaken why) {
  if (why.status == 0) {
    co_return;
  }
  if (request.id.empty()) {
    request.id = new_request_id();
  }
  const bool with_body = request.method != Method::Head;
  const Response response = edge.refuse(request, why.status, why.reason);
  co_await write(connection, response, with_body, false);
}

/// Closing a connection while the client still sends makes its system throw away the answer unread:
/// so we say that we are done, and listen a little longer.
net::awaitable<void> Server::Running::linger(Connection& connection) {
  enter(connection, Stage::Closing, kLingerTime);
  boost::system::error_code error;
  connection.socket.shutdown(tcp::socket::shutdown_send, error);
  std::size_t bytes = error ? 0 : 1;
  while (bytes != 0) {
    connection.received.clear();
    bytes = co_await receive(connection);
  }
}

void Server::Running::drain() {
  draining = true;
  drained_by = Clock::now() + options.drain_time;
  boost::system::error_code ignored;
  acceptor.close(ignored);
  // Nothing has begun for a request that is not here whole: whoever sends it asks the next server.
  for (Connection& connection : connections) {
    if (connection.stage != Stage::Handling && connection.stage != Stage::Writing) {
      cut(connection);
    }
  }
}

Server::Server(ServerOptions options, Edge edge) {
  ACCORD_CHECK(sodium_init() >= 0);
  running_ = std::make_unique<Running>(std::move(options), std::move(edge));
}

Server::~Server() = default;

std::expected<std::uint16_t, std::string> Server::listen() {
  return running_->listen();
}

void Server::run() {
  ACCORD_CHECK(running_->acceptor.is_open());
  net::co_spawn(running_->io, running_->accept(), net::detached);
  net::co_spawn(running_->io, running_->watch(), net::detached);
  running_->io.run();
}

void Server::stop() {
  net::post(running_->io, [running = running_.get()] { running->drain(); });
}

}  // namespace accord
