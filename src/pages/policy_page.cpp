#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
#include <memory>

#include "drawing/policy_picture.hpp"
#include "pages/longest_times.hpp"
#include "pages/pages_groups.hpp"
#include "pages/reference.hpp"
#include "pages/site.hpp"
#include "policy/conventions.hpp"
#include "policy/explain.hpp"
#include "policy/flowchart.hpp"
#include "policy/words.hpp"
#include "telling/phrase.hpp"

namespace accord {

namespace {

constexpr Action kReadPolicy{"policy.read"};
constexpr Action kFlowchart{"policy.flowchart.read"};

using Pictures = std::shared_ptr<PolicyPictures>;
using Longests = std::shared_ptr<LongestTimes>;

void show_head(PageContext& context, const Policy& policy, Dictionary& content) {
  content.set("TITLE", policy.title).set("PARTNERSHIP", policy.partnership);
  std::string meta = "Version " + policy.version;
  if (!policy.effective.empty()) {
    const bool still = policy.hash == context.policy().hash;
    const auto day = parse_date(policy.effective);
    const bool began = day && context.zone().to_instant({*day, {}}) <= context.now();
    meta += (still && began ? ", in force since " : ", in force from ") +
            (day ? to_words(*day) : policy.effective);
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
  content.set("VERSIONS_PAGE", context.href("/policy/versions"));
  for (const Words& words : policy.words) {
    content.section("WORDS").set("TEXT", words.text);
  }
}

/// The flowchart as a list, which reads from top to bottom in a screen reader (GLO-21).
void show_flow(const Policy& policy, Dictionary& content) {
  for (const FlowStep& step : as_list(flowchart(policy))) {
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

void show_rule(Dictionary& does, const RuleInWords& rule) {
  std::string what = rule.what.substr(0, rule.what.find_last_not_of(" .\n") + 1);
  if (!what.ends_with('?') && !what.ends_with('!')) {
    what += '.';
  }
  does.set("WHAT", what);
  if (!rule.lines.empty()) {
    Dictionary& full = does.section("FULL");
    full.set("OF", rule.what);
    for (const std::string& line : rule.lines) {
      full.section("MORE").set("LINE", line);
    }
  }
  does.set_if_any("READING", "READING_TEXT", rule.source.reading);
  does.show_if(rule.source.local, "LOCAL");
}

void show_clauses(const Policy& policy, const std::vector<RuleInWords>& rules,
                  Dictionary& content) {
  for (const ClauseText& clause : policy.document) {
    Dictionary& section = content.section("CLAUSE");
    section.set("ANCHOR", clause_anchor(clause.id)).set("ID", clause.id);
    section.set_if_any("HEAD", "HEADING", clause.heading);
    section.set("TEXT", clause.text);
    section.show_if(clause.local, "OWN");
    for (const RuleInWords& rule : rules) {
      if (carries_out(rule, clause.id)) {
        show_rule(section.section("DOES"), rule);
      }
    }
    for (const Removed& removed : policy.removed) {
      if (std::ranges::find(removed.clauses, clause.id) != removed.clauses.end()) {
        section.section("NOT_HERE").set("TITLE", removed.title);
      }
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
/// What is asked without a time, each with the partnership's own target where it has one.
std::vector<std::string> times_not_stated(const Policy& policy) {
  std::vector<std::string> found;
  const auto look = [&](const std::string& what, const Clock& clock) {
    const auto silent = std::ranges::find_if(
        clock, [](const Bound& bound) { return bound.within.unit == Unit::NotStated; });
    if (silent == clock.end()) {
      return;
    }
    const auto& target = silent->local_target ? silent->local_target : policy.local_target;
    found.push_back(
        capitalised(what) +
        (target ? fmt::format(" (a local target here: {})", in_words(*target)) : std::string{}));
  };
  look("the whole of it", policy.cap);
  const auto look_in = [&](const Stage& scope, const std::string& where) {
    for (const DutyRule& duty : scope.duties) {
      look(fmt::format("“{}”{}", duty.what, where), duty.due);
    }
  };
  look_in(policy.start, "");
  for (const Stage& stage : policy.stages) {
    look(fmt::format("the stage “{}”", name_of(stage)), stage.settle);
    look_in(stage, fmt::format(" in “{}”", name_of(stage)));
  }
  look_in(policy.throughout, "");
  look_in(policy.after, " after the outcome");
  return found;
}

void show_not_said(const Policy& policy, const std::vector<RuleInWords>& rules,
                   Dictionary& content) {
  const auto row = [&](std::string_view key, const std::string& value) {
    content.section("SILENT").set("KEY", key).set("VALUE", value);
  };
  row("A disagreement inside one agency", inside_one_agency(policy));
  row("Opening it again once it has ended", reopening(policy));
  std::vector<std::string> closed;
  std::ranges::transform(policy.closed_days, std::back_inserter(closed),
                         [](const ClosedDayRule& day) { return in_words(day); });
  if (!closed.empty()) {
    row("No working days, beside the bank holidays", fmt::format("{}.", fmt::join(closed, "; ")));
  }
  const std::vector<std::string> times = times_not_stated(policy);
  if (!times.empty()) {
    Dictionary& section = content.section("NO_TIMES");
    for (const std::string& time : times) {
      section.section("NO_TIME").set("WHAT", time);
    }
  }
  for (const RuleInWords& rule : rules) {
    if (rule.source.clauses.empty() && !rule.source.reading.empty()) {
      show_rule(content.section("UNPLACED"), rule);
    }
  }
}

void show_beside(const Policy& policy, Dictionary& content) {
  content.show_if(!policy.related.empty(), "RELATED_HEAD");
  for (const Related& related : policy.related) {
    content.section("RELATED").set("NAME", related.title).set("NOTE", related.note);
  }
  for (const Removed& removed : policy.removed) {
    content.section("RELATED").set("NAME", "Does not apply here").set("NOTE", removed.title);
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
  show_flow(context.policy(), content);
  context.frame.back = Link{"Back to the policy", context.href("/policy")};
  return context.page("policy_flowchart.html", "The procedure at a glance", std::move(content));
}

/// How long it can take until a final decision, and raised when.
void show_longest(PageContext& context, LongestTimes& times, Dictionary& content) {
  content.show("HOW_LONG");
  const auto sentences = times.of(context.partnership(), context.now());
  for (const std::string& sentence : sentences->each) {
    content.section("LONGEST").set("SENTENCE", sentence);
  }
  content.set_if_any("LOOKED_AT", "OVER", sentences->over);
}

/// The policy in force, or the version that is asked for by its hash (`policy_path`).
std::expected<std::shared_ptr<const Policy>, ServiceError> asked_for(PageContext& context) {
  const auto hash = context.request().asked("version");
  if (!hash || *hash == context.policy().hash) {
    return context.partnership().policy;
  }
  const auto versions = context.service().policy_versions(context.id());
  if (!versions) {
    return std::unexpected(versions.error());
  }
  const auto found = std::ranges::find_if(
      *versions, [&](const PolicyVersion& version) { return version.policy->hash == *hash; });
  if (found == versions->end()) {
    return std::unexpected(NotThere{});
  }
  return found->policy;
}

/// `/policy`: for everybody, in its own words, with what the program does about each clause
/// (ALL-15).
Response show_policy(PageContext& context, const Pictures& pictures, const Longests& longests) {
  const auto shown = asked_for(context);
  if (!shown) {
    return context.failed(shown.error());
  }
  const Policy& policy = **shown;
  const bool in_force = policy.hash == context.policy().hash;
  Dictionary content;
  content.set("ALONE", context.href("/policy/flowchart"));
  show_head(context, policy, content);
  if (in_force) {
    show_picture(context, pictures, content);
    show_longest(context, *longests, content);
  } else {
    content.section("ANOTHER").set("VERSION", policy.version).set("NOW", context.href("/policy"));
  }
  show_flow(policy, content);
  const std::vector<RuleInWords> rules = explain(policy);
  show_clauses(policy, rules, content);
  show_not_said(policy, rules, content);
  show_beside(policy, content);
  return context.page("policy.html",
                      in_force ? "The policy" : "The policy, version " + policy.version,
                      std::move(content));
}

}  // namespace

void add_policy_pages(Pages& pages) {
  const auto pictures = std::make_shared<PolicyPictures>();
  const auto with_pictures = [&](Response (*handler)(PageContext&, const Pictures&)) {
    return [handler, pictures](PageContext& context) { return handler(context, pictures); };
  };
  pages.get_for_anybody(
      "/policy", kReadPolicy,
      [pictures, longests = std::make_shared<LongestTimes>()](PageContext& context) {
        return show_policy(context, pictures, longests);
      });
  pages.get_for_anybody("/policy/flowchart", kFlowchart, with_pictures(show_flowchart));
  pages.get_for_anybody("/policy/flowchart.svg", kFlowchart, with_pictures(send_picture));
  pages.menu({.order = 60, .text = "Policy", .path = "/policy"});
}

}  // namespace accord
