#include "operations/health.hpp"

#include <algorithm>

#include "store/documents.hpp"
#include "store/leases.hpp"

namespace accord {
namespace {

// A row of its own, held by nobody: to see that a commit is stored, and nothing else.
constexpr std::string_view kWork = "health";

}  // namespace

Health::Health(Databases& databases, Options options)
    : databases_(databases), options_(std::move(options)), looks_(options_.every, [this] {
        look();
        return false;
      }) {}

Health::Seen Health::look_at(Database& database) {
  Seen seen;
  // Another value each time: a row that stays as it was is not written.
  const auto value = std::chrono::steady_clock::now().time_since_epoch().count();
  using Rows = std::vector<PartnershipRow>;
  const auto rows = database.read_every([](Connection& connection) -> std::expected<Rows, Fault> {
    return Documents{connection}.partnerships();
  });
  seen.reads = rows.has_value();
  if (!rows) {
    seen.why = rows.error().what;
  } else if (!rows->empty()) {
    const PartnershipId& any = rows->front().partnership;
    const auto stored =
        database.write(any, [&](Connection& connection) -> std::expected<bool, Fault> {
          return Leases{connection}.claim(any, kWork, "", Instant{0}, Instant{value});
        });
    seen.writes = stored.has_value();
    if (!stored) {
      seen.why = stored.error().what;
    }
  }
  seen.at = std::chrono::steady_clock::now();
  return seen;
}

void Health::look() {
  const auto& every = databases_.every();
  for (std::size_t i = 0; i < every.size(); ++i) {
    const Seen now = look_at(*every[i]);
    bool changed = false;
    {
      const std::lock_guard lock{mutex_};
      seen_.resize(every.size());
      const bool first = seen_[i].at == std::chrono::steady_clock::time_point{};
      changed = first || seen_[i].reads != now.reads || seen_[i].writes != now.writes;
      seen_[i] = now;
    }
    if (changed && options_.on_change) {
      options_.on_change(i + 1, now);
    }
  }
}

bool Health::is_fresh(const Seen& seen) const {
  return std::chrono::steady_clock::now() - seen.at < options_.longest_silence;
}

std::vector<Health::Seen> Health::seen() const {
  const std::lock_guard lock{mutex_};
  std::vector<Seen> all = seen_;
  for (Seen& one : all) {
    if (!is_fresh(one)) {
      one.reads = one.writes = false;
      one.why = "the database has not answered for some time";
    }
  }
  return all;
}

bool Health::refuses(const PartnershipId& partnership) const {
  const auto all = seen();
  const auto& every = databases_.every();
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (every[i].get() == databases_.of(partnership)) {
      return !all[i].writes;
    }
  }
  return false;
}

bool Health::reads() const {
  const auto all = seen();
  return !all.empty() && std::ranges::all_of(all, &Seen::reads);
}

bool Health::writes() const {
  const auto all = seen();
  return !all.empty() && std::ranges::all_of(all, &Seen::writes);
}

}  // namespace accord
