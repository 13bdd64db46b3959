#include "cli/serve.hpp"

#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <csignal>
#include <optional>
#include <ostream>
#include <thread>

#include "api/api.hpp"
#include "base/check.hpp"
#include "cli/exit_code.hpp"
#include "http/server.hpp"
#include "operations/health.hpp"
#include "operations/log.hpp"
#include "operations/metrics.hpp"
#include "operations/operations_server.hpp"
#include "operations/repeated.hpp"
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

/// Records what time alone does. True: what was recorded may have more behind it.
bool keep_time(Service& service, Log& log, Metrics& metrics) {
  const auto passed = service.pass_time();
  if (!passed) {
    metrics.time_failed();
    log.write(Level::Error, "time_not_recorded", {{"why", to_words(passed.error())}});
    return false;
  }
  metrics.time_passed(static_cast<std::size_t>(*passed), service.now());
  return *passed > 0;
}

void log_request(Log& log, const Served& served) {
  const Level level = served.status >= 500   ? Level::Error
                      : served.fault.empty() ? Level::Info
                                             : Level::Warning;
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(served.took).count();
  log.write(level, "request",
            {{"request", served.request_id},
             {"method", to_text(served.method)},
             {"action", served.action},
             {"status", served.status},
             {"ms", took},
             {"why", served.fault}});
}

void log_database(Log& log, std::size_t number, const Health::Seen& seen) {
  const bool well = seen.reads && seen.writes;
  log.write(well ? Level::Info : Level::Error, "database",
            {{"database", static_cast<std::int64_t>(number)},
             {"reads", seen.reads ? "yes" : "no"},
             {"writes", seen.writes ? "yes" : "no"},
             {"why", seen.why}});
}

std::string address_of(const ListenAddress& at, std::uint16_t port) {
  return fmt::format("http://{}:{}/", at.address == "::1" ? "[::1]" : at.address, port);
}

/// How many changes wait to be stored, in all databases.
std::size_t waiting(const Databases& databases) {
  std::size_t all = 0;
  for (const auto& database : databases.every()) {
    all += database->writer().waiting();
  }
  return all;
}

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
  std::optional<ListenAddress> tools;
  if (!arguments.operations.empty()) {
    const auto parsed = parse_listen(arguments.operations);
    if (!parsed) {
      return refuse(parsed.error());
    }
    tools = *parsed;
  }
  const auto least = parse_level(arguments.log);
  if (!least) {
    return refuse(
        fmt::format("'{}' is no level of the log. Write info, warning or error", arguments.log));
  }
  const sigset_t ends = hold_signals();
  Log log{err, now, *least};
  Metrics metrics;
  const auto on_commit = [&](const Writer::Commit& commit) { metrics.committed(commit); };
  const auto on_stopped = [&](const Fault& fault) {
    log.write(Level::Error, "writing_has_stopped", {{"why", fault.what}});
  };
  auto database = Databases::open({.location = arguments.database,
                                   .access = Access::Write,
                                   .writer = {.on_stopped = on_stopped, .on_commit = on_commit}},
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
  const Health health{*database, {.on_change = [&](std::size_t number, const Health::Seen& seen) {
                        metrics.seen(number, seen.reads, seen.writes);
                        log_database(log, number, seen);
                      }}};
  Site site{.service = service,
            .templates = load_page_templates(),
            .cannot_record = [&](const PartnershipId& id) { return health.refuses(id); }};
  Router router;
  add_routes(router, site);
  add_csp_report_route(router, now, [&log](const std::string& line) {
    log.write(Level::Warning, "csp_report", {{"report", line}});
  });
  add_api_routes(router, service);
  const auto on_answer = [&](const Served& served) {
    metrics.answered(served);
    log_request(log, served);
  };
  Server server{{.address = listen->address, .port = listen->port, .now = now},
                Edge{std::move(router),
                     {.error_page = api_error_page(plain_error_page()), .log = on_answer}}};
  const auto port = server.listen();
  if (!port) {
    return refuse(port.error());
  }
  metrics.watch_waiting([&database] { return waiting(*database); });
  std::optional<OperationsServer> operations;
  if (tools) {
    operations.emplace(
        ServerOptions{.address = tools->address, .port = tools->port, .workers = 1, .now = now},
        metrics, health);
    const auto at = operations->start();
    if (!at) {
      return refuse(at.error());
    }
    out << fmt::format("Metrics and health are at {}\n", address_of(*tools, *at)) << std::flush;
  }
  const Repeated timekeeper{kBetweenLooks, [&] { return keep_time(service, log, metrics); }};
  std::thread until_told{[&] {
    int signal = 0;
    sigwait(&ends, &signal);
    server.stop();
  }};
  out << fmt::format("Accord is at {} (a demonstration: there is no sign-in).\n",
                     address_of(*listen, *port))
      << std::flush;
  server.run();
  until_told.join();
  out << "Accord has ended; everything begun was answered.\n" << std::flush;
  return kDone;
}

}  // namespace accord
