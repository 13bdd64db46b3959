#include "cli/policy_timeline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>

#include "base/try.hpp"
#include "cli/exit_code.hpp"
#include "cli/partnership_files.hpp"
#include "rehearsal/longest_year.hpp"
#include "rehearsal/timeline.hpp"
#include "telling/phrase.hpp"

namespace accord {

namespace {

struct Asked {
  Policy policy;
  WorkingCalendar calendar;
  TimelineQuestion question;
};

std::expected<Asked, std::string> understand(const PolicyTimelineArguments& arguments) {
  ACCORD_TRY(Policy policy, load_policy(arguments.file));
  ACCORD_TRY(WorkingCalendar calendar, calendar_of(policy, Directory{}));
  TimelineQuestion question;
  ACCORD_TRY(question.raised, parse_local(calendar.zone(), arguments.raised));
  const Date raised = calendar.zone().to_local(question.raised).day;
  constexpr int kMonthsAhead = 12;
  if (!calendar.covers(raised) || !calendar.covers(plus_months(raised, kMonthsAhead))) {
    return std::unexpected(
        fmt::format("deadlines of {} may fall outside the calendar, which goes from {} to {}: ask "
                    "for a date that leaves a year",
                    to_iso(raised), to_iso(calendar.first()), to_iso(calendar.last())));
  }
  question.route = arguments.route;
  if (!arguments.urgency.empty()) {
    const auto orders = std::ranges::find_if(policy.facts, &FactRule::fastest_first);
    const bool named = policy.fact("urgency") != nullptr || orders == policy.facts.end();
    question.facts.emplace_back(named ? "urgency" : orders->id, arguments.urgency);
  }
  for (const std::string& fact : arguments.facts) {
    const auto equals = fact.find('=');
    if (equals == std::string::npos || equals == 0) {
      return std::unexpected(fmt::format("'{}' is no fact: write NAME=WORD", fact));
    }
    question.facts.emplace_back(fact.substr(0, equals), fact.substr(equals + 1));
  }
  return Asked{std::move(policy), std::move(calendar), std::move(question)};
}

std::string sentence_of(std::string words) {
  return capitalised(std::move(words)) + ".";
}

void write_json(const std::vector<TimelineRow>& rows, const Zone& zone, std::ostream& out) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  const auto or_null = [](const std::string& text) {
    return text.empty() ? nlohmann::ordered_json{} : nlohmann::ordered_json(text);
  };
  for (const TimelineRow& row : rows) {
    nlohmann::ordered_json one;
    one["stage"] = or_null(row.stage);
    one["duty"] = row.duty;
    one["owed_by"] = row.owed_by;
    one["due"] =
        row.due ? nlohmann::ordered_json(iso_local(zone, *row.due)) : nlohmann::ordered_json{};
    one["projected"] = row.projected;
    one["not_stated"] = row.not_stated;
    one["local_target"] = or_null(row.local_target);
    one["clause"] = or_null(row.clause);
    list.push_back(std::move(one));
  }
  out << list.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) << '\n';
}

/// What was chosen for whoever asked, and how to ask for something else.
void write_choices(const std::vector<TimelineChoice>& choices, std::ostream& out) {
  for (const TimelineChoice& choice : choices) {
    const std::string option =
        choice.fact.empty() ? choice.what : fmt::format("fact {}=…", choice.fact);
    out << fmt::format("The {} is {}, since none was asked for; with --{} also: {}.\n", choice.what,
                       choice.chosen, option, fmt::join(choice.others, ", "));
  }
}

void write_text(const std::vector<TimelineRow>& rows, const Zone& zone, std::ostream& out) {
  for (const TimelineRow& row : rows) {
    const std::string name = row.stage.empty() ? row.duty : row.stage + "." + row.duty;
    std::string due = row.due ? to_words(zone, *row.due) : "starts later";
    due += row.projected ? " (projected)" : "";
    out << fmt::format("{:<34}  {:<34}  {}", name, due, row.owed_by);
    if (!row.clause.empty()) {
      out << fmt::format(" (clause {})", row.clause);
    }
    if (row.not_stated) {
      out << (row.local_target.empty()
                  ? "; no time stated"
                  : fmt::format("; no time stated, local target {}", row.local_target));
    }
    out << '\n';
  }
}

/// How long the whole can take, for each class, and raised when.
void write_longest(const Asked& asked, std::ostream& out) {
  const Zone& zone = asked.calendar.zone();
  const auto year = LongestOfYear::of(asked.policy, asked.calendar, nullptr,
                                      zone.to_local(asked.question.raised).day);
  if (!year) {
    out << fmt::format("\nThe longest time to a final decision was not worked out: {}.\n",
                       year.error());
    return;
  }
  out << '\n';
  for (const SaidOfClasses& said : year->said(asked.policy, zone)) {
    out << sentence_of(with_names(said.words, asked.policy)) << '\n';
  }
  out << sentence_of("looked at: " + year->over()) << '\n';
}

}  // namespace

int run_policy_timeline(const PolicyTimelineArguments& arguments, std::ostream& out,
                        std::ostream& err) {
  const auto asked = understand(arguments);
  if (!asked) {
    err << "accord policy timeline: " << asked.error() << '\n';
    return kCouldNotRun;
  }
  const auto found = timeline(asked->policy, asked->calendar, asked->question);
  if (!found) {
    err << "accord policy timeline: " << found.error() << '\n';
    return kAnswerIsNo;
  }
  if (arguments.json) {
    write_choices(found->choices, err);
    write_json(found->rows, asked->calendar.zone(), out);
  } else {
    write_choices(found->choices, out);
    out << (found->choices.empty() ? "" : "\n");
    write_text(found->rows, asked->calendar.zone(), out);
    out << "\nWhat is owed after an outcome is not shown: its dates run from the outcome.\n";
    write_longest(*asked, out);
  }
  return kDone;
}

}  // namespace accord
