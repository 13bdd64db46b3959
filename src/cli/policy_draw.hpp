#pragma once

#include <iosfwd>
#include <string>

namespace accord {

/// What `accord policy draw` is asked, as typed.
struct PolicyDrawArguments {
  std::string file;
  std::string output;  ///< the SVG file to write; empty: to `out`
  bool dot = false;    ///< the text for Graphviz in place of the picture
  bool bpmn = false;   ///< a BPMN 2.0 file in place of the picture
  bool list = false;   ///< the same in words, one stage after the other
  bool json = false;   ///< the list for programs
};

/// `accord policy draw`: the flowchart of a policy. A file is written whole or not at all. 0 done,
/// 1 the policy has an error, 2 could not run.
[[nodiscard]] int run_policy_draw(const PolicyDrawArguments& arguments, std::ostream& out,
                                  std::ostream& err);

}  // namespace accord
