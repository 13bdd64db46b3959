#include "database/migration.hpp"

#include <fmt/format.h>

#include <map>
#include <string>
#include <utility>

#include "base/check.hpp"
#include "base/try.hpp"

namespace accord {
namespace {

constexpr std::string_view kCreateSchemaStep = R"sql(
    CREATE TABLE IF NOT EXISTS schema_step (
      component TEXT NOT NULL,
      version {i64} NOT NULL,
      oldest_reader {i64} NOT NULL,
      name TEXT NOT NULL,
      PRIMARY KEY (component, version)
    ) {strict_by_key}
)sql";

constexpr std::string_view kSelectState = R"sql(
    SELECT COALESCE(MAX(version), 0), COALESCE(MAX(oldest_reader), 0)
    FROM schema_step WHERE component = $1
)sql";

constexpr std::string_view kInsertStep = R"sql(
    INSERT INTO schema_step (component, version, oldest_reader, name) VALUES ($1, $2, $3, $4)
)sql";

struct State {
  std::int64_t version = 0;
  std::int64_t oldest_reader = 0;
};

std::int64_t newest_version(const Component& component) {
  return static_cast<std::int64_t>(component.migrations.size());
}

std::expected<State, Fault> state_of(Connection& connection, const Component& component) {
  ACCORD_TRY(const auto row, connection.row<std::int64_t, std::int64_t>(
                                 kSelectState, std::string_view{component.name}));
  const auto [version, oldest_reader] = row.value_or(std::tuple{0, 0});
  if (oldest_reader > newest_version(component)) {
    return std::unexpected(Fault{
        FaultKind::NewerVersion,
        fmt::format("The database was made by a later release of Accord (its {} is at version {}, "
                    "this release knows {}). It was left as it is: install the later release.",
                    component.name, version, newest_version(component))});
  }
  return State{version, oldest_reader};
}

std::expected<void, Fault> define_step(Connection& connection, const Component& component,
                                       const Migration& step) {
  for (const auto statement : step.statements) {
    ACCORD_TRY_DO(connection.define(statement));
  }
  ACCORD_TRY(const auto noted, connection.run(kInsertStep, std::string_view{component.name},
                                              step.version, step.oldest_reader, step.name));
  ACCORD_CHECK(noted == 1);
  return {};
}

std::expected<void, Fault> make_step(Connection& connection, const Component& component,
                                     const Migration& step) {
  ACCORD_TRY(auto transaction, Transaction::begin(connection, Connection::Purpose::Define));
  // Another process may have made the step since: the state is read again under the lock.
  ACCORD_TRY(const auto state, state_of(connection, component));
  if (state.version >= step.version) {
    return {};
  }
  ACCORD_TRY_DO(define_step(connection, component, step));
  return transaction.commit();
}

}  // namespace

std::expected<void, Fault> migrate(Connection& connection, std::span<const Component> components) {
  {
    ACCORD_TRY(auto first, Transaction::begin(connection, Connection::Purpose::Define));
    ACCORD_TRY_DO(connection.define(kCreateSchemaStep));
    ACCORD_TRY_DO(first.commit());
  }
  for (const Component& component : components) {  // refuse before anything is changed
    ACCORD_TRY_DO(state_of(connection, component));
  }
  for (const Component& component : components) {
    ACCORD_TRY(const auto state, state_of(connection, component));
    int expected_version = 0;
    for (const Migration& step : component.migrations) {
      ACCORD_CHECK(step.version == ++expected_version);
      if (step.version > state.version) {
        ACCORD_TRY_DO(make_step(connection, component, step));
      }
    }
  }
  return {};
}

std::expected<void, Fault> make_tables(Connection& connection,
                                       std::span<const Component> components) {
  ACCORD_TRY_DO(connection.define(kCreateSchemaStep));
  for (const Component& component : components) {
    for (const Migration& step : component.migrations) {
      ACCORD_TRY_DO(define_step(connection, component, step));
    }
  }
  return {};
}

std::expected<void, Fault> check_version(Connection& connection,
                                         std::span<const Component> components) {
  for (const Component& component : components) {
    auto state = state_of(connection, component);
    const bool no_such_table = !state && state.error().kind == FaultKind::Misuse;
    if (!state && !no_such_table) {
      return std::unexpected(std::move(state).error());
    }
    if (no_such_table || state->version < newest_version(component)) {
      return std::unexpected(
          Fault{FaultKind::NotADatabase,
                fmt::format("The tables of the {} are missing or of an earlier release: start the "
                            "service once with this release, which brings them up to date.",
                            component.name)});
    }
  }
  return {};
}

namespace {

/// By kind and name.
using Objects = std::map<std::pair<std::string, std::string>, SchemaObject>;

std::expected<Objects, Fault> objects_of(Connection& connection) {
  ACCORD_TRY(auto found, connection.schema());
  Objects objects;
  for (SchemaObject& object : found) {
    std::pair key{object.kind, object.name};
    objects.emplace(std::move(key), std::move(object));
  }
  return objects;
}

std::string named(const SchemaObject& object) {
  return object.kind == "table"
             ? fmt::format("the table {}", object.name)
             : fmt::format("the {} {} of the table {}", object.kind, object.name, object.table);
}

}  // namespace

std::expected<std::vector<std::string>, Fault> check_schema(Connection& connection,
                                                            std::span<const Component> components) {
  ACCORD_TRY(const auto model, connection.scratch());
  ACCORD_TRY_DO(model->define(kCreateSchemaStep));
  for (const Component& component : components) {
    ACCORD_TRY(const auto state, state_of(connection, component));
    if (state.version > newest_version(component)) {
      return std::vector<std::string>{};
    }
    for (const Migration& step :
         component.migrations.first(static_cast<std::size_t>(state.version))) {
      for (const auto statement : step.statements) {
        ACCORD_TRY_DO(model->define(statement));
      }
    }
  }
  ACCORD_TRY(const auto expected, objects_of(*model));
  ACCORD_TRY(const auto actual, objects_of(connection));
  std::vector<std::string> findings;
  for (const auto& [key, object] : expected) {
    const auto there = actual.find(key);
    if (there == actual.end()) {
      findings.push_back(named(object) + " is missing: it was removed");
    } else if (there->second != object) {
      findings.push_back(named(object) + " is not as Accord made it: it was altered");
    }
  }
  for (const auto& [key, object] : actual) {
    if (!expected.contains(key)) {
      findings.push_back(named(object) + " was not made by Accord: it was added");
    }
  }
  return findings;
}

}  // namespace accord
