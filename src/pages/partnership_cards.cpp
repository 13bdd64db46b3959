#include "base/try.hpp"
#include "pages/due_words.hpp"
#include "pages/reviews.hpp"
#include "pages/work.hpp"
#include "service/learning.hpp"

namespace accord {

namespace {

DutyCard card_of(const PageContext& context, std::optional<Instant> due, std::string title,
                 std::string about, const std::string& path, bool projected) {
  const DueWords words = due_words(due, context.now(), context.zone(), projected);
  DutyCard card;
  card.card = words.card;
  card.tag = words.tag;
  card.tag_class = words.tag_class;
  card.when = words.when;
  card.title = std::move(title);
  card.reference = about;
  card.href = context.href(path);
  card.meta = std::move(about);
  return card;
}

}  // namespace

bool is_projected(const DutyRow& row, const WorkingCalendar& calendar) {
  const bool chosen = row.duty == "action" || row.duty == "outstanding_issue";
  return !chosen && lies_beyond_published(row.due, calendar);
}

std::expected<DatedCards, ServiceError> partnership_cards(const PageContext& context,
                                                          const std::vector<DutyRow>& work) {
  DatedCards cards;
  for (const DutyRow& row : work) {
    const DutyRule* rule = context.policy().duty(row.scope, row.duty);
    if (!row.reference.empty() || rule == nullptr) {
      continue;
    }
    DutyCard card = card_of(context, row.due, rule->what, "Learning",
                            "/learning/" + learning_key(row.disagreement),
                            is_projected(row, context.calendar()));
    card.local_target = row.local_target;
    cards.emplace_back(row.due, std::move(card));
  }
  if (const auto next = my_next_review(context)) {
    const auto due = next->due(context.calendar());
    cards.emplace_back(due, card_of(context, due, "Review the policy", context.policy().title,
                                    "/policy/reviews", false));
  }
  return cards;
}

}  // namespace accord
