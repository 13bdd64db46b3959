#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "service/service.hpp"

namespace accord {

/// What was read from the database and is the same until a document is added.
struct Service::Cache {
  struct Kept {
    std::shared_ptr<const Partnership> partnership;
    std::int64_t documents = 0;
    Instant read_at;
  };
  /// A disagreement as it was last read. Its last leaf stands for the whole record before it.
  struct Folded {
    std::int64_t version = 0;
    std::vector<Event> events;
    std::vector<Digest> leaves;  ///< of each event
    Disagreement state;
  };
  struct KeptFolded {
    std::shared_ptr<const Folded> folded;
    std::uint64_t asked = 0;  ///< the smallest was not asked for the longest
  };
  static constexpr std::size_t kMostFolded = 256;

  [[nodiscard]] std::shared_ptr<const Folded> folded_of(const StreamId& stream);
  void keep(const StreamId& stream, std::shared_ptr<const Folded> now);

  std::mutex mutex;
  std::map<std::string, Kept> partnerships;
  std::map<std::string, Rules> rules;
  std::map<StreamId, KeptFolded> folded;
  std::uint64_t asked = 0;
};

}  // namespace accord
