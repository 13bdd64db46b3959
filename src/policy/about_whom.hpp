#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "policy/policy.hpp"

namespace accord {

/// Whom a disagreement is about, in the words of a sentence: what the domain calls the child is the
/// child only where it is one. Every text for a reader takes the word from here (ALL-2).
struct AboutWhom {
  std::string the;   ///< "the child", "the children", "the child and the adult", "those affected"
  std::string a;     ///< "a child", "a child, an adult or a household", "somebody"
  std::string noun;  ///< without an article: "child", "child, adult or household"
  bool several = false;   ///< a verb follows it in the plural
  bool one_kind = false;  ///< children alone, adults alone, households alone

  /// "the child needs", "the children need"
  [[nodiscard]] std::string does(std::string_view one, std::string_view more) const;
  /// "is the child", "are the children"
  [[nodiscard]] std::string asked(std::string_view one, std::string_view more) const;
  /// "the child’s file"; "the file of the child and the adult"
  [[nodiscard]] std::string own(std::string_view what) const;
};

/// Of a disagreement: each of those whom it is about by `child`, `adult` or `household`. Other
/// words say nothing; nobody: those affected.
[[nodiscard]] AboutWhom about_whom(const std::vector<std::string>& kinds);

/// Where no disagreement is at hand: whom the policy lets it be about.
[[nodiscard]] AboutWhom about_whom(const Policy& policy);

}  // namespace accord
