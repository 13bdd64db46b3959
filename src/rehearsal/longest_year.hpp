#pragma once

#include <expected>
#include <string>
#include <vector>

#include "directory/directory.hpp"
#include "rehearsal/longest.hpp"

namespace accord {

/// The longest times of one year of raising, and how they are told. Everybody who shows them asks
/// here: the checker, the timeline and the policy's page.
class LongestOfYear {
 public:
  /// Over the year from `first` on, or from as near to it as the calendar has. With a directory, a
  /// stage that goes up the line has as many levels as its longest line. The error says what there
  /// is too much of to follow.
  [[nodiscard]] static std::expected<LongestOfYear, std::string> of(const Policy& policy,
                                                                    const WorkingCalendar& calendar,
                                                                    const Directory* directory,
                                                                    Date first);

  /// How many posts stand above one at most: so often can a disagreement go up the line.
  [[nodiscard]] static int levels_of(const Directory& directory);
  [[nodiscard]] const std::vector<Longest>& answers() const { return answers_; }
  /// The answers as sentences, each once for all classes that it is true of. They point into this.
  [[nodiscard]] std::vector<SaidOfClasses> said(const Policy& policy, const Zone& zone) const;
  /// "every date of raising from Monday 5 January 2026 on, for a year, with every step at its
  /// limit"
  [[nodiscard]] std::string over() const;

 private:
  LongestQuestion question_;
  std::vector<Longest> answers_;
};

/// A sentence of these for whoever does not read the file: its ids in backticks become the names
/// that the policy shows, and "[2.1 a]" is "(clause 2.1 a)".
[[nodiscard]] std::string with_names(std::string_view words, const Policy& policy);

}  // namespace accord
