#pragma once

#include <functional>
#include <iosfwd>
#include <string>

#include "base/instant.hpp"

namespace accord {

/// What `accord calendar apply` is asked, as typed.
struct CalendarApplyArguments {
  std::string file;         ///< in the format of calendars/ (docs/calendars.md)
  std::string database;     ///< such as accord.db
  std::string partnership;  ///< its key; empty: each that counts by these bank holidays
  bool yes = false;         ///< otherwise a preview alone
  bool json = false;
};

/// `accord calendar apply`: how many open deadlines these bank holidays move, the earliest first,
/// old and new; with `yes` they are put in force, and each deadline that moves is recorded with
/// why. The answer is the exit code: 0 done, or shown; 2 could not run.
[[nodiscard]] int run_calendar_apply(const CalendarApplyArguments& arguments,
                                     const std::function<Instant()>& now, std::ostream& out,
                                     std::ostream& err);

}  // namespace accord
