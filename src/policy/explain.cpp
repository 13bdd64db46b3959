#include "policy/explain.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstddef>
#include <utility>

#include "policy/about_whom.hpp"
#include "policy/conventions.hpp"
#include "policy/words.hpp"

namespace accord {

namespace {

using Lines = std::vector<std::string>;

void say_if_any(Lines& lines, std::string_view before, const std::string& text) {
  if (!text.empty()) {
    lines.push_back(fmt::format("{}{}", before, text));
  }
}

std::string quoted(const std::vector<std::string>& texts) {
  std::string out;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    out += fmt::format("{}“{}”", i == 0 ? "" : i + 1 == texts.size() ? " and " : ", ", texts[i]);
  }
  return out;
}

/// "the on call manager of the agency itself, where it is outside working hours"
std::string way_to_fill(const Policy& policy, const RoleAlternative& alternative) {
  std::string of;
  switch (alternative.in) {
    case PostIn::OwnAgency: of = "the agency itself"; break;
    case PostIn::RaisingAgency: of = "the raising agency"; break;
    case PostIn::RespondingAgency: of = "the responding agency"; break;
    case PostIn::Sector: of = alternative.sector; break;
    case PostIn::Partnership: of = "the partnership"; break;
  }
  std::string words = fmt::format("the {} of {}", spaced(alternative.post), of);
  if (alternative.levels > 1) {
    words += fmt::format(", {} levels above who speaks", alternative.levels);
  }
  if (alternative.when.kind != Condition::Kind::Always) {
    words += ", where " + in_words(policy, alternative.when);
  }
  return words + (alternative.proxy ? ", standing in" : "");
}

std::string page_of(Asked asked, const Policy& policy) {
  switch (asked) {
    case Asked::Scope: return "what it is about";
    case Asked::Matter: return "the matter";
    case Asked::Child: return about_whom(policy).the;
    case Asked::Timescale: return "the timescale";
    case Asked::Later: break;
  }
  return "";
}

class Explaining {
 public:
  explicit Explaining(const Policy& policy) : policy_(policy) {}

  std::vector<RuleInWords> run() {
    head();
    roles();
    facts();
    for (const Bound& bound : policy_.cap) {
      add(fmt::format("cap.{}", count("cap.")), "The whole process",
          "the whole process: " + in_words(policy_, bound), {}, bound.source);
    }
    scope(policy_.start, "Before raising", false);
    for (const Stage& stage : policy_.stages) {
      scope(stage, fmt::format("Stage “{}”", name_of(stage)), true);
    }
    scope(policy_.throughout, "At any time until the outcome", false);
    scope(policy_.after, "After the outcome", false);
    for (const ClauseText& clause : policy_.document) {
      add("clause." + clause.id, "The document", fmt::format("{}: {}", clause.id, clause.heading),
          {clause.text}, {});
      if (clause.local) {
        rules_.back().lines.emplace_back(
            "The partnership's own passage, not of the procedure that it extends.");
      }
    }
    return std::move(rules_);
  }

 private:
  void add(std::string id, const std::string& under, std::string what, Lines lines,
           const Source& source) {
    rules_.push_back({std::move(id), under, std::move(what), std::move(lines), source});
  }

  [[nodiscard]] std::ptrdiff_t count(std::string_view start) const {
    return 1 + std::ranges::count_if(
                   rules_, [&](const RuleInWords& rule) { return rule.id.starts_with(start); });
  }

  void head() {
    static const std::string kUnder = "The procedure";
    const auto one = [&](std::string_view id, std::string_view says, const std::string& value) {
      if (!value.empty()) {
        add(fmt::format("policy.{}", id), kUnder, fmt::format("{}: {}", says, value), {}, {});
      }
    };
    one("id", "its short name", policy_.id);
    one("partnership", "partnership", policy_.partnership);
    one("title", "title", policy_.title);
    one("version", "version", policy_.version);
    one("effective", "in force from", policy_.effective);
    one("last_updated", "last updated", policy_.last_updated);
    one("next_review", "next review", policy_.next_review);
    one("next_review_date", "the date set for it", policy_.next_review_date);
    one("calendar", "bank holidays of", policy_.calendar);
    one("zone", "time zone", policy_.zone);
    for (const auto& [key, value] : policy_.conventions) {
      one("conventions." + key, "reading of times, " + spaced(key), value);
    }
    for (const ClosedDayRule& day : policy_.closed_days) {
      add(fmt::format("policy.closed_days.{}, {}", day.name, day.day), kUnder,
          "no working day, beside the bank holidays: " + in_words(day), {}, day.source);
    }
    one("local_target", "where no time is stated, the partnership's own target",
        policy_.local_target ? in_words(*policy_.local_target) : "");
    one("inside_one_agency", "a disagreement inside one agency", policy_.inside_one_agency_word);
    if (policy_.subjects != Policy{}.subjects) {
      one("subjects", "whom it may be about", fmt::format("{}", fmt::join(policy_.subjects, ", ")));
    }
    one("decider", "who takes what the document gives to nobody, the partnership's own",
        policy_.decider.empty() ? "" : in_words(policy_, policy_.decider));
    one("reopening", "opening it again once it has ended", policy_.reopening);
    for (const Review& review : policy_.reviews) {
      one(fmt::format("review.{}", review.date), "reviewed " + review.date, review.what);
    }
    for (const Related& related : policy_.related) {
      Lines lines;
      say_if_any(lines, "", related.note);
      say_if_any(lines, "At ", related.address);
      add("policy.related." + related.title, kUnder, "to be read beside it: " + related.title,
          std::move(lines), related.source);
    }
    for (const Removed& removed : policy_.removed) {
      add("policy.removed." + removed.id, kUnder,
          fmt::format("of the procedure that it extends, this does not apply here: “{}”",
                      removed.title),
          {}, {.clauses = own_passages(removed), .local = true});
    }
    for (const Words& words : policy_.words) {
      add(fmt::format("policy.words.{}", count("policy.words.")), kUnder,
          fmt::format("shown {}: {}", shown(words.shown), words.text), {}, words.source);
    }
  }

  /// Those of the partnership's own text by which it does not apply.
  [[nodiscard]] std::vector<std::string> own_passages(const Removed& removed) const {
    std::vector<std::string> own;
    for (const ClauseText& passage : policy_.document) {
      if (passage.local &&
          std::ranges::find(removed.clauses, passage.id) != removed.clauses.end()) {
        own.push_back(passage.id);
      }
    }
    return own;
  }

  static std::string_view shown(Words::Shown shown) {
    switch (shown) {
      case Words::Shown::Raising: return "to who raises";
      case Words::Shown::Answering: return "to who answers";
      case Words::Shown::Hesitating: return "to who hesitates";
      case Words::Shown::Speaking: return "to who is to speak";
      case Words::Shown::Policy: break;
    }
    return "on the page of the procedure";
  }

  void roles() {
    for (const RoleRule& role : policy_.roles) {
      std::string words;
      for (const RoleAlternative& alternative : role.alternatives) {
        words += (words.empty() ? "" : "; else ") + way_to_fill(policy_, alternative);
      }
      add("role." + role.id, "Who is who", fmt::format("“{}” is {}", role.title, words), {},
          role.source);
    }
  }

  void facts() {
    for (const FactRule& fact : policy_.facts) {
      Lines lines;
      say_if_any(lines, "Beneath it: ", fact.hint);
      if (fact.kind != FactKind::Words) {
        lines.emplace_back(fact.kind == FactKind::Moment ? "The answer is a date and time."
                                                         : "The answer is a text.");
      } else {
        lines.push_back(fmt::format("One{} of: {}{}.", fact.several ? " or more" : "",
                                    fmt::join(fact.one_of, ", "),
                                    fact.or_else ? ", or something else, in words" : ""));
      }
      if (fact.fastest_first) {
        lines.emplace_back(
            fact.slower_by.empty()
                ? "Any side can move it towards the first of these; back takes every side."
                : fmt::format("Any side can move it towards the first of these; back, {}.",
                              in_words(policy_, fact.slower_by)));
      }
      if (!fact.taken_as.empty()) {
        lines.push_back(fmt::format("Not said, it is taken as {}.", fact.taken_as));
      }
      if (fact.held_by != HeldBy::Case) {
        lines.push_back(fact.held_by == HeldBy::EachChild
                            ? fmt::format("Of each {}.", about_whom(policy_).noun)
                            : std::string{"Of each side."});
      }
      if (!fact.set_by.empty()) {
        lines.push_back(fmt::format("Set by {}.", in_words(policy_, fact.set_by)));
      }
      if (fact.when.kind != Condition::Kind::Always) {
        lines.push_back(fmt::format("Asked where {}.", in_words(policy_, fact.when)));
      }
      if (fact.asked != Asked::Later) {
        lines.push_back(fmt::format("Asked when raising, with {}.", page_of(fact.asked, policy_)));
      }
      if (fact.required) {
        lines.emplace_back("It has to be answered to raise.");
      }
      add("fact." + fact.id, "What is asked", "asks: " + fact.asks, std::move(lines), fact.source);
    }
  }

  void clock(const std::string& id, const std::string& under, const std::string& of,
             const Clock& clock) {
    for (std::size_t i = 0; i < clock.size(); ++i) {
      add(fmt::format("{}.{}", id, i + 1), under,
          fmt::format("time for “{}”: {}", of, in_words(policy_, clock[i])), {}, clock[i].source);
    }
  }

  void scope(const Stage& stage, const std::string& under, bool is_stage) {
    if (is_stage) {
      add("stage." + stage.id, under, "a stage of its own: " + name_of(stage), stage_lines(stage),
          stage.source);
      clock(stage.id + ".settle", under, name_of(stage), stage.settle);
    } else if (!stage.note.empty() || !stage.source.clause.empty()) {
      Lines lines;
      say_if_any(lines, "", stage.note);
      add("scope." + stage.id, under, "what stands here", std::move(lines), stage.source);
    }
    for (const DutyRule& duty : stage.duties) {
      const bool right = duty.is_right();
      add(fmt::format("{}.{}", stage.id, duty.id), under,
          fmt::format("{} {}: {}", in_words(policy_, right ? duty.open_to : duty.owed_by),
                      right          ? "can"
                      : duty.advised ? "should"
                                     : "must",
                      duty.what),
          duty_lines(duty, is_stage), duty.source);
      clock(fmt::format("{}.{}.due", stage.id, duty.id), under, duty.what, duty.due);
    }
    for (const ExitRule& exit : stage.exits) {
      add(fmt::format("{}.{}", stage.id, exit.id), under, "a way on: " + name_of(exit),
          exit_lines(stage, exit), exit.source);
    }
  }

  [[nodiscard]] Lines stage_lines(const Stage& stage) const {
    Lines lines;
    say_if_any(lines, "", stage.summary);
    if (stage.no_representatives) {
      lines.emplace_back("Nobody speaks for the sides.");
    }
    for (const RoleRef& ref : stage.representatives) {
      lines.push_back(fmt::format("Here speaks: {}.", in_words(policy_, ref)));
    }
    if (stage.tiers_up_the_line) {
      lines.emplace_back("It can be repeated, each time one post further up each side's line.");
    }
    if (!stage.settled_by.empty()) {
      lines.push_back(fmt::format("To be settled by {}.", in_words(policy_, stage.settled_by)));
    }
    if (stage.settle.empty()) {
      lines.emplace_back("No time is stated for it.");
    }
    say_if_any(lines, "Note: ", stage.note);
    return lines;
  }

  void meeting(Lines& lines, const MeetingRule& rule) const {
    const auto who = [&](std::string_view says, const std::vector<RoleRef>& refs) {
      if (!refs.empty()) {
        lines.push_back(fmt::format("{} {}.", says, in_words(policy_, refs)));
      }
    };
    const auto said = [&](std::string_view says, const std::string& what) {
      if (!what.empty()) {
        lines.push_back(fmt::format("{} {}.", says, what));
      }
    };
    said("In the chair:", chair_in_words(policy_, rule));
    who("At the table must be", rule.must);
    who("Not at the table:", rule.must_not);
    who("It hears", rule.hears);
    if (rule.seats > 0) {
      lines.push_back(fmt::format("It has {} seat{}.", rule.seats, rule.seats == 1 ? "" : "s"));
    }
    if (rule.at_least > 0) {
      lines.push_back(fmt::format("At least {}.", members_in_words(rule.at_least)));
    }
    said("Its quorum: at least", quorum_in_words(rule));
    lines.push_back(fmt::format("It decides: {}.", to_word(rule.decides)));
    said("Where the votes are even:", tie_in_words(rule));
    if (rule.minutes) {
      lines.emplace_back("Minutes are kept.");
    }
  }

  [[nodiscard]] Lines duty_lines(const DutyRule& duty, bool in_stage) const {
    Lines lines;
    until_lines(lines, duty.until, duty.source);
    if (duty.due.empty() && !duty.is_right()) {
      lines.emplace_back(in_stage ? "By the end of the stage's own time."
                                  : "No time is stated for it.");
    }
    if (!duty.to.empty()) {
      lines.push_back(fmt::format("To {}.", in_words(policy_, duty.to)));
    }
    if (duty.when.kind != Condition::Kind::Always) {
      lines.push_back(fmt::format("Where {}.", in_words(policy_, duty.when)));
    }
    if (duty.met_when) {
      lines.push_back(fmt::format("Done once {}.", in_words(policy_, *duty.met_when)));
    }
    if (duty.proof != Proof::Record) {
      lines.push_back(fmt::format("Shown by a {}.", to_word(duty.proof)));
    }
    if (!duty.record.empty()) {
      lines.push_back(fmt::format("Recorded: {}.", quoted(duty.record)));
    }
    if (!duty.modes.empty()) {
      lines.push_back(fmt::format("Held: {}.", fmt::join(duty.modes, ", else ")));
    }
    if (duty.meeting) {
      meeting(lines, *duty.meeting);
    }
    if (duty.advised && duty.is_right()) {
      lines.emplace_back("Advised.");
    }
    for (const auto& [word, purpose] : kPurposeWords) {
      if (purpose == duty.purpose) {
        lines.push_back(fmt::format("It serves as: {}.", word));
      }
    }
    say_if_any(lines, "Note: ", duty.note);
    return lines;
  }

  /// "Its time: 10 working days from when …. After that it has lapsed."
  void until_lines(Lines& lines, const Clock& until, const Source& owner) const {
    for (const Bound& bound : until) {
      const bool own = bound.source.clause != owner.clause;
      lines.push_back(fmt::format("Its time: {}{}. After that it has lapsed.",
                                  in_words(policy_, bound),
                                  own ? fmt::format(" (clause {})", bound.source.clause) : ""));
      say_if_any(lines, "Its time is read so: ", bound.source.reading);
    }
  }

  [[nodiscard]] Lines exit_lines(const Stage& scope, const ExitRule& exit) const {
    Lines lines;
    if (exit.end) {
      lines.push_back(fmt::format("It ends: {}.", in_words(*exit.end)));
    } else if (exit.go == "again") {
      lines.emplace_back("It goes on to the next tier of this stage.");
    } else {
      const Stage* to = policy_.scope(exit.go);
      lines.push_back(fmt::format("It goes to “{}”{}.", to != nullptr ? name_of(*to) : exit.go,
                                  &scope == &policy_.throughout ? ", from any other stage" : ""));
    }
    if (exit.is_for_partnership()) {
      lines.emplace_back("Taken by anybody of the partnership: the document names nobody.");
    } else if (exit.by_not_stated) {
      lines.push_back(fmt::format("Taken by {}: the partnership’s own, the document names nobody.",
                                  in_words(policy_, exit.by)));
    } else if (!exit.by.empty()) {
      lines.push_back(fmt::format("Taken by {}.", in_words(policy_, exit.by)));
    } else {
      lines.emplace_back("It follows by itself.");
    }
    if (!exit.stands_with.empty()) {
      lines.push_back(
          fmt::format("The decision of {} stands.", in_words(policy_, exit.stands_with)));
    }
    if (exit.when.kind != Condition::Kind::Always) {
      lines.push_back(fmt::format("Open where {}.", in_words(policy_, exit.when)));
    }
    until_lines(lines, exit.until, exit.source);
    if (!exit.record.empty()) {
      lines.push_back(fmt::format("Recorded: {}.", quoted(exit.record)));
    }
    for (const std::string& skipped : exit.skips) {
      const Stage* stage = policy_.scope(skipped);
      lines.push_back(fmt::format("It skips “{}”.", stage != nullptr ? name_of(*stage) : skipped));
    }
    say_if_any(lines, "Instead: ", exit.signpost);
    say_if_any(lines, "Note: ", exit.note);
    return lines;
  }

  const Policy& policy_;
  std::vector<RuleInWords> rules_;
};

}  // namespace

std::vector<RuleInWords> explain(const Policy& policy) {
  return Explaining{policy}.run();
}

std::vector<std::string> in_words(const Source& source) {
  Lines lines;
  say_if_any(lines, source.clauses.size() > 1 ? "Clauses " : "Clause ", source.clause);
  say_if_any(lines, "Read so: ", source.reading);
  if (source.local) {
    lines.emplace_back(source.clauses.empty() ? "The partnership's own, not of the document."
                                              : "The partnership's own.");
  }
  return lines;
}

bool carries_out(const RuleInWords& rule, const std::string& clause) {
  return std::ranges::find(rule.source.clauses, clause) != rule.source.clauses.end();
}

}  // namespace accord
