#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "base/instant.hpp"
#include "database/writer.hpp"
#include "http/edge.hpp"

namespace accord {

/// What an operator's monitoring asks: how many requests, commits and passes of time, how long they
/// took and what became of them, in Prometheus's text format. Labels are actions, statuses and
/// outcomes: no partnership, no person, nothing that was typed. Safe from any thread.
///
/// docs/operating.md lists every metric.
class Metrics {
 public:
  Metrics();
  ~Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  void answered(const Served& served);
  void committed(const Writer::Commit& commit);
  /// What time alone does was looked at: so many events recorded, or it failed.
  void time_passed(std::size_t events, Instant at);
  void time_failed();
  /// What database number `number` (from 1, as the routes name them) was found to do.
  void seen(std::size_t number, bool reads, bool writes);

  /// Asked again whenever the metrics are: how many changes wait for a commit.
  void watch_waiting(std::function<std::size_t()> waiting);

  /// All of it, as `GET /metrics` answers.
  [[nodiscard]] std::string text();

 private:
  struct Families;
  std::unique_ptr<Families> families_;
};

}  // namespace accord
