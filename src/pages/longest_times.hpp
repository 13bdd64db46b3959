#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "service/service.hpp"

namespace accord {

/// How long a policy's process can take, in sentences: one for each class, or for several that have
/// the same; and for which dates of raising it was looked at.
struct LongestSentences {
  std::vector<std::string> each;
  std::string over;
};

/// These sentences for the partnerships that are shown, worked out once for each policy, calendar
/// and year and then kept. Safe from any thread; one is worked out at a time.
class LongestTimes {
 public:
  [[nodiscard]] std::shared_ptr<const LongestSentences> of(const Partnership& partnership,
                                                           Instant now);
  /// How often one was worked out.
  [[nodiscard]] std::size_t worked_out() const { return worked_out_; }

 private:
  static constexpr std::size_t kMost = 256;

  std::mutex mutex_;
  std::size_t worked_out_ = 0;
  std::map<std::string, std::shared_ptr<const LongestSentences>> known_;
};

}  // namespace accord
