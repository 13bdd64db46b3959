#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/try.hpp"
#include "disagreement/acts.hpp"

namespace accord {

namespace {

bool holder_exists(const FactRule& rule, const std::string& holder, const std::vector<Side>& sides,
                   const std::vector<Child>& children) {
  switch (rule.held_by) {
    case HeldBy::Case: return holder.empty();
    case HeldBy::EachSide:
      return std::ranges::find(sides, AgencyId{holder}, &Side::agency) != sides.end();
    case HeldBy::EachChild:
      return std::ranges::find(children, holder, &Child::id) != children.end();
  }
  return false;
}

/// The words that the policy offers for it, once each.
Answer check_words(const FactRule& rule, const GivenFact& given) {
  for (const std::string& word : given.words) {
    if (std::ranges::find(rule.one_of, word) == rule.one_of.end() && !rule.or_else) {
      return refuse(Refusal::Kind::NotFound, "'" + word + "' is no answer to “" + rule.asks + "”.",
                    fmt::format("Choose one of: {}.", fmt::join(rule.one_of, ", ")), given.fact);
    }
    if (std::ranges::count(given.words, word) > 1) {
      return refuse(Refusal::Kind::Incomplete,
                    "'" + word + "' is given twice to “" + rule.asks + "”.",
                    "Give each answer once.", given.fact);
    }
  }
  return {};
}

}  // namespace

Answer check_answer(const Course& course, const FactRule& rule, const GivenFact& given,
                    const std::vector<Side>& sides, const std::vector<Child>& children) {
  if (!holder_exists(rule, given.holder, sides, children)) {
    return refuse(Refusal::Kind::NotFound, "Say whom the answer is about: " + rule.asks, "",
                  given.fact);
  }
  const bool moment = rule.kind == FactKind::Moment;
  if (moment ? !given.words.empty() : given.moment.has_value()) {
    return refuse(
        Refusal::Kind::Incomplete,
        (moment ? "This asks for a date and a time: " : "This asks for words: ") + rule.asks,
        moment ? "Give it as the moment." : "Give them as the words.", given.fact);
  }
  if (rule.kind == FactKind::Words) {
    ACCORD_TRY_DO(check_words(rule, given));
  }
  if (given.words.size() > 1 && !(rule.kind == FactKind::Words && rule.several)) {
    return refuse(Refusal::Kind::Incomplete, "Choose one answer only: " + rule.asks, "",
                  given.fact);
  }
  return require_moment(course, given);
}

}  // namespace accord
