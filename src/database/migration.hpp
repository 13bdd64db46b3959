#pragma once

#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "database/connection.hpp"

namespace accord {

/// One step in the life of a component's tables.
struct Migration {
  int version = 0;  ///< 1, 2, 3 … within the component
  /// Programs that know the component up to this version can still work with the tables after this
  /// step. Equal to `version` when the step takes something away that they use.
  int oldest_reader = 0;
  std::string_view name;
  std::span<const std::string_view> statements;  ///< as `Connection::define` takes them
};

/// A part of the program that keeps tables: the ledger, the store.
struct Component {
  std::string_view name;
  std::span<const Migration> migrations;  ///< in order of version, without gaps
};

/// Brings the tables of `components` up to date. Each step is one transaction together with the
/// note that it was made, so that a process killed in the middle goes on where it stopped.
///
/// A database that a later release has changed is refused with `NewerVersion` and left alone.
[[nodiscard]] std::expected<void, Fault> migrate(Connection& connection,
                                                 std::span<const Component> components);

/// Makes all tables of `components` in a database that has none, within the transaction under way:
/// for one that is never committed, see `Connection::scratch`.
[[nodiscard]] std::expected<void, Fault> make_tables(Connection& connection,
                                                     std::span<const Component> components);

/// The refusal of `migrate` without changing anything; also when tables are missing
/// (`NotADatabase`).
[[nodiscard]] std::expected<void, Fault> check_version(Connection& connection,
                                                       std::span<const Component> components);

/// Which tables, indexes and triggers are not as Accord makes them, one sentence each: a trigger
/// that somebody dropped, a column that somebody added. Holds the database against what the steps
/// that it was brought up with give. Empty for one of a later release, whose steps are not known.
[[nodiscard]] std::expected<std::vector<std::string>, Fault> check_schema(
    Connection& connection, std::span<const Component> components);

}  // namespace accord
