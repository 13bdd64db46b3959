#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace accord {

/// What `accord policy timeline` is asked, as typed.
struct PolicyTimelineArguments {
  std::string file;
  std::string raised;              ///< local to the policy's zone unless it has an offset
  std::string urgency;             ///< the class: a word of the fact `urgency`
  std::string route;               ///< an exit of `start`
  std::vector<std::string> facts;  ///< NAME=WORD
  bool json = false;
};

/// `accord policy timeline`: every duty and when it is due, if each step runs to its limit and
/// moves on then. Where the route or the class is left out it says which it took and what else
/// there is: before the text, or on `err` where the answer is for programs. 0 done, 1 the policy
/// has no such timeline, 2 could not run.
[[nodiscard]] int run_policy_timeline(const PolicyTimelineArguments& arguments, std::ostream& out,
                                      std::ostream& err);

}  // namespace accord
