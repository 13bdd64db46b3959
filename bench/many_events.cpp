// Fills a copy of a demonstration with copies of its disagreements until its record has as many
// events as asked for: what `accord serve` starts from and `accord verify` goes through in
// bench/run. Of those that have at most LONGEST events, where that is said.
//
//   many_events DATABASE EVENTS [LONGEST]
#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <cstring>
#include <limits>
#include <string_view>
#include <vector>

#include "base/check.hpp"
#include "service/random.hpp"
#include "service/service.hpp"

namespace accord {
namespace {

constexpr std::size_t kCopiesInACommit = 50;
constexpr std::size_t kMostOriginals = 20;  ///< of each partnership

Instant now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return Instant{std::chrono::duration_cast<std::chrono::seconds>(since).count()};
}

struct Original {
  PartnershipId partnership;
  std::string reference;
  std::vector<NewEntry> entries;
};

/// What there is in each partnership, the copies of an earlier time too.
struct Record {
  std::vector<std::vector<Original>> originals;  ///< of each partnership, none empty
  std::size_t events = 0;
};

Record read_record(Service& service, std::size_t longest) {
  Record found;
  const auto partnerships = service.partnerships();
  ACCORD_CHECK(partnerships.has_value());
  for (const PartnershipRow& partnership : *partnerships) {
    const auto rows = service.all_disagreements(partnership.partnership);
    ACCORD_CHECK(rows.has_value());
    std::vector<Original> here;
    for (const DisagreementRow& row : *rows) {
      found.events += static_cast<std::size_t>(row.version);
      if (static_cast<std::size_t>(row.version) > longest || here.size() == kMostOriginals) {
        continue;
      }
      const auto stored =
          service.database().read(partnership.partnership, [&](Connection& connection) {
            return Ledger{connection}.read({partnership.partnership, row.id});
          });
      ACCORD_CHECK(stored.has_value());
      Original original{partnership.partnership, row.reference, {}};
      for (const StoredEntry& entry : *stored) {
        original.entries.push_back(entry.entry.event);
      }
      here.push_back(std::move(original));
    }
    if (!here.empty()) {
      found.originals.push_back(std::move(here));
    }
  }
  return found;
}

/// The same events as another disagreement's, which has a reference of its own.
std::vector<NewEntry> copied(const Original& original) {
  std::vector<NewEntry> entries = original.entries;
  const std::string reference = random_reference();
  ACCORD_CHECK(reference.size() == original.reference.size());
  auto& payload = entries.front().payload;
  const std::string_view text{reinterpret_cast<const char*>(payload.data()), payload.size()};
  const std::size_t at = text.find(original.reference);
  ACCORD_CHECK(at != std::string_view::npos);
  std::memcpy(payload.data() + at, reference.data(), reference.size());
  return entries;
}

int fill(const std::string& path, std::size_t wanted, std::size_t longest) {
  auto database =
      Database::open({.location = path, .access = Access::Write}, Service::components());
  if (!database) {
    fmt::print(stderr, "many_events: {}\n", database.error().what);
    return 2;
  }
  Service service{**database, {now, random_hex_128, random_reference}};
  const auto [originals, there] = read_record(service, longest);
  ACCORD_CHECK(!originals.empty());
  std::size_t events = there;
  for (std::size_t turn = 0; events < wanted; ++turn) {
    const std::vector<Original>& all = originals[turn % originals.size()];
    const auto stored = (*database)->write(
        all.front().partnership, [&](Connection& connection) -> std::expected<bool, AppendError> {
          for (std::size_t i = 0; i < kCopiesInACommit && events < wanted; ++i) {
            const Original& original = all[(turn / originals.size() + i) % all.size()];
            const auto entries = copied(original);
            const auto appended = Ledger{connection}.append(
                {.stream = {original.partnership, DisagreementId{random_hex_128()}},
                 .expected = Version{0},
                 .command = CommandId{random_hex_128()},
                 .body = {},
                 .now = now(),
                 .entries = entries});
            ACCORD_CHECK(appended.has_value());
            events += entries.size();
          }
          return true;
        });
    ACCORD_CHECK(stored.has_value());
  }
  const auto partnerships = service.partnerships();
  ACCORD_CHECK(partnerships.has_value());
  for (const PartnershipRow& partnership : *partnerships) {
    ACCORD_CHECK(service.rebuild(partnership.partnership).has_value());
  }
  fmt::print("{}\n", events);
  return 0;
}

}  // namespace
}  // namespace accord

namespace {

bool read(std::string_view text, std::size_t& number) {
  const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), number);
  return !text.empty() && wrong == std::errc{} && end == text.data() + text.size();
}

}  // namespace

int main(int argc, char** argv) {
  std::size_t wanted = 0;
  std::size_t longest = std::numeric_limits<std::size_t>::max();
  const bool understood =
      (argc == 3 || argc == 4) && read(argv[2], wanted) && (argc == 3 || read(argv[3], longest));
  if (!understood) {
    fmt::print(stderr,
               "usage: many_events DATABASE EVENTS [LONGEST]   (a copy of a demonstration)\n");
    return 2;
  }
  return accord::fill(argv[1], wanted, longest);
}
