#include "pages/longest_times.hpp"

#include <fmt/format.h>

#include "rehearsal/longest_year.hpp"
#include "telling/phrase.hpp"

namespace accord {

std::shared_ptr<const LongestSentences> LongestTimes::of(const Partnership& partnership,
                                                         Instant now) {
  const Policy& policy = *partnership.policy;
  const WorkingCalendar& calendar = *partnership.calendar;
  // From the first day of the year on, so that the answer is the same until the next; nothing was
  // raised under it before it was in force.
  const Date new_year = date_of(year_of(calendar.zone().to_local(now).day), 1, 1);
  const Date first = std::max(new_year, parse_date(policy.effective).value_or(new_year));
  const std::string key =
      fmt::format("{}\n{}\n{}\n{}", policy.hash, calendar.version(), to_iso(first),
                  LongestOfYear::levels_of(*partnership.directory));
  const std::lock_guard lock{mutex_};
  const auto kept = known_.find(key);
  if (kept != known_.end()) {
    return kept->second;
  }
  if (known_.size() == kMost) {
    known_.clear();
  }
  ++worked_out_;
  auto sentences = std::make_shared<LongestSentences>();
  const auto year = LongestOfYear::of(policy, calendar, partnership.directory.get(), first);
  if (year) {
    for (const SaidOfClasses& said : year->said(policy, calendar.zone())) {
      sentences->each.push_back(capitalised(with_names(said.words, policy)) + ".");
    }
    sentences->over = capitalised(year->over()) + ".";
  } else {
    sentences->each.push_back(fmt::format("It was not worked out: {}.", year.error()));
  }
  known_.emplace(key, sentences);
  return sentences;
}

}  // namespace accord
