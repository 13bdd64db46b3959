#pragma once

#include <cstdint>
#include <expected>
#include <variant>

#include "base/id.hpp"
#include "database/connection.hpp"
#include "ledger/ledger.hpp"

namespace accord {

/// The record of `to` is not the beginning of the record of `from`.
struct Fork {
  std::int64_t common = 0;  ///< so many events, from the first on, are the same in both
  std::int64_t from = 0;  ///< how many there are; `common`: all of them are in `to`, which has more
  std::int64_t to = 0;
};
using CopyError = std::variant<Fork, Fault>;

/// Where a partnership's record ended in `to`, and where it ends now.
struct Continued {
  PartnershipHead before;
  PartnershipHead after;

  [[nodiscard]] std::int64_t added() const { return after.entries - before.entries; }
};

/// Adds to the record of one partnership in `to` what the record of `from` has beyond it, event
/// byte for byte, each in its place and held against its hash; all of it where `to` has none.
///
/// The head of `to`, carried on over what is added, must be the head of `from`: so what `to` has is
/// the beginning of what `from` has, without reading it again. Belongs inside a unit of work on
/// `to`, which nothing was done to when the answer is a `Fork`, and one moment of `from`.
[[nodiscard]] std::expected<Continued, CopyError> copy_record(Connection& from, Connection& to,
                                                              const PartnershipId& partnership);

}  // namespace accord
