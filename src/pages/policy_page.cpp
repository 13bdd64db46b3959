#include <fmt/format.h>

#include <algorithm>

#include "pages/pages_groups.hpp"
#include "pages/reference.hpp"
#include "pages/site.hpp"
#include "policy/flowchart.hpp"
#include "policy/words.hpp"

namespace accord {

namespace {

constexpr Action kRead{"policy.read"};

/// What the program does about a clause: every rule that carries it out, in words.
struct CarriedOut {
  std::string what;
  std::string reading;
  bool local = false;
};

bool cites(const Source& source, const std::string& clause) {
  // A rule that carries out several clauses names them all, with commas between.
  std::size_t from = 0;
  while (from <= source.clause.size()) {
    const std::size_t to = std::min(source.clause.find(", ", from), source.clause.size());
    if (source.clause.compare(from, to - from, clause) == 0) {
      return true;
    }
    from = to + 2;
  }
  return false;
}

class RulesOfClause {
 public:
  RulesOfClause(const Policy& policy, const std::string& clause)
      : policy_(policy), clause_(clause) {
    for (const FactRule& fact : policy.facts) {
      add(fact.source, "asks: " + fact.asks);
    }
    add_scope(policy.start);
    for (const Stage& stage : policy.stages) {
      add(stage.source, "a stage of its own: " + name_of(stage));
      add_scope(stage);
    }
    add_scope(policy.throughout);
    add_scope(policy.after);
    for (const Bound& bound : policy.cap) {
      add(bound.source, "the whole process: " + in_words(policy, bound));
    }
  }

  [[nodiscard]] const std::vector<CarriedOut>& found() const { return found_; }

 private:
  void add(const Source& source, std::string what) {
    if (cites(source, clause_)) {
      found_.push_back({std::move(what), source.reading, source.local});
    }
  }

  void add_clock(const Clock& clock, const std::string& what) {
    for (const Bound& bound : clock) {
      add(bound.source, what + ": " + in_words(policy_, bound));
    }
  }

  void add_scope(const Stage& scope) {
    add_clock(scope.settle, "time for “" + name_of(scope) + "”");
    for (const DutyRule& duty : scope.duties) {
      const bool right = duty.is_right();
      const std::string who = in_words(policy_, right ? duty.open_to : duty.owed_by);
      add(duty.source, fmt::format("{} {}: {}", who,
                                   right          ? "can"
                                   : duty.advised ? "should"
                                                  : "must",
                                   duty.what));
      add_clock(duty.due, "time for “" + duty.what + "”");
    }
    for (const ExitRule& exit : scope.exits) {
      add(exit.source, "a way on: " + name_of(exit));
    }
  }

  const Policy& policy_;
  const std::string& clause_;
  std::vector<CarriedOut> found_;
};

void show_head(PageContext& context, Dictionary& content) {
  const Policy& policy = context.policy();
  content.set("TITLE", policy.title).set("PARTNERSHIP", policy.partnership);
  std::string meta = "Version " + policy.version;
  if (!policy.effective.empty()) {
    meta += ", in force since " + policy.effective;
  }
  content.set("META", meta + ".");
  content.set_if_any("UPDATED", "UPDATED_TEXT", policy.last_updated);
  std::string review = policy.next_review;
  if (!policy.next_review_date.empty() && policy.next_review_date != review) {
    review += review.empty() ? policy.next_review_date
                             : " (a date set locally: " + policy.next_review_date + ")";
  }
  content.set_if_any("REVIEW", "REVIEW_TEXT", review);
  content.set("RAISE", context.href("/raise"));
  for (const Words& words : policy.words) {
    content.section("WORDS").set("TEXT", words.text);
  }
}

/// The flowchart as a list, which reads from top to bottom in a screen reader (GLO-21).
void show_flow(PageContext& context, Dictionary& content) {
  for (const FlowStep& step : as_list(flowchart(context.policy()))) {
    Dictionary& section = content.section("STEP");
    section.set("HEADING", step.heading);
    for (const std::string& line : step.lines) {
      section.section("LINE").set("TEXT", line);
    }
    for (const std::string& way : step.ways) {
      section.section("WAY").set("TEXT", way);
    }
  }
}

void show_clauses(PageContext& context, Dictionary& content) {
  for (const ClauseText& clause : context.policy().document) {
    Dictionary& section = content.section("CLAUSE");
    section.set("ANCHOR", clause_anchor(clause.id)).set("ID", clause.id);
    section.set_if_any("HEAD", "HEADING", clause.heading);
    section.set("TEXT", clause.text);
    const RulesOfClause rules{context.policy(), clause.id};
    for (const CarriedOut& rule : rules.found()) {
      Dictionary& does = section.section("DOES");
      does.set("WHAT", rule.what);
      does.set_if_any("READING", "READING_TEXT", rule.reading);
      does.show_if(rule.local, "LOCAL");
    }
  }
}

void show_beside(PageContext& context, Dictionary& content) {
  const Policy& policy = context.policy();
  content.show_if(!policy.related.empty(), "RELATED_HEAD");
  for (const Related& related : policy.related) {
    content.section("RELATED").set("NAME", related.title).set("NOTE", related.note);
  }
  content.show_if(!policy.reviews.empty(), "REVIEWS_HEAD");
  for (const Review& review : policy.reviews) {
    content.section("PAST").set("DATE", review.date).set("WHAT", review.what);
  }
}

/// `/policy`: for everybody, in its own words, with what the program does about each clause
/// (ALL-15).
Response show_policy(PageContext& context) {
  Dictionary content;
  show_head(context, content);
  show_flow(context, content);
  show_clauses(context, content);
  show_beside(context, content);
  return context.page("policy.html", "The policy", std::move(content));
}

}  // namespace

void add_policy_pages(Pages& pages) {
  pages.get_for_anybody("/policy", kRead, show_policy);
  pages.menu({.order = 60, .text = "Policy", .path = "/policy"});
}

}  // namespace accord
