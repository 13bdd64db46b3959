#pragma once

#include <iosfwd>
#include <string>

namespace accord {

/// What `accord calendar list` is asked, as typed.
struct CalendarListArguments {
  std::string calendar = "england-and-wales";  ///< a name, or a file in the format of calendars/
  int from_year = 0;                           ///< 0: where the calendar begins
  int to_year = 0;                             ///< 0: where it ends
  bool json = false;
};

/// `accord calendar list`: the bank holidays to `out`. 0 done, 2 could not run.
[[nodiscard]] int run_calendar_list(const CalendarListArguments& arguments, std::ostream& out,
                                    std::ostream& err);

/// What `accord calendar import` is asked, as typed.
struct CalendarImportArguments {
  std::string file;  ///< the official bank-holidays.json
  std::string calendar = "england-and-wales";
  std::string output;  ///< the calendar file to write; empty: to `out`
};

/// `accord calendar import`: a calendar file with the official list in it, and to `err` what that
/// list adds and removes. The file is written whole or not at all. 0 done, 2 could not run.
[[nodiscard]] int run_calendar_import(const CalendarImportArguments& arguments, std::ostream& out,
                                      std::ostream& err);

}  // namespace accord
