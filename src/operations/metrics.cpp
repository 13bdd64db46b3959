#include "operations/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>
#include <unistd.h>

#include <chrono>
#include <fstream>

namespace accord {
namespace {

using prometheus::Counter;
using prometheus::Family;
using prometheus::Gauge;
using prometheus::Histogram;

prometheus::Histogram::BucketBoundaries seconds() {
  return {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};
}

double in_seconds(std::chrono::steady_clock::duration took) {
  return std::chrono::duration<double>{took}.count();
}

Family<Counter>& counter(prometheus::Registry& registry, const char* name, const char* help) {
  return prometheus::BuildCounter().Name(name).Help(help).Register(registry);
}
Family<Gauge>& gauge(prometheus::Registry& registry, const char* name, const char* help) {
  return prometheus::BuildGauge().Name(name).Help(help).Register(registry);
}
Family<Histogram>& histogram(prometheus::Registry& registry, const char* name, const char* help) {
  return prometheus::BuildHistogram().Name(name).Help(help).Register(registry);
}

const char* outcome_of(const Writer::Commit& commit) {
  if (!commit.fault) {
    return "stored";
  }
  return *commit.fault == FaultKind::OutcomeUnknown ? "unknown" : "failed";
}

/// Resident memory, in bytes; 0 where the system does not say.
double resident_bytes() {
  std::ifstream statm{"/proc/self/statm"};
  std::int64_t all = 0;
  std::int64_t resident = 0;
  statm >> all >> resident;
  return statm ? static_cast<double>(resident) * static_cast<double>(::sysconf(_SC_PAGESIZE)) : 0;
}

}  // namespace

struct Metrics::Families {
  prometheus::Registry registry{};
  Family<Counter>& requests = counter(registry, "accord_http_requests_total", "Requests answered.");
  Family<Histogram>& request_seconds =
      histogram(registry, "accord_http_request_duration_seconds",
                "From the whole request to the whole answer, by what it asked for.");
  Family<Counter>& commits =
      counter(registry, "accord_commits_total",
              "Commits, by what became of them: stored, failed (nothing was), unknown.");
  Counter& units =
      counter(registry, "accord_commit_units_total", "Pieces of work that the stored commits held.")
          .Add({});
  Histogram& commit_seconds = histogram(registry, "accord_commit_duration_seconds",
                                        "From the beginning of a transaction to its commit.")
                                  .Add({}, seconds());
  Gauge& waiting = gauge(registry, "accord_commits_waiting",
                         "Pieces of work that wait for the commit under way.")
                       .Add({});
  Family<Counter>& time_passes =
      counter(registry, "accord_time_passes_total", "Looks at what time alone does: done, failed.");
  Counter& time_events =
      counter(registry, "accord_time_events_total", "Events that time alone recorded.").Add({});
  Gauge& time_last = gauge(registry, "accord_time_last_pass_timestamp_seconds",
                           "When what time does was last recorded to the end.")
                         .Add({});
  Family<Gauge>& reads = gauge(registry, "accord_database_reads",
                               "1: the database could be read when last asked; by its number.");
  Family<Gauge>& writes = gauge(registry, "accord_database_writes",
                                "1: the database stored something when last asked; by its number.");
  Gauge& resident =
      gauge(registry, "process_resident_memory_bytes", "Resident memory size in bytes.").Add({});
  Gauge& started =
      gauge(registry, "process_start_time_seconds", "Start of the process, Unix time.").Add({});
  std::function<std::size_t()> ask_waiting{};
};

Metrics::Metrics() : families_(std::make_unique<Families>()) {
  families_->started.SetToCurrentTime();
  for (const char* outcome : {"stored", "failed", "unknown"}) {
    families_->commits.Add({{"outcome", outcome}});
  }
  for (const char* outcome : {"done", "failed"}) {
    families_->time_passes.Add({{"outcome", outcome}});
  }
}

Metrics::~Metrics() = default;

void Metrics::answered(const Served& served) {
  const std::string action = served.action.empty() ? "none" : served.action;
  families_->requests.Add({{"action", action}, {"status", std::to_string(served.status)}})
      .Increment();
  families_->request_seconds.Add({{"action", action}}, seconds()).Observe(in_seconds(served.took));
}

void Metrics::committed(const Writer::Commit& commit) {
  families_->commits.Add({{"outcome", outcome_of(commit)}}).Increment();
  families_->commit_seconds.Observe(in_seconds(commit.took));
  if (!commit.fault) {
    families_->units.Increment(static_cast<double>(commit.units));
  }
}

void Metrics::time_passed(std::size_t events, Instant at) {
  families_->time_passes.Add({{"outcome", "done"}}).Increment();
  families_->time_events.Increment(static_cast<double>(events));
  families_->time_last.Set(static_cast<double>(at.seconds));
}

void Metrics::time_failed() {
  families_->time_passes.Add({{"outcome", "failed"}}).Increment();
}

void Metrics::seen(std::size_t number, bool reads, bool writes) {
  const prometheus::Labels labels{{"database", std::to_string(number)}};
  families_->reads.Add(labels).Set(reads ? 1 : 0);
  families_->writes.Add(labels).Set(writes ? 1 : 0);
}

void Metrics::watch_waiting(std::function<std::size_t()> waiting) {
  families_->ask_waiting = std::move(waiting);
}

std::string Metrics::text() {
  families_->resident.Set(resident_bytes());
  if (families_->ask_waiting) {
    families_->waiting.Set(static_cast<double>(families_->ask_waiting()));
  }
  return prometheus::TextSerializer{}.Serialize(families_->registry.Collect());
}

}  // namespace accord
