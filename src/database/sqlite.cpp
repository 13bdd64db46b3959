#include "database/sqlite.hpp"

#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <unordered_map>

#include "base/try.hpp"
#include "database/sqlite_fault.hpp"
#include "database/sqlite_file.hpp"
#include "database/text.hpp"

namespace accord {
namespace {

constexpr std::int64_t kApplicationId = 0x41434344;  // "ACCD": what `file` and we know ours by
constexpr int kBusyTimeoutMs = 5000;
constexpr std::size_t kMostStatements = 500;

struct CloseDatabase {
  void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
};
struct FinalizeStatement {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using StatementHandle = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;

struct Prepared {
  StatementHandle handle;
  std::vector<int> positions;  // of $1…$n: to SQLite they are names, numbered by first use
};

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>{}(text);
  }
};

class SqliteConnection final : public Connection {
 public:
  SqliteConnection(sqlite3* database, std::string path)
      : database_(database), path_(std::move(path)) {}

  std::expected<std::int64_t, Fault> execute(std::string_view sql, std::span<const Value> values,
                                             const OnRow& on_row) override;
  std::expected<void, Fault> define(std::string_view statement) override;

  std::expected<void, Fault> begin(Purpose purpose) override {
    // A deferred transaction that reads first and writes later is refused at once when somebody
    // else wrote in between, whatever the time-out: so the write lock is taken at the start.
    return perform(purpose == Purpose::Read ? "BEGIN" : "BEGIN IMMEDIATE");
  }
  // Whoever writes to the file has it alone.
  std::expected<void, Fault> enter(std::string_view) override { return {}; }
  std::expected<void, Fault> enter_every() override { return {}; }
  std::expected<void, Fault> commit() override;
  void rollback() noexcept override {
    if (in_transaction()) {
      sqlite3_exec(database_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
    }
  }
  std::expected<void, Fault> savepoint() override { return perform("SAVEPOINT unit"); }
  std::expected<void, Fault> release_savepoint() override { return perform("RELEASE unit"); }
  std::expected<void, Fault> rollback_to_savepoint() override {
    ACCORD_TRY_DO(perform("ROLLBACK TO unit"));
    return perform("RELEASE unit");
  }
  bool in_transaction() const override { return sqlite3_get_autocommit(database_.get()) == 0; }
  bool begins_anew() const override { return false; }
  std::expected<std::vector<std::string>, Fault> self_check() override;
  std::expected<std::vector<SchemaObject>, Fault> schema() override;
  std::expected<std::unique_ptr<Connection>, Fault> scratch() override { return open_in_memory(); }

  /// From now on nothing is stored once the file lies no longer where it was opened.
  void watch_file() { file_.emplace(path_); }

  std::expected<void, Fault> perform(std::string_view sql) {
    if (auto done = execute(sql, {}, {}); !done) {
      return std::unexpected(std::move(done).error());
    }
    return {};
  }

 private:
  std::expected<Prepared, Fault> prepare(std::string_view sql);
  std::expected<void, Fault> bind(const Prepared& prepared, std::span<const Value> values,
                                  std::string_view sql);
  std::expected<std::int64_t, Fault> step_through(sqlite3_stmt* statement, const OnRow& on_row);
  std::expected<std::vector<Value>, Fault> row_of(sqlite3_stmt* statement);
  std::unexpected<Fault> fail() {
    const auto kind = kind_of(sqlite3_extended_errcode(database_.get()));
    return std::unexpected(
        Fault{kind, fmt::format("{}: {} ({}).{}", path_, sqlite3_errmsg(database_.get()),
                                sqlite3_extended_errcode(database_.get()), remedy(kind))});
  }

  std::unique_ptr<sqlite3, CloseDatabase> database_;  // first: closed after its statements
  std::string path_;
  std::optional<OpenedFile> file_;  // of a connection that writes
  std::unordered_map<std::string, Prepared, TextHash, std::equal_to<>> statements_;
};

std::expected<Prepared, Fault> SqliteConnection::prepare(std::string_view sql) {
  sqlite3_stmt* raw = nullptr;
  const char* tail = nullptr;
  if (sqlite3_prepare_v3(database_.get(), sql.data(), static_cast<int>(sql.size()),
                         SQLITE_PREPARE_PERSISTENT, &raw, &tail) != SQLITE_OK) {
    return fail();
  }
  Prepared prepared{StatementHandle{raw}, {}};
  const std::string_view rest{tail, static_cast<std::size_t>(sql.data() + sql.size() - tail)};
  if (raw == nullptr || rest.find_first_not_of(" \t\r\n") != std::string_view::npos) {
    return std::unexpected(Fault{FaultKind::Misuse, fmt::format("Not one statement: \"{}\"", sql)});
  }
  for (int i = 1; i <= sqlite3_bind_parameter_count(raw); ++i) {
    const int position = sqlite3_bind_parameter_index(raw, fmt::format("${}", i).c_str());
    if (position == 0) {
      // "$1::bigint" would be a name of its own here, bound to nothing.
      return std::unexpected(
          Fault{FaultKind::Misuse,
                fmt::format("The values of a statement are $1…$n, each used: \"{}\"", sql)});
    }
    prepared.positions.push_back(position);
  }
  return prepared;
}

std::expected<void, Fault> SqliteConnection::bind(const Prepared& prepared,
                                                  std::span<const Value> values,
                                                  std::string_view sql) {
  if (values.size() != prepared.positions.size()) {
    return std::unexpected(
        Fault{FaultKind::Misuse, fmt::format("{} values for the {} of \"{}\"", values.size(),
                                             prepared.positions.size(), sql)});
  }
  sqlite3_stmt* const statement = prepared.handle.get();
  for (std::size_t i = 0; i < values.size(); ++i) {
    const int position = prepared.positions[i];
    int code = SQLITE_OK;
    // Static: the values outlive the statement's run, and are cleared at its end.
    if (const auto* const number = std::get_if<std::int64_t>(&values[i])) {
      code = sqlite3_bind_int64(statement, position, *number);
    } else if (const auto* const truth = std::get_if<bool>(&values[i])) {
      code = sqlite3_bind_int64(statement, position, *truth ? 1 : 0);
    } else if (const auto* const text = std::get_if<std::string_view>(&values[i])) {
      if (!is_storable(*text)) {
        return std::unexpected(
            Fault{FaultKind::BadInput,
                  fmt::format("${} of \"{}\" is not UTF-8 text, or holds a NUL.", i + 1, sql)});
      }
      code = sqlite3_bind_text64(statement, position, text->empty() ? "" : text->data(),
                                 text->size(), SQLITE_STATIC, SQLITE_UTF8);
    } else if (const auto* const bytes = std::get_if<BytesView>(&values[i])) {
      // A null pointer would be bound as NULL.
      const void* const data = bytes->empty() ? static_cast<const void*>("") : bytes->data();
      code = sqlite3_bind_blob64(statement, position, data, bytes->size(), SQLITE_STATIC);
    } else {
      code = sqlite3_bind_null(statement, position);
    }
    if (code != SQLITE_OK) {
      return fail();
    }
  }
  return {};
}

std::expected<std::vector<Value>, Fault> SqliteConnection::row_of(sqlite3_stmt* statement) {
  std::vector<Value> row;
  const int columns = sqlite3_column_count(statement);
  row.reserve(static_cast<std::size_t>(columns));
  for (int i = 0; i < columns; ++i) {
    switch (sqlite3_column_type(statement, i)) {
      case SQLITE_INTEGER:
        row.emplace_back(std::int64_t{sqlite3_column_int64(statement, i)});
        break;
      case SQLITE_TEXT: {
        const auto* const text = reinterpret_cast<const char*>(sqlite3_column_text(statement, i));
        if (text == nullptr) {
          return fail();
        }
        const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, i));
        row.emplace_back(std::string_view{text, size});
        break;
      }
      case SQLITE_BLOB: {
        const auto* const data = static_cast<const std::byte*>(sqlite3_column_blob(statement, i));
        const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, i));
        row.emplace_back(BytesView{data, size});
        break;
      }
      case SQLITE_NULL: row.emplace_back(std::monostate{}); break;
      default:
        return std::unexpected(
            Fault{FaultKind::Misuse,
                  fmt::format("Column {} of \"{}\" is no integer, text or blob: CAST it.", i + 1,
                              sqlite3_sql(statement))});
    }
  }
  return row;
}

std::expected<std::int64_t, Fault> SqliteConnection::step_through(sqlite3_stmt* statement,
                                                                  const OnRow& on_row) {
  for (;;) {
    const int code = sqlite3_step(statement);
    if (code == SQLITE_DONE) {
      return sqlite3_changes64(database_.get());
    }
    if (code != SQLITE_ROW) {
      return fail();
    }
    if (on_row) {
      ACCORD_TRY(const auto row, row_of(statement));
      ACCORD_TRY_DO(on_row(row));
    }
  }
}

std::expected<std::int64_t, Fault> SqliteConnection::execute(std::string_view sql,
                                                             std::span<const Value> values,
                                                             const OnRow& on_row) {
  struct Reset {
    sqlite3_stmt* statement;
    ~Reset() {
      sqlite3_reset(statement);
      sqlite3_clear_bindings(statement);
    }
  };
  auto found = statements_.find(sql);
  if (found == statements_.end()) {
    ACCORD_TRY(auto prepared, prepare(sql));
    if (statements_.size() >= kMostStatements) {
      // Only made-up statements come so far; those in use cannot go.
      std::erase_if(statements_,
                    [](const auto& held) { return !sqlite3_stmt_busy(held.second.handle.get()); });
    }
    found = statements_.emplace(std::string{sql}, std::move(prepared)).first;
  } else if (sqlite3_stmt_busy(found->second.handle.get()) != 0) {
    // The same statement again while its rows are still being shown.
    ACCORD_TRY(const auto second, prepare(sql));
    ACCORD_TRY_DO(bind(second, values, sql));
    return step_through(second.handle.get(), on_row);
  }
  sqlite3_stmt* const statement = found->second.handle.get();
  const Reset reset{statement};
  ACCORD_TRY_DO(bind(found->second, values, sql));
  return step_through(statement, on_row);
}

std::expected<void, Fault> SqliteConnection::commit() {
  const auto displaced = [&](FaultKind kind, std::string_view stored) -> std::optional<Fault> {
    const auto file = file_ ? file_->displaced() : std::nullopt;
    return file ? std::optional{Fault{
                      kind, fmt::format("{} was removed or replaced while it was in use. {} Stop "
                                        "the service, put the file back, and start it again.",
                                        *file, stored)}}
                : std::nullopt;
  };
  if (const auto fault = displaced(FaultKind::Unavailable, "Nothing was stored.")) {
    return std::unexpected(*fault);
  }
  if (sqlite3_exec(database_.get(), "COMMIT", nullptr, nullptr, nullptr) == SQLITE_OK) {
    if (const auto fault = displaced(FaultKind::OutcomeUnknown,
                                     "It is not known whether the last change can be found.")) {
      return std::unexpected(*fault);
    }
    return {};
  }
  auto fault = fail().error();
  // Full and Busy are told before the commit record is whole, so nothing was stored. After any
  // other error, a failed fsync above all, the record may or may not be found again at recovery.
  if (fault.kind != FaultKind::Full && fault.kind != FaultKind::Busy) {
    fault.kind = FaultKind::OutcomeUnknown;
    fault.what += remedy(fault.kind);
  }
  return std::unexpected(std::move(fault));
}

std::expected<std::vector<SchemaObject>, Fault> SqliteConnection::schema() {
  // What the engine itself keeps has a name that nobody else may give.
  ACCORD_TRY(const auto found,
             (rows<std::string, std::string, std::string, std::optional<std::string>>(
                 "SELECT type, name, tbl_name, sql FROM sqlite_schema "
                 "WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY type, name")));
  std::vector<SchemaObject> objects;
  for (const auto& [kind, name, table, definition] : found) {
    objects.push_back({kind, name, table, definition.value_or("")});
  }
  return objects;
}

std::expected<void, Fault> SqliteConnection::define(std::string_view statement) {
  if (!table_of(statement, "{by_partnership ").empty()) {
    return {};  // a file is of whoever may read it
  }
  if (const auto table = table_of(statement, "{append_only "); !table.empty()) {
    for (const std::string_view change : {"UPDATE", "DELETE"}) {
      ACCORD_TRY_DO(
          perform(fmt::format("CREATE TRIGGER {0}_refuses_{1} BEFORE {1} ON {0} BEGIN "
                              "SELECT RAISE(ABORT, '{0} is only ever added to: no {1}'); END",
                              table, change)));
    }
    return {};
  }
  std::string sql{statement};
  replace_all(sql, "{i64}", "INTEGER");
  replace_all(sql, "{bool}", "INTEGER");
  replace_all(sql, "{blob}", "BLOB");
  replace_all(sql, "{strict}", "STRICT");
  replace_all(sql, "{strict_by_key}", "STRICT, WITHOUT ROWID");
  return perform(sql);
}

std::expected<std::vector<std::string>, Fault> SqliteConnection::self_check() {
  ACCORD_TRY(const auto lines, rows<std::string>("PRAGMA integrity_check(20)"));
  std::vector<std::string> found;
  for (const auto& [line] : lines) {
    if (line != "ok") {
      found.push_back(line);
    }
  }
  return found;
}

// A setting that is only asked for may silently not be taken: so it is read back.
template <typename T>
std::expected<void, Fault> set(SqliteConnection& connection, const std::string& path,
                               std::string_view name, std::string_view value, const T& expected) {
  ACCORD_TRY_DO(connection.perform(fmt::format("PRAGMA {}={}", name, value)));
  ACCORD_TRY(const auto row, connection.row<T>(fmt::format("PRAGMA {}", name)));
  if (!row || std::get<0>(*row) != expected) {
    return std::unexpected(
        Fault{FaultKind::Unavailable,
              fmt::format("{}: the setting {}={} was not taken. The file must lie on a local disk, "
                          "not on a network share.",
                          path, name, value)});
  }
  return {};
}

// Refuses whatever is not Accord's own and leaves it as it is; marks an empty file as Accord's.
std::expected<void, Fault> claim(SqliteConnection& connection, const std::string& path,
                                 Access access) {
  ACCORD_TRY(const auto id, connection.row<std::int64_t>("PRAGMA application_id"));
  if (id && std::get<0>(*id) == kApplicationId) {
    return {};
  }
  ACCORD_TRY(const auto tables, connection.row<std::int64_t>("SELECT COUNT(*) FROM sqlite_schema"));
  const bool empty = id && std::get<0>(*id) == 0 && tables && std::get<0>(*tables) == 0;
  if (!empty || access != Access::Create) {
    return std::unexpected(
        Fault{FaultKind::NotADatabase,
              fmt::format(
                  "{} is no Accord database. It was left as it is: give the path of another file.",
                  path)});
  }
  return connection.perform(fmt::format("PRAGMA application_id={}", kApplicationId));
}

std::expected<void, Fault> configure(SqliteConnection& connection, const std::string& path,
                                     Access access) {
  ACCORD_TRY_DO(claim(connection, path, access));
  constexpr std::int64_t kOn = 1;
  constexpr std::int64_t kOff = 0;
  ACCORD_TRY_DO(set(connection, path, "foreign_keys", "ON", kOn));
  ACCORD_TRY_DO(set(connection, path, "trusted_schema", "OFF", kOff));
  ACCORD_TRY_DO(set(connection, path, "cell_size_check", "ON", kOn));
  ACCORD_TRY_DO(set(connection, path, "recursive_triggers", "ON", kOn));
  if (access == Access::Read) {
    return set(connection, path, "query_only", "ON", kOn);
  }
  ACCORD_TRY_DO(set(connection, path, "journal_mode", "WAL", std::string{"wal"}));
  // FULL: each commit waits for the disk. NORMAL loses acknowledged commits at power loss.
  constexpr std::int64_t kFull = 2;
  ACCORD_TRY_DO(set(connection, path, "synchronous", "FULL", kFull));
  return connection.perform("PRAGMA journal_size_limit=67108864");
}

using Opened = std::expected<std::unique_ptr<SqliteConnection>, Fault>;

Opened open_file(const std::string& path, const std::string& name, int flags) {
  sqlite3* raw = nullptr;
  const int code = sqlite3_open_v2(name.c_str(), &raw, flags | SQLITE_OPEN_NOMUTEX, nullptr);
  auto connection = std::make_unique<SqliteConnection>(raw, path);
  if (code != SQLITE_OK) {
    return std::unexpected(Fault{
        FaultKind::Unavailable, fmt::format("{} cannot be opened: {}.{}", path,
                                            sqlite3_errstr(code), remedy(FaultKind::Unavailable))});
  }
  sqlite3_extended_result_codes(raw, 1);
  sqlite3_busy_timeout(raw, kBusyTimeoutMs);
  sqlite3_db_config(raw, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(raw, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
  sqlite3_db_config(raw, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
  return connection;
}

// To read, SQLite writes beside the file (-wal, -shm). Where this user may not, a file that has
// nothing waiting beside it is read as it lies; one that has would be read without its last
// changes, and so not at all.
Opened open_where_nothing_may_be_written(const std::string& path, const Fault& why) {
  if (::access(path.c_str(), R_OK) != 0) {
    return std::unexpected(why);
  }
  if (has_unmerged_changes(path)) {
    return std::unexpected(
        Fault{FaultKind::ReadOnly,
              fmt::format("{0} cannot be read here: its last changes are still in {0}-wal, and "
                          "this user may not write beside it. Copy both files to a folder that "
                          "this user may write to, and give the path of the copy; or stop the "
                          "service, which makes them one file.",
                          path)});
  }
  return open_file(path, immutable_uri(path), SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);
}

}  // namespace

std::expected<std::unique_ptr<Connection>, Fault> open_sqlite(const std::string& path,
                                                              Access access) {
  if (access == Access::Create) {
    ACCORD_TRY_DO(create_database_file(path));
  } else if (::access(path.c_str(), F_OK) != 0) {
    return std::unexpected(Fault{
        FaultKind::Unavailable,
        fmt::format("There is no database {}. Give the path of one that Accord made.", path)});
  }
  const int flags = access == Access::Read ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
  ACCORD_TRY(auto connection, open_file(path, path, flags));
  auto ready = configure(*connection, path, access);
  if (!ready && access == Access::Read &&
      (ready.error().kind == FaultKind::Unavailable || ready.error().kind == FaultKind::ReadOnly)) {
    ACCORD_TRY(connection, open_where_nothing_may_be_written(path, ready.error()));
    ready = configure(*connection, path, access);
  }
  ACCORD_TRY_DO(std::move(ready));
  if (access != Access::Read) {
    connection->watch_file();
  }
  return connection;
}

std::expected<std::unique_ptr<Connection>, Fault> open_in_memory() {
  ACCORD_TRY(auto connection, open_file("a database in memory", ":memory:", SQLITE_OPEN_READWRITE));
  return connection;
}

}  // namespace accord
