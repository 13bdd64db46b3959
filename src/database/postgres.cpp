#include "database/postgres.hpp"

#include <fmt/format.h>
#include <libpq-fe.h>
#include <poll.h>

#include <array>
#include <charconv>
#include <chrono>
#include <cstring>
#include <unordered_map>

#include "base/try.hpp"
#include "database/postgres_fault.hpp"
#include "database/postgres_schema.hpp"
#include "database/postgres_values.hpp"
#include "database/text.hpp"

namespace accord {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::seconds kLongestStatement{60};
constexpr std::chrono::seconds kLongestBegin{12};  // a server that is silent holds nobody longer
constexpr std::chrono::seconds kLongestCommit{10};
constexpr std::chrono::hours kLongestDefinition{24};
constexpr std::size_t kMostPrepared = 500;
constexpr std::string_view kEveryPartnership = "*";  // no partnership's name

struct CloseConnection {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};
struct ClearResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using ConnectionHandle = std::unique_ptr<PGconn, CloseConnection>;
using Result = std::unique_ptr<PGresult, ClearResult>;

Fault unreadable() {
  return {FaultKind::Unavailable,
          "The address of the PostgreSQL database cannot be read. Write it as "
          "postgresql://USER@HOST:PORT/DATABASE, each sign that is no letter or figure as %40 is "
          "for @, and keep the password in a file (PGPASSFILE)."};
}

class PostgresConnection final : public Connection {
 public:
  PostgresConnection(std::string location, Access access)
      : location_(std::move(location)), access_(access) {}

  std::expected<void, Fault> connect();

  std::expected<std::int64_t, Fault> execute(std::string_view sql, std::span<const Value> values,
                                             const OnRow& on_row) override;
  std::expected<void, Fault> define(std::string_view statement) override;
  std::expected<void, Fault> begin(Purpose purpose) override;
  std::expected<void, Fault> enter(std::string_view partnership) override;
  std::expected<void, Fault> enter_every() override;
  std::expected<void, Fault> commit() override;
  void rollback() noexcept override {
    if (in_transaction()) {
      [[maybe_unused]] const auto undone = perform("ROLLBACK");  // lost: the server undoes it
    }
  }
  std::expected<void, Fault> savepoint() override { return perform("SAVEPOINT unit"); }
  std::expected<void, Fault> release_savepoint() override {
    return perform("RELEASE SAVEPOINT unit");
  }
  std::expected<void, Fault> rollback_to_savepoint() override {
    return perform("ROLLBACK TO SAVEPOINT unit; RELEASE SAVEPOINT unit");
  }
  bool in_transaction() const override {
    const auto status = PQtransactionStatus(connection_.get());
    return status == PQTRANS_INTRANS || status == PQTRANS_INERROR || status == PQTRANS_ACTIVE;
  }
  bool begins_anew() const override { return true; }
  std::expected<std::vector<std::string>, Fault> self_check() override { return {}; }
  std::expected<std::vector<SchemaObject>, Fault> schema() override;
  std::expected<std::unique_ptr<Connection>, Fault> scratch() override;

 private:
  std::expected<void, Fault> perform(const std::string& sql,
                                     Clock::duration longest = kLongestStatement);
  std::expected<std::string, Fault> prepare(std::string_view sql, const PostgresValues& arguments);
  /// Waits for the last answer to what was sent; none in time closes the connection.
  std::expected<Result, Fault> answer(bool sent, Clock::duration longest);
  /// Drops the connection. What was not committed is undone by the server.
  Fault lost(std::string_view why);
  std::unexpected<Fault> fail(const PGresult* result, std::string_view sql);
  /// That this role is one to which the server shows no row of a partnership that was not entered.
  std::expected<void, Fault> check_role();
  [[nodiscard]] std::string name() const {
    return fmt::format("PostgreSQL database {}", database_);
  }

  static void on_notice(void* self, const PGresult* notice) {
    const char* const severity = PQresultErrorField(notice, PG_DIAG_SEVERITY_NONLOCALIZED);
    if (severity != nullptr && std::strcmp(severity, "WARNING") == 0) {
      static_cast<PostgresConnection*>(self)->warned_ = true;
    }
  }

  std::string location_;
  std::string database_;  ///< its name and server, for messages: never the password
  Access access_;
  ConnectionHandle connection_;
  Purpose purpose_ = Purpose::Read;  ///< of the transaction that is under way
  bool warned_ = false;  ///< the server has answered, and has warned since this was last set false
  std::unordered_map<std::string, std::string> statements_;  ///< prepared, by text and types
};

// libpq's own words, as the end of a sentence.
std::string words_of(const char* message) {
  std::string words = message == nullptr ? "" : message;
  while (!words.empty() && (words.back() == '\n' || words.back() == '.')) {
    words.pop_back();
  }
  return words.empty() ? "no reason was given" : words;
}

std::expected<void, Fault> PostgresConnection::connect() {
  statements_.clear();
  // What the location itself says comes last, and so goes before these.
  const char* const target = access_ == Access::Read ? "primary" : "read-write";
  constexpr auto* kEncoding = "UTF8";
  const std::array<const char*, 8> keys{
      "connect_timeout", "target_session_attrs", "client_encoding", "application_name",
      "keepalives_idle", "tcp_user_timeout",     "dbname",          nullptr};
  const std::array<const char*, 8> values{"5",  target,  kEncoding,         "accord",
                                          "10", "10000", location_.c_str(), nullptr};
  connection_.reset(PQconnectdbParams(keys.data(), values.data(), 1));
  const auto known = [](const char* text) { return text == nullptr ? "" : text; };
  database_ =
      fmt::format("{} at {}", known(PQdb(connection_.get())), known(PQhost(connection_.get())));
  if (PQstatus(connection_.get()) != CONNECTION_OK) {
    const std::string why = words_of(PQerrorMessage(connection_.get()));
    if (why.starts_with("invalid ")) {  // it quotes what may be a piece of a password
      return std::unexpected(unreadable());
    }
    const bool missing = why.contains("FATAL:  database \"") && why.ends_with("\" does not exist");
    const auto kind = missing ? FaultKind::NotADatabase : FaultKind::Unavailable;
    return std::unexpected(
        Fault{kind, fmt::format("{} cannot be opened: {}.{}", name(), why, server_remedy(kind))});
  }
  PQsetNoticeReceiver(connection_.get(), &PostgresConnection::on_notice, this);
  // A commit that a standby has not confirmed would be lost with the primary (S-DUR1): a server
  // that is set to answer earlier is overruled.
  ACCORD_TRY_DO(
      perform("SET lock_timeout = '8s'; SET idle_in_transaction_session_timeout = '60s'; "
              "SELECT set_config('synchronous_commit', 'on', false) WHERE "
              "current_setting('synchronous_commit') IN ('off', 'local', 'remote_write')"));
  return access_ == Access::Read ? perform("SET default_transaction_read_only = on") : check_role();
}

std::expected<void, Fault> PostgresConnection::check_role() {
  ACCORD_TRY(const auto above, (row<std::string>("SELECT CAST(rolname AS TEXT) FROM pg_roles WHERE "
                                                 "rolname = current_user AND (rolsuper OR "
                                                 "rolbypassrls)")));
  if (above) {
    return std::unexpected(Fault{
        FaultKind::ReadOnly,
        fmt::format("{} is not written to by the role {}, which may pass over what keeps "
                    "partnerships apart. Give Accord a role and a database of its own: createuser "
                    "accord, createdb --owner=accord",
                    name(), std::get<0>(*above))});
  }
  return {};
}

Fault PostgresConnection::lost(std::string_view why) {
  connection_.reset();
  statements_.clear();
  return {FaultKind::Unavailable,
          fmt::format("{} was lost: {}.{}", name(), why, server_remedy(FaultKind::Unavailable))};
}

std::unexpected<Fault> PostgresConnection::fail(const PGresult* result, std::string_view sql) {
  const auto field = [&](int code) -> std::string_view {
    const char* const text = PQresultErrorField(result, code);
    return text == nullptr ? "" : text;
  };
  const std::string_view state = field(PG_DIAG_SQLSTATE);
  if (PQstatus(connection_.get()) != CONNECTION_OK) {
    return std::unexpected(lost(words_of(PQresultErrorMessage(result))));
  }
  const auto kind = kind_of_state(state);
  // Of class 22 the message quotes the value, as the detail of others does: neither is told.
  const std::string_view message =
      state.starts_with("22") ? "a value does not fit" : field(PG_DIAG_MESSAGE_PRIMARY);
  std::string what = fmt::format("{}: {} ({}).{}", name(), message, state, server_remedy(kind));
  if (kind == FaultKind::Misuse) {
    what += fmt::format(" \"{}\"", sql);
  }
  return std::unexpected(Fault{kind, std::move(what)});
}

std::expected<Result, Fault> PostgresConnection::answer(bool sent, Clock::duration longest) {
  PGconn* const connection = connection_.get();
  if (connection == nullptr || !sent) {
    return std::unexpected(
        lost(connection == nullptr ? "it was lost before" : words_of(PQerrorMessage(connection))));
  }
  const auto deadline = Clock::now() + longest;
  Result last;
  for (;;) {
    while (PQisBusy(connection) != 0) {
      const auto left =
          std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
      pollfd waiting{PQsocket(connection), POLLIN, 0};
      const int ready = left <= 0 ? 0 : ::poll(&waiting, 1, static_cast<int>(left));
      if (ready == 0) {
        return std::unexpected(lost("no answer came in time"));
      }
      if (ready > 0 && PQconsumeInput(connection) == 0) {
        return std::unexpected(lost(words_of(PQerrorMessage(connection))));
      }
    }
    Result next{PQgetResult(connection)};
    if (next == nullptr) {
      break;
    }
    const auto status = PQresultStatus(last.get());
    if (last == nullptr || status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) {
      last = std::move(next);  // of several statements the first that failed is told
    }
  }
  if (last == nullptr) {
    return std::unexpected(lost(words_of(PQerrorMessage(connection))));
  }
  return last;
}

bool is_done(const Result& result) {
  const auto status = PQresultStatus(result.get());
  return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

std::expected<void, Fault> PostgresConnection::perform(const std::string& sql,
                                                       Clock::duration longest) {
  ACCORD_TRY(
      const auto result,
      answer(connection_ != nullptr && PQsendQuery(connection_.get(), sql.c_str()) == 1, longest));
  if (!is_done(result)) {
    return fail(result.get(), sql);
  }
  return {};
}

std::expected<std::string, Fault> PostgresConnection::prepare(std::string_view sql,
                                                              const PostgresValues& arguments) {
  const std::string key = arguments.key(sql);
  if (const auto found = statements_.find(key); found != statements_.end()) {
    return found->second;
  }
  // As with SQLite, to which "$1::bigint" is a name bound to nothing.
  if (sql.contains("::") || !names_each_value(sql, static_cast<std::size_t>(arguments.count()))) {
    return std::unexpected(
        Fault{FaultKind::Misuse,
              fmt::format("The values of a statement are $1…$n, each used, and CAST in place of "
                          "'::': \"{}\"",
                          sql)});
  }
  if (statements_.size() >= kMostPrepared) {  // only made-up statements come so far
    ACCORD_TRY_DO(perform("DEALLOCATE ALL"));
    statements_.clear();
  }
  const std::string text{sql};
  const std::string name = fmt::format("s{}", statements_.size());
  ACCORD_TRY(
      const auto result,
      answer(connection_ != nullptr && PQsendPrepare(connection_.get(), name.c_str(), text.c_str(),
                                                     arguments.count(), arguments.types()) == 1,
             kLongestStatement));
  if (!is_done(result)) {
    return fail(result.get(), sql);
  }
  statements_.emplace(key, name);
  return name;
}

std::expected<std::int64_t, Fault> PostgresConnection::execute(std::string_view sql,
                                                               std::span<const Value> values,
                                                               const OnRow& on_row) {
  ACCORD_TRY(const auto arguments, PostgresValues::of(values, sql));
  ACCORD_TRY(const std::string statement, prepare(sql, arguments));
  constexpr int kBinary = 1;
  ACCORD_TRY(const auto result,
             answer(PQsendQueryPrepared(connection_.get(), statement.c_str(), arguments.count(),
                                        arguments.data(), arguments.sizes(), arguments.formats(),
                                        kBinary) == 1,
                    kLongestStatement));
  if (!is_done(result)) {
    return fail(result.get(), sql);
  }
  if (on_row) {
    for (int row = 0; row < PQntuples(result.get()); ++row) {
      ACCORD_TRY(const auto shown, postgres_row(result.get(), row, sql));
      ACCORD_TRY_DO(on_row(shown));
    }
  }
  const std::string_view changed = PQcmdTuples(result.get());
  std::int64_t count = 0;
  std::from_chars(changed.data(), changed.data() + changed.size(), count);
  return count;
}

std::expected<void, Fault> PostgresConnection::begin(Purpose purpose) {
  const auto* const sql = purpose == Purpose::Read
                              ? "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
                              : "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE";
  // One that was lost, or whose server is the primary no more, is made anew: nothing has begun.
  if (connection_ == nullptr || PQstatus(connection_.get()) != CONNECTION_OK ||
      !perform(sql, kLongestBegin)) {
    ACCORD_TRY_DO(connect());
    ACCORD_TRY_DO(perform(sql, kLongestBegin));
  }
  purpose_ = purpose;
  if (purpose == Purpose::Define) {
    ACCORD_TRY_DO(enter_every());
    return perform("SELECT pg_advisory_xact_lock(hashtextextended(current_schema(), 0))");
  }
  return {};
}

std::expected<void, Fault> PostgresConnection::enter(std::string_view partnership) {
  // Whoever writes to a partnership waits here for whoever did before, on whichever node: from
  // then on each statement sees all that was committed, and nothing more is.
  constexpr std::string_view kEnterToWrite =
      "SELECT set_config('app.partnership', $1, TRUE), "
      "CAST(pg_advisory_xact_lock(hashtextextended(current_schema() || '/' || $1, 1)) AS TEXT)";
  constexpr std::string_view kEnterToRead = "SELECT set_config('app.partnership', $1, TRUE)";
  ACCORD_TRY_DO(run(purpose_ == Purpose::Read ? kEnterToRead : kEnterToWrite, partnership));
  return {};
}

std::expected<void, Fault> PostgresConnection::enter_every() {
  return perform(fmt::format("SET LOCAL app.partnership = '{}'", kEveryPartnership));
}

std::expected<void, Fault> PostgresConnection::commit() {
  warned_ = false;
  const auto unknown = [](Fault fault) {
    fault.kind = FaultKind::OutcomeUnknown;
    fault.what += server_remedy(fault.kind);
    return std::unexpected(std::move(fault));
  };
  // A commit that stored nothing waits for no standby. What it answers may rest on an earlier one
  // whose wait was cut short ("you have sent this before"), so it writes a line to the log and
  // waits.
  constexpr const char* kWaitToo =
      "SELECT pg_logical_emit_message(TRUE, 'accord', '') "
      "WHERE pg_current_xact_id_if_assigned() IS NULL; COMMIT";
  const bool sound =
      connection_ != nullptr && PQtransactionStatus(connection_.get()) == PQTRANS_INTRANS;
  auto result = answer(
      connection_ != nullptr && PQsendQuery(connection_.get(), sound ? kWaitToo : "COMMIT") == 1,
      kLongestCommit);
  if (!result) {
    return unknown(std::move(result).error());
  }
  if (!is_done(*result)) {
    const char* const state = PQresultErrorField(result->get(), PG_DIAG_SQLSTATE);
    const bool undone = state != nullptr && nothing_stored(state);
    auto fault = fail(result->get(), "COMMIT").error();
    return undone ? std::unexpected(std::move(fault)) : unknown(std::move(fault));
  }
  if (std::string_view{PQcmdStatus(result->get())} != "COMMIT") {
    return std::unexpected(
        Fault{FaultKind::Unavailable,
              name() + ": nothing was stored, since a statement before the commit had failed."});
  }
  if (warned_) {
    // The server says COMMIT with a warning when the wait for the standby was cancelled: the
    // change is there, and would be gone with this server.
    return unknown({FaultKind::OutcomeUnknown,
                    name() + " warned while it stored: a standby may not have the change."});
  }
  return {};
}

std::expected<void, Fault> PostgresConnection::define(std::string_view statement) {
  if (const auto table = table_of(statement, "{by_partnership "); !table.empty()) {
    // Asked once for each statement, not for each row.
    return perform(fmt::format("ALTER TABLE {0} ENABLE ROW LEVEL SECURITY; "
                               "ALTER TABLE {0} FORCE ROW LEVEL SECURITY; "
                               "CREATE POLICY {0}_by_partnership ON {0} USING ("
                               "partnership = (SELECT current_setting('app.partnership', TRUE)) OR "
                               "(SELECT current_setting('app.partnership', TRUE)) = '{1}')",
                               table, kEveryPartnership),
                   kLongestDefinition);
  }
  if (const auto table = table_of(statement, "{append_only "); !table.empty()) {
    std::string sql = fmt::format(
        "CREATE FUNCTION {0}_refuses() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN "
        "RAISE EXCEPTION '{0} is only ever added to: no %', TG_OP USING ERRCODE = 'AC001'; "
        "END $body$;",
        table);
    for (const std::string_view change : {"UPDATE", "DELETE", "TRUNCATE"}) {
      sql += fmt::format(
          "CREATE TRIGGER \"{0}_refuses_{1}\" BEFORE {1} ON {0} FOR EACH STATEMENT "
          "EXECUTE FUNCTION {0}_refuses();",
          table, change);
    }
    return perform(sql, kLongestDefinition);
  }
  std::string sql{statement};
  replace_all(sql, "{i64}", "BIGINT");
  replace_all(sql, "{bool}", "BOOLEAN");
  replace_all(sql, "{blob}", "BYTEA");
  replace_all(sql, "{strict}", "");
  replace_all(sql, "{strict_by_key}", "");
  return perform(sql, kLongestDefinition);
}

std::expected<std::vector<SchemaObject>, Fault> PostgresConnection::schema() {
  ACCORD_TRY(
      const auto found,
      (rows<std::string, std::string, std::string, std::optional<std::string>>(kPostgresSchema)));
  std::vector<SchemaObject> objects;
  for (const auto& [kind, name, table, definition] : found) {
    objects.push_back({kind, name, table, definition.value_or("")});
  }
  return objects;
}

// In a schema of a transaction that nobody ever commits.
std::expected<std::unique_ptr<Connection>, Fault> PostgresConnection::scratch() {
  auto empty = std::make_unique<PostgresConnection>(location_, Access::Write);
  ACCORD_TRY_DO(empty->connect());
  ACCORD_TRY_DO(empty->begin(Purpose::Write));
  const std::string schema =
      fmt::format("accord_scratch_{}", PQbackendPID(empty->connection_.get()));
  ACCORD_TRY_DO(
      empty->perform(fmt::format("CREATE SCHEMA {0}; SET LOCAL search_path TO {0}", schema)));
  return empty;
}

// A password with a sign of its own, "p@ss" or "p/ss", would be read as a host or a database, and
// then be told in a message.
bool splits_a_password(std::string_view location) {
  location = location.substr(0, location.find('?'));
  location.remove_prefix(location.find("//") + 2);
  const auto at = location.find('@');
  return at != std::string_view::npos &&
         (location.find('@', at + 1) != std::string_view::npos || location.find('/') < at);
}

}  // namespace

bool is_postgres(std::string_view location) {
  return location.starts_with("postgresql://") || location.starts_with("postgres://");
}

std::expected<std::unique_ptr<Connection>, Fault> open_postgres(const std::string& location,
                                                                Access access) {
  struct Free {
    void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
  };
  const std::unique_ptr<PQconninfoOption, Free> readable{
      PQconninfoParse(location.c_str(), nullptr)};
  if (readable == nullptr || splits_a_password(location)) {
    return std::unexpected(unreadable());
  }
  auto connection = std::make_unique<PostgresConnection>(location, access);
  ACCORD_TRY_DO(connection->connect());
  return connection;
}

}  // namespace accord
