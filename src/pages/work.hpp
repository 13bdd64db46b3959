#pragma once

#include <string>
#include <vector>

#include "pages/contacts.hpp"
#include "pages/site.hpp"

namespace accord {

/// "Your work": what waits for this person, what they began, and what others owe (ALL-5).

struct DutyCard {
  std::string card;  ///< a class; may be empty
  std::string tag;
  std::string tag_class;
  std::string when;
  bool local_target = false;
  bool advised = false;
  std::string title;  ///< an action
  std::string reference;
  std::string href;
  std::string meta;     ///< "4TXR-8B6W · Referral not accepted · Frontline staff"
  std::string body;     ///< what to do now; may be empty
  std::string go_on{};  ///< where the way on is offered when it is late; may be empty
};

struct DraftCard {
  std::string title;
  std::string href;
  std::string saved;
  std::string meta;
};

struct WaitingRow {
  std::string reference;
  std::string href;
  std::string who;
  std::string what;
  std::string when;
  std::string tag;  ///< only where it is near or late
  std::string tag_class;
};

struct WorkPage {
  static constexpr std::size_t kMost = 50;  ///< disagreements on it: those due soonest

  std::string today;
  std::string sentence;             ///< "1 late, 1 due today."
  std::vector<std::string> danger;  ///< references in immediate danger
  std::vector<DutyCard> duties;
  std::vector<DraftCard> drafts;
  std::vector<WaitingRow> waiting;
  std::size_t left_out = 0;  ///< disagreements that are not finished, beyond `kMost`
  std::vector<Contact> talk;
  std::vector<std::string> expected;  ///< the policy's own words to who hesitates
};

[[nodiscard]] std::expected<WorkPage, ServiceError> work_page(PageContext& context);
[[nodiscard]] Dictionary to_dictionary(const WorkPage& page, const PageContext& context);

/// Whether the date of a duty, as lists hold it, rests on bank holidays that are not yet published.
[[nodiscard]] bool is_projected(const DutyRow& row, const WorkingCalendar& calendar);

using DatedCards = std::vector<std::pair<std::optional<Instant>, DutyCard>>;
/// What waits for the person and belongs to no disagreement that they see: learning to be
/// considered (ALL-10), the policy's next review (GLO-22).
[[nodiscard]] std::expected<DatedCards, ServiceError> partnership_cards(
    const PageContext& context, const std::vector<DutyRow>& work);

/// The names of those who owe it: "Hannah Osei or Marcus Bell".
[[nodiscard]] std::string owed_by(const DutyState& duty, const Disagreement& state,
                                  const Circumstances& at);

/// The policy's words of one kind, each as it stands in the document.
[[nodiscard]] std::vector<std::string> words_shown(const Policy& policy, Words::Shown shown);

}  // namespace accord
