#pragma once

#include <expected>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/id.hpp"
#include "database/database.hpp"

namespace accord {

/// Where partnerships are kept: all in one database, or each where a file of routes says. No unit
/// of work is about two of them, so each is in one database whole. Safe from any thread; a copy is
/// of the same databases.
class Databases {
 public:
  /// Opens what `options.location` names, a database or routes, and brings the tables of
  /// `components` up to date in each.
  static std::expected<Databases, Fault> open(const Database::Options& options,
                                              std::span<const Component> components);

  /// All in this one, which is the caller's and outlives it.
  Databases(Database& only);  // NOLINT(google-explicit-constructor): one is the usual case

  /// See `Database::write`.
  template <typename Work>
  auto write(const PartnershipId& partnership, Work work)
      -> std::invoke_result_t<Work&, Connection&> {
    Database* const database = of(partnership);
    return database != nullptr ? database->write(partnership, std::move(work))
                               : nowhere<std::invoke_result_t<Work&, Connection&>>(partnership);
  }

  /// See `Database::read`.
  template <typename Work>
  auto read(const PartnershipId& partnership, Work&& work)
      -> std::invoke_result_t<Work&, Connection&> {
    Database* const database = of(partnership);
    return database != nullptr ? database->read(partnership, std::forward<Work>(work))
                               : nowhere<std::invoke_result_t<Work&, Connection&>>(partnership);
  }

  /// The one that keeps `partnership`, or would; null: the routes name none for it.
  [[nodiscard]] Database* of(const PartnershipId& partnership) const;

  [[nodiscard]] const std::vector<std::shared_ptr<Database>>& every() const { return every_; }

 private:
  Databases() = default;

  template <typename Answer>
  static Answer nowhere(const PartnershipId& partnership) {
    return Answer{std::unexpect, not_routed(partnership)};
  }
  [[nodiscard]] static Fault not_routed(const PartnershipId& partnership);

  std::vector<std::shared_ptr<Database>> every_;
  std::map<PartnershipId, Database*> named_;
  Database* rest_ = nullptr;
};

}  // namespace accord
