#include "rehearsal/longest.hpp"

#include <algorithm>
#include <iterator>

#include "base/try.hpp"
#include "rehearsal/longest_run.hpp"

namespace accord {

namespace {

/// So many steps, of all classes together, are followed on every date: a second of work. Where
/// there are more, on fewer dates.
constexpr std::size_t kStepsOfEveryDate = 600;
constexpr std::size_t kMostSteps = 6000;

void keep_longer(std::optional<LongestWay>& kept, std::optional<LongestWay> other) {
  if (other && (!kept || other->days > kept->days)) {
    kept = std::move(other);
  }
}

void add_all(std::vector<NoLongest>& to, const std::vector<NoLongest>& from) {
  for (const NoLongest& one : from) {
    if (std::ranges::find(to, one) == to.end()) {
      to.push_back(one);
    }
  }
}

/// Both for the same words: they differ in whether a date is known, which nobody can tell before.
void merge(Longest& into, Longest other) {
  if (!into.why.empty() || !other.why.empty()) {
    into.stated.reset();
  } else {
    keep_longer(into.stated, std::move(other.stated));
  }
  add_all(into.why, other.why);
  for (CutByCap& one : other.cut) {
    if (std::ranges::find(into.cut, one.stage, &CutByCap::stage) == into.cut.end()) {
      into.cut.push_back(std::move(one));
    }
  }
  keep_longer(into.targets, std::move(other.targets));
  add_all(into.why_targets, other.why_targets);
}

}  // namespace

std::expected<std::vector<Longest>, std::string> longest(const Policy& policy,
                                                         const WorkingCalendar& calendar,
                                                         const LongestQuestion& question) {
  ACCORD_TRY(const std::vector<GivenWords> classes, classes_of(policy));
  std::vector<Ways> of_classes;
  std::size_t steps = 0;
  for (const GivenWords& given : classes) {
    ACCORD_TRY(Ways ways, ways_through(policy, given, kMostSteps - steps));
    steps += ways.steps.size();
    of_classes.push_back(std::move(ways));
  }
  LongestQuestion asked = question;
  asked.every = std::max(question.every, static_cast<int>(steps / kStepsOfEveryDate) + 1);
  std::vector<Longest> answers;
  for (std::size_t i = 0; i < classes.size(); ++i) {
    const GivenWords& given = classes[i];
    const Ways& ways = of_classes[i];
    Longest answer{.every = asked.every};
    std::ranges::copy_if(given, std::back_inserter(answer.facts),
                         [](const auto& one) { return one.first.find('=') == std::string::npos; });
    Running running{policy, calendar, ways, given, question.levels};
    running.run(asked, Counting::Stated);
    answer.stated = running.why().empty() ? running.best() : std::nullopt;
    answer.why = running.why();
    running.run(asked, Counting::Targets);
    answer.targets = running.best();
    answer.why_targets = running.why();
    answer.cut = running.cut();
    if (running.beyond_calendar()) {
      return std::unexpected("deadlines that lie beyond the calendar");
    }
    const auto same = std::ranges::find(answers, answer.facts, &Longest::facts);
    if (same == answers.end()) {
      answers.push_back(std::move(answer));
    } else {
      merge(*same, std::move(answer));
    }
  }
  return answers;
}

}  // namespace accord
