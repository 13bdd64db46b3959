#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "policy/nearest.hpp"
#include "policy/reading.hpp"
#include "policy/shapes.hpp"

namespace accord::reading {
namespace {

constexpr std::array<std::string_view, 19> kReserved{"any",
                                                     "all",
                                                     "not",
                                                     "raised",
                                                     "child_timescale",
                                                     "outcome",
                                                     "tier",
                                                     "hours",
                                                     "settle",
                                                     "start",
                                                     "throughout",
                                                     "after",
                                                     "again",
                                                     "known",
                                                     "not_known",
                                                     "none",
                                                     "whom",
                                                     "raising_sector",
                                                     "responding_sector"};

bool is_id(std::string_view text) {
  constexpr std::size_t kLongest = 64;
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  };
  return !text.empty() && text.size() <= kLongest && text.front() >= 'a' && text.front() <= 'z' &&
         std::ranges::all_of(text, fits);
}

Condition word_condition(const YamlNode& child, Problems& problems) {
  Condition condition{.kind = Condition::Kind::Word, .mark = child.key_mark};
  condition.subject.id = child.key;
  const auto add = [&](const YamlNode& word) {
    if (auto text = scalar_text(word, child.key, problems)) {
      condition.words.push_back(*std::move(text));
    }
  };
  if (child.is_list()) {
    std::ranges::for_each(child.children, add);
    if (child.children.empty()) {
      problems.push_back({child.mark, fmt::format("`{}` is an empty list", child.key),
                          "write the words, any of which makes it true"});
    }
  } else if (child.is_map()) {
    problems.push_back({child.mark,
                        fmt::format("`{}` has keys where a word is expected", child.key),
                        fmt::format("write `{{{}: word}}`", child.key)});
  } else {
    add(child);
  }
  if (condition.words.empty()) {
    condition.kind = Condition::Kind::Always;
  }
  return condition;
}

Condition parts_condition(const YamlNode& child, Problems& problems) {
  Condition condition{.kind = child.key == "any" ? Condition::Kind::Any : Condition::Kind::All,
                      .mark = child.key_mark};
  if (!child.is_list() || child.children.empty()) {
    problems.push_back({child.mark, fmt::format("`{}` needs a list of conditions", child.key),
                        fmt::format("write `{}: [{{a: b}}, {{c: d}}]`", child.key)});
    return condition;
  }
  for (const YamlNode& part : child.children) {
    condition.parts.push_back(read_condition(part, problems));
  }
  return condition;
}

Condition child_condition(const YamlNode& child, Problems& problems) {
  if (child.key == "any" || child.key == "all") {
    return parts_condition(child, problems);
  }
  if (child.key == "not") {
    Condition condition{.kind = Condition::Kind::Not, .mark = child.key_mark};
    condition.parts.push_back(read_condition(child, problems));
    return condition;
  }
  return word_condition(child, problems);
}

std::optional<SideSelector> side_of(std::string_view word) {
  const auto* found =
      std::ranges::find(kSideWords, word, &std::pair<std::string_view, SideSelector>::first);
  return found != kSideWords.end() ? std::optional{found->second} : std::nullopt;
}

/// "a or b": the roles between which the person chooses.
std::vector<std::string> alternatives_of(std::string_view text) {
  constexpr std::string_view kOr = " or ";
  std::vector<std::string> out;
  while (true) {
    const std::size_t at = text.find(kOr);
    out.emplace_back(text.substr(0, at));
    if (at == std::string_view::npos) {
      return out;
    }
    text.remove_prefix(at + kOr.size());
  }
}

std::optional<RoleRef> role_ref(const YamlNode& node, SideSelector side, std::string_view name,
                                Problems& problems) {
  const auto text = scalar_text(node, name, problems);
  if (!text) {
    return std::nullopt;
  }
  RoleRef who{.side = side, .alternatives = alternatives_of(*text), .mark = node.mark};
  if (side == SideSelector::None && who.alternatives.size() == 1) {
    if (const auto whole_side = side_of(*text)) {
      return RoleRef{.side = *whole_side, .alternatives = {"representative"}, .mark = node.mark};
    }
  }
  for (const std::string& role : who.alternatives) {
    if (side_of(role)) {
      problems.push_back({node.mark,
                          fmt::format("`{}` is a side, and here a role is expected", role),
                          "a choice is between roles: `{raising_side: line_manager or director}`"});
      return std::nullopt;
    }
    if (!is_id(role)) {
      problems.push_back({node.mark, fmt::format("`{}` is no role", shortened(role)),
                          "write the id of a role, or `a or b`; several go in a list"});
      return std::nullopt;
    }
  }
  return who;
}

void add_who(const YamlNode& node, Problems& problems, std::vector<RoleRef>& out) {
  if (!node.is_map()) {
    if (auto who =
            role_ref(node, SideSelector::None, node.key.empty() ? "a role" : node.key, problems)) {
      out.push_back(*std::move(who));
    }
    return;
  }
  for (const YamlNode& child : node.children) {
    const bool of_raiser = child.key == "raiser";
    const auto side = of_raiser ? std::optional{SideSelector::RaisingSide} : side_of(child.key);
    if (!side) {
      std::array<std::string_view, kSideWords.size() + 1> sides{};
      std::ranges::transform(kSideWords, sides.begin(),
                             &std::pair<std::string_view, SideSelector>::first);
      sides.back() = "raiser";
      problems.push_back({child.key_mark, fmt::format("`{}` is no side", shortened(child.key)),
                          did_you_mean(child.key, sides)});
      continue;
    }
    if (auto who = role_ref(child, *side, child.key, problems)) {
      who->of_raiser = of_raiser;
      constexpr std::array<std::string_view, 4> kThemselves{"raiser", "worker", "representative",
                                                            "previous"};
      if (of_raiser &&
          std::ranges::find_first_of(who->alternatives, kThemselves) != who->alternatives.end()) {
        problems.push_back({child.mark,
                            fmt::format("`raiser: {}` is no post beside the raiser", child.text),
                            "write `raiser` for the person who raised it, or a post of their "
                            "agency: `{raiser: line_manager}`"});
        continue;
      }
      out.push_back(*std::move(who));
    }
  }
}

bool is_not_stated(const YamlNode& node) {
  return node.is_scalar() && (node.text == "not_stated" || node.text == "not stated");
}

/// From when: a condition, or `not stated`; then `local_from` is the partnership's setting, and
/// without it the clock runs as if nothing were written.
void read_anchor(const Fields& fields, Bound& bound, Problems& problems) {
  const YamlNode* from = fields.get("from");
  bound.from_not_stated = from != nullptr && is_not_stated(*from);
  if (!bound.from_not_stated) {
    bound.from = read_optional_condition(fields, "from", problems);
    if (const YamlNode* local = fields.get("local_from")) {
      problems.push_back({local->key_mark, "`local_from` stands without `from: not stated`",
                          "write `from: not stated` beside it, or `from` in its place"});
    }
    return;
  }
  bound.from = read_optional_condition(fields, "local_from", problems);
}

std::optional<Limit> read_target(const Fields& fields, std::string_view key, std::string_view what,
                                 Problems& problems) {
  const YamlNode* node = fields.get(key);
  if (node == nullptr) {
    return std::nullopt;
  }
  const auto target = read_limit(*node, key, problems);
  if (target && !states_a_time(*target)) {
    problems.push_back(
        {node->mark, fmt::format("{} needs a time", what), "write one, such as `2 working days`"});
    return std::nullopt;
  }
  return target;
}

Bound read_bound(const YamlNode& node, const Source& owner, Problems& problems) {
  Bound bound;
  if (node.is_scalar()) {
    problems.push_back({node.mark, "a bound is written with its keys",
                        fmt::format("write `within: {}` on a line below", shortened(node.text))});
    return bound;
  }
  const Fields fields{node, shapes::kBound, problems};
  if (const YamlNode* within = fields.need("within")) {
    bound.within = read_limit(*within, "within", problems).value_or(Limit{});
  }
  read_anchor(fields, bound, problems);
  bound.when = read_condition(fields, "when", problems);
  static constexpr std::array<std::pair<std::string_view, bool>, 1> kUnless{{{"both_agree", true}}};
  bound.unless_both_agree = fields.choice("unless", kUnless, false);
  bound.aim = read_target(fields, "aim", "an aim", problems);
  bound.local_target = read_target(fields, "local_target", "a local target", problems);
  if (bound.aim && bound.local_target) {
    fields.report(fields.get("local_target")->key_mark,
                  "a bound has the document's `aim` and a `local_target`",
                  "delete one: the earlier date is the one to aim at");
  }
  if (bound.aim && !states_a_time(bound.within)) {
    fields.report(fields.get("aim")->key_mark, "an `aim` stands before a limit, and there is none",
                  "write the aim as `within`, and say in a `reading` that the document aims at it");
  }
  bound.source = read_source(fields);
  if (bound.source.clauses.empty() && !bound.source.local) {
    bound.source.clause = owner.clause;
    bound.source.clauses = owner.clauses;
    bound.source.local = owner.local;
  }
  return bound;
}

}  // namespace

void check_id(std::string_view id, Mark mark, Problems& problems) {
  if (!is_id(id)) {
    problems.push_back(
        {mark, fmt::format("`{}` cannot be an id", shortened(id)),
         "an id is of small letters, digits and `_`, begins with a letter and has at "
         "most 64 of them"});
  } else if (std::ranges::find(kReserved, id) != kReserved.end()) {
    problems.push_back(
        {mark, fmt::format("`{}` has a meaning of its own", id), "choose another id"});
  }
}

std::string read_id(const Fields& fields, Problems& problems) {
  std::string id = fields.need_text("id");
  if (const YamlNode* node = fields.get("id"); node != nullptr && !id.empty()) {
    check_id(id, node->mark, problems);
  }
  return id;
}

Source read_source(const Fields& fields) {
  Source source;
  source.clauses = fields.texts("clause");
  source.clause = fmt::format("{}", fmt::join(source.clauses, ", "));
  source.reading = fields.text("reading");
  source.local = fields.flag("local");
  source.mark = fields.mark();
  return source;
}

Condition read_condition(const YamlNode& node, Problems& problems) {
  Condition condition{.mark = node.mark};
  if (node.is_scalar() && !node.text.empty()) {
    condition.kind = Condition::Kind::Word;
    condition.subject.id = node.text;
    return condition;
  }
  if (node.is_list()) {
    problems.push_back({node.mark, "a list is no condition",
                        "write `all: […]` or `any: […]`, or the words of one subject as "
                        "`{subject: [word, word]}`"});
    return condition;
  }
  if (!node.is_map() || node.children.empty()) {
    problems.push_back(
        {node.mark, "the condition is empty", "write `{subject: word}`, or delete it"});
    return condition;
  }
  if (node.children.size() == 1) {
    return child_condition(node.children.front(), problems);
  }
  condition.kind = Condition::Kind::All;
  for (const YamlNode& child : node.children) {
    condition.parts.push_back(child_condition(child, problems));
  }
  return condition;
}

Condition read_condition(const Fields& fields, std::string_view key, Problems& problems) {
  return read_optional_condition(fields, key, problems).value_or(Condition{});
}

std::optional<Condition> read_optional_condition(const Fields& fields, std::string_view key,
                                                 Problems& problems) {
  const YamlNode* node = fields.get(key);
  return node != nullptr ? std::optional{read_condition(*node, problems)} : std::nullopt;
}

std::vector<RoleRef> read_who(const YamlNode& node, Problems& problems) {
  std::vector<RoleRef> out;
  if (node.is_list()) {
    for (const YamlNode& item : node.children) {
      add_who(item, problems, out);
    }
  } else {
    add_who(node, problems, out);
  }
  return out;
}

std::vector<RoleRef> read_who(const Fields& fields, std::string_view key, Problems& problems) {
  const YamlNode* node = fields.get(key);
  return node != nullptr ? read_who(*node, problems) : std::vector<RoleRef>{};
}

std::optional<Limit> read_limit(const YamlNode& node, std::string_view name, Problems& problems) {
  const auto text = scalar_text(node, name, problems);
  if (!text) {
    return std::nullopt;
  }
  auto limit = parse_limit(*text);
  if (!limit) {
    // "'4 fortnights' is no limit: write '8 weeks'"
    constexpr std::string_view kRemedyFollows = " is no limit: ";
    const std::string& error = limit.error();
    const std::size_t at = error.find(kRemedyFollows);
    problems.push_back(at == std::string::npos
                           ? Problem{node.mark, error,
                                     "write it as in `5 working days`, `24 hours` or `not stated`"}
                           : Problem{node.mark, error.substr(0, at + kRemedyFollows.size() - 2),
                                     error.substr(at + kRemedyFollows.size())});
    return std::nullopt;
  }
  return *limit;
}

Clock read_clock(const Fields& fields, std::string_view key, const Source& owner,
                 Problems& problems) {
  Clock clock;
  for (const YamlNode& bound : fields.one_or_list(key)) {
    clock.push_back(read_bound(bound, owner, problems));
  }
  return clock;
}

}  // namespace accord::reading
