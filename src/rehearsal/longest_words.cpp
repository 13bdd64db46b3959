#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "policy/words.hpp"
#include "rehearsal/longest.hpp"

namespace accord {

namespace {

std::string days_of(int days, std::string_view unit) {
  return fmt::format("{} {}{}", days, unit, days == 1 ? "" : "s");
}

std::string cited(const std::string& clause) {
  return clause.empty() ? "" : fmt::format(" (clause {})", clause);
}

std::string step_in_words(const LongestStep& step) {
  std::string words = fmt::format("`{}`", step.stage);
  if (step.level > 1) {
    words += fmt::format(" level {}", step.level);
  }
  words +=
      step.local_target
          ? fmt::format(" {}", step.limit.empty() ? "a local target" : "local target " + step.limit)
          : fmt::format(" {}{}", step.limit, step.clause.empty() ? "" : " [" + step.clause + "]");
  if (!step.late.empty()) {
    words += fmt::format(", which starts again with `{}`, recorded as late as may be",
                         fmt::join(step.late, "` and `"));
  }
  return words;
}

/// "39 days (26 working days): raised on …, decided by …, through …"
std::string way_in_words(const LongestWay& way, const Zone& zone) {
  std::vector<std::string> steps;
  std::ranges::transform(way.steps, std::back_inserter(steps), step_in_words);
  return fmt::format("{} ({}): raised on {}, decided by {}{}, through {}", days_of(way.days, "day"),
                     days_of(way.working_days, "working day"), to_words(zone, way.raised),
                     to_words(zone, way.until), way.projected ? " (projected)" : "",
                     fmt::join(steps, ", "));
}

std::string why_in_words(const NoLongest& why) {
  switch (why.why) {
    case NoLongest::Why::NotStated:
      return fmt::format("the time of `{}` runs from {}, which may never come{}", why.stage,
                         why.from, cited(why.clause));
    case NoLongest::Why::GivenDate:
      return fmt::format("`{}` runs from `{}`, a date that somebody gives{}", why.stage, why.from,
                         cited(why.clause));
    case NoLongest::Why::Levels:
      return fmt::format("`{}` has its time for each level of management, however many there are{}",
                         why.stage, cited(why.clause));
    case NoLongest::Why::WayBack:
      return fmt::format("`{}` leads back by the exit `{}`{}", why.stage, why.from,
                         cited(why.clause));
  }
  return {};
}

/// The stages without a time in one phrase, then the others.
std::string all_in_words(const std::vector<NoLongest>& why) {
  std::vector<std::string> untimed;
  std::vector<std::string> words;
  for (const NoLongest& one : why) {
    if (one.why == NoLongest::Why::NotStated && one.from.empty()) {
      untimed.push_back(one.stage);
    } else {
      words.push_back(why_in_words(one));
    }
  }
  if (!untimed.empty()) {
    words.insert(words.begin(),
                 fmt::format("no time is stated for `{}`", fmt::join(untimed, "`, `")));
  }
  return fmt::format("{}", fmt::join(words, "; "));
}

/// "where the level is urgent, "
std::string class_in_words(const Longest& answer) {
  std::vector<std::string> where;
  for (const auto& [fact, word] : answer.facts) {
    where.push_back(word.empty() ? fmt::format("the {} is not known", spaced(fact))
                                 : fmt::format("the {} is {}", spaced(fact), word));
  }
  return where.empty() ? "" : fmt::format("where {}, ", fmt::join(where, " and "));
}

/// "where the level is urgent, or where the level is routine, "; empty where they are all there
/// are.
std::string classes_in_words(const std::vector<const Longest*>& some, std::size_t all) {
  std::string words;
  for (const Longest* one : some) {
    if (some.size() < all) {
      words += (words.empty() ? "" : "or ") + class_in_words(*one);
    }
  }
  return words;
}

Longest without_class(const Longest& answer) {
  Longest plain = answer;
  plain.facts.clear();
  return plain;
}

bool asks_agreement(const LongestWay& way) {
  return std::ranges::any_of(way.steps, &LongestStep::by_agreement);
}

}  // namespace

std::string_view to_word(NoLongest::Why why) {
  switch (why) {
    case NoLongest::Why::NotStated: return "not_stated";
    case NoLongest::Why::GivenDate: return "given_date";
    case NoLongest::Why::Levels: return "levels";
    case NoLongest::Why::WayBack: return "way_back";
  }
  return {};
}

std::string in_words(const Zone& zone, const Longest& answer) {
  std::string words = class_in_words(answer);
  if (answer.stated) {
    words += fmt::format("the longest time to a final decision is {}",
                         way_in_words(*answer.stated, zone));
    words += asks_agreement(*answer.stated) ? "; unless both sides agree another date" : "";
  } else {
    words += fmt::format("the document sets no longest time to a final decision: {}",
                         all_in_words(answer.why));
  }
  const bool other =
      answer.targets && (!answer.stated || answer.targets->days != answer.stated->days);
  if (other) {
    words += fmt::format(". With the local targets it is {}", way_in_words(*answer.targets, zone));
    if (!answer.why_targets.empty()) {
      words += fmt::format("; not counted: {}", all_in_words(answer.why_targets));
    }
  }
  return words;
}

std::string in_words(const Zone& zone, const Longest& answer, const CutByCap& cut) {
  std::vector<std::string> before;
  std::ranges::transform(cut.before, std::back_inserter(before), step_in_words);
  const std::string after = before.empty() ? "" : fmt::format(" after {}", fmt::join(before, ", "));
  const std::string whole = fmt::format("the limit of the whole{} ends on {}",
                                        cut.cap_clause.empty() ? "" : " [" + cut.cap_clause + "]",
                                        to_words(zone, cut.cap));
  const std::string own =
      fmt::format("{}{}", cut.limit, cut.clause.empty() ? "" : " [" + cut.clause + "]");
  if (cut.leaves_nothing()) {
    return fmt::format(
        "{}`{}` may have no time at all: raised on {}, it begins{} on {}, with {} of its own, and "
        "{}",
        class_in_words(answer), cut.stage, to_words(zone.to_local(cut.raised).day), after,
        to_words(zone, cut.begun), own, whole);
  }
  return fmt::format(
      "{}`{}` may not have its whole time: raised on {}, it begins{} on {} and its {} would end on "
      "{}, but {}",
      class_in_words(answer), cut.stage, to_words(zone.to_local(cut.raised).day), after,
      to_words(zone, cut.begun), own, to_words(zone, cut.own_end), whole);
}

std::vector<SaidOfClasses> said_once(const Zone& zone, const std::vector<Longest>& answers) {
  std::vector<SaidOfClasses> said;
  for (const Longest& answer : answers) {
    std::string words = in_words(zone, without_class(answer));
    const auto same = std::ranges::find(said, words, &SaidOfClasses::words);
    if (same == said.end()) {
      said.push_back({std::move(words), {&answer}});
    } else {
      same->classes.push_back(&answer);
    }
  }
  for (SaidOfClasses& one : said) {
    one.words.insert(0, classes_in_words(one.classes, answers.size()));
  }
  return said;
}

std::vector<CutOfClasses> cuts_said_once(const Zone& zone, const std::vector<Longest>& answers) {
  std::vector<CutOfClasses> cuts;
  for (const Longest& answer : answers) {
    const Longest plain = without_class(answer);
    for (const CutByCap& cut : answer.cut) {
      std::string words = in_words(zone, plain, cut);
      const auto same = std::ranges::find(
          cuts, words, [](const CutOfClasses& one) -> const auto& { return one.said.words; });
      if (same == cuts.end()) {
        cuts.push_back({{std::move(words), {&answer}}, &cut});
      } else {
        same->said.classes.push_back(&answer);
      }
    }
  }
  for (CutOfClasses& one : cuts) {
    one.said.words.insert(0, classes_in_words(one.said.classes, answers.size()));
  }
  return cuts;
}

}  // namespace accord
