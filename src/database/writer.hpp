#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <expected>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include "database/connection.hpp"

namespace accord {

/// A piece of work that is stored whole or not at all.
class UnitOfWork {
 public:
  UnitOfWork() = default;
  UnitOfWork(const UnitOfWork&) = delete;
  UnitOfWork& operator=(const UnitOfWork&) = delete;
  virtual ~UnitOfWork() = default;

  /// Does the work on the writer's connection. False: undo what it did.
  virtual bool run(Connection& connection) = 0;
  /// What `run` answered stands: called after the COMMIT returned.
  virtual void settle() = 0;
  /// The work was not stored, or nobody knows (`OutcomeUnknown`). `run` may not have been called.
  virtual void fail(const Fault& fault) = 0;
};

/// The one thread that writes. Work submitted while a commit is under way shares the next one.
///
/// Each unit runs inside its own savepoint: one that fails is undone and the others are stored. A
/// unit is answered only after the COMMIT that holds it returned without a fault, also when its own
/// answer is a "no", since that "no" may rest on what the same commit stores.
///
/// After a commit whose outcome is unknown the writer stops for good and answers `Unavailable`: a
/// failed fsync is not tried again, the file is recovered by opening it anew (S-DUR1).
class Writer {
 public:
  struct Options {
    std::size_t longest_queue = 4096;  ///< further work is refused with `Busy`
    std::size_t largest_group = 256;   ///< units that share one commit
    /// Called once, on the writer's thread, when the writer has stopped for good.
    std::function<void(const Fault&)> on_stopped;
  };

  explicit Writer(std::unique_ptr<Connection> connection)
      : Writer(std::move(connection), Options{}) {}
  Writer(std::unique_ptr<Connection> connection, Options options);
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;
  /// Finishes what was submitted, then ends the thread.
  ~Writer();

  /// Hands in a unit. `settle` or `fail` is called exactly once: on the writer's thread, or on this
  /// one when the unit is refused at once.
  void submit(std::unique_ptr<UnitOfWork> unit);

  /// Runs `work(Connection&)`, which returns `std::expected<T, E>`, and waits for the commit.
  /// `E` must be constructible from `Fault`. The work has no effect outside the database, and may
  /// be run again from the start. Not to be called from within a unit.
  template <typename Work>
  auto perform(Work work) -> std::invoke_result_t<Work&, Connection&>;

 private:
  using Group = std::vector<std::unique_ptr<UnitOfWork>>;

  void loop();
  void store(Group group);
  std::expected<void, Fault> run_and_commit(Group& group);
  void stop(const Fault& fault);

  std::unique_ptr<Connection> connection_;
  Options options_;
  std::mutex mutex_;
  std::condition_variable work_or_end_;
  std::deque<std::unique_ptr<UnitOfWork>> queue_;
  std::optional<Fault> stopped_;
  bool ending_ = false;
  std::thread thread_;  // last: it uses all of the above
};

namespace detail {

template <typename Work>
class WaitedUnit final : public UnitOfWork {
 public:
  using Answer = std::invoke_result_t<Work&, Connection&>;

  explicit WaitedUnit(Work work) : work_(std::move(work)) {}
  std::future<Answer> answer() { return promise_.get_future(); }

  bool run(Connection& connection) override {
    answer_.emplace(work_(connection));
    return answer_->has_value();
  }
  void settle() override { promise_.set_value(*std::move(answer_)); }
  void fail(const Fault& fault) override {
    promise_.set_value(std::unexpected(typename Answer::error_type{fault}));
  }

 private:
  Work work_;
  std::optional<Answer> answer_;
  std::promise<Answer> promise_;
};

}  // namespace detail

template <typename Work>
auto Writer::perform(Work work) -> std::invoke_result_t<Work&, Connection&> {
  static_assert(
      std::is_constructible_v<typename std::invoke_result_t<Work&, Connection&>::error_type,
                              Fault>);
  auto unit = std::make_unique<detail::WaitedUnit<Work>>(std::move(work));
  auto answer = unit->answer();
  submit(std::move(unit));
  return answer.get();
}

}  // namespace accord
