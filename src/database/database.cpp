#include "database/database.hpp"

#include "base/try.hpp"

namespace accord {

std::expected<std::unique_ptr<ReaderPool>, Fault> ReaderPool::open(const std::string& location,
                                                                   std::size_t count) {
  std::unique_ptr<ReaderPool> pool{new ReaderPool};
  for (std::size_t i = 0; i < count; ++i) {
    ACCORD_TRY(auto connection, open_connection(location, Access::Read));
    pool->free_.push_back(std::move(connection));
  }
  return pool;
}

ReaderPool::Loan ReaderPool::take() {
  std::unique_lock lock{mutex_};
  returned_.wait(lock, [this] { return !free_.empty(); });
  auto connection = std::move(free_.back());
  free_.pop_back();
  return Loan{*this, std::move(connection)};
}

ReaderPool::Loan::~Loan() {
  if (connection_ == nullptr) {
    return;
  }
  {
    const std::lock_guard lock{pool_->mutex_};
    pool_->free_.push_back(std::move(connection_));
  }
  pool_->returned_.notify_one();
}

std::expected<std::unique_ptr<Database>, Fault> Database::open(
    Options options, std::span<const Component> components) {
  ACCORD_TRY(auto connection, open_connection(options.location, options.access));
  ACCORD_TRY_DO(migrate(*connection, components));
  ACCORD_TRY(auto readers, ReaderPool::open(options.location, options.readers));
  auto writer = std::make_unique<Writer>(std::move(connection), std::move(options.writer));
  return std::unique_ptr<Database>{new Database{std::move(writer), std::move(readers)}};
}

}  // namespace accord
