#include "database/writer.hpp"

#include <algorithm>
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
      patience_(options_.longest_wait) {}

Writer::~Writer() {
  ACCORD_CHECK(queue_.empty() && !writing_);
}

std::size_t Writer::waiting() const {
  const std::lock_guard lock{mutex_};
  return queue_.size();
}

void Writer::wait_for(Unit& unit) {
  std::unique_lock lock{mutex_};
  ACCORD_CHECK(writing_ != std::this_thread::get_id());
  if (stopped_) {
    unit.fail(*stopped_);
    return;
  }
  if (queue_.size() >= options_.longest_queue) {
    unit.fail({FaultKind::Busy, "Too many changes wait to be stored: try again in a moment."});
    return;
  }
  if (patience_.is_tried()) {
    unit.fail(Patience::fault());
    return;
  }
  queue_.push_back(&unit);
  if (!wait_for_turn(unit, lock)) {
    return;
  }

  writing_ = std::this_thread::get_id();
  while (!unit.answered) {
    const Group group = next_group();
    const auto use = patience_.begin();
    lock.unlock();
    const bool answered = store(group);
    lock.lock();
    patience_.end(use, answered);
    for (Unit* one : group) {
      one->answered = true;
      one->changed.notify_one();
    }
  }
  writing_.reset();
  if (!queue_.empty()) {
    queue_.front()->changed.notify_one();
  }
}

bool Writer::wait_for_turn(Unit& unit, std::unique_lock<std::mutex>& lock) {
  while (!unit.answered && writing_) {
    const auto until = patience_.until();
    const auto place = std::ranges::find(queue_, &unit);
    if (place == queue_.end()) {  // it is in the commit under way: only that says what became of it
      unit.changed.wait(lock, [&] { return unit.answered; });
    } else if (until <= Patience::Clock::now()) {
      queue_.erase(place);
      unit.fail(Patience::fault());
      return false;
    } else {
      unit.changed.wait_until(lock, until);
    }
  }
  return !unit.answered;
}

Writer::Group Writer::next_group() {
  Group group;
  while (!queue_.empty() && group.size() < options_.largest_group) {
    group.push_back(queue_.front());
    queue_.pop_front();
  }
  // Two nodes that each wait for a partnership of the other would wait for ever. Within one, who
  // came first is first.
  std::ranges::stable_sort(group, {}, &Unit::partnership);
  return group;
}

bool Writer::store(Group group) noexcept {
  std::optional<Fault> fault;
  {
    const std::lock_guard lock{mutex_};
    fault = stopped_;
  }
  if (!fault) {
    const auto begun = std::chrono::steady_clock::now();
    const std::size_t units = group.size();
    if (const auto stored = run_and_commit(group); !stored) {
      fault = stored.error();
      if (fault->kind == FaultKind::OutcomeUnknown && !connection_->begins_anew()) {
        stop(*fault);
      }
    }
    if (options_.on_commit) {
      const auto kind = fault ? std::optional{fault->kind} : std::nullopt;
      options_.on_commit({units, std::chrono::steady_clock::now() - begun, kind});
    }
  }
  for (Unit* unit : group) {
    if (fault) {
      unit->fail(*fault);
    }
  }
  return !fault || !Patience::says_nothing(fault->kind);
}

// Runs each unit in its savepoint and commits them together. A unit that brings the whole
// transaction down (the disk is full) is answered and taken out, and the others are run again.
std::expected<void, Fault> Writer::run_and_commit(Group& group) {
  for (;;) {
    std::optional<std::size_t> culprit;
    std::optional<Fault> thrown;
    ACCORD_TRY(auto transaction, Transaction::begin(*connection_, Connection::Purpose::Write));
    for (std::size_t i = 0; i < group.size() && !culprit; ++i) {
      if (i == 0 || group[i]->partnership != group[i - 1]->partnership) {
        ACCORD_TRY_DO(connection_->enter(group[i]->partnership));
      }
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
    if (thrown) {
      group[*culprit]->fail(*thrown);
    }
    group.erase(group.begin() + static_cast<std::ptrdiff_t>(*culprit));
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
