#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <expected>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

#include "database/connection.hpp"
#include "database/migration.hpp"
#include "database/patience.hpp"
#include "database/writer.hpp"

namespace accord {

/// A few connections that only read, lent to one thread at a time.
class ReaderPool {
 public:
  /// @param longest_wait for a connection that others use, see `Patience`
  ReaderPool(std::vector<std::unique_ptr<Connection>> connections,
             Patience::Clock::duration longest_wait)
      : free_(std::move(connections)), patience_(longest_wait) {}

  /// A connection on loan; goes back when the loan ends.
  class Loan {
   public:
    Loan(Loan&& other) noexcept = default;
    Loan& operator=(Loan&&) = delete;
    ~Loan();
    [[nodiscard]] Connection& connection() { return *connection_; }
    /// The database gave no answer.
    void was_silent() { answered_ = false; }

   private:
    friend class ReaderPool;
    Loan(ReaderPool& pool, std::unique_ptr<Connection> connection, Patience::Use use)
        : pool_(&pool), connection_(std::move(connection)), use_(use) {}

    ReaderPool* pool_;
    std::unique_ptr<Connection> connection_;
    Patience::Use use_;
    bool answered_ = true;
  };

  /// Waits until one is free; `Unavailable`: that is not worth while, the database does not answer.
  /// A thread that holds a loan must not ask for another.
  [[nodiscard]] std::expected<Loan, Fault> take();

 private:
  std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<std::unique_ptr<Connection>> free_;
  Patience patience_;
};

/// A database in use: one writer with group commit, readers beside it. Safe from any thread.
class Database {
 public:
  struct Options {
    std::string location;
    Access access = Access::Create;  ///< `Read`: nothing can be written, whatever is asked of it
    std::size_t readers = 2;
    /// For who uses it before; then it is `Unavailable`.
    std::chrono::milliseconds longest_wait{5'000};
    Writer::Options writer = {};
  };

  /// Opens, and brings the tables of `components` up to date; to read, they have to be.
  static std::expected<std::unique_ptr<Database>, Fault> open(
      Options options, std::span<const Component> components);

  /// Over connections that were made elsewhere and whose tables are up to date.
  /// @pre there is at least one reader
  Database(std::unique_ptr<Connection> writer, std::vector<std::unique_ptr<Connection>> readers,
           Writer::Options options,
           std::chrono::milliseconds longest_wait = std::chrono::seconds{5});

  /// Stores what `work(Connection&)` does to `partnership`, whole or not at all; see
  /// `Writer::perform`.
  template <typename Work>
  auto write(const PartnershipId& partnership, Work work)
      -> std::invoke_result_t<Work&, Connection&> {
    return writer_.perform(partnership, std::move(work));
  }

  /// Shows `work(Connection&)` what is of `partnership`, as it is at one moment. The error type of
  /// its `std::expected` must be constructible from `Fault`.
  template <typename Work>
  auto read(const PartnershipId& partnership, Work&& work)
      -> std::invoke_result_t<Work&, Connection&> {
    return look([&](Connection& connection) { return connection.enter(partnership.text()); }, work);
  }

  /// The same for every partnership: to list them, and for nothing that a request asks.
  template <typename Work>
  auto read_every(Work&& work) -> std::invoke_result_t<Work&, Connection&> {
    return look([](Connection& connection) { return connection.enter_every(); }, work);
  }

  [[nodiscard]] Writer& writer() { return writer_; }
  [[nodiscard]] ReaderPool& readers() { return readers_; }

 private:
  template <typename Enter, typename Work>
  auto look(const Enter& enter, Work& work) -> std::invoke_result_t<Work&, Connection&> {
    using Shown = std::invoke_result_t<Work&, Connection&>;
    auto loan = readers_.take();
    if (!loan) {
      return Shown{std::unexpect, std::move(loan).error()};
    }
    auto snapshot = Transaction::begin(loan->connection(), Connection::Purpose::Read);
    if (!snapshot) {
      if (Patience::says_nothing(snapshot.error().kind)) {
        loan->was_silent();
      }
      return Shown{std::unexpect, std::move(snapshot).error()};
    }
    if (auto entered = enter(loan->connection()); !entered) {
      return Shown{std::unexpect, std::move(entered).error()};
    }
    return work(loan->connection());
  }

  // The readers close first: only a connection that may write, closed last, can bring what is in
  // the -wal file into the database and leave one file behind.
  Writer writer_;
  ReaderPool readers_;
};

}  // namespace accord
