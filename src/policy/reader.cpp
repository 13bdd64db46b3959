#include "policy/reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "calendar/bank_holidays.hpp"
#include "calendar/date.hpp"
#include "calendar/zone.hpp"
#include "policy/conventions.hpp"
#include "policy/nearest.hpp"
#include "policy/reading.hpp"
#include "policy/shapes.hpp"
#include "policy/walk.hpp"

namespace accord {
namespace {

using namespace reading;

template <typename Meaning, std::size_t N>
using Table = std::array<std::pair<std::string_view, Meaning>, N>;

constexpr Table<Words::Shown, 5> kShown{{{"raising", Words::Shown::Raising},
                                         {"answering", Words::Shown::Answering},
                                         {"hesitating", Words::Shown::Hesitating},
                                         {"speaking", Words::Shown::Speaking},
                                         {"policy", Words::Shown::Policy}}};
constexpr Table<std::string_view, 3> kInsideOneAgency{
    {{"yes", "yes"}, {"no", "no"}, {"not stated", "not stated"}}};

std::string read_date(const Fields& fields, std::string_view key, bool needed) {
  std::string text = needed ? fields.need_text(key) : fields.text(key);
  if (const YamlNode* node = fields.get(key); node != nullptr && !text.empty()) {
    if (const auto date = parse_date(text); !date) {
      fields.report(node->mark, fmt::format("`{}`: {}", key, date.error()),
                    "write year, month and day, as in `2026-01-05`");
    }
  }
  return text;
}

std::string read_calendar(const Fields& fields) {
  std::string key = fields.need_text("calendar");
  const std::vector<std::string> known = embedded_calendar_names();
  if (!key.empty() && std::ranges::find(known, key) == known.end()) {
    const std::vector<std::string_view> names{known.begin(), known.end()};
    fields.report(fields.get("calendar")->mark,
                  fmt::format("there is no calendar `{}`", shortened(key)),
                  did_you_mean(key, names));
  }
  return key;
}

void read_next_review(const Fields& fields, Policy& policy, Problems& problems) {
  const YamlNode* node = fields.get("next_review");
  if (node == nullptr) {
    return;
  }
  if (node->is_scalar()) {
    policy.next_review = node->text;
    return;
  }
  const Fields review{*node, shapes::kNextReview, problems};
  policy.next_review = review.text("says");
  policy.next_review_date = read_date(review, "date", false);
}

/// Whether this is a part of a policy, which says little by itself (policy/extend.hpp).
bool is_part(const Fields& fields) {
  if (const YamlNode* extends = fields.get("extends")) {
    fields.report(extends->mark, "this text is only a part of a policy: it extends another",
                  "give the whole: a command of accord that takes the file makes it");
    return true;
  }
  if (const YamlNode* remove = fields.get("remove")) {
    fields.report(remove->mark, "`remove` stands in a policy that extends none",
                  "delete it, or name the policy that it extends: `extends: region.yaml`");
  }
  return false;
}

void read_subjects(const Fields& fields, Policy& policy) {
  const YamlNode* node = fields.get("subjects");
  if (node == nullptr) {
    return;
  }
  policy.subjects = fields.texts("subjects");
  for (const std::string& subject : policy.subjects) {
    if (std::ranges::find(kSubjectsAllowed, subject) == kSubjectsAllowed.end()) {
      fields.report(node->mark, fmt::format("nothing is about `{}`", shortened(subject)),
                    did_you_mean(subject, kSubjectsAllowed));
    }
  }
  if (policy.subjects.empty()) {
    fields.report(node->mark, "`subjects` is an empty list",
                  "name whom it may be about, or delete it: then children, or none");
  }
}

void read_head(const Fields& fields, Policy& policy, Problems& problems) {
  policy.id = fields.need_text("policy");
  policy.partnership = fields.need_text("partnership");
  policy.title = fields.need_text("title");
  policy.version = fields.need_text("version");
  policy.effective = read_date(fields, "effective", true);
  policy.calendar = read_calendar(fields);
  if (fields.has("zone")) {
    policy.zone = fields.text("zone");
  }
  policy.last_updated = fields.text("last_updated");
  read_next_review(fields, policy, problems);
  for (const YamlNode& node : fields.list("reviews")) {
    const Fields review{node, shapes::kReview, problems};
    policy.reviews.push_back({review.need_text("date"), review.need_text("what")});
  }
  for (const YamlNode& node : fields.list("related")) {
    const Fields related{node, shapes::kRelated, problems};
    policy.related.push_back({related.need_text("title"), related.text("note"),
                              related.text("address"), read_source(related)});
  }
  for (const YamlNode& node : fields.list("removed")) {
    const Fields removed{node, shapes::kRemoved, problems};
    policy.removed.push_back(
        {removed.need_text("id"), removed.need_text("title"), removed.texts("clause")});
  }
  if (fields.has("reopening")) {
    policy.reopening = fields.text("reopening");
  }
  policy.inside_one_agency_word =
      fields.choice("inside_one_agency", kInsideOneAgency, std::string_view{"not stated"});
  policy.inside_one_agency = policy.inside_one_agency_word == "yes";
  read_subjects(fields, policy);
}

void read_words(const Fields& fields, Policy& policy, Problems& problems) {
  for (const YamlNode& node : fields.list("words")) {
    const Fields words{node, shapes::kWords, problems};
    if (node.is_map()) {
      (void)words.need("shown");
      policy.words.push_back({words.choice("shown", kShown, Words::Shown::Raising),
                              words.need_text("says"), read_source(words)});
    }
  }
}

void read_document(const Fields& fields, Policy& policy, Problems& problems) {
  for (const YamlNode& node : fields.list("document")) {
    const Fields clause{node, shapes::kClause, problems};
    if (node.is_map()) {
      policy.document.push_back({clause.need_text("id"), clause.text("heading"),
                                 clause.need_text("text"), node.mark, clause.flag("local")});
    }
  }
}

void read_closed_days(const YamlNode& days, Policy& policy, Problems& problems) {
  if (!days.is_list()) {
    problems.push_back({days.mark, "`closed_days` is no list",
                        "write `- {name: Fair Day, day: 2026-08-14}` for each"});
    return;
  }
  for (const YamlNode& node : days.children) {
    const Fields fields{node, shapes::kClosedDay, problems};
    if (!node.is_map()) {
      continue;
    }
    ClosedDayRule rule{fields.need_text("name"), fields.need_text("day"), read_source(fields)};
    rule.source.mark = node.mark;
    if (rule.day.empty()) {
      continue;
    }
    if (const auto day = closed_day_of(rule); !day) {
      fields.report(fields.get("day")->mark, day.error(), "the month is written out");
      continue;
    }
    policy.closed_days.push_back(std::move(rule));
  }
}

/// One convention is one text; a list (the working week) is written with commas.
void read_conventions(const Fields& fields, Policy& policy, Problems& problems) {
  for (const YamlNode& node : fields.map("conventions")) {
    if (node.key == "closed_days") {
      read_closed_days(node, policy, problems);
      continue;
    }
    std::string value;
    if (node.is_list()) {
      for (const YamlNode& item : node.children) {
        value += (value.empty() ? "" : ", ") + scalar_text(item, node.key, problems).value_or("");
      }
    } else {
      value = scalar_text(node, node.key, problems).value_or("");
    }
    policy.conventions.emplace_back(node.key, std::move(value));
  }
  if (const auto read = conventions_of(policy); !read) {
    const YamlNode& map = *fields.get("conventions");
    const auto node = std::ranges::find(map.children, read.error().key, &YamlNode::key);
    fields.report(node != map.children.end() ? node->mark : map.mark, read.error().what,
                  read.error().mend);
  }
}

void read_timing(const Fields& fields, Policy& policy, Problems& problems) {
  if (const YamlNode* target = fields.get("local_target")) {
    policy.local_target = read_limit(*target, "local_target", problems);
    if (policy.local_target && !states_a_time(*policy.local_target)) {
      fields.report(target->mark, "a local target needs a time",
                    "write one, such as `2 working days`");
    }
  }
  read_conventions(fields, policy, problems);
  policy.cap = read_clock(fields, "cap", Source{}, problems);
}

void read_rules(const Fields& fields, Policy& policy, Problems& problems) {
  policy.facts = read_facts(fields, problems);
  policy.roles = read_roles(fields, problems);
  (void)fields.need("start");
  policy.start = read_scope(fields, "start", shapes::kStart, "Before raising", problems);
  (void)fields.need("stages");
  for (const YamlNode& node : fields.list("stages")) {
    policy.stages.push_back(read_stage(node, problems));
  }
  policy.throughout = read_scope(fields, "throughout", shapes::kThroughout, "Throughout", problems);
  policy.after = read_scope(fields, "after", shapes::kAfter, "After the outcome", problems);
  policy.decider = read_who(fields, "decider", problems);
  for_each_scope(policy, [&](Stage& stage) {
    for (ExitRule& exit : stage.exits) {
      if (exit.by_not_stated) {
        exit.by = policy.decider;
      }
    }
  });
}

std::vector<Problem> in_order(Problems problems) {
  std::ranges::sort(problems, {}, [](const Problem& problem) {
    return std::tuple{problem.mark, std::string_view{problem.what}};
  });
  if (problems.size() > kMostProblems) {
    const std::size_t more = problems.size() - kMostProblems;
    problems.resize(kMostProblems);
    problems.push_back(
        {problems.back().mark, fmt::format("and {} more problems", more), "mend these first"});
  }
  return problems;
}

}  // namespace

ReadResult read_policy(std::string_view yaml) {
  auto tree = read_yaml(yaml);
  if (!tree) {
    return std::unexpected(in_order(std::move(tree).error()));
  }
  Problems problems;
  if (tree->kind == YamlNode::Kind::Empty) {
    problems.push_back({{1, 1}, "the file is empty", "write a policy: docs/policy-format.md"});
    return std::unexpected(std::move(problems));
  }
  Policy policy;
  const Fields fields{*tree, shapes::kPolicy, problems};
  if (tree->is_map() && !is_part(fields)) {
    read_head(fields, policy, problems);
    read_words(fields, policy, problems);
    read_document(fields, policy, problems);
    read_timing(fields, policy, problems);
    read_rules(fields, policy, problems);
    resolve_names(policy, problems);
  }
  if (!problems.empty()) {
    return std::unexpected(in_order(std::move(problems)));
  }
  return policy;
}

}  // namespace accord
