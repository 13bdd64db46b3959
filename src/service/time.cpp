#include <algorithm>
#include <span>

#include "base/try.hpp"
#include "service/decided.hpp"
#include "service/service.hpp"
#include "store/leases.hpp"
#include "store/read_models.hpp"

namespace accord {

namespace {

constexpr std::int64_t kBatch = 200;
constexpr std::size_t kInOneCommit = 50;  // nobody else's change waits longer than for these
constexpr std::string_view kPassingTime = "time";
constexpr std::int64_t kLongestSilence = 60;  // seconds, after which another node takes over

using Count = std::expected<std::int64_t, ServiceError>;

/// How many disagreements time moved. What fails is told at the end: nobody else's deadlines wait
/// for a damaged record.
class Passed {
 public:
  void add(const Count& done) {
    if (done) {
      recorded_ += *done;
    } else if (!failed_) {
      failed_ = done.error();
    }
  }
  Count answer() && { return failed_ ? Count{std::unexpected(*std::move(failed_))} : recorded_; }

 private:
  std::int64_t recorded_ = 0;
  std::optional<ServiceError> failed_;
};
Submission passing_of(const PartnershipId& partnership, const DisagreementId& id,
                      const std::string& why, std::string command) {
  Submission submission;
  submission.partnership = partnership;
  submission.disagreement = id;
  submission.command = {Actor{}, PassTime{why}};
  submission.command_id = CommandId{std::move(command)};
  submission.body = "pass time " + id.text();
  return submission;
}

}  // namespace

std::expected<std::int64_t, ServiceError> Service::pass_time_together(
    const PartnershipId& partnership, std::span<const DisagreementId> ids, const std::string& why) {
  std::vector<Decided> all;
  for (const DisagreementId& id : ids) {
    Decided one{passing_of(partnership, id, why, options_.random_id()), {}, {}, options_.now()};
    ACCORD_TRY(one.loaded, fold(partnership, id));
    const Circumstances at{one.now, *one.loaded.rules.policy, *one.loaded.partnership->directory,
                           *one.loaded.rules.calendar};
    ACCORD_TRY(one.events, decide(one.loaded.state, one.submission.command, at));
    if (!one.events.empty()) {
      all.push_back(std::move(one));
    }
  }
  if (all.empty()) {
    return 0;
  }
  return database_.write(partnership, [&](Connection& connection) -> Count {
    for (const Decided& one : all) {
      ACCORD_TRY_DO(store_decided(connection, one));
    }
    return static_cast<std::int64_t>(all.size());
  });
}

std::expected<std::int64_t, ServiceError> Service::pass_time_in(
    const PartnershipId& partnership, const std::vector<DisagreementId>& ids,
    const std::string& why) {
  Passed passed;
  for (std::span<const DisagreementId> left{ids}; !left.empty();) {
    const auto some = left.first(std::min(kInOneCommit, left.size()));
    left = left.subspan(some.size());
    if (const auto together = pass_time_together(partnership, some, why)) {
      passed.add(together);
      continue;
    }
    // Somebody was recorded meanwhile, or one is damaged: each by itself.
    for (const DisagreementId& id : some) {
      const auto done = submit(passing_of(partnership, id, why, options_.random_id()));
      passed.add(done ? Count{done->first > 0 ? 1 : 0} : std::unexpected(done.error()));
    }
  }
  return std::move(passed).answer();
}

std::expected<std::vector<DisagreementId>, ServiceError> Service::waiting_for_time(
    const PartnershipId& partnership, const DisagreementId& after) {
  using Ids = std::vector<DisagreementId>;
  return database_.read(
      partnership, [&](Connection& connection) -> std::expected<Ids, ServiceError> {
        ACCORD_TRY(auto found,
                   ReadModels{connection}.waiting(partnership, options_.now(), after, kBatch));
        return found;
      });
}

std::expected<std::int64_t, ServiceError> Service::pass_time_of(const PartnershipId& partnership) {
  const auto claim = [&](Connection& connection) -> std::expected<bool, ServiceError> {
    const Instant now = options_.now();
    ACCORD_TRY(const bool ours, Leases{connection}.claim(partnership, kPassingTime, node_, now,
                                                         Instant{now.seconds + kLongestSilence}));
    return ours;
  };
  const auto release = [&](Connection& connection) -> std::expected<void, ServiceError> {
    ACCORD_TRY_DO(Leases{connection}.release(partnership, kPassingTime, node_));
    return {};
  };
  Passed passed;
  // To the last: where nothing comes of a moment, or a record is damaged, the others wait no
  // longer.
  ACCORD_TRY(auto ids, waiting_for_time(partnership, DisagreementId{}));
  while (!ids.empty()) {
    ACCORD_TRY(const bool ours, database_.write(partnership, claim));
    if (!ours) {
      return std::move(passed).answer();
    }
    passed.add(pass_time_in(partnership, ids, ""));
    const DisagreementId last = ids.back();
    ACCORD_TRY(ids, waiting_for_time(partnership, last));
    if (ids.empty()) {
      ACCORD_TRY_DO(database_.write(partnership, release));
    }
  }
  return std::move(passed).answer();
}

std::expected<std::int64_t, ServiceError> Service::pass_time() {
  Passed passed;
  for (const auto& database : database_.every()) {  // one that is out of reach holds up no other
    const auto rows = partnerships_in(*database);
    if (!rows) {
      passed.add(std::unexpected(rows.error()));
      continue;
    }
    for (const PartnershipRow& row : *rows) {
      passed.add(pass_time_of(row.partnership));
    }
  }
  return std::move(passed).answer();
}

}  // namespace accord
