#include "cli/calendar_apply.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <nlohmann/json.hpp>
#include <ostream>

#include "base/try.hpp"
#include "cli/calendar_source.hpp"
#include "cli/exit_code.hpp"
#include "service/random.hpp"
#include "service/service.hpp"

namespace accord {

namespace {

using Json = nlohmann::ordered_json;
template <typename T>
using Answer = std::expected<T, std::string>;

/// A person reads no more; --json has all.
constexpr std::size_t kMostShown = 50;

/// One partnership, and what the bank holidays change there.
struct Applied {
  std::shared_ptr<const Partnership> partnership;
  CalendarChange change;
};

Answer<std::vector<std::shared_ptr<const Partnership>>> chosen(Service& service,
                                                               const std::string& wanted,
                                                               const std::string& calendar) {
  const auto rows = service.partnerships();
  if (!rows) {
    return std::unexpected(rows.error().what);
  }
  std::vector<std::string> keys;
  std::vector<std::shared_ptr<const Partnership>> found;
  for (const PartnershipRow& row : *rows) {
    keys.push_back(row.partnership.text());
    if (!wanted.empty() && wanted != keys.back()) {
      continue;
    }
    const auto there = service.partnership(row.partnership);
    if (!there) {
      return std::unexpected(to_words(there.error()));
    }
    if (!wanted.empty() || (*there)->policy->calendar == calendar) {
      found.push_back(*there);
    }
  }
  if (!wanted.empty() && found.empty()) {
    return std::unexpected(fmt::format("the database has no partnership '{}': it has {}", wanted,
                                       fmt::join(keys, ", ")));
  }
  if (found.empty()) {
    return std::unexpected(fmt::format(
        "no partnership of the database counts by '{}': the file is of another country", calendar));
  }
  return found;
}

std::string moment(const std::optional<Instant>& at, const Zone& zone) {
  return at ? to_words(zone, *at) : std::string{"no time"};
}

void write_text(const Applied& one, bool done, std::ostream& out) {
  const Zone& zone = one.partnership->calendar->zone();
  const CalendarChange& change = one.change;
  const std::size_t count = change.moved.size();
  out << fmt::format("{} ({}): {} open deadline{} {}.\n", one.partnership->row.name,
                     one.partnership->row.partnership.text(), count, count == 1 ? "" : "s",
                     done ? "moved" : "would move");
  out << fmt::format("  {}.\n", change.why);
  for (std::size_t i = 0; i < std::min(count, kMostShown); ++i) {
    const MovedDeadline& moved = change.moved[i];
    out << fmt::format("  {}  {}{}\n      from {}\n      to   {}\n", moved.reference, moved.what,
                       moved.owed_by.empty() ? std::string{}
                                             : fmt::format(" ({})", fmt::join(moved.owed_by, ", ")),
                       moment(moved.from, zone), moment(moved.to, zone));
  }
  if (count > kMostShown) {
    out << fmt::format("  … and {} more (--json lists all)\n", count - kMostShown);
  }
}

Json to_json(const Applied& one) {
  const Zone& zone = one.partnership->calendar->zone();
  const auto time = [&](const std::optional<Instant>& at) {
    return at ? Json(iso_local(zone, *at)) : Json();
  };
  Json moved = Json::array();
  for (const MovedDeadline& each : one.change.moved) {
    moved.push_back({{"reference", each.reference},
                     {"what", each.what},
                     {"owed_by", each.owed_by},
                     {"clause", each.clause},
                     {"from", time(each.from)},
                     {"to", time(each.to)}});
  }
  return {{"partnership", one.partnership->row.partnership.text()},
          {"why", one.change.why},
          {"version_before", one.change.version_before},
          {"version_after", one.change.version_after},
          {"moved", std::move(moved)}};
}

Answer<std::vector<Applied>> perform(const CalendarApplyArguments& arguments,
                                     const std::function<Instant()>& now) {
  ACCORD_TRY(const CalendarText text, find_calendar(arguments.file));
  ACCORD_TRY(const BankHolidays holidays, parse_bank_holidays(text.text, text.name));
  auto database = Databases::open({.location = arguments.database, .access = Access::Write},
                                  Service::components());
  if (!database) {
    return std::unexpected(database.error().what);
  }
  Service service{*database, {now, random_hex_128, random_reference}};
  // Which deadlines move is asked of the lists.
  if (const auto rebuilt = service.rebuild_outdated(); !rebuilt) {
    return std::unexpected(to_words(rebuilt.error()));
  }
  ACCORD_TRY(const auto partnerships, chosen(service, arguments.partnership, holidays.key));
  std::vector<Applied> all;
  for (const auto& partnership : partnerships) {
    auto change = service.preview_calendar(partnership->row.partnership, text.text);
    if (!change) {
      return std::unexpected(to_words(change.error()));
    }
    all.push_back({partnership, *std::move(change)});
  }
  for (const Applied& one : all) {
    if (!arguments.yes) {
      break;
    }
    const auto adopted = service.adopt_calendar(one.partnership->row.partnership, text.text);
    if (!adopted) {
      return std::unexpected(fmt::format("{}: {} Run it again to finish.",
                                         one.partnership->row.partnership.text(),
                                         to_words(adopted.error())));
    }
  }
  return all;
}

}  // namespace

int run_calendar_apply(const CalendarApplyArguments& arguments, const std::function<Instant()>& now,
                       std::ostream& out, std::ostream& err) {
  const auto all = perform(arguments, now);
  if (!all) {
    err << "accord calendar apply: " << all.error() << '\n';
    return kCouldNotRun;
  }
  if (arguments.json) {
    Json partnerships = Json::array();
    for (const Applied& one : *all) {
      partnerships.push_back(to_json(one));
    }
    const Json answer{{"applied", arguments.yes}, {"partnerships", std::move(partnerships)}};
    out << answer.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
    return kDone;
  }
  for (const Applied& one : *all) {
    write_text(one, arguments.yes, out);
  }
  out << (arguments.yes ? "\nApplied. Each change is in the record of its disagreement, with why.\n"
                        : "\nThis is a preview: nothing was changed. Run it again with --yes.\n");
  return kDone;
}

}  // namespace accord
