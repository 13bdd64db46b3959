#pragma once

#include <array>
#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "database/fault.hpp"
#include "database/value.hpp"

namespace accord {

/// A table, index or trigger, or whatever rules over a table, as the database itself has it.
struct SchemaObject {
  std::string kind;  ///< table, index, trigger, and what else the engine has
  std::string name;
  std::string table;  ///< the one that it belongs to
  std::string definition;

  bool operator==(const SchemaObject&) const = default;
};

/// One connection to the database, whichever engine it is. One thread at a time.
///
/// Statements are written once for both engines: `$1…$n`, bound by their number, in the portable
/// subset of docs/adr/0005. A statement is prepared at its first use and kept.
///
/// @code
/// ACCORD_TRY(const auto rows, connection.rows<std::string, std::int64_t>(kSelectStreams,
/// partnership)); for (const auto& [disagreement, version] : rows) { … }
/// @endcode
class Connection {
 public:
  using OnRow = std::function<std::expected<void, Fault>(std::span<const Value>)>;
  enum class Purpose {
    Read,    ///< sees the database as it is at one moment: partnerships that are named by `enter`
    Write,   ///< of partnerships that are named by `enter`
    Define,  ///< the tables, and every row: nobody else defines meanwhile
  };

  Connection() = default;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  virtual ~Connection() = default;

  /// Runs a statement. The number of rows that it changed.
  template <typename... Args>
  std::expected<std::int64_t, Fault> run(std::string_view sql, const Args&... args) {
    return execute(sql, std::array<Value, sizeof...(Args)>{to_value(args)...}, {});
  }

  /// All rows of a query that gives few.
  template <typename... Columns, typename... Args>
  std::expected<std::vector<std::tuple<Columns...>>, Fault> rows(std::string_view sql,
                                                                 const Args&... args) {
    std::vector<std::tuple<Columns...>> found;
    const OnRow on_row = [&](std::span<const Value> values) -> std::expected<void, Fault> {
      auto row = read_row<Columns...>(sql, values);
      if (!row) {
        return std::unexpected(std::move(row).error());
      }
      found.push_back(*std::move(row));
      return {};
    };
    if (auto done = execute(sql, std::array<Value, sizeof...(Args)>{to_value(args)...}, on_row);
        !done) {
      return std::unexpected(std::move(done).error());
    }
    return found;
  }

  /// The first row of a query, if there is one.
  template <typename... Columns, typename... Args>
  std::expected<std::optional<std::tuple<Columns...>>, Fault> row(std::string_view sql,
                                                                  const Args&... args) {
    auto found = rows<Columns...>(sql, args...);
    if (!found) {
      return std::unexpected(std::move(found).error());
    }
    if (found->empty()) {
      return std::nullopt;
    }
    return std::move(found->front());
  }

  /// Runs `sql` and shows each row to `on_row`, if given, until it answers with a fault. The values
  /// shown live until `on_row` returns.
  virtual std::expected<std::int64_t, Fault> execute(std::string_view sql,
                                                     std::span<const Value> values,
                                                     const OnRow& on_row) = 0;

  /// Within a transaction, before anything is read or written there: from now on it is about this
  /// partnership. A server shows and stores no row of another. One that writes waits until nobody
  /// else writes to it, on whichever node, and sees what they stored; those who name several name
  /// them in their order.
  virtual std::expected<void, Fault> enter(std::string_view partnership) = 0;

  /// Within a transaction: from now on every partnership is seen. For who lists, verifies or copies
  /// them, never for what somebody asked for.
  virtual std::expected<void, Fault> enter_every() = 0;

  /// Runs one statement of a migration. Portable tokens stand for what differs between engines:
  /// `{i64}`, `{bool}`, `{blob}`, `{strict}` (after the closing bracket of a table) and
  /// `{strict_by_key}` (a small table that is kept in the order of its primary key). The statement
  /// `{append_only NAME}` makes table NAME refuse UPDATE and DELETE; `{by_partnership NAME}` makes
  /// a server show and store only the rows of the partnership that was entered.
  virtual std::expected<void, Fault> define(std::string_view statement) = 0;

  /// @name Transactions, for `Transaction` and `Savepoint` below
  /// @{
  virtual std::expected<void, Fault> begin(Purpose purpose) = 0;
  /// Only an answer without a fault means stored. `OutcomeUnknown`: it may be stored.
  virtual std::expected<void, Fault> commit() = 0;
  virtual void rollback() noexcept = 0;
  virtual std::expected<void, Fault> savepoint() = 0;
  virtual std::expected<void, Fault> release_savepoint() = 0;
  virtual std::expected<void, Fault> rollback_to_savepoint() = 0;
  [[nodiscard]] virtual bool in_transaction() const = 0;
  /// What to do after `OutcomeUnknown`. True: the next transaction begins anew on what is stored (a
  /// server). False: nothing more may be stored through this one (a file whose flush failed).
  [[nodiscard]] virtual bool begins_anew() const = 0;
  /// @}

  /// What the engine itself finds wrong with its file; empty when all is well.
  virtual std::expected<std::vector<std::string>, Fault> self_check() = 0;
  /// Every table, index and trigger, by kind and name.
  virtual std::expected<std::vector<SchemaObject>, Fault> schema() = 0;
  /// An empty database of the same engine, gone with its connection: to see what its tables would
  /// be, or that a copy can be made. Nothing in it is committed, nor may be.
  virtual std::expected<std::unique_ptr<Connection>, Fault> scratch() = 0;
};

/// A transaction that rolls back unless it was committed.
class Transaction {
 public:
  static std::expected<Transaction, Fault> begin(Connection& connection,
                                                 Connection::Purpose purpose);
  /// One that reads, and sees every partnership: for who lists, verifies or copies them.
  static std::expected<Transaction, Fault> survey(Connection& connection);
  Transaction(Transaction&& other) noexcept
      : connection_(std::exchange(other.connection_, nullptr)) {}
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();

  std::expected<void, Fault> commit();

 private:
  explicit Transaction(Connection& connection) : connection_(&connection) {}

  Connection* connection_;
};

/// Part of a transaction that is undone unless it was released.
class Savepoint {
 public:
  static std::expected<Savepoint, Fault> begin(Connection& connection);
  Savepoint(Savepoint&& other) noexcept : connection_(std::exchange(other.connection_, nullptr)) {}
  Savepoint& operator=(Savepoint&&) = delete;
  ~Savepoint();

  std::expected<void, Fault> release();
  /// Undoes now; a fault means that the whole transaction is lost.
  std::expected<void, Fault> undo();

 private:
  explicit Savepoint(Connection& connection) : connection_(&connection) {}

  Connection* connection_;
};

/// What is opened, and what may be done with it.
enum class Access {
  Create,  ///< read and write; makes the database when there is none
  Write,   ///< read and write a database that is there
  Read,    ///< only read one that is there
};

/// A connection to the database at `location`: the path of a SQLite file, or
/// `postgresql://USER@HOST:PORT/DATABASE` (see `open_postgres`).
///
/// To read a file, nothing needs to be written: also one in a folder that this user may not write
/// to. Nothing is stored any more once the file was removed or replaced: a commit is then refused.
///
/// A fault says what could not be opened and how to mend it. A file that is no Accord database is
/// refused and left as it is; one of a later release is refused by `migrate` or `check_version`.
[[nodiscard]] std::expected<std::unique_ptr<Connection>, Fault> open_connection(
    const std::string& location, Access access);

/// An empty database for this connection alone, gone with it: to see what something would give.
[[nodiscard]] std::expected<std::unique_ptr<Connection>, Fault> open_in_memory();

}  // namespace accord
