#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "telling/names.hpp"

namespace accord {

/// "Why this deadline?" in words: every limit that was weighed, the days counted, and which of them
/// binds. The same wherever it is asked.

struct CountCell {
  std::string day;     ///< "Thu 9"
  std::string number;  ///< which of the days counted; "–" where it did not count
  std::string note;    ///< "Start", "Good Friday", "Due 5pm"; may be empty
  bool off = false;
  bool due = false;

  bool operator==(const CountCell&) const = default;
};

struct LimitLine {
  std::string words;  ///< "5 working days from raising (…). That gives Thursday 9 April 2026, 5pm."
  std::string clause;  ///< may be empty
  std::string reading;
  std::string rule;  ///< how the limit was counted
  bool binds = false;
  bool local_target = false;
  bool projected = false;
  std::vector<CountCell> cells;  ///< none where nobody would count them

  bool operator==(const LimitLine&) const = default;
};

struct DeadlineWords {
  std::string sentence;
  std::vector<LimitLine> limits;
  bool both_may_agree = false;  ///< another date can be agreed

  bool operator==(const DeadlineWords&) const = default;
};

[[nodiscard]] DeadlineWords deadline_words(const Names& names, const DutyState& duty);

/// Until when a right or an exit stands open (kernel rule 26), with its working: "10 working days
/// from when … (…). That gives …."; of several limits the one that binds.
[[nodiscard]] std::string until_words(const Names& names, const Clock& until, const Condition& when,
                                      std::string_view scope);

/// Whether the sides may agree another date for this duty now.
[[nodiscard]] bool may_agree_date(const Names& names, const DutyState& duty);

}  // namespace accord
