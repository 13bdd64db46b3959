#include <algorithm>
#include <iterator>

#include "base/try.hpp"
#include "calendar/bank_holidays.hpp"
#include "directory/reader.hpp"
#include "policy/checker.hpp"
#include "policy/conventions.hpp"
#include "policy/reader.hpp"
#include "service/cache.hpp"
#include "service/calendar_change.hpp"
#include "service/service.hpp"
#include "store/secrets.hpp"
#include "store/tables.hpp"

namespace accord {

namespace {

Refusal unreadable(std::string_view file, const std::vector<Problem>& problems) {
  Refusal refusal;
  refusal.kind = Refusal::Kind::Incomplete;
  refusal.what = "The " + std::string{file} + " cannot be used:";
  for (const Problem& problem : problems) {
    refusal.what += "\n  " + std::to_string(problem.mark.line) + ":" +
                    std::to_string(problem.mark.column) + ": " + problem.what;
    refusal.what += problem.mend.empty() ? "" : " " + problem.mend;
  }
  refusal.instead = "Mend the file and give it again; nothing has been changed.";
  refusal.field = file;
  return refusal;
}

std::expected<std::shared_ptr<const Policy>, ServiceError> policy_from(const std::string& text) {
  auto read = read_policy(text);
  if (!read) {
    return std::unexpected(unreadable("policy", read.error()));
  }
  read->hash = digest_of(text);
  return std::make_shared<const Policy>(*std::move(read));
}

Fault corrupt(const std::string& what) {
  return Fault{FaultKind::Corrupt, what};
}

/// What was adopted was read and checked before it was: what reads no longer is damage.
template <typename Text>
std::expected<Text, ServiceError> as_adopted(std::expected<Text, ServiceError> read) {
  if (read) {
    return read;
  }
  if (const auto* refusal = std::get_if<Refusal>(&read.error())) {
    const std::string first = refusal->what.substr(0, refusal->what.find('\n'));
    return std::unexpected(
        corrupt(first + " It was adopted once: restore the database (accord verify says more)"));
  }
  return read;
}

/// Days on which the partnership declares itself closed stand with its own agency.
std::vector<Closure> closures_of(const Directory& directory) {
  std::vector<Closure> closures;
  const Agency* partnership = directory.partnership();
  if (partnership == nullptr) {
    return closures;
  }
  for (const auto& [from, to] : partnership->closures) {
    const auto first = parse_date(from);
    const auto last = parse_date(to);
    if (first && last) {
      closures.push_back({*first, *last, "closed by the partnership", std::nullopt});
    }
  }
  return closures;
}

std::expected<std::shared_ptr<const Directory>, ServiceError> directory_from(
    const std::string& text, const std::string& zone_name) {
  const auto zone = Zone::load(zone_name);
  if (!zone) {
    return std::unexpected(corrupt(zone.error()));
  }
  auto read = read_directory(text, *zone);
  if (!read) {
    return std::unexpected(unreadable("directory", read.error()));
  }
  return std::make_shared<const Directory>(*std::move(read));
}

/// What the database keeps of a partnership, before it is read.
struct Stored {
  std::int64_t documents = 0;
  std::optional<PartnershipRow> row;
  std::optional<Document> policy;
  std::optional<Document> directory;
  std::optional<Document> calendar;
  std::optional<std::string> forms_secret;
};

constexpr std::string_view kForms = "forms";

/// Keeps `fresh` as the secret of all nodes, unless another node has kept one.
std::expected<std::string, ServiceError> shared_secret(Databases& database, const PartnershipId& id,
                                                       const std::string& fresh) {
  using Kept = std::optional<std::string>;
  auto kept = database.write(id, [&](Connection& connection) -> std::expected<Kept, ServiceError> {
    Secrets secrets{connection};
    ACCORD_TRY_DO(secrets.keep(id, kForms, fresh));
    ACCORD_TRY(auto found, secrets.find(id, kForms));
    return found;
  });
  if (kept) {
    return kept->value_or(fresh);
  }
  // Who may only read sends no form.
  const auto* fault = std::get_if<Fault>(&kept.error());
  return fault != nullptr && fault->kind == FaultKind::ReadOnly
             ? std::expected<std::string, ServiceError>{fresh}
             : std::unexpected(std::move(kept).error());
}

std::expected<Stored, ServiceError> stored(Databases& database, const PartnershipId& id,
                                           Instant now) {
  return database.read(id, [&](Connection& connection) -> std::expected<Stored, ServiceError> {
    Documents documents{connection};
    Stored found;
    ACCORD_TRY(auto rows, documents.partnerships());
    for (PartnershipRow& row : rows) {
      if (row.partnership == id) {
        found.row = std::move(row);
      }
    }
    ACCORD_TRY(found.documents, documents.count(id));
    ACCORD_TRY(found.policy, documents.current(id, "policy", now));
    ACCORD_TRY(found.directory, documents.current(id, "directory", now));
    ACCORD_TRY(found.calendar, documents.current(id, "calendar", now));
    ACCORD_TRY(found.forms_secret, Secrets{connection}.find(id, kForms));
    return found;
  });
}

}  // namespace

std::expected<std::shared_ptr<const WorkingCalendar>, ServiceError> calendar_for(
    const Policy& policy, const Directory& directory, const std::optional<Document>& own) {
  auto zone = Zone::load(policy.zone);
  if (!zone) {
    return std::unexpected(corrupt(zone.error()));
  }
  auto holidays =
      own ? parse_bank_holidays(own->text, "calendar") : embedded_bank_holidays(policy.calendar);
  if (!holidays) {
    return std::unexpected(corrupt(holidays.error()));
  }
  const auto conventions = conventions_of(policy);
  if (!conventions) {
    return std::unexpected(corrupt(conventions.error().what));
  }
  auto made = WorkingCalendar::create(*std::move(zone), *std::move(holidays),
                                      closures_of(directory), *conventions);
  if (!made) {
    return std::unexpected(corrupt(made.error()));
  }
  return std::make_shared<const WorkingCalendar>(*std::move(made));
}

std::vector<Component> Service::components() {
  return {ledger_component(), store_component()};
}

Service::Service(Databases databases, Options options)
    : database_(std::move(databases)),
      options_(std::move(options)),
      node_(options_.random_id()),
      cache_(std::make_shared<Cache>()) {}

std::expected<std::vector<PartnershipRow>, Fault> Service::partnerships_in(Database& database) {
  const auto all = [](Connection& connection) { return Documents{connection}.partnerships(); };
  ACCORD_TRY(auto rows, database.read_every(all));
  // One that was moved away may still be there.
  std::erase_if(
      rows, [&](const PartnershipRow& row) { return database_.of(row.partnership) != &database; });
  return rows;
}

std::expected<std::vector<PartnershipRow>, Fault> Service::partnerships() {
  std::vector<PartnershipRow> all;
  for (const auto& database : database_.every()) {
    ACCORD_TRY(auto rows, partnerships_in(*database));
    std::ranges::move(rows, std::back_inserter(all));
  }
  std::ranges::sort(all, {}, &PartnershipRow::partnership);
  return all;
}

std::expected<std::shared_ptr<const Partnership>, ServiceError> Service::partnership(
    const PartnershipId& id) {
  if (database_.of(id) == nullptr) {
    return std::unexpected(NotThere{});
  }
  const Instant now = options_.now();
  ACCORD_TRY(
      const auto count,
      database_.read(id, [&](Connection& connection) -> std::expected<std::int64_t, ServiceError> {
        ACCORD_TRY(const auto found, Documents{connection}.count(id));
        return found;
      }));
  {
    const std::lock_guard lock{cache_->mutex};
    const auto kept = cache_->partnerships.find(id.text());
    // A document that takes effect later is looked at again within a minute of its time.
    if (kept != cache_->partnerships.end() && kept->second.documents == count &&
        now.seconds - kept->second.read_at.seconds < 60) {
      return kept->second.partnership;
    }
  }
  ACCORD_TRY(auto found, stored(database_, id, now));
  if (!found.row) {
    return std::unexpected(NotThere{});
  }
  if (!found.policy || !found.directory) {
    return std::unexpected(corrupt("the database has no " +
                                   std::string{found.policy ? "directory" : "policy"} +
                                   " in force of '" + id.text() +
                                   "', and a partnership has one from when it is added: restore "
                                   "the database (accord verify says more)"));
  }
  if (!found.forms_secret) {
    ACCORD_TRY(found.forms_secret, shared_secret(database_, id, options_.random_id()));
  }
  auto made = std::make_shared<Partnership>();
  made->row = *std::move(found.row);
  made->forms_secret = *std::move(found.forms_secret);
  ACCORD_TRY(made->policy, as_adopted(policy_from(found.policy->text)));
  ACCORD_TRY(made->directory,
             as_adopted(directory_from(found.directory->text, made->policy->zone)));
  ACCORD_TRY(made->calendar, calendar_for(*made->policy, *made->directory, found.calendar));
  const std::lock_guard lock{cache_->mutex};
  cache_->partnerships[id.text()] = {made, found.documents, now};
  cache_->rules.clear();
  return made;
}

std::shared_ptr<const Partnership> Service::last_known(const PartnershipId& id) const {
  const std::lock_guard lock{cache_->mutex};
  const auto kept = cache_->partnerships.find(id.text());
  return kept == cache_->partnerships.end() ? nullptr : kept->second.partnership;
}

std::expected<Rules, ServiceError> Service::rules(const Partnership& partnership,
                                                  const std::string& hash) {
  if (partnership.policy->hash == hash) {
    return Rules{partnership.policy, partnership.calendar};
  }
  const std::string key = partnership.row.partnership.text() + "/" + hash;
  {
    const std::lock_guard lock{cache_->mutex};
    const auto kept = cache_->rules.find(key);
    if (kept != cache_->rules.end()) {
      return kept->second;
    }
  }
  using Found = std::pair<std::optional<Document>, std::optional<Document>>;
  ACCORD_TRY(
      auto found,
      database_.read(partnership.row.partnership,
                     [&](Connection& connection) -> std::expected<Found, ServiceError> {
                       Documents documents{connection};
                       ACCORD_TRY(auto policy,
                                  documents.by_hash(partnership.row.partnership, "policy", hash));
                       ACCORD_TRY(auto calendar, documents.current(partnership.row.partnership,
                                                                   "calendar", options_.now()));
                       return Found{std::move(policy), std::move(calendar)};
                     }));
  if (!found.first) {
    return std::unexpected(corrupt("the policy " + hash + " is not in the database"));
  }
  Rules made;
  ACCORD_TRY(made.policy, policy_from(found.first->text));
  ACCORD_TRY(made.calendar, calendar_for(*made.policy, *partnership.directory, found.second));
  const std::lock_guard lock{cache_->mutex};
  cache_->rules[key] = made;
  return made;
}

std::expected<std::shared_ptr<const Policy>, ServiceError> checked_policy(const std::string& text) {
  ACCORD_TRY(auto policy, policy_from(text));
  std::vector<Problem> errors;
  for (const Finding& finding : check_policy(*policy)) {
    if (finding.level == Finding::Level::Error) {
      errors.push_back({finding.mark, finding.message, finding.suggestion});
    }
  }
  if (!errors.empty()) {
    return std::unexpected(unreadable("policy", errors));
  }
  return policy;
}

std::expected<void, ServiceError> Service::add_partnership(const PartnershipRow& row,
                                                           const std::string& policy_text,
                                                           const std::string& directory_text) {
  ACCORD_TRY(const auto policy, checked_policy(policy_text));
  ACCORD_TRY(const auto directory, directory_from(directory_text, policy->zone));
  const Instant now = options_.now();
  return database_.write(
      row.partnership, [&](Connection& connection) -> std::expected<void, ServiceError> {
        Documents documents{connection};
        ACCORD_TRY_DO(documents.add_partnership(row, now));
        ACCORD_TRY_DO(documents.put(row.partnership, "policy", policy_text, Instant{0}, now));
        ACCORD_TRY_DO(documents.put(row.partnership, "directory", directory_text, Instant{0}, now));
        return {};
      });
}

std::expected<void, ServiceError> Service::adopt_policy(const PartnershipId& id,
                                                        const std::string& policy_text,
                                                        Instant effective) {
  ACCORD_TRY_DO(checked_policy(policy_text));
  const Instant now = options_.now();
  return database_.write(id, [&](Connection& connection) -> std::expected<void, ServiceError> {
    ACCORD_TRY_DO(Documents{connection}.put(id, "policy", policy_text, effective, now));
    return {};
  });
}

std::expected<std::int64_t, ServiceError> Service::replace_directory(
    const PartnershipId& id, const std::string& directory_text) {
  ACCORD_TRY(const auto before, partnership(id));
  ACCORD_TRY(const auto directory, directory_from(directory_text, before->policy->zone));
  const auto closures = closures_of(*directory);
  const bool closed = !closures.empty() || !closures_of(*before->directory).empty();
  if (closed) {
    ACCORD_TRY(const auto open, open_disagreements(id));
    ACCORD_TRY_DO(pass_time_in(id, open, ""));
  }
  const Instant now = options_.now();
  const auto put = [&](Connection& connection) -> std::expected<void, ServiceError> {
    ACCORD_TRY_DO(Documents{connection}.put(id, "directory", directory_text, now, now));
    return {};
  };
  ACCORD_TRY_DO(database_.write(id, put));
  if (!closed) {
    return 0;
  }
  return rederive(id, why_closures_changed(closures_of(*before->directory), closures));
}

}  // namespace accord
