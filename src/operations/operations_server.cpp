#include "operations/operations_server.hpp"

#include <nlohmann/json.hpp>
#include <utility>

namespace accord {
namespace {

Response ready(const Health& health) {
  nlohmann::ordered_json answer;
  const bool reads = health.reads();
  answer["status"] = !reads ? "fail" : health.writes() ? "pass" : "warn";
  answer["databases"] = nlohmann::ordered_json::array();
  for (const Health::Seen& seen : health.seen()) {
    answer["databases"].push_back({{"reads", seen.reads}, {"writes", seen.writes}});
  }
  return Response::json(answer.dump() + "\n", reads ? 200 : 503);
}

}  // namespace

Router operations_routes(Metrics& metrics, const Health& health) {
  Router router;
  router.get("/metrics", Action{"operations.metrics"}, [&metrics](const Request&) {
    Response response = Response::text(metrics.text());
    response.content_type = "text/plain; version=0.0.4; charset=utf-8";
    return response;
  });
  router.get("/health/live", Action{"operations.live"},
             [](const Request&) { return Response::json("{\"status\":\"pass\"}\n"); });
  router.get("/health/ready", Action{"operations.ready"},
             [&health](const Request&) { return ready(health); });
  return router;
}

OperationsServer::OperationsServer(ServerOptions options, Metrics& metrics, const Health& health)
    : server_(std::move(options), Edge{operations_routes(metrics, health)}) {}

OperationsServer::~OperationsServer() {
  server_.stop();
  if (thread_.joinable()) {
    thread_.join();
  }
}

std::expected<std::uint16_t, std::string> OperationsServer::start() {
  auto port = server_.listen();
  if (port) {
    thread_ = std::thread{[this] { server_.run(); }};
  }
  return port;
}

}  // namespace accord
