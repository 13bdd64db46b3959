#include "database/database.hpp"

#include "base/check.hpp"
#include "base/try.hpp"

namespace accord {

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

Database::Database(std::unique_ptr<Connection> writer,
                   std::vector<std::unique_ptr<Connection>> readers, Writer::Options options)
    : writer_(std::move(writer), std::move(options)), readers_(std::move(readers)) {}

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
                                    std::move(options.writer));
}

}  // namespace accord
