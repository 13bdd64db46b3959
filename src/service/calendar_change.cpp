#include "service/calendar_change.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/try.hpp"
#include "ledger/digest.hpp"
#include "telling/whose.hpp"

namespace accord {

namespace {

/// A reason is read beside a deadline: more days than this are counted, not named.
constexpr std::size_t kMostNamed = 4;

std::string listed(const std::vector<std::string>& days) {
  std::string words;
  for (std::size_t i = 0; i < std::min(days.size(), kMostNamed); ++i) {
    words += (i == 0 ? "" : "; ") + days[i];
  }
  return days.size() > kMostNamed ? fmt::format("{}; and {} more", words, days.size() - kMostNamed)
                                  : words;
}

std::string why(std::string_view what, const std::vector<std::string>& added,
                const std::vector<std::string>& removed) {
  if (added.empty() && removed.empty()) {
    return fmt::format("{} were read again", what);
  }
  std::string words = fmt::format("{} changed", what);
  words += added.empty() ? "" : ": added " + listed(added);
  words += removed.empty() ? "" : (added.empty() ? ": removed " : ". Removed ") + listed(removed);
  return words;
}

std::vector<std::string> only_in(const BankHolidays& these, const BankHolidays& others) {
  std::vector<std::string> found;
  for (const BankHoliday& holiday : these.days) {
    const bool covered = holiday.day >= others.first && holiday.day <= others.last;
    if (covered && !std::ranges::binary_search(others.days, holiday.day, {}, &BankHoliday::day)) {
      found.push_back(fmt::format("{} ({})", to_words(holiday.day), holiday.name));
    }
  }
  return found;
}

std::vector<std::string> only_in(const std::vector<Closure>& these,
                                 const std::vector<Closure>& others) {
  std::vector<std::string> found;
  for (const Closure& closure : these) {
    if (std::ranges::find(others, closure) == others.end()) {
      found.push_back(
          closure.first == closure.last
              ? to_words(closure.first)
              : fmt::format("{} to {}", to_words(closure.first), to_words(closure.last)));
    }
  }
  return found;
}

Refusal refused(std::string what, std::string instead) {
  Refusal refusal;
  refusal.kind = Refusal::Kind::Incomplete;
  refusal.what = std::move(what);
  refusal.instead = std::move(instead);
  refusal.field = "calendar";
  return refusal;
}

/// The bank holidays in the text, fit for a partnership that counts by `policy`.
std::expected<BankHolidays, ServiceError> holidays_from(const std::string& text,
                                                        const Policy& policy) {
  auto read = parse_bank_holidays(text, "calendar");
  if (!read) {
    return std::unexpected(refused("The calendar cannot be used: " + read.error() + ".",
                                   "Mend the file and give it again; nothing has been changed."));
  }
  if (read->key != policy.calendar) {
    return std::unexpected(refused(
        fmt::format("The file holds the bank holidays of '{}', and this partnership's policy "
                    "counts by '{}'.",
                    read->key, policy.calendar),
        fmt::format("Give a file for '{}'; nothing has been changed.", policy.calendar)));
  }
  return *std::move(read);
}

/// What would be recorded under `calendar`, after what has passed by the old one.
std::expected<void, ServiceError> add_moved(const Loaded& loaded, Circumstances at,
                                            const WorkingCalendar& calendar, const std::string& why,
                                            std::vector<MovedDeadline>& moved) {
  Disagreement state = loaded.state;
  ACCORD_TRY(const auto passed, decide(state, Command{Actor{}, PassTime{}}, at));
  for (const Event& event : passed) {
    apply(state, event);
  }
  const Circumstances then{at.now, at.policy, at.directory, calendar};
  ACCORD_TRY(const auto events, decide(state, Command{Actor{}, PassTime{why}}, then));
  for (const Event& event : events) {
    const auto* changed = std::get_if<DeadlineChanged>(&event.body);
    if (changed != nullptr && changed->from.due != changed->to.due) {
      const DutyState* duty = state.duty(changed->number);
      moved.push_back({loaded.id, state.raised.reference, whose_deadline(duty, at.policy),
                       agencies_owing(duty, state, at.directory), event.clause, changed->from.due,
                       changed->to.due});
    }
    apply(state, event);
  }
  return {};
}

}  // namespace

std::vector<std::string> agencies_owing(const DutyState* duty, const Disagreement& state,
                                        const Directory& directory) {
  std::vector<std::string> names;
  for (const Ower& ower : duty != nullptr ? duty->owers : std::vector<Ower>{}) {
    AgencyId id;
    if (ower.side >= 0) {
      id = state.raised.sides[static_cast<std::size_t>(ower.side)].agency;
    } else if (const Post* post = directory.post(ower.post)) {
      id = post->agency;
    }
    const Agency* agency = directory.agency(id);
    const std::string name = agency != nullptr ? agency->name : id.text();
    if (!name.empty() && std::ranges::find(names, name) == names.end()) {
      names.push_back(name);
    }
  }
  return names;
}

std::string why_holidays_changed(const BankHolidays& before, const BankHolidays& after) {
  return why("The bank holidays", only_in(after, before), only_in(before, after));
}

std::string why_closures_changed(const std::vector<Closure>& before,
                                 const std::vector<Closure>& after) {
  return why("The days on which the partnership is closed", only_in(after, before),
             only_in(before, after));
}

std::expected<std::vector<DisagreementId>, ServiceError> Service::open_disagreements(
    const PartnershipId& partnership) {
  ACCORD_TRY(const auto rows, all_disagreements(partnership));
  std::vector<DisagreementId> open;
  for (const DisagreementRow& row : rows) {
    if (!row.finished) {
      open.push_back(row.id);
    }
  }
  return open;
}

namespace {

/// The bank holidays that a disagreement not yet derived anew counted by. Where `text` is in force
/// already (it was interrupted, and is done again) they are those before it, so that the reason
/// that is recorded is the same as the first time.
std::expected<BankHolidays, ServiceError> holidays_before(Databases& database,
                                                          const Partnership& there,
                                                          const std::string& text, Instant now) {
  using Found = std::pair<bool, std::optional<Document>>;  // in force already; what was before
  const PartnershipId& id = there.row.partnership;
  ACCORD_TRY(const auto found,
             database.read(id, [&](Connection& connection) -> std::expected<Found, ServiceError> {
               Documents documents{connection};
               ACCORD_TRY(const auto current, documents.current(id, "calendar", now));
               if (!current || current->text != text) {
                 return Found{false, std::nullopt};
               }
               ACCORD_TRY(auto before, documents.before(id, "calendar", current->version));
               return Found{true, std::move(before)};
             }));
  if (!found.first) {
    return there.calendar->bank_holidays();
  }
  ACCORD_TRY(const auto calendar, calendar_for(*there.policy, *there.directory, found.second));
  return calendar->bank_holidays();
}

}  // namespace

std::expected<CalendarChange, ServiceError> Service::preview_calendar(
    const PartnershipId& id, const std::string& calendar_text) {
  ACCORD_TRY(const auto there, partnership(id));
  ACCORD_TRY(const auto holidays, holidays_from(calendar_text, *there->policy));
  const std::optional<Document> document{{.kind = "calendar", .text = calendar_text}};
  ACCORD_TRY(const BankHolidays before,
             holidays_before(database_, *there, calendar_text, options_.now()));
  CalendarChange change;
  change.why = why_holidays_changed(before, holidays);
  change.version_before = before.version;
  change.version_after = holidays.version;
  // A disagreement counts by the policy that it began under: one calendar for each.
  std::map<const Policy*, std::shared_ptr<const WorkingCalendar>> calendars;
  ACCORD_TRY(const auto open, open_disagreements(id));
  for (const DisagreementId& each : open) {
    ACCORD_TRY(const auto loaded, load_any(id, each));
    auto& calendar = calendars[loaded.rules.policy.get()];
    if (!calendar) {
      ACCORD_TRY(calendar, calendar_for(*loaded.rules.policy, *there->directory, document));
    }
    ACCORD_TRY_DO(add_moved(loaded, circumstances(loaded), *calendar, change.why, change.moved));
  }
  std::ranges::stable_sort(change.moved, {}, [](const MovedDeadline& one) { return one.from; });
  return change;
}

std::expected<std::int64_t, ServiceError> Service::adopt_calendar(
    const PartnershipId& id, const std::string& calendar_text) {
  ACCORD_TRY(const auto there, partnership(id));
  ACCORD_TRY(const auto holidays, holidays_from(calendar_text, *there->policy));
  ACCORD_TRY(const auto open, open_disagreements(id));
  ACCORD_TRY_DO(pass_time_in(id, open, ""));
  const Instant now = options_.now();
  ACCORD_TRY(const BankHolidays before, holidays_before(database_, *there, calendar_text, now));
  const std::string why = why_holidays_changed(before, holidays);
  const auto put = [&](Connection& connection) -> std::expected<void, ServiceError> {
    ACCORD_TRY_DO(Documents{connection}.put(id, "calendar", calendar_text, now, now));
    return {};
  };
  ACCORD_TRY_DO(database_.write(id, put));
  return rederive(id, why);
}

std::expected<std::int64_t, ServiceError> Service::rederive(const PartnershipId& partnership,
                                                            const std::string& why) {
  ACCORD_TRY(const auto open, open_disagreements(partnership));
  return pass_time_in(partnership, open, why);
}

}  // namespace accord
