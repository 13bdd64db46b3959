#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "service/service.hpp"

namespace accord {

/// What was read from the database and is the same until a document is added.
struct Service::Cache {
  struct Kept {
    std::shared_ptr<const Partnership> partnership;
    std::int64_t documents = 0;
    Instant read_at;
  };
  std::mutex mutex;
  std::map<std::string, Kept> partnerships;
  std::map<std::string, Rules> rules;
};

}  // namespace accord
