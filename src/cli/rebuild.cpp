#include "cli/rebuild.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <ostream>
#include <string_view>
#include <vector>

#include "cli/exit_code.hpp"
#include "service/random.hpp"
#include "service/service.hpp"

namespace accord {

int run_rebuild(const RebuildArguments& arguments, const std::function<Instant()>& now,
                std::ostream& out, std::ostream& err) {
  const auto refuse = [&](std::string_view why) {
    err << "accord rebuild: " << why << '\n';
    return kCouldNotRun;
  };
  auto database = Databases::open({.location = arguments.database, .access = Access::Write},
                                  Service::components());
  if (!database) {
    return refuse(database.error().what);
  }
  Service service{*database, {now, random_hex_128, random_reference}};
  const auto rows = service.partnerships();
  if (!rows) {
    return refuse(rows.error().what);
  }
  std::vector<std::string> keys;
  bool found = false;
  for (const PartnershipRow& row : *rows) {
    keys.push_back(row.partnership.text());
    if (!arguments.partnership.empty() && arguments.partnership != keys.back()) {
      continue;
    }
    found = true;
    if (const auto done = service.rebuild(row.partnership); !done) {
      return refuse(fmt::format("{}: {}", keys.back(), to_words(done.error())));
    }
    const auto all = service.all_disagreements(row.partnership);
    if (!all) {
      return refuse(fmt::format("{}: {}", keys.back(), to_words(all.error())));
    }
    out << fmt::format("{} ({}): the lists of {} disagreement{} were made anew from the record.\n",
                       row.name, keys.back(), all->size(), all->size() == 1 ? "" : "s");
  }
  if (!found && !arguments.partnership.empty()) {
    return refuse(fmt::format("the database has no partnership '{}': it has {}",
                              arguments.partnership, fmt::join(keys, ", ")));
  }
  return kDone;
}

}  // namespace accord
