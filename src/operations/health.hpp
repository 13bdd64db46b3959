#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "database/databases.hpp"
#include "operations/repeated.hpp"

namespace accord {

/// Whether each database can be read, and stores what it is given: asked by a thread of its own, so
/// that nobody who asks here is held by a server that is silent.
class Health {
 public:
  struct Seen {
    bool reads = false;
    bool writes = false;  ///< a row was stored and its commit confirmed
    std::string why;      ///< what failed, for the log; empty: nothing
    std::chrono::steady_clock::time_point at;
  };
  struct Options {
    std::chrono::milliseconds every{10'000};
    /// An answer older than that counts as none: the database is asked, and is silent.
    std::chrono::milliseconds longest_silence{45'000};
    /// Called with the database's number, from 1, when what was seen of it differs from before.
    std::function<void(std::size_t number, const Seen& seen)> on_change{};
  };

  /// @pre `databases` outlives it
  Health(Databases& databases, Options options);

  /// One for each database, in their order.
  [[nodiscard]] std::vector<Seen> seen() const;
  /// Whether each stores what it is given.
  [[nodiscard]] bool writes() const;
  [[nodiscard]] bool reads() const;
  /// Whether the database of that partnership stored nothing when it was last asked, or is silent.
  /// False before it has been asked.
  [[nodiscard]] bool refuses(const PartnershipId& partnership) const;

 private:
  void look();
  [[nodiscard]] static Seen look_at(Database& database);
  [[nodiscard]] bool is_fresh(const Seen& seen) const;

  Databases& databases_;
  Options options_;
  mutable std::mutex mutex_;
  std::vector<Seen> seen_;
  Repeated looks_;  // last: it uses the others
};

}  // namespace accord
