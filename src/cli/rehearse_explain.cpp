#include "cli/rehearse_explain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <ostream>
#include <span>

#include "cli/lines.hpp"
#include "disagreement/outlook.hpp"
#include "telling/command_words.hpp"
#include "telling/explained.hpp"
#include "telling/refusal_words.hpp"

namespace accord {

namespace {

constexpr std::size_t kEntry = 5;    // under the title of an entry
constexpr std::size_t kFollows = 7;  // under "     - To do: …"
constexpr std::size_t kWhy = 9;      // the working of a date
constexpr std::size_t kLimit = 11;

/// A step with all that it said, and the circumstances in which it was played.
struct StepTold {
  const PlayedStep& step;
  std::string when;
  std::string who;    ///< empty: time passes
  std::string asked;  ///< what was asked for, in words
  Explained explained;
};

/// What a step said. Of a move, what came before it in the names of the version before.
Explained explained_step(const Disagreement& before, std::span<const Event> events,
                         const PlayedStep* earlier, const Circumstances& at) {
  const auto move = std::ranges::find_if(
      events, [](const Event& event) { return std::holds_alternative<PolicyChanged>(event.body); });
  const auto first = static_cast<std::size_t>(move - events.begin());
  if (move == events.end() || first == 0 || earlier == nullptr) {
    return explain(before, events, at);
  }
  Explained told = explain(before, events.first(first),
                           {at.now, *earlier->policy, at.directory, *earlier->calendar});
  Disagreement state = before;
  for (const Event& event : events.first(first)) {
    apply(state, event);
  }
  Explained moved = explain(state, events.subspan(first), at);
  std::ranges::move(moved.entries, std::back_inserter(told.entries));
  told.dates.merge(moved.dates);
  told.addressed.merge(moved.addressed);
  return told;
}

/// Calls `tell` with each step in turn, told by the record as it stood after it.
template <typename Tell>
void for_each_step(const RehearsalExplained& of, Tell tell) {
  Disagreement state;
  const std::span<const Event> all{of.report.events};
  const PlayedStep* earlier = nullptr;
  for (const PlayedStep& step : of.report.steps) {
    const Circumstances at{step.at, *step.policy, of.directory, *step.calendar};
    const std::span<const Event> events = all.subspan(step.first, step.count);
    // What is asked for meets the record as it stands at that time. A move is of the version
    // before, whose names the later one need not have.
    const bool governed = state.version != 0 && !step.moves;
    const Disagreement met = governed ? outlook(state, step.command.by, at).state : Disagreement{};
    const Names names{met, at};
    const PersonId& person = step.command.by.person;
    tell(StepTold{step, names.when(step.at), person.empty() ? "" : names.person(person),
                  step.moves ? "Move it to another version of its policy"
                             : command_words(step.command.body, names),
                  explained_step(state, events, earlier, at)});
    for (const Event& event : events) {
      apply(state, event);
    }
    earlier = &step;
  }
}

std::string spaces(std::size_t count) {
  return std::string(count, ' ');
}

/// "Thu 2: Start, Fri 3: – (Good Friday), Tue 7: 1 (Due 5pm)"
std::string count_words(const LimitLine& limit) {
  std::string words;
  for (const CountCell& cell : limit.cells) {
    words += fmt::format("{}{}: {}{}", words.empty() ? "" : ", ", cell.day, cell.number,
                         cell.note.empty() ? "" : " (" + cell.note + ")");
  }
  return words;
}

void write_why(const DeadlineWords& why, std::ostream& out) {
  out << in_lines("Why then: " + why.sentence, spaces(kWhy), kWhy);
  for (const LimitLine& limit : why.limits) {
    std::string words = limit.words;
    words += limit.clause.empty() ? "" : fmt::format(" Clause {}.", limit.clause);
    words += limit.binds ? " This one counts." : "";
    out << in_lines(words, spaces(kWhy) + "* ", kLimit);
    if (!limit.reading.empty()) {
      out << in_lines(limit.reading, spaces(kLimit), kLimit);
    }
    if (!limit.binds) {
      continue;
    }
    if (!limit.rule.empty()) {
      out << in_lines(limit.rule, spaces(kLimit), kLimit);
    }
    if (const std::string count = count_words(limit); !count.empty()) {
      out << in_lines(count, spaces(kLimit), kLimit);
    }
  }
}

/// What belongs to one entry of the record: its date's working, and whom it told. Dates with one
/// working between them say it once.
class EntryWriter {
 public:
  EntryWriter(const Explained& told, std::ostream& out) : told_(told), out_(out) {}

  void write(const ChronologyEntry& entry, const std::string& now) {
    std::string title = entry.title;
    title += entry.by.empty() ? "" : " (" + entry.by + ")";
    title += entry.clause.empty() ? "" : fmt::format(", clause {}", entry.clause);
    title += entry.happened == now ? "" : ". " + entry.happened;
    out_ << in_lines(title, fmt::format("{:>3}. ", entry.sequence), kEntry);
    for (const auto& [label, words] : entry.texts) {
      out_ << in_lines(label.empty() ? words : label + ": " + words, spaces(kEntry), kFollows);
    }
    write_more(entry.sequence);
    for (const Following& line : entry.follows) {
      out_ << in_lines(line.words, spaces(kEntry) + "- ", kFollows);
      write_more(line.sequence);
    }
  }

 private:
  void write_more(std::int64_t sequence) {
    if (const auto to = told_.addressed.find(sequence); to != told_.addressed.end()) {
      out_ << in_lines(to->second, spaces(kFollows), kFollows);
    }
    const auto why = told_.dates.find(sequence);
    if (why == told_.dates.end()) {
      return;
    }
    if (last_ != nullptr && *last_ == why->second) {
      out_ << spaces(kWhy) << "Why then: as above.\n";
    } else {
      write_why(why->second, out_);
    }
    last_ = &why->second;
  }

  const Explained& told_;
  std::ostream& out_;
  const DeadlineWords* last_ = nullptr;
};

void write_step(const StepTold& told, std::ostream& out) {
  const bool nobody = told.who.empty();
  out << '\n'
      << in_lines(fmt::format("Step {}. {}. {}", told.step.number, told.when,
                              nobody ? "Time passes" : told.who),
                  "", kEntry);
  if (told.step.refused) {
    out << in_lines("Tried: " + told.asked, spaces(kEntry), kFollows);
    out << in_lines("Refused: " + to_words(*told.step.refused), spaces(kEntry), kFollows);
  } else if (told.explained.entries.empty()) {
    out << spaces(kEntry) << "Nothing is recorded.\n";
  }
  EntryWriter writer{told.explained, out};
  for (const ChronologyEntry& entry : told.explained.entries) {
    writer.write(entry, told.when);
  }
}

nlohmann::ordered_json texts_json(const std::vector<std::pair<std::string, std::string>>& texts) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const auto& [label, words] : texts) {
    list.push_back({{"label", label}, {"words", words}});
  }
  return list;
}

nlohmann::ordered_json why_json(const DeadlineWords& why) {
  nlohmann::ordered_json limits = nlohmann::ordered_json::array();
  for (const LimitLine& limit : why.limits) {
    limits.push_back({{"words", limit.words},
                      {"clause", limit.clause},
                      {"reading", limit.reading},
                      {"rule", limit.rule},
                      {"binds", limit.binds},
                      {"local_target", limit.local_target},
                      {"projected", limit.projected},
                      {"counted", count_words(limit)}});
  }
  return {{"sentence", why.sentence}, {"limits", std::move(limits)}};
}

void add_more(const Explained& told, std::int64_t sequence, nlohmann::ordered_json& to) {
  if (const auto whom = told.addressed.find(sequence); whom != told.addressed.end()) {
    to["addressed"] = whom->second;
  }
  if (const auto why = told.dates.find(sequence); why != told.dates.end()) {
    to["why"] = why_json(why->second);
  }
}

nlohmann::ordered_json entry_json(const ChronologyEntry& entry, const Explained& told) {
  nlohmann::ordered_json one;
  one["entry"] = entry.sequence;
  one["at"] = entry.machine;
  one["title"] = entry.title;
  one["by"] = entry.by;
  one["clause"] = entry.clause;
  one["texts"] = texts_json(entry.texts);
  add_more(told, entry.sequence, one);
  nlohmann::ordered_json follows = nlohmann::ordered_json::array();
  for (const Following& line : entry.follows) {
    nlohmann::ordered_json following{{"entry", line.sequence}, {"words", line.words}};
    add_more(told, line.sequence, following);
    follows.push_back(std::move(following));
  }
  one["follows"] = std::move(follows);
  return one;
}

nlohmann::ordered_json refusal_json(const std::optional<Refusal>& refused) {
  if (!refused) {
    return nullptr;
  }
  return {{"what", refused->what},
          {"rule", refused->rule},
          {"clause", refused->clause},
          {"instead", refused->instead}};
}

}  // namespace

void write_text(const RehearsalExplained& explained, const std::string& file, std::ostream& out) {
  for_each_step(explained, [&](const StepTold& told) {
    write_step(told, out);
    for (const RehearsalLine& line : explained.report.lines) {
      if (line.step == told.step.number && !line.passed) {
        out << fmt::format("{}:{}: FAIL: {}; but {}\n", file, line.mark.line, line.what,
                           line.instead);
      }
    }
  });
}

nlohmann::ordered_json to_json(const RehearsalExplained& explained) {
  nlohmann::ordered_json steps = nlohmann::ordered_json::array();
  for_each_step(explained, [&](const StepTold& told) {
    nlohmann::ordered_json entries = nlohmann::ordered_json::array();
    for (const ChronologyEntry& entry : told.explained.entries) {
      entries.push_back(entry_json(entry, told.explained));
    }
    steps.push_back({{"step", told.step.number},
                     {"line", told.step.mark.line},
                     {"at", iso_local(explained.zone, told.step.at)},
                     {"by", told.who},
                     {"asked", told.asked},
                     {"refused", refusal_json(told.step.refused)},
                     {"entries", std::move(entries)}});
  });
  return steps;
}

}  // namespace accord
