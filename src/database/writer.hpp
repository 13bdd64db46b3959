#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <expected>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/id.hpp"
#include "database/connection.hpp"
#include "database/patience.hpp"

namespace accord {

/// The one connection that writes, shared by whoever has something to store. Who finds nobody
/// writing writes at once, on the thread that asked; who comes meanwhile waits, and one of them
/// then stores what all of them brought, in one commit.
///
/// Each unit of work runs inside its own savepoint: one that fails is undone and the others are
/// stored. It is answered only after the COMMIT that holds it returned without a fault, also when
/// its own answer is a "no", since that "no" may rest on what the same commit stores.
///
/// After a commit to a file whose outcome is unknown the writer stops for good and answers
/// `Unavailable`: a failed fsync is not tried again, the file is recovered by opening it anew
/// (S-DUR1). A server is asked again with the next change.
class Writer {
 public:
  /// What one commit came to, for whoever watches the service.
  struct Commit {
    std::size_t units = 0;                          ///< that it holds
    std::chrono::steady_clock::duration took{};     ///< from the beginning of the transaction
    std::optional<FaultKind> fault = std::nullopt;  ///< absent: it was stored
  };

  struct Options {
    std::size_t longest_queue = 4096;  ///< further work is refused with `Busy`
    std::size_t largest_group = 256;   ///< units that share one commit
    /// For the commit that is under way, see `Patience`.
    std::chrono::milliseconds longest_wait{5'000};
    /// Called once, on the thread that met it, when the writer has stopped for good.
    std::function<void(const Fault&)> on_stopped;
    /// Called after each commit, stored or not, on the thread that made it.
    std::function<void(const Commit&)> on_commit;
  };

  explicit Writer(std::unique_ptr<Connection> connection)
      : Writer(std::move(connection), Options{}) {}
  Writer(std::unique_ptr<Connection> connection, Options options);
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;
  /// @pre nobody is in `perform`
  ~Writer();

  /// Runs `work(Connection&)`, which returns `std::expected<T, E>`, and waits for the commit. It
  /// reads and writes what is of `partnership`, and nobody else writes to that meanwhile.
  /// `E` must be constructible from `Fault`. The work runs on this thread or on that of somebody
  /// else who waits; it has no effect outside the database, and may be run again from the start.
  /// Not to be called from within a unit.
  template <typename Work>
  auto perform(const PartnershipId& partnership, Work work)
      -> std::invoke_result_t<Work&, Connection&>;

  /// How many wait for the commit that is under way to end.
  [[nodiscard]] std::size_t waiting() const;

 private:
  /// A piece of work that is stored whole or not at all. It lives as long as its caller waits.
  class Unit {
   public:
    explicit Unit(std::string_view of) : partnership(of) {}
    Unit(const Unit&) = delete;
    Unit& operator=(const Unit&) = delete;
    virtual ~Unit() = default;

    /// Does the work. False: undo what it did.
    virtual bool run(Connection& connection) = 0;
    /// Replaces what `run` answered: it was not stored, or nobody knows (`OutcomeUnknown`).
    virtual void fail(const Fault& fault) = 0;

    std::string_view partnership;
    bool answered = false;            ///< under the writer's mutex
    std::condition_variable changed;  ///< it was answered, or it is its turn to write
  };
  using Group = std::vector<Unit*>;

  template <typename Work>
  class WaitedUnit final : public Unit {
   public:
    using Answer = std::invoke_result_t<Work&, Connection&>;

    WaitedUnit(std::string_view of, Work& work) : Unit(of), work_(&work) {}
    bool run(Connection& connection) override {
      answer_.emplace((*work_)(connection));
      return answer_->has_value();
    }
    void fail(const Fault& fault) override {
      answer_.emplace(std::unexpect, typename Answer::error_type{fault});
    }
    Answer take() { return *std::move(answer_); }

   private:
    Work* work_;
    std::optional<Answer> answer_;
  };

  void wait_for(Unit& unit);
  Group next_group();
  // An exception in here could leave everybody waiting: it ends the process instead.
  /// False: the database gave no answer.
  bool store(Group group) noexcept;
  /// Waits for the unit's answer or its turn to write. True: it is to write; else it was answered.
  bool wait_for_turn(Unit& unit, std::unique_lock<std::mutex>& lock);
  std::expected<void, Fault> run_and_commit(Group& group);
  void stop(const Fault& fault);

  std::unique_ptr<Connection> connection_;  // used by whoever is `writing_`
  Options options_;
  mutable std::mutex mutex_;
  std::deque<Unit*> queue_;
  std::optional<std::thread::id> writing_;
  Patience patience_;
  std::optional<Fault> stopped_;
};

template <typename Work>
auto Writer::perform(const PartnershipId& partnership, Work work)
    -> std::invoke_result_t<Work&, Connection&> {
  static_assert(
      std::is_constructible_v<typename std::invoke_result_t<Work&, Connection&>::error_type,
                              Fault>);
  WaitedUnit<Work> unit{partnership.text(), work};
  wait_for(unit);
  return unit.take();
}

}  // namespace accord
