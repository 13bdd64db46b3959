#include "database/database.hpp"

#include "base/check.hpp"
#include "base/try.hpp"

namespace accord {
namespace {

Writer::Options with(Writer::Options options, std::chrono::milliseconds longest_wait) {
  options.longest_wait = longest_wait;
  return options;
}

}  // namespace

std::expected<ReaderPool::Loan, Fault> ReaderPool::take() {
  std::unique_lock lock{mutex_};
  if (patience_.is_tried()) {
    return std::unexpected(Patience::fault());
  }
  while (free_.empty()) {
    const auto until = patience_.until();
    if (until <= Patience::Clock::now()) {
      return std::unexpected(Patience::fault());
    }
    returned_.wait_until(lock, until);
  }
  auto connection = std::move(free_.back());
  free_.pop_back();
  return Loan{*this, std::move(connection), patience_.begin()};
}

ReaderPool::Loan::~Loan() {
  if (connection_ == nullptr) {
    return;
  }
  {
    const std::lock_guard lock{pool_->mutex_};
    pool_->free_.push_back(std::move(connection_));
    pool_->patience_.end(use_, answered_);
  }
  answered_ ? pool_->returned_.notify_one() : pool_->returned_.notify_all();
}

Database::Database(std::unique_ptr<Connection> writer,
                   std::vector<std::unique_ptr<Connection>> readers, Writer::Options options,
                   std::chrono::milliseconds longest_wait)
    : writer_(std::move(writer), with(std::move(options), longest_wait)),
      readers_(std::move(readers), longest_wait) {}

std::expected<std::unique_ptr<Database>, Fault> Database::open(
    Options options, std::span<const Component> components) {
  ACCORD_CHECK(options.readers > 0);
  ACCORD_TRY(auto writer, open_connection(options.location, options.access));
  ACCORD_TRY_DO(options.access == Access::Read ? check_version(*writer, components)
                                               : migrate(*writer, components));
  std::vector<std::unique_ptr<Connection>> readers;
  while (readers.size() < options.readers) {
    ACCORD_TRY(auto reader, open_connection(options.location, Access::Read));
    readers.push_back(std::move(reader));
  }
  return std::make_unique<Database>(std::move(writer), std::move(readers),
                                    std::move(options.writer), options.longest_wait);
}

}  // namespace accord
