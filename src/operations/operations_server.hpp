#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <thread>

#include "http/server.hpp"
#include "operations/health.hpp"
#include "operations/metrics.hpp"

namespace accord {

/// What an operator's tools ask, at an address of its own that no proxy passes on, with a thread of
/// its own: it answers also while every worker of the pages is busy.
///
/// `GET /metrics` Prometheus's text; `GET /health/live` 200 as long as the process answers;
/// `GET /health/ready` 200 when every database can be read (`pass`, or `warn` where one stores
/// nothing), 503 (`fail`) when one cannot.
class OperationsServer {
 public:
  /// @pre `metrics` and `health` outlive it
  OperationsServer(ServerOptions options, Metrics& metrics, const Health& health);
  OperationsServer(const OperationsServer&) = delete;
  OperationsServer& operator=(const OperationsServer&) = delete;
  ~OperationsServer();

  /// Takes the address and serves until destroyed; the answer is the port. The error says what to
  /// do about it.
  [[nodiscard]] std::expected<std::uint16_t, std::string> start();

 private:
  Server server_;
  std::thread thread_;
};

/// The routes of it.
[[nodiscard]] Router operations_routes(Metrics& metrics, const Health& health);

}  // namespace accord
