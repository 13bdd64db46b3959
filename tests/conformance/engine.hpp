#pragma once

#include <functional>
#include <memory>
#include <ostream>
#include <shared_mutex>
#include <string>
#include <vector>

#include "conformance/place.hpp"
#include "database/database.hpp"
#include "ledger/ledger.hpp"

namespace accord::conformance {

/// A database of one engine in use, made empty for one test and gone after it.
class RunningDatabase {
 public:
  RunningDatabase() = default;
  RunningDatabase(const RunningDatabase&) = delete;
  RunningDatabase& operator=(const RunningDatabase&) = delete;
  virtual ~RunningDatabase() = default;

  [[nodiscard]] virtual Database& open() = 0;
  /// As if the process had ended and another one had started.
  virtual void reopen() = 0;
};

/// An engine that has to pass, wherever it keeps what it stores.
struct Engine {
  std::string name;
  std::function<std::unique_ptr<RunningDatabase>()> make;

  friend void PrintTo(const Engine& engine, std::ostream* out) { *out << engine.name; }
};

/// Every engine under test: SQLite and PostgreSQL, and each with most of its commits failing,
/// refused or with an outcome that nobody knows.
[[nodiscard]] std::vector<Engine> every_engine();

/// Appends as a careful caller does until the outcome is sure: tries again when the database was
/// busy, opens it anew when the outcome is unknown, and takes "recorded already" for an answer only
/// after an unknown outcome. Safe from many threads.
class CarefulCaller {
 public:
  explicit CarefulCaller(RunningDatabase& database) : database_(database) {}

  std::expected<Appended, AppendError> append(const Append& append);
  /// The same with a further statement in the unit of work, as a read model would have it.
  std::expected<Appended, AppendError> append(
      const Append& append, const std::function<std::expected<void, Fault>(Connection&)>& beside);

 private:
  void reopen(int generation);

  RunningDatabase& database_;
  std::shared_mutex in_use_;
  int generation_ = 0;
};

}  // namespace accord::conformance
