// How long it takes to record that many duties became overdue in the same minute, where two nodes
// look for what time has done at once; and whether each was recorded, and once.
//
//   due_at_once DATABASE DUTIES      (a demonstration)
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <thread>

#include "copies.hpp"
#include "disagreement/outlook.hpp"

namespace accord {
namespace {

struct Coming {
  Original original;
  Instant due;
  std::size_t duties = 0;  ///< of one copy, that become overdue then
};

/// The shortest of the record in which something is owed in days to come, and nothing before.
Coming coming(Service& service, const Record& record) {
  Coming found;
  for (const auto& originals : record.originals) {
    const auto rows = service.all_disagreements(originals.front().partnership);
    const auto duties = service.all_duties(originals.front().partnership);
    ACCORD_CHECK(rows && duties);
    for (const Original& original : originals) {
      const auto row = std::ranges::find(*rows, original.reference, &DisagreementRow::reference);
      ACCORD_CHECK(row != rows->end());
      std::optional<Instant> due;
      for (const DutyRow& duty : *duties) {
        if (duty.disagreement == row->id && duty.status == "open" && duty.due &&
            *duty.due > service.now()) {
          due = std::min(*duty.due, due.value_or(*duty.due));
        }
      }
      const bool shorter =
          found.original.entries.empty() || original.entries.size() < found.original.entries.size();
      if (due && row->next_moment == due && shorter) {
        found = {original, *due, 0};
        std::set<int> numbers;
        for (const DutyRow& duty : *duties) {
          if (duty.disagreement == row->id && duty.status == "open" && duty.due == due) {
            numbers.insert(duty.number);
          }
        }
        found.duties = numbers.size();
      }
    }
  }
  ACCORD_CHECK(found.duties > 0);
  return found;
}

int measure(const std::string& path, std::size_t duties) {
  auto database =
      Database::open({.location = path, .access = Access::Write}, Service::components());
  if (!database) {
    fmt::print(stderr, "due_at_once: {}\n", database.error().what);
    return 2;
  }
  Service filling{**database, {now, random_hex_128, random_reference}};
  const Coming due = coming(filling, read_record(filling, 1'000));
  const std::size_t copies = (duties + due.duties - 1) / due.duties;
  const PartnershipId& partnership = due.original.partnership;
  std::map<std::string, std::size_t> fired;  // how often, in each of the copies
  while (fired.size() < copies) {
    const auto stored = (*database)->write(
        partnership, [&](Connection& connection) -> std::expected<bool, AppendError> {
          for (std::size_t i = 0; i < kCopiesInACommit && fired.size() < copies; ++i) {
            const std::string id = random_hex_128();
            append_copy(connection, due.original, DisagreementId{id});
            fired[id] = 0;
          }
          return true;
        });
    ACCORD_CHECK(stored.has_value());
  }
  ACCORD_CHECK(filling.rebuild(partnership).has_value());

  const auto began = std::chrono::steady_clock::now();
  {
    std::vector<std::jthread> nodes;
    for (int node = 0; node < 2; ++node) {
      nodes.emplace_back([&] {
        auto own =
            Database::open({.location = path, .access = Access::Write}, Service::components());
        ACCORD_CHECK(own.has_value());
        Service service{
            **own,
            {[&] { return Instant{due.due.seconds + 60}; }, random_hex_128, random_reference}};
        for (;;) {
          const auto passed = service.pass_time();
          ACCORD_CHECK(passed.has_value());
          if (*passed == 0) {
            break;
          }
        }
      });
    }
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;

  const auto read = (*database)->read(partnership, [&](Connection& connection) {
    return Ledger{connection}.replay(
        partnership, 0, [&](const StoredEntry& stored) -> std::expected<void, Fault> {
          const NewEntry& event = stored.entry.event;
          const auto copy = fired.find(stored.entry.stream.disagreement.text());
          if (copy != fired.end() && event.kind == "duty_overdue" && event.happened &&
              event.happened->at == due.due) {
            ++copy->second;
          }
          return {};
        });
  });
  ACCORD_CHECK(read.has_value());
  const auto wrong =
      std::ranges::count_if(fired, [&](const auto& one) { return one.second != due.duties; });
  fmt::print("{{\"disagreements\": {}, \"duties\": {}, \"s\": {:.3f}, \"wrong\": {}}}\n",
             fired.size(), fired.size() * due.duties, took.count(), wrong);
  return wrong > 0 ? 1 : 0;
}

}  // namespace
}  // namespace accord

int main(int argc, char** argv) {
  std::size_t wanted = 0;
  const std::string_view number = argc == 3 ? argv[2] : "";
  const auto [end, wrong] = std::from_chars(number.data(), number.data() + number.size(), wanted);
  if (number.empty() || wrong != std::errc{} || end != number.data() + number.size()) {
    fmt::print(stderr, "usage: due_at_once DATABASE DUTIES   (a demonstration)\n");
    return 2;
  }
  return accord::measure(argv[1], wanted);
}
