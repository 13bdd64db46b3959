// A policy file, whatever it holds: refused with places that exist, or a policy that the checker,
// the words and the drawing can take, executable or not.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/check.hpp"
#include "policy/checker.hpp"
#include "policy/flowchart.hpp"
#include "policy/reader.hpp"
#include "policy/walk.hpp"
#include "policy/words.hpp"

using namespace accord;

namespace {

void check_problems(const std::vector<Problem>& problems, std::string_view text) {
  const auto lines = 1 + std::count(text.begin(), text.end(), '\n');
  ACCORD_CHECK(!problems.empty() && problems.size() <= kMostProblems + 1);
  for (const Problem& problem : problems) {
    ACCORD_CHECK(problem.mark.line >= 1 && problem.mark.line <= lines + 1);
    ACCORD_CHECK(problem.mark.column >= 1);
    ACCORD_CHECK(!problem.what.empty());
    (void)to_line(problem);
  }
}

void use(const Policy& policy) {
  for (const Finding& finding : check_policy(policy)) {
    ACCORD_CHECK(!finding.code.empty() && !finding.message.empty());
    ACCORD_CHECK(!finding.suggestion.empty());
  }
  for_each_condition(policy, [&policy](const Condition& condition, const ConditionPlace&) {
    ACCORD_CHECK(!in_words(policy, condition).empty());
    ACCORD_CHECK(!not_in_words(policy, condition).empty());
    ACCORD_CHECK(!anchor_in_words(policy, condition).empty());
    for_each_word(condition, [&policy](const Condition& word, bool) {
      const Subject& subject = word.subject;
      ACCORD_CHECK(!subject.id.empty());
      ACCORD_CHECK(subject.kind != SubjectKind::Duty ||
                   policy.duty(subject.scope, subject.id) != nullptr);
      ACCORD_CHECK(subject.kind != SubjectKind::Exit ||
                   policy.exit(subject.scope, subject.id) != nullptr);
      ACCORD_CHECK(subject.kind != SubjectKind::Fact || policy.fact(subject.id) != nullptr);
    });
  });
  const Flowchart chart = flowchart(policy);
  (void)as_list(chart);
  ACCORD_CHECK(to_dot(chart).ends_with("}\n"));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  const ReadResult policy = read_policy(text);
  if (policy) {
    use(*policy);
  } else {
    check_problems(policy.error(), text);
  }
  return 0;
}
