#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace accord {

/// Does something again and again on a thread of its own, until it is destroyed, which waits for
/// what is under way.
class Repeated {
 public:
  /// @param work true: there is more to do at once; false: again after `pause`
  Repeated(std::chrono::milliseconds pause, std::function<bool()> work);
  Repeated(const Repeated&) = delete;
  Repeated& operator=(const Repeated&) = delete;
  ~Repeated();

 private:
  void run();

  std::chrono::milliseconds pause_;
  std::function<bool()> work_;
  std::mutex mutex_;
  std::condition_variable stop_;
  bool stopped_ = false;
  std::thread thread_;  // last: it uses the others
};

}  // namespace accord
