#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <memory>

#include "drawing/policy_picture.hpp"
#include "pages/pages_groups.hpp"
#include "pages/reference.hpp"
#include "pages/site.hpp"
#include "policy/flowchart.hpp"
#include "policy/words.hpp"

namespace accord {

namespace {

constexpr Action kReadPolicy{"policy.read"};
constexpr Action kFlowchart{"policy.flowchart.read"};

using Pictures = std::shared_ptr<PolicyPictures>;

/// A rule in words, with where it comes from.
struct CarriedOut {
  std::string what;
  const Source* source = nullptr;
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
  if (alternative.when.kind != Condition::Kind::Always) {
    words += ", where " + in_words(policy, alternative.when);
  }
  return words + (alternative.proxy ? ", standing in" : "");
}

std::string who_is(const Policy& policy, const RoleRule& role) {
  std::string words;
  for (const RoleAlternative& alternative : role.alternatives) {
    words += (words.empty() ? "" : "; else ") + way_to_fill(policy, alternative);
  }
  return fmt::format("“{}” is {}", role.title, words);
}

/// Every rule of the policy in words, in the order of its file.
class RulesInWords {
 public:
  explicit RulesInWords(const Policy& policy) : policy_(policy) {
    for (const RoleRule& role : policy.roles) {
      add(role.source, who_is(policy, role));
    }
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

  /// What the program does about a clause.
  [[nodiscard]] std::vector<CarriedOut> of_clause(const std::string& clause) const {
    std::vector<CarriedOut> found;
    std::ranges::copy_if(all_, std::back_inserter(found),
                         [&](const CarriedOut& rule) { return cites(*rule.source, clause); });
    return found;
  }

  /// What rests on no clause, and on how the document's silence is read.
  [[nodiscard]] std::vector<CarriedOut> of_no_clause() const {
    std::vector<CarriedOut> found;
    std::ranges::copy_if(all_, std::back_inserter(found), [](const CarriedOut& rule) {
      return rule.source->clause.empty() && !rule.source->reading.empty();
    });
    return found;
  }

 private:
  void add(const Source& source, std::string what) { all_.push_back({std::move(what), &source}); }

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
  std::vector<CarriedOut> all_;
};

void show_head(PageContext& context, Dictionary& content) {
  const Policy& policy = context.policy();
  content.set("TITLE", policy.title).set("PARTNERSHIP", policy.partnership);
  std::string meta = "Version " + policy.version;
  if (!policy.effective.empty()) {
    meta += ", in force since " + policy.effective;
  }
  content.set("META", meta + ".");
  if (policy.last_updated == "not stated") {
    content.show("NOT_UPDATED");
  } else {
    content.set_if_any("UPDATED", "UPDATED_TEXT", policy.last_updated);
  }
  std::string review = policy.next_review;
  if (!policy.next_review_date.empty() && policy.next_review_date != review) {
    review += review.empty() ? policy.next_review_date
                             : " (a date set locally: " + policy.next_review_date + ")";
  }
  content.set_if_any("REVIEW", "REVIEW_TEXT", review);
  content.set("RAISE", context.href("/raise"));
  content.set("REVIEWS_PAGE", context.href("/policy/reviews"));
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

void show_rule(Dictionary& does, const CarriedOut& rule) {
  does.set("WHAT", rule.what);
  does.set_if_any("READING", "READING_TEXT", rule.source->reading);
  does.show_if(rule.source->local, "LOCAL");
}

void show_clauses(PageContext& context, const RulesInWords& rules, Dictionary& content) {
  for (const ClauseText& clause : context.policy().document) {
    Dictionary& section = content.section("CLAUSE");
    section.set("ANCHOR", clause_anchor(clause.id)).set("ID", clause.id);
    section.set_if_any("HEAD", "HEADING", clause.heading);
    section.set("TEXT", clause.text);
    for (const CarriedOut& rule : rules.of_clause(clause.id)) {
      show_rule(section.section("DOES"), rule);
    }
  }
}

std::string inside_one_agency(const Policy& policy) {
  if (policy.inside_one_agency) {
    return "The document covers it: it can be raised here.";
  }
  return policy.inside_one_agency_word == "no"
             ? "The document does not cover it: use your own agency’s policy."
             : "Not stated. It can be raised here, between two people of the same agency.";
}

std::string reopening(const Policy& policy) {
  if (policy.reopening == "not stated" && !policy.after.exits.empty()) {
    return "By the ways on that stand under “After the outcome”.";
  }
  return policy.reopening == "not stated"
             ? "Not stated. Here an outcome stays as it was recorded: whoever is still worried "
               "raises a new disagreement."
             : policy.reopening;
}

/// What people look for and a document may leave open, then every rule that rests on no clause.
void show_not_said(PageContext& context, const RulesInWords& rules, Dictionary& content) {
  const auto row = [&](std::string_view key, const std::string& value) {
    content.section("SILENT").set("KEY", key).set("VALUE", value);
  };
  row("A disagreement inside one agency", inside_one_agency(context.policy()));
  row("Opening it again once it has ended", reopening(context.policy()));
  for (const CarriedOut& rule : rules.of_no_clause()) {
    show_rule(content.section("UNPLACED"), rule);
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

/// A picture's own address: it holds the policy's hash, so a browser may keep it for ever.
std::string picture_path(const Policy& policy) {
  return "/policy/flowchart.svg?policy=" + policy.hash;
}

/// The drawing, which a list beside it says in words; where Graphviz is not there, that it is not.
void show_picture(PageContext& context, const Pictures& pictures, Dictionary& content) {
  const auto picture = pictures->picture(context.policy());
  if (picture == nullptr) {
    content.show("NO_PICTURE");
    return;
  }
  Dictionary& drawing = content.section("PICTURE");
  drawing.set("SRC", context.href(picture_path(context.policy())));
  // One point as one pixel: its smallest words are 11 pixels high, and less of it is out of sight.
  drawing.set("WIDTH", fmt::to_string(picture->width));
  drawing.set("HEIGHT", fmt::to_string(picture->height));
}

/// The drawing as an image of its own, for the pages and for whoever wants to keep it.
Response send_picture(PageContext& context, const Pictures& pictures) {
  const auto picture = pictures->picture(context.policy());
  if (picture == nullptr) {
    return Response::not_found();
  }
  Response response;
  response.content_type = "image/svg+xml";
  response.body = picture->svg;
  response.immutable = context.request().asked("policy") == context.policy().hash;
  return response;
}

/// `/policy/flowchart`: the whole of it on one sheet, for the wall of a staff room.
Response show_flowchart(PageContext& context, const Pictures& pictures) {
  Dictionary content;
  content.set("TITLE", context.policy().title).set("PARTNERSHIP", context.policy().partnership);
  content.set("META", "Version " + context.policy().version);
  show_picture(context, pictures, content);
  show_flow(context, content);
  context.frame.back = Link{"Back to the policy", context.href("/policy")};
  return context.page("policy_flowchart.html", "The procedure at a glance", std::move(content));
}

/// `/policy`: for everybody, in its own words, with what the program does about each clause
/// (ALL-15).
Response show_policy(PageContext& context, const Pictures& pictures) {
  Dictionary content;
  content.set("ALONE", context.href("/policy/flowchart"));
  show_head(context, content);
  show_picture(context, pictures, content);
  show_flow(context, content);
  const RulesInWords rules{context.policy()};
  show_clauses(context, rules, content);
  show_not_said(context, rules, content);
  show_beside(context, content);
  return context.page("policy.html", "The policy", std::move(content));
}

}  // namespace

void add_policy_pages(Pages& pages) {
  const auto pictures = std::make_shared<PolicyPictures>();
  const auto with_pictures = [&](Response (*handler)(PageContext&, const Pictures&)) {
    return [handler, pictures](PageContext& context) { return handler(context, pictures); };
  };
  pages.get_for_anybody("/policy", kReadPolicy, with_pictures(show_policy));
  pages.get_for_anybody("/policy/flowchart", kFlowchart, with_pictures(show_flowchart));
  pages.get_for_anybody("/policy/flowchart.svg", kFlowchart, with_pictures(send_picture));
  pages.menu({.order = 60, .text = "Policy", .path = "/policy"});
}

}  // namespace accord
