#include <algorithm>
#include <set>

#include "access/adopt.hpp"
#include "base/try.hpp"
#include "calendar/date.hpp"
#include "disagreement/acts.hpp"
#include "disagreement/written.hpp"
#include "ledger/digest.hpp"
#include "service/service.hpp"

namespace accord {

namespace {

constexpr int kMostTries = 20;

/// GLO-22: the partnership reviews its policy; each agency adopts it for itself.
std::expected<void, ServiceError> may_add(const PartnershipEntry& entry, const Directory& directory,
                                          Instant now) {
  const Person* person = directory.person(entry.by.person);
  const bool theirs = person != nullptr && person->agency == entry.by.agency;
  const bool adopts = entry.kind == PartnershipEntry::Kind::PolicyAdopted;
  // What was added is recorded with its row alone (`Documents`).
  const bool with_row = entry.kind == PartnershipEntry::Kind::PartnershipAdded ||
                        entry.kind == PartnershipEntry::Kind::DocumentAdded;
  if (!theirs || with_row || adopts == serves_partnership(entry.by, directory)) {
    return std::unexpected(NotThere{});
  }
  if (adopts) {
    ACCORD_TRY_DO(may_adopt(entry.by, directory, now));
  }
  return {};
}

Answer check_day(const PartnershipEntry& entry, const std::string& field, const std::string& what) {
  constexpr int kFirstYear = 1900;
  constexpr int kLastYear = 2199;
  const auto day = parse_date(entry.field(field));
  if (day && year_of(*day) >= kFirstYear && year_of(*day) <= kLastYear) {
    return {};
  }
  return refuse(Refusal::Kind::Incomplete, "There is no such day for " + what + ".",
                "Say on which day, such as 2026-03-27.", field);
}

Answer check_line(const PartnershipEntry& entry, const std::string& field,
                  const std::string& what) {
  ACCORD_TRY_DO(require_text(entry.field(field), field, what));
  return check_written(entry.field(field), field, what, Lines::One);
}

Answer check_says(const PartnershipEntry& entry) {
  return check_written(entry.field("says"), "says", "what was said of it", Lines::One);
}

/// What an entry needs, whatever it comes from: a page asks for the same before it sends.
Answer check_entry(const PartnershipEntry& entry, const Directory& directory) {
  switch (entry.kind) {
    case PartnershipEntry::Kind::PolicyReviewed:
      ACCORD_TRY_DO(check_day(entry, "date", "the review"));
      ACCORD_TRY_DO(check_line(entry, "who", "who reviewed it"));
      ACCORD_TRY_DO(require_text(entry.field("what"), "what", "what was found"));
      return check_written(entry.field("what"), "what", "what was found", Lines::Many);
    case PartnershipEntry::Kind::ReviewSet: {
      ACCORD_TRY_DO(check_says(entry));
      ACCORD_TRY_DO(check_day(entry, "date", "the next review"));
      const Post* post = directory.post(PostId{entry.field("post")});
      const Agency* agency = post != nullptr ? directory.agency(post->agency) : nullptr;
      if (agency == nullptr || !agency->is_partnership) {
        return refuse(Refusal::Kind::NotFound, "The next review is the duty of a post.",
                      "Name a post of the partnership's own.", "post");
      }
      return {};
    }
    case PartnershipEntry::Kind::PolicyAdopted:
      ACCORD_TRY_DO(check_line(entry, "who", "who agreed it"));
      ACCORD_TRY_DO(check_day(entry, "date", "the agreement"));
      ACCORD_TRY_DO(check_says(entry));
      return check_day(entry, "review", "your agency's own review");
    case PartnershipEntry::Kind::PartnershipAdded:
    case PartnershipEntry::Kind::DocumentAdded: break;
  }
  return {};
}

/// The answer to a command whose id another one had: what that one recorded, if it is theirs and
/// stands here.
ServiceError id_used(const std::vector<PartnershipEntry>& record, const Appended& first,
                     const Actor& by) {
  const bool here = first.stream.disagreement == partnership_stream();
  const auto entry = std::ranges::find(record, first.first, &PartnershipEntry::sequence);
  if (!here || entry == record.end() || entry->by != by) {
    return Conflict{};
  }
  return RecordedBefore{{first.stream.disagreement, "", first.first, first.last, true},
                        first.recorded_at,
                        std::string{to_word(entry->kind)}};
}

/// Whether there is anything to show of it: a form that is still to be copied, or a point that is
/// still to be drawn out, is no form and no point, and its disagreement need not be read. What
/// waits to be considered was put to somebody.
bool has_come_about(Purpose purpose, std::string_view status) {
  return purpose == Purpose::LearningConsidered || status == "met";
}

}  // namespace

std::expected<std::vector<PartnershipEntry>, ServiceError> Service::partnership_record(
    const PartnershipId& partnership) {
  using Entries = std::vector<PartnershipEntry>;
  return database_.read(
      partnership, [&](Connection& connection) -> std::expected<Entries, ServiceError> {
        ACCORD_TRY(const auto stored, Ledger{connection}.read({partnership, partnership_stream()}));
        Entries found;
        found.reserve(stored.size());
        for (const StoredEntry& one : stored) {
          ACCORD_TRY(auto entry, to_partnership_entry(one));
          found.push_back(std::move(entry));
        }
        return found;
      });
}

std::expected<Recorded, ServiceError> Service::add_to_partnership_record(
    const PartnershipId& partnership_id, const PartnershipEntry& entry, const CommandId& command,
    const std::string& body) {
  ACCORD_TRY(const auto there, partnership(partnership_id));
  ACCORD_TRY_DO(may_add(entry, *there->directory, options_.now()));
  ACCORD_TRY_DO(check_entry(entry, *there->directory));
  const std::vector<NewEntry> entries{to_entry(entry)};
  const StreamId stream{partnership_id, partnership_stream()};
  for (int attempt = 0; attempt < kMostTries; ++attempt) {
    const auto appended = database_.write(
        partnership_id, [&](Connection& connection) -> std::expected<Appended, AppendError> {
          Ledger ledger{connection};
          Append append;
          append.stream = stream;
          // Nothing is decided from what stands before it: whoever comes second is added after.
          ACCORD_TRY(append.expected, ledger.version(stream));
          append.command = command;
          append.body = sha256(std::as_bytes(std::span{body}));
          append.now = options_.now();
          append.entries = entries;
          return ledger.append(append);
        });
    if (appended) {
      return Recorded{partnership_stream(), "", appended->first, appended->last, false};
    }
    if (const auto* same = std::get_if<SameCommand>(&appended.error())) {
      return Recorded{partnership_stream(), "", same->first.first, same->first.last, true};
    }
    if (const auto* reused = std::get_if<CommandReused>(&appended.error())) {
      ACCORD_TRY(const auto record, partnership_record(partnership_id));
      return std::unexpected(id_used(record, reused->first, entry.by));
    }
    if (const auto* fault = std::get_if<Fault>(&appended.error())) {
      return std::unexpected(*fault);
    }
  }
  return std::unexpected(Conflict{});
}

std::expected<std::vector<Loaded>, ServiceError> Service::about(
    const PartnershipId& partnership_id, const std::vector<Purpose>& purposes,
    const Actor& viewer) {
  ACCORD_TRY(const auto there, partnership(partnership_id));
  ACCORD_TRY(const auto duties, all_duties(partnership_id));
  std::set<DisagreementId> ids;
  for (const DutyRow& row : duties) {
    const DutyRule* rule = there->policy->duty(row.scope, row.duty);
    const bool asked =
        rule != nullptr && std::ranges::find(purposes, rule->purpose) != purposes.end();
    if (asked && has_come_about(rule->purpose, row.status)) {
      ids.insert(row.disagreement);
    }
  }
  std::vector<Loaded> found;
  found.reserve(ids.size());
  for (const DisagreementId& id : ids) {
    ACCORD_TRY(auto loaded, fold(partnership_id, id));
    loaded.relations = relations(viewer, loaded.state, circumstances(loaded));
    found.push_back(std::move(loaded));
  }
  std::ranges::stable_sort(found, std::ranges::greater{},
                           [](const Loaded& one) { return one.state.raised_at; });
  return found;
}

}  // namespace accord
