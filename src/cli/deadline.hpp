#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace accord {

/// What `accord deadline` is asked, as typed.
struct DeadlineArguments {
  std::string
      from;  ///< "2026-04-02T16:30": when it starts; local to `zone` unless it has an offset
  std::string limit;                           ///< in the words of a policy file: "5 working days"
  std::string calendar = "england-and-wales";  ///< a name, or a file in the format of calendars/
  std::string zone = "Europe/London";
  std::string opens = "09:00";
  std::string closes = "17:00";
  std::vector<std::string>
      closed;  ///< "2026-12-28" or "2026-12-28..2026-12-31", with "=Name" after it
  bool json = false;
};

/// `accord deadline`: one deadline and its working to `out`, complaints to `err`. The answer is the
/// exit code: 0 a deadline, 1 the limit names no time and so gives none, 2 it could not be found.
[[nodiscard]] int run_deadline(const DeadlineArguments& arguments, std::ostream& out,
                               std::ostream& err);

}  // namespace accord
