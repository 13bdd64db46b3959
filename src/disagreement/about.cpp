#include "disagreement/about.hpp"

#include <string>

namespace accord {

AboutWhom about_whom(const std::vector<Child>& children, const Policy& policy) {
  if (children.empty() && !policy.may_be_about("none")) {
    return about_whom(policy);
  }
  std::vector<std::string> kinds;
  for (const Child& one : children) {
    kinds.push_back(one.kind.empty() ? "child" : one.kind);
  }
  return about_whom(kinds);
}

}  // namespace accord
