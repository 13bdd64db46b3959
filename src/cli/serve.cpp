#include "cli/serve.hpp"

#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <mutex>
#include <ostream>
#include <thread>

#include "api/api.hpp"
#include "base/check.hpp"
#include "cli/exit_code.hpp"
#include "http/server.hpp"
#include "pages/csp_report.hpp"
#include "pages/error_page.hpp"
#include "pages/site.hpp"
#include "service/random.hpp"

namespace accord {

namespace {

constexpr std::chrono::seconds kBetweenLooks{20};

/// Why this database is not served; empty: it is.
std::string not_served(const std::expected<std::vector<PartnershipRow>, Fault>& rows) {
  if (!rows) {
    return rows.error().what;
  }
  if (rows->empty()) {
    return "the database holds no partnership. Make a demonstration with: accord demo";
  }
  for (const PartnershipRow& row : *rows) {
    if (!row.demonstration) {
      return fmt::format(
          "'{}' is not a demonstration, and this release has no sign-in: anybody who reached it "
          "could act as anybody. Only a demonstration is served: make one with: accord demo",
          row.partnership.text());
    }
  }
  return "";
}

/// A partnership that cannot be shown would be an address without a page: that is said here.
std::string not_whole(Service& service) {
  const auto rows = service.partnerships();
  if (!rows) {
    return rows.error().what;
  }
  for (const PartnershipRow& row : *rows) {
    if (const auto there = service.partnership(row.partnership); !there) {
      return fmt::format("'{}' cannot be served: {}", row.partnership.text(),
                         to_words(there.error()));
    }
  }
  return "";
}

/// Records what time alone does, until told to stop.
class Timekeeper {
 public:
  Timekeeper(Service& service, std::ostream& err)
      : thread_{[this, &service, &err] { keep(service, err); }} {}
  Timekeeper(const Timekeeper&) = delete;
  Timekeeper& operator=(const Timekeeper&) = delete;
  ~Timekeeper() {
    {
      const std::lock_guard lock{mutex_};
      stopped_ = true;
    }
    stop_.notify_all();
    thread_.join();
  }

 private:
  void keep(Service& service, std::ostream& err) {
    std::unique_lock lock{mutex_};
    while (!stopped_) {
      lock.unlock();
      const auto passed = service.pass_time();
      if (!passed) {
        err << fmt::format("accord serve: the passing of time was not recorded: {}\n",
                           to_words(passed.error()));
      }
      lock.lock();
      // What was recorded may have more behind it: look again at once.
      if (!passed || *passed == 0) {
        stop_.wait_for(lock, kBetweenLooks, [this] { return stopped_; });
      }
    }
  }

  std::mutex mutex_;
  std::condition_variable stop_;
  bool stopped_ = false;
  std::thread thread_;  // last: it uses the others
};

/// SIGTERM and SIGINT wait for whoever asks, in this thread and in all that it starts.
sigset_t hold_signals() {
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGTERM);
  sigaddset(&ends, SIGINT);
  ACCORD_CHECK(pthread_sigmask(SIG_BLOCK, &ends, nullptr) == 0);
  return ends;
}

}  // namespace

std::expected<ListenAddress, std::string> parse_listen(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  const std::string_view digits =
      colon == std::string_view::npos ? std::string_view{} : text.substr(colon + 1);
  std::uint16_t port = 0;
  const auto [end, wrong] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (digits.empty() || wrong != std::errc{} || end != digits.data() + digits.size()) {
    return std::unexpected(fmt::format(
        "'{}' is no address to listen at. Write it as ADDRESS:PORT, such as 127.0.0.1:8080", text));
  }
  const std::string_view host = text.substr(0, colon);
  if (host == "localhost" || host == "127.0.0.1") {
    return ListenAddress{"127.0.0.1", port};
  }
  if (host == "[::1]") {
    return ListenAddress{"::1", port};
  }
  return std::unexpected(fmt::format(
      "'{}' can be reached from other computers, and a demonstration has no sign-in. Listen at "
      "127.0.0.1, [::1] or localhost",
      host));
}

int run_serve(const ServeArguments& arguments, const std::function<Instant()>& now,
              std::ostream& out, std::ostream& err) {
  const auto refuse = [&](std::string_view why) {
    err << "accord serve: " << why << '\n';
    return kCouldNotRun;
  };
  const auto listen = parse_listen(arguments.listen);
  if (!listen) {
    return refuse(listen.error());
  }
  const sigset_t ends = hold_signals();
  auto database = Databases::open({.location = arguments.database, .access = Access::Write},
                                  Service::components());
  if (!database) {
    return refuse(database.error().what);
  }
  Service service{*database, {now, random_hex_128, random_reference}};
  if (const std::string why = not_served(service.partnerships()); !why.empty()) {
    return refuse(why);
  }
  if (const std::string why = not_whole(service); !why.empty()) {
    return refuse(why);
  }
  if (const auto rebuilt = service.rebuild_outdated(); !rebuilt) {
    return refuse(to_words(rebuilt.error()));
  }
  Site site{.service = service, .templates = load_page_templates()};
  Router router;
  add_routes(router, site);
  add_csp_report_route(router, now, [&err](const std::string& line) {
    err << fmt::format("accord serve: {}\n", line);
  });
  add_api_routes(router, service);
  const auto log = [&err](const Served& served) {
    if (!served.fault.empty()) {
      err << fmt::format("accord serve: {} {} {} {}: {}\n", served.request_id,
                         to_text(served.method), served.action.empty() ? "-" : served.action,
                         served.status, served.fault);
    }
  };
  Server server{
      {.address = listen->address, .port = listen->port, .now = now},
      Edge{std::move(router), {.error_page = api_error_page(plain_error_page()), .log = log}}};
  const auto port = server.listen();
  if (!port) {
    return refuse(port.error());
  }
  const Timekeeper timekeeper{service, err};
  std::thread until_told{[&] {
    int signal = 0;
    sigwait(&ends, &signal);
    server.stop();
  }};
  out << fmt::format("Accord is at http://{}:{}/ (a demonstration: there is no sign-in).\n",
                     listen->address == "::1" ? "[::1]" : listen->address, *port)
      << std::flush;
  server.run();
  until_told.join();
  out << "Accord has ended; everything begun was answered.\n" << std::flush;
  return kDone;
}

}  // namespace accord
