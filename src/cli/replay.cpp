#include "cli/replay.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>

#include "base/try.hpp"
#include "cli/exit_code.hpp"
#include "cli/partnership_files.hpp"
#include "cli/policy_file.hpp"
#include "cli/replay_words.hpp"
#include "pages/reference.hpp"
#include "service/random.hpp"
#include "service/replay.hpp"

namespace accord {

namespace {

using Replaying = std::expected<PolicyReplay, std::string>;

std::expected<PartnershipId, std::string> key_of_partnership(Service& service,
                                                             const std::string& wanted,
                                                             const std::string& of_policy) {
  const auto rows = service.partnerships();
  if (!rows) {
    return std::unexpected(rows.error().what);
  }
  const std::string& key = wanted.empty() ? of_policy : wanted;
  std::vector<std::string> keys;
  for (const PartnershipRow& row : *rows) {
    keys.push_back(row.partnership.text());
  }
  if (std::ranges::find(keys, key) == keys.end()) {
    return std::unexpected(fmt::format("the database has no partnership '{}': it has {}{}", key,
                                       fmt::join(keys, ", "),
                                       wanted.empty() ? "; say which with --partnership" : ""));
  }
  return PartnershipId{key};
}

std::expected<ReplayAsked, std::string> asked_in(const ReplayArguments& arguments) {
  ReplayAsked asked;
  for (const std::string& reference : arguments.references) {
    asked.references.push_back(stored_reference(reference));
  }
  for (const std::string& fact : arguments.facts) {
    const std::size_t equals = fact.find('=');
    if (equals == 0 || equals == std::string::npos || equals + 1 == fact.size()) {
      return std::unexpected(
          fmt::format("--fact {} gives no answer: write --fact NAME=WORD", fact));
    }
    asked.answers.push_back({fact.substr(0, equals), fact.substr(equals + 1)});
  }
  return asked;
}

Replaying replayed(const ReplayArguments& arguments, const std::function<Instant()>& now) {
  ACCORD_TRY(const Policy policy, load_policy(arguments.policy));
  const auto file = read_policy_file(arguments.policy);
  if (!file) {
    return std::unexpected(to_lines(file.error()));
  }
  ACCORD_TRY(const ReplayAsked asked, asked_in(arguments));
  auto database = Databases::open({.location = arguments.database, .access = Access::Read},
                                  Service::components());
  if (!database) {
    return std::unexpected(database.error().what);
  }
  Service service{*database, {now, random_hex_128, random_reference}};
  ACCORD_TRY(const PartnershipId id, key_of_partnership(service, arguments.partnership, policy.id));
  auto found = replay_under(service, id, file->text, asked);
  if (!found) {
    return std::unexpected(to_words(found.error()));
  }
  return *std::move(found);
}

}  // namespace

int run_replay(const ReplayArguments& arguments, const std::function<Instant()>& now,
               std::ostream& out, std::ostream& err) {
  const auto found = replayed(arguments, now);
  if (!found) {
    err << "accord replay: " << found.error() << '\n';
    return kCouldNotRun;
  }
  if (arguments.json) {
    out << to_json(*found).dump(2, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
  } else {
    write_text(*found, out);
  }
  return kDone;
}

}  // namespace accord
