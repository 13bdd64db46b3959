#pragma once

#include <string>
#include <utility>
#include <vector>

#include "telling/names.hpp"

namespace accord {

/// One entry of the record in words: what happened in a line, and whatever was written with it.
struct EventWords {
  std::string title;
  std::vector<std::pair<std::string, std::string>> texts{};  ///< a label and what was written
};

/// Every kind of event has its words: adding one to EventBody does not compile without them.
[[nodiscard]] EventWords event_words(const EventBody& body, const Names& names);

}  // namespace accord
