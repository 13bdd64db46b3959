#include <array>
#include <mutex>
#include <random>

#include "base/check.hpp"
#include "base/try.hpp"
#include "conformance/engine.hpp"
#include "database/testing/faulty_connection.hpp"

namespace accord::conformance {
namespace {

// A table beside the ledger, as a read model would be.
constexpr std::array<std::string_view, 1> kStatements{
    "CREATE TABLE beside (id TEXT NOT NULL PRIMARY KEY) {strict_by_key}"};
constexpr std::array kMigrations{
    Migration{.version = 1, .oldest_reader = 1, .name = "beside", .statements = kStatements}};

enum class Failing { Never, AtCommits };

class EngineDatabase final : public RunningDatabase {
 public:
  EngineDatabase(std::unique_ptr<TestDatabase> where, Failing failing)
      : where_(std::move(where)), failing_(failing) {
    reopen();
  }

  Database& open() override { return *database_; }

  void reopen() override {
    database_.reset();
    const std::array components{ledger_component(), Component{"beside", kMigrations}};
    auto writer = open_connection(where_->location(), Access::Create);
    ACCORD_CHECK(writer.has_value());
    ACCORD_CHECK(migrate(**writer, components).has_value());
    std::vector<std::unique_ptr<Connection>> readers;
    for (int i = 0; i < 2; ++i) {
      auto reader = open_connection(where_->location(), Access::Read);
      ACCORD_CHECK(reader.has_value());
      readers.push_back(*std::move(reader));
    }
    if (failing_ == Failing::AtCommits) {
      *writer = std::make_unique<FaultyConnection>(*std::move(writer), [this] { return next(); });
    }
    database_ =
        std::make_unique<Database>(*std::move(writer), std::move(readers), Writer::Options{});
  }

 private:
  CommitFault next() { return static_cast<CommitFault>(which_(random_)); }

  std::unique_ptr<TestDatabase> where_;
  Failing failing_;
  std::mt19937 random_{20260402};
  std::uniform_int_distribution<int> which_{0, 3};
  std::unique_ptr<Database> database_;
};

}  // namespace

std::vector<Engine> every_engine() {
  std::vector<Engine> engines;
  for (const Keeper& keeper : every_keeper()) {
    for (const Failing failing : {Failing::Never, Failing::AtCommits}) {
      engines.push_back({(failing == Failing::Never ? "" : "Faulty") + keeper.name,
                         [=] { return std::make_unique<EngineDatabase>(keeper.make(), failing); }});
    }
  }
  return engines;
}

std::expected<Appended, AppendError> CarefulCaller::append(const Append& append) {
  return this->append(append, [](Connection&) { return std::expected<void, Fault>{}; });
}

std::expected<Appended, AppendError> CarefulCaller::append(
    const Append& append, const std::function<std::expected<void, Fault>(Connection&)>& beside) {
  using Answer = std::expected<Appended, AppendError>;
  bool unknown = false;
  for (;;) {
    std::shared_lock lock{in_use_};
    const int generation = generation_;
    auto answer =
        database_.open().write(append.stream.partnership, [&](Connection& connection) -> Answer {
          ACCORD_TRY(auto appended, Ledger{connection}.append(append));
          ACCORD_TRY_DO(beside(connection));
          return appended;
        });
    lock.unlock();
    if (answer) {
      return answer;
    }
    if (const auto* const again = std::get_if<SameCommand>(&answer.error()); again && unknown) {
      return again->first;
    }
    const auto* const fault = std::get_if<Fault>(&answer.error());
    if (fault != nullptr && fault->retryable()) {
      continue;
    }
    if (fault != nullptr &&
        (fault->kind == FaultKind::OutcomeUnknown || fault->kind == FaultKind::Unavailable)) {
      unknown = true;
      reopen(generation);
      continue;
    }
    return answer;
  }
}

// Once for all the callers that met the same end.
void CarefulCaller::reopen(int generation) {
  const std::unique_lock lock{in_use_};
  if (generation == generation_) {
    ++generation_;
    database_.reopen();
  }
}

}  // namespace accord::conformance
