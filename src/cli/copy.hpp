#pragma once

#include <expected>
#include <functional>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/instant.hpp"
#include "database/connection.hpp"
#include "database/migration.hpp"
#include "ledger/ledger.hpp"

namespace accord {

/// Why nothing was copied, and what a command answers then: `kAnswerIsNo`, a record or a document
/// is not as it was recorded; `kCouldNotRun`, anything else.
struct NotCopied {
  int exit_code;
  std::string what;
};
[[nodiscard]] std::unexpected<NotCopied> not_copied(const Fault& fault);
/// That it could not run.
[[nodiscard]] std::unexpected<NotCopied> not_copied(std::string why);

/// A database that partnerships are copied from, as it is at one moment.
struct CopySource {
  std::unique_ptr<Connection> connection;
  std::optional<Transaction> moment;
  std::vector<PartnershipHead> heads;  ///< of those to be copied, by name
};
/// @param partnership empty: each
[[nodiscard]] std::expected<CopySource, NotCopied> open_source(const std::string& location,
                                                               const std::string& partnership);

/// Up to when the backup at `location` has everything.
[[nodiscard]] std::expected<Instant, NotCopied> backup_at(const std::string& location);

/// Adds what is in `from` to `to`, which has none of these partnerships, with their lists. Belongs
/// inside a unit of work on `to`.
[[nodiscard]] std::expected<void, NotCopied> copy_all(CopySource& from, Connection& to);

/// Holds all that is in a database against its own hashes, and its heads against those given.
[[nodiscard]] std::expected<void, NotCopied> verify_copy(
    Connection& to, const std::vector<PartnershipHead>& copied);

/// Runs `work` on the database at `location`, whose tables are there. A file that is not there yet
/// is made beside its place, and gets its name when `work` is done.
[[nodiscard]] std::expected<void, NotCopied> in_database(
    const std::string& location, const std::vector<Component>& components,
    const std::function<std::expected<void, NotCopied>(Connection&)>& work);

/// What `accord copy` is asked, as typed.
struct CopyArguments {
  std::string from;         ///< a SQLite file or postgresql://…
  std::string to;           ///< the same; made when there is none
  std::string partnership;  ///< empty: each
};

/// Copies partnerships from one database to another, on whichever engine each is: all of them or
/// none. What arrived is verified whole before it is stored, and its heads are those of `from`.
/// The heads that were copied.
[[nodiscard]] std::expected<std::vector<PartnershipHead>, NotCopied> copy_database(
    const CopyArguments& arguments);

/// `accord copy`: moves partnerships to another database. 0 done; 1 done, but `from` has recorded
/// more meanwhile; 2 could not run, and `to` is as it was.
[[nodiscard]] int run_copy(const CopyArguments& arguments, std::ostream& out, std::ostream& err);

}  // namespace accord
