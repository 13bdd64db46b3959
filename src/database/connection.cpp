#include "database/connection.hpp"

#include "base/check.hpp"
#include "base/try.hpp"
#include "database/postgres.hpp"
#include "database/routes.hpp"
#include "database/sqlite.hpp"

namespace accord {

std::expected<Transaction, Fault> Transaction::begin(Connection& connection,
                                                     Connection::Purpose purpose) {
  if (auto begun = connection.begin(purpose); !begun) {
    return std::unexpected(std::move(begun).error());
  }
  return Transaction{connection};
}

std::expected<Transaction, Fault> Transaction::survey(Connection& connection) {
  ACCORD_TRY(auto begun, begin(connection, Connection::Purpose::Read));
  ACCORD_TRY_DO(connection.enter_every());
  return begun;
}

Transaction::~Transaction() {
  if (connection_ != nullptr) {
    connection_->rollback();
  }
}

std::expected<void, Fault> Transaction::commit() {
  ACCORD_CHECK(connection_ != nullptr);
  auto committed = connection_->commit();
  if (committed) {
    connection_ = nullptr;
  }
  return committed;
}

std::expected<Savepoint, Fault> Savepoint::begin(Connection& connection) {
  if (auto begun = connection.savepoint(); !begun) {
    return std::unexpected(std::move(begun).error());
  }
  return Savepoint{connection};
}

Savepoint::~Savepoint() {
  if (connection_ != nullptr) {
    [[maybe_unused]] const auto undone =
        undo();  // a fault here has ended the whole transaction, which its owner sees
  }
}

std::expected<void, Fault> Savepoint::release() {
  ACCORD_CHECK(connection_ != nullptr);
  return std::exchange(connection_, nullptr)->release_savepoint();
}

std::expected<void, Fault> Savepoint::undo() {
  ACCORD_CHECK(connection_ != nullptr);
  return std::exchange(connection_, nullptr)->rollback_to_savepoint();
}

std::expected<std::unique_ptr<Connection>, Fault> open_connection(const std::string& location,
                                                                  Access access) {
  if (is_routes(location)) {
    return std::unexpected(
        Fault{FaultKind::NotADatabase,
              location + " names several databases, and one is looked at here: name that one."});
  }
  return is_postgres(location) ? open_postgres(location, access) : open_sqlite(location, access);
}

}  // namespace accord
