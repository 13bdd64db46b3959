#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "store/read_models.hpp"

namespace accord {

/// Which disagreements a list shows; an empty part asks for nothing.
struct ListFilter {
  enum class State { Any, Open, Late, Resolved };
  State state = State::Any;
  std::string stage;       ///< its id
  std::string area;        ///< the word of the fact
  AgencyId agency;         ///< on any side
  std::string child_word;  ///< what is known of one of the children: "looked after"
  std::string reference;
  std::optional<Instant> raised_from;
  std::optional<Instant> raised_before;

  bool operator==(const ListFilter&) const = default;
};

struct ListQuery {
  enum class Order { LateFirst, Reference, Raised, Due };
  ListFilter filter;
  Order order = Order::LateFirst;
  bool descending = false;  ///< LateFirst has one direction: then the latest raised first
  std::int64_t offset = 0;
  std::int64_t limit = 20;
};

/// One page of a list.
struct ListPage {
  std::vector<DisagreementRow> rows;
  std::int64_t matching = 0;  ///< on all pages
  std::int64_t all = 0;       ///< without the filter
};

/// The disagreements in which the person has, or any of the posts had, a part: narrowed, ordered
/// and limited by the engine, so that a long list costs what is shown of it. What is counted is
/// what the person may see.
[[nodiscard]] std::expected<ListPage, Fault> list_disagreements(
    Connection& connection, const PartnershipId& partnership, const PersonId& person,
    const std::vector<PostId>& posts, const ListQuery& query, Instant now);

}  // namespace accord
