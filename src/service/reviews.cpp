#include "service/reviews.hpp"

#include <algorithm>

namespace accord {

namespace {

using Kind = PartnershipEntry::Kind;

std::optional<Date> day_of(const std::string& iso) {
  const auto day = parse_date(iso);
  return day ? std::optional{*day} : std::nullopt;
}

}  // namespace

std::optional<Instant> NextReview::due(const WorkingCalendar& calendar) const {
  if (!day) {
    return std::nullopt;
  }
  return calendar.zone().to_instant({*day, calendar.conventions().closes_s});
}

NextReview next_review(const Policy& policy, const std::vector<PartnershipEntry>& record) {
  const auto set = std::find_if(record.rbegin(), record.rend(), [](const PartnershipEntry& entry) {
    return entry.kind == Kind::ReviewSet;
  });
  if (set != record.rend()) {
    return {set->field("says"), day_of(set->field("date")), PostId{set->field("post")}};
  }
  return {policy.next_review, day_of(policy.next_review_date), {}};
}

bool is_duty_of(const NextReview& next, const PersonId& person, const Directory& directory,
                Instant now) {
  return !next.post.empty() && directory.acts_for(person, next.post, now);
}

std::vector<PartnershipEntry> reviews_held(const std::vector<PartnershipEntry>& record) {
  std::vector<PartnershipEntry> held;
  std::copy_if(record.rbegin(), record.rend(), std::back_inserter(held),
               [](const PartnershipEntry& entry) { return entry.kind == Kind::PolicyReviewed; });
  return held;
}

std::vector<PartnershipEntry> adoptions(const std::vector<PartnershipEntry>& record) {
  std::vector<PartnershipEntry> found;
  for (auto entry = record.rbegin(); entry != record.rend(); ++entry) {
    const bool earlier = std::ranges::any_of(
        found, [&](const PartnershipEntry& later) { return later.by.agency == entry->by.agency; });
    if (entry->kind == Kind::PolicyAdopted && !earlier) {
      found.push_back(*entry);
    }
  }
  return found;
}

PartnershipEntry to_partnership_entry(const PolicyCommand& command, const Actor& by,
                                      const Policy& policy) {
  struct Entering {
    PartnershipEntry& entry;
    const std::string& version;

    void operator()(const RecordReview& held) const {
      entry.kind = Kind::PolicyReviewed;
      entry.fields = {{"date", to_iso(held.date)},
                      {"who", held.who},
                      {"what", held.what},
                      {"version", version}};
    }
    void operator()(const SetNextReview& next) const {
      entry.kind = Kind::ReviewSet;
      entry.fields = {{"says", next.says}, {"date", to_iso(next.date)}, {"post", next.post.text()}};
    }
    void operator()(const AdoptPolicy& adopted) const {
      entry.kind = Kind::PolicyAdopted;
      entry.fields = {{"who", adopted.who},
                      {"date", to_iso(adopted.date)},
                      {"says", adopted.says},
                      {"review", to_iso(adopted.review)},
                      {"version", version}};
    }
  };
  PartnershipEntry entry;
  entry.by = by;
  std::visit(Entering{entry, policy.version}, command);
  return entry;
}

}  // namespace accord
