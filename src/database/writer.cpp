#include "database/writer.hpp"

#include <exception>

#include "base/check.hpp"
#include "base/try.hpp"

namespace accord {
namespace {

Fault threw(const char* what) {
  return {FaultKind::Misuse, std::string{"A unit of work threw and was undone: "} + what};
}

}  // namespace

Writer::Writer(std::unique_ptr<Connection> connection, Options options)
    : connection_(std::move(connection)),
      options_(std::move(options)),
      thread_([this] { loop(); }) {}

Writer::~Writer() {
  {
    const std::lock_guard lock{mutex_};
    ending_ = true;
  }
  work_or_end_.notify_one();
  thread_.join();
}

void Writer::submit(std::unique_ptr<UnitOfWork> unit) {
  std::optional<Fault> refused;
  {
    const std::lock_guard lock{mutex_};
    ACCORD_CHECK(std::this_thread::get_id() != thread_.get_id());
    if (stopped_) {
      refused = stopped_;
    } else if (queue_.size() >= options_.longest_queue) {
      refused =
          Fault{FaultKind::Busy, "Too many changes wait to be stored: try again in a moment."};
    } else {
      queue_.push_back(std::move(unit));
    }
  }
  if (refused) {
    unit->fail(*refused);
    return;
  }
  work_or_end_.notify_one();
}

void Writer::loop() {
  for (;;) {
    Group group;
    {
      std::unique_lock lock{mutex_};
      work_or_end_.wait(lock, [this] { return ending_ || !queue_.empty(); });
      if (queue_.empty()) {
        return;
      }
      while (!queue_.empty() && group.size() < options_.largest_group) {
        group.push_back(std::move(queue_.front()));
        queue_.pop_front();
      }
    }
    store(std::move(group));
  }
}

void Writer::store(Group group) {
  {
    const std::lock_guard lock{mutex_};
    if (stopped_) {
      for (const auto& unit : group) {
        unit->fail(*stopped_);
      }
      return;
    }
  }
  const auto stored = run_and_commit(group);
  if (!stored && stored.error().kind == FaultKind::OutcomeUnknown) {
    stop(stored.error());
  }
  for (const auto& unit : group) {
    if (stored) {
      unit->settle();
    } else {
      unit->fail(stored.error());
    }
  }
}

// Runs each unit in its savepoint and commits them together. A unit that brings the whole
// transaction down (the disk is full) is answered and taken out, and the others are run again.
std::expected<void, Fault> Writer::run_and_commit(Group& group) {
  for (;;) {
    std::optional<std::size_t> culprit;
    std::optional<Fault> thrown;
    ACCORD_TRY(auto transaction, Transaction::begin(*connection_, Connection::Purpose::Write));
    for (std::size_t i = 0; i < group.size() && !culprit; ++i) {
      ACCORD_TRY(auto savepoint, Savepoint::begin(*connection_));
      bool keep = false;
      try {
        keep = group[i]->run(*connection_);
      } catch (const std::exception& exception) {
        thrown = threw(exception.what());
      } catch (...) {
        thrown = threw("something that is no std::exception");
      }
      const bool undone = keep ? savepoint.release().has_value() : savepoint.undo().has_value();
      if (thrown || !undone || !connection_->in_transaction()) {
        culprit = i;
        if (keep && !thrown) {
          thrown = Fault{FaultKind::Unavailable, "The change could not be kept and was undone."};
        }
      }
    }
    if (!culprit) {
      return transaction.commit();
    }
    const auto unit = std::move(group[*culprit]);
    group.erase(group.begin() + static_cast<std::ptrdiff_t>(*culprit));
    if (thrown) {
      unit->fail(*thrown);
    } else {
      unit->settle();
    }
  }
}

void Writer::stop(const Fault& fault) {
  {
    const std::lock_guard lock{mutex_};
    stopped_ = Fault{FaultKind::Unavailable,
                     "Nothing more is stored since a change could not be confirmed. Restart the "
                     "service. First fault: " +
                         fault.what};
  }
  if (options_.on_stopped) {
    options_.on_stopped(fault);
  }
}

}  // namespace accord
