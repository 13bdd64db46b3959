// Fills a copy of a demonstration with copies of its disagreements until its record has as many
// events as asked for: what `accord serve` starts from and `accord verify` goes through in
// bench/run. Of those that have at most LONGEST events, where that is said.
//
//   many_events DATABASE EVENTS [LONGEST]
#include <fmt/format.h>

#include <charconv>
#include <limits>
#include <string_view>

#include "copies.hpp"

namespace accord {
namespace {

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
            events += append_copy(connection, all[(turn / originals.size() + i) % all.size()]);
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
