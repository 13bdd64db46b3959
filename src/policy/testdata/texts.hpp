#pragma once

#include <string>
#include <string_view>

#include "policy/policy.hpp"

namespace accord::testdata {

/// The text of testdata/northmoor.yaml: an invented policy with every key.
[[nodiscard]] std::string northmoor();

/// `text` with its first `from` replaced by `to`; stops the test when `from` is not in it.
[[nodiscard]] std::string with(std::string text, std::string_view from, std::string_view to);

/// `text` so many times, for what is too deep or too long.
[[nodiscard]] std::string repeated(std::string_view text, int times);

/// A small policy around the given parts, which are written as they stand in a file: `stages` is
/// indented by two, like its facts and duties.
struct Parts {
  std::string_view facts = "";
  std::string_view roles = "";
  std::string_view start_exits = "    - {id: begin, go: talk}\n";
  std::string_view stages = "";
  std::string_view throughout = "";
  std::string_view after = "";
  std::string_view top = "";  ///< further keys at the top
};
[[nodiscard]] std::string small_policy(const Parts& parts);

/// Reads a policy that has no problem; stops the test when it has.
[[nodiscard]] Policy read_sound(std::string_view yaml);

}  // namespace accord::testdata
