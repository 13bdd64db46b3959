#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "base/id.hpp"
#include "database/connection.hpp"

namespace accord {

/// What the nodes of a service know and nobody else: by which a form or a cookie that one made is
/// known to another. They say nothing of the record, and go with no copy of it.
class Secrets {
 public:
  explicit Secrets(Connection& connection) : connection_(connection) {}

  [[nodiscard]] std::expected<std::optional<std::string>, Fault> find(
      const PartnershipId& partnership, std::string_view purpose);
  /// Keeps `fresh`, unless there is one already: the first stands.
  [[nodiscard]] std::expected<void, Fault> keep(const PartnershipId& partnership,
                                                std::string_view purpose, std::string_view fresh);

 private:
  Connection& connection_;
};

}  // namespace accord
