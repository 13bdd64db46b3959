#pragma once

#include <functional>
#include <memory>
#include <utility>

#include "database/connection.hpp"

namespace accord {

/// What becomes of a commit.
enum class CommitFault {
  None,
  Busy,              ///< not stored, and said so
  UnknownStored,     ///< stored, and reported as unknown
  UnknownNotStored,  ///< not stored, and reported as unknown
  Silent,            ///< not stored, and no answer came
};

/// For tests: a connection to a real engine whose commits fail when the test says so.
class FaultyConnection final : public Connection {
 public:
  FaultyConnection(std::unique_ptr<Connection> real, std::function<CommitFault()> next_commit)
      : real_(std::move(real)), next_commit_(std::move(next_commit)) {}

  std::expected<void, Fault> commit() override {
    switch (next_commit_()) {
      case CommitFault::None: return real_->commit();
      case CommitFault::Busy: return std::unexpected(Fault{FaultKind::Busy, "told to"});
      case CommitFault::UnknownStored: (void)real_->commit(); break;
      case CommitFault::UnknownNotStored: real_->rollback(); break;
      case CommitFault::Silent:
        real_->rollback();
        return std::unexpected(Fault{FaultKind::Unavailable, "told to"});
    }
    return std::unexpected(Fault{FaultKind::OutcomeUnknown, "told to"});
  }

  std::expected<std::int64_t, Fault> execute(std::string_view sql, std::span<const Value> values,
                                             const OnRow& on_row) override {
    return real_->execute(sql, values, on_row);
  }
  std::expected<void, Fault> define(std::string_view statement) override {
    return real_->define(statement);
  }
  std::expected<void, Fault> begin(Purpose purpose) override { return real_->begin(purpose); }
  std::expected<void, Fault> enter(std::string_view partnership) override {
    return real_->enter(partnership);
  }
  std::expected<void, Fault> enter_every() override { return real_->enter_every(); }
  void rollback() noexcept override { real_->rollback(); }
  std::expected<void, Fault> savepoint() override { return real_->savepoint(); }
  std::expected<void, Fault> release_savepoint() override { return real_->release_savepoint(); }
  std::expected<void, Fault> rollback_to_savepoint() override {
    return real_->rollback_to_savepoint();
  }
  [[nodiscard]] bool in_transaction() const override { return real_->in_transaction(); }
  std::expected<std::vector<std::string>, Fault> self_check() override {
    return real_->self_check();
  }
  [[nodiscard]] bool begins_anew() const override { return real_->begins_anew(); }
  std::expected<std::vector<SchemaObject>, Fault> schema() override { return real_->schema(); }
  std::expected<std::unique_ptr<Connection>, Fault> scratch() override { return real_->scratch(); }

 private:
  std::unique_ptr<Connection> real_;
  std::function<CommitFault()> next_commit_;
};

}  // namespace accord
