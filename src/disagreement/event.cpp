#include "disagreement/event.hpp"

#include <array>

namespace accord {

namespace {

constexpr std::array<std::string_view, std::variant_size_v<EventBody>> kKinds{
    "raised",
    "fact_set",
    "fact_proposed",
    "child_timescale_set",
    "child_timescale_proposed",
    "done",
    "taken",
    "terms_declined",
    "date_proposed",
    "undertaken",
    "corrected",
    "noted",
    "rebound",
    "policy_changed",
    "stage_begun",
    "stage_left",
    "stage_skipped",
    "exit_fired",
    "duty_opened",
    "duty_met",
    "duty_overdue",
    "duty_lapsed",
    "deadline_changed",
    "date_agreed",
    "resolved",
    "finished",
    "terms_lapsed"};

constexpr std::size_t kFirstConsequence = 14;
static_assert(std::is_same_v<std::variant_alternative_t<kFirstConsequence, EventBody>, StageBegun>);

}  // namespace

std::string_view kind_of(const EventBody& body) {
  return kKinds.at(body.index());
}

bool is_act(const EventBody& body) {
  return body.index() < kFirstConsequence;
}

}  // namespace accord
