#include "database/databases.hpp"

#include "base/try.hpp"
#include "database/routes.hpp"

namespace accord {

Databases::Databases(Database& only)
    : every_{std::shared_ptr<Database>{std::shared_ptr<void>{}, &only}}, rest_(&only) {}

std::expected<Databases, Fault> Databases::open(const Database::Options& options,
                                                std::span<const Component> components) {
  Databases opened;
  std::map<std::string, Database*> by_location;
  const auto database = [&](const std::string& location) -> std::expected<Database*, Fault> {
    Database*& known = by_location[location];
    if (known == nullptr) {
      Database::Options there = options;
      there.location = location;
      ACCORD_TRY(auto made, Database::open(std::move(there), components));
      known = made.get();
      opened.every_.push_back(std::move(made));
    }
    return known;
  };
  if (!is_routes(options.location)) {
    ACCORD_TRY(opened.rest_, database(options.location));
    return opened;
  }
  ACCORD_TRY(const Routes routes, read_routes(options.location));
  for (const auto& [partnership, location] : routes.named) {
    ACCORD_TRY(opened.named_[partnership], database(location));
  }
  if (routes.rest) {
    ACCORD_TRY(opened.rest_, database(*routes.rest));
  }
  return opened;
}

Database* Databases::of(const PartnershipId& partnership) const {
  const auto found = named_.find(partnership);
  return found == named_.end() ? rest_ : found->second;
}

Fault Databases::not_routed(const PartnershipId& partnership) {
  return {FaultKind::NotADatabase,
          "The routes name no database for '" + partnership.text() + "': add a line for it."};
}

}  // namespace accord
