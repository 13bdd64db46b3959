#include "operations/repeated.hpp"

namespace accord {

Repeated::Repeated(std::chrono::milliseconds pause, std::function<bool()> work)
    : pause_(pause), work_(std::move(work)), thread_([this] { run(); }) {}

Repeated::~Repeated() {
  {
    const std::lock_guard lock{mutex_};
    stopped_ = true;
  }
  stop_.notify_all();
  thread_.join();
}

void Repeated::run() {
  std::unique_lock lock{mutex_};
  while (!stopped_) {
    lock.unlock();
    const bool more = work_();
    lock.lock();
    if (!more) {
      stop_.wait_for(lock, pause_, [this] { return stopped_; });
    }
  }
}

}  // namespace accord
