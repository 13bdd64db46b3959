#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/id.hpp"
#include "base/instant.hpp"
#include "database/connection.hpp"

namespace accord {

/// What somebody has typed and not sent yet: kept on every Continue, theirs alone.
struct Draft {
  std::string id;
  PersonId person;
  std::string kind;     ///< raise, discussion, escalate …
  std::string subject;  ///< the disagreement it belongs to; empty: a new one
  std::vector<std::pair<std::string, std::string>>
      fields;  ///< in the order asked; a name can repeat
  Instant updated_at;
};

class Drafts {
 public:
  explicit Drafts(Connection& connection) : connection_(connection) {}

  [[nodiscard]] std::expected<void, Fault> save(const PartnershipId& partnership,
                                                const Draft& draft);
  /// Only the person's own.
  [[nodiscard]] std::expected<std::optional<Draft>, Fault> find(const PartnershipId& partnership,
                                                                const PersonId& person,
                                                                std::string_view id);
  [[nodiscard]] std::expected<std::vector<Draft>, Fault> of(const PartnershipId& partnership,
                                                            const PersonId& person);
  [[nodiscard]] std::expected<void, Fault> remove(const PartnershipId& partnership,
                                                  const PersonId& person, std::string_view id);

 private:
  Connection& connection_;
};

}  // namespace accord
