#include "policy/extend.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "policy/nearest.hpp"
#include "policy/still_needed.hpp"
#include "policy/tree_parts.hpp"

namespace accord {
namespace {

/// What only the local file can say: who it is, and since when.
constexpr std::array<std::string_view, 4> kOwn{"policy", "partnership", "version", "effective"};

bool is_one_of(std::string_view key, std::span<const std::string_view> words) {
  return std::ranges::find(words, key) != words.end();
}

/// A limit, or each of several.
void mark_limits(YamlNode& limits) {
  if (limits.is_list()) {
    std::ranges::for_each(limits.children, mark_local);
  } else {
    mark_local(limits);
  }
}

void mark_extended(YamlNode& node) {
  node.extended = true;
  for (YamlNode& one : node.children) {
    mark_extended(one);
  }
}

/// What something new has to say, which the change of what is there need not.
struct New {
  std::string_view kind;
  std::vector<std::string_view> needs;  ///< one of them
};

New new_of(std::string_view list) {
  if (list == "facts") {
    return {"fact", {"asks"}};
  }
  if (list == "roles") {
    return {"role", {"post", "any_of"}};
  }
  if (list == "duties") {
    return {"duty", {"what"}};
  }
  if (list == "exits") {
    return {"way out", {"go", "end"}};
  }
  if (list == "stages") {
    return {"stage", {"title"}};
  }
  return {"passage", {"text"}};
}

class Merging {
 public:
  void lay_over(YamlNode& whole, const YamlNode& local);
  void remove(YamlNode& whole, const YamlNode& names);
  void check_removed(const YamlNode& whole);
  void report(Mark mark, std::string what, std::string mend) {
    problems.push_back({false, {mark, std::move(what), std::move(mend)}});
  }

  std::vector<ExtendProblem> problems;
  std::vector<YamlNode> removed;   ///< each with its id and title
  std::set<std::string> passages;  ///< of those

 private:
  void key(YamlNode& whole, const YamlNode& local);
  void item(YamlNode& whole, const YamlNode& local);
  void items_by_key(YamlNode& whole, const YamlNode& local);
  void items_by_id(YamlNode& whole, const YamlNode& local);
  void stages(YamlNode& whole, const YamlNode& local);
  void conventions(YamlNode& whole, const YamlNode& local);
  void scope(YamlNode& whole, const YamlNode& local, bool has_local_mark);
  bool has_ids(const YamlNode& list);
  void check_new(const YamlNode& item, std::string_view id, Mark mark, const YamlNode& list);
};

/// What is added says all that it needs; what does not was meant to change something.
void Merging::check_new(const YamlNode& item, std::string_view id, Mark mark,
                        const YamlNode& list) {
  const New added = new_of(list.key);
  if (!item.is_map() || std::ranges::any_of(added.needs, [&](std::string_view field) {
        return child(item, field) != nullptr;
      })) {
    return;
  }
  std::vector<std::string_view> ids;
  std::ranges::transform(list.children, std::back_inserter(ids), [](const YamlNode& one) {
    return one.key.empty() ? id_of(one) : std::string_view{one.key};
  });
  // The reader says what is missing in what is like nothing that is there.
  if (const std::string_view meant = nearest(id, ids); !meant.empty()) {
    report(
        mark,
        fmt::format("the policy that is extended has no {} `{}` here", added.kind, shortened(id)),
        fmt::format("did you mean `{}`? Or, to add one, give `{}:`{}", meant, added.needs.front(),
                    list.key == "stages" ? " and where: `before:`" : ""));
  }
}

void put(YamlNode& map, const YamlNode& value) {
  if (YamlNode* old = child(map, value.key)) {
    *old = value;
  } else {
    map.children.push_back(value);
  }
}

/// One fact, role, duty, exit …: a field given replaces the field.
void Merging::item(YamlNode& whole, const YamlNode& local) {
  if (!whole.is_map() || !local.is_map()) {
    const std::string key = whole.key;
    whole = local;
    whole.key = key;
  } else {
    for (const YamlNode& field : local.children) {
      put(whole, field);
    }
  }
  mark_local(whole);
}

void Merging::items_by_key(YamlNode& whole, const YamlNode& local) {
  for (const YamlNode& one : local.children) {
    if (YamlNode* old = child(whole, one.key)) {
      item(*old, one);
    } else {
      check_new(one, one.key, one.key_mark, whole);
      whole.children.push_back(one);
      mark_local(whole.children.back());
    }
  }
}

/// Whether every item has an id of its own; an item without one cannot be laid over anything.
bool Merging::has_ids(const YamlNode& list) {
  std::set<std::string_view> seen;
  bool sound = true;
  for (const YamlNode& one : list.children) {
    const std::string_view id = id_of(one);
    if (id.empty()) {
      report(one.mark, "this item has no `id`",
             "give the id of the item that it changes, or a new one for an addition");
      sound = false;
    } else if (!seen.insert(id).second) {
      report(one.mark, fmt::format("`{}` stands here a second time", shortened(id)),
             "keep one of the two");
      sound = false;
    }
  }
  return sound;
}

void Merging::items_by_id(YamlNode& whole, const YamlNode& local) {
  if (!whole.is_list() || !local.is_list()) {
    whole = local;
    return;
  }
  if (!has_ids(local)) {
    return;
  }
  for (const YamlNode& one : local.children) {
    const auto old = std::ranges::find(whole.children, id_of(one), id_of);
    if (old != whole.children.end()) {
      item(*old, one);
    } else {
      check_new(one, id_of(one), one.mark, whole);
      whole.children.push_back(one);
      mark_local(whole.children.back());
    }
  }
}

/// A stage, `start`, `throughout` or `after`: its duties and exits one by one, its other fields
/// replaced.
void Merging::scope(YamlNode& whole, const YamlNode& local, bool has_local_mark) {
  bool changed = false;
  for (const YamlNode& field : local.children) {
    YamlNode* old = child(whole, field.key);
    if (field.key == "duties" || field.key == "exits") {
      if (old == nullptr) {
        whole.children.push_back({.kind = YamlNode::Kind::List,
                                  .mark = field.mark,
                                  .key = field.key,
                                  .key_mark = field.key_mark});
        old = &whole.children.back();
      }
      items_by_id(*old, field);
    } else if (field.key == "settle") {  // beside a text of the procedure that stays
      YamlNode own = field;
      mark_limits(own);
      put(whole, own);
    } else if (field.key != "before") {
      changed = changed || field.key != "id";
      put(whole, field);
    }
  }
  if (changed && has_local_mark) {
    mark_local(whole);
  }
}

void Merging::stages(YamlNode& whole, const YamlNode& local) {
  if (!whole.is_list() || !local.is_list()) {
    whole = local;
    return;
  }
  if (!has_ids(local)) {
    return;
  }
  for (const YamlNode& one : local.children) {
    const auto old = std::ranges::find(whole.children, id_of(one), id_of);
    const YamlNode* before = child(one, "before");
    if (old != whole.children.end()) {
      if (before != nullptr) {
        report(before->key_mark, "`before` stands in a stage that is already there",
               "delete it: only a stage that is added has a place to say");
      }
      scope(*old, one, true);
      continue;
    }
    check_new(one, id_of(one), one.mark, whole);
    auto place = whole.children.end();
    if (before != nullptr) {
      place = std::ranges::find(whole.children, std::string_view{before->text}, id_of);
      if (place == whole.children.end()) {
        std::vector<std::string_view> ids;
        std::ranges::transform(whole.children, std::back_inserter(ids), id_of);
        report(before->mark, fmt::format("there is no stage `{}`", shortened(before->text)),
               did_you_mean(before->text, ids));
      }
    }
    YamlNode added{.kind = YamlNode::Kind::Map, .mark = one.mark};
    scope(added, one, true);
    whole.children.insert(place, std::move(added));
  }
}

/// The partnership's own closed days are added to those of the procedure; every other convention
/// replaces that of the procedure.
void Merging::conventions(YamlNode& whole, const YamlNode& local) {
  for (const YamlNode& convention : local.children) {
    YamlNode* days = convention.key == "closed_days" ? child(whole, "closed_days") : nullptr;
    const bool added = convention.key == "closed_days" && convention.is_list();
    YamlNode own = convention;
    if (added) {
      std::ranges::for_each(own.children, mark_local);
    }
    if (added && days != nullptr && days->is_list()) {
      std::ranges::move(own.children, std::back_inserter(days->children));
    } else {
      put(whole, own);
    }
  }
}

void Merging::key(YamlNode& whole, const YamlNode& local) {
  YamlNode* old = child(whole, local.key);
  if (old == nullptr) {
    whole.children.push_back(
        {.kind = local.kind, .mark = local.mark, .key = local.key, .key_mark = local.key_mark});
    old = &whole.children.back();
    if (local.is_scalar()) {
      *old = local;
    }
  }
  const bool alike = old->kind == local.kind;
  if (alike && (local.key == "facts" || local.key == "roles")) {
    items_by_key(*old, local);
  } else if (alike && local.key == "conventions") {
    conventions(*old, local);
  } else if (local.key == "document") {
    items_by_id(*old, local);
  } else if (local.key == "stages") {
    stages(*old, local);
  } else if (alike && local.is_map() && is_one_of(local.key, kTreeScopes)) {
    scope(*old, local, true);
  } else if (alike && local.is_list() && (local.key == "words" || local.key == "related")) {
    for (const YamlNode& one : local.children) {
      old->children.push_back(one);
      mark_local(old->children.back());
    }
  } else {
    *old = local;
    if (local.key == "cap") {
      mark_limits(*old);
    }
  }
}

void Merging::lay_over(YamlNode& whole, const YamlNode& local) {
  for (const std::string_view own : kOwn) {
    if (child(local, own) == nullptr) {
      report(local.mark, fmt::format("`{}` is missing", own),
             "a policy that extends another gives its own");
    }
  }
  for (const YamlNode& one : local.children) {
    if (one.key != "extends" && one.key != "remove") {
      key(whole, one);
    }
  }
}

/// What people read of it: a question, a title, what a duty asks for; else its id.
std::string title_of(const YamlNode& item, std::string_view id) {
  for (const std::string_view key : {"title", "what", "asks", "heading"}) {
    if (const YamlNode* title = child(item, key); title != nullptr && title->is_scalar()) {
      return title->text;
    }
  }
  return id == "cap" ? "The limit on the whole" : std::string{id};
}

/// The passages that it cites, its parts too.
void add_clauses(const YamlNode& item, YamlNode& clauses) {
  for (const YamlNode& field : item.children) {
    if (field.key != "clause") {
      add_clauses(field, clauses);
      continue;
    }
    for (const YamlNode& one : field.is_list() ? field.children : std::vector<YamlNode>{field}) {
      if (std::ranges::find(clauses.children, one.text, &YamlNode::text) ==
          clauses.children.end()) {
        clauses.children.push_back(scalar("", one.text, clauses.mark));
      }
    }
  }
}

void Merging::remove(YamlNode& whole, const YamlNode& names) {
  if (!names.is_list()) {
    report(names.mark, "`remove` is no list", "write `remove: [stage.duty, fact]`");
    return;
  }
  for (const YamlNode& entry : names.children) {
    // A name alone, or with the passage of the partnership's own document that says so.
    const YamlNode* id_given = child(entry, "id");
    const YamlNode* clause = child(entry, "clause");
    const YamlNode& name = id_given != nullptr ? *id_given : entry;
    const auto item = name.is_scalar() ? take_part(whole, name.text) : std::nullopt;
    if (!item && name.is_scalar() && take_field(whole, name.text)) {
      if (clause != nullptr) {
        report(clause->key_mark, "a field is taken out without a clause of its own",
               fmt::format("give the clause to `{}` itself",
                           name.text.substr(0, name.text.rfind('.'))));
      }
      continue;
    }
    if (!item) {
      report(name.mark,
             fmt::format("the policy that is extended has no `{}` to remove", shortened(name.text)),
             "name a fact, a role, a stage, `cap`, a passage in quotes, a duty or exit as "
             "`stage.duty`, or a field as `stage.duty.field`");
      continue;
    }
    if (child(*item, "text") != nullptr) {
      passages.insert(name.text);
    }
    YamlNode trace{.kind = YamlNode::Kind::Map, .mark = name.mark};
    const std::string_view id = std::string_view{name.text}.substr(name.text.rfind('.') + 1);
    trace.children = {scalar("id", name.text, name.mark),
                      scalar("title", title_of(*item, id), name.mark)};
    YamlNode clauses{
        .kind = YamlNode::Kind::List, .mark = name.mark, .key = "clause", .key_mark = name.mark};
    add_clauses(*item, clauses);
    if (clause != nullptr) {
      add_clauses({.kind = YamlNode::Kind::Map, .children = {*clause}}, clauses);
    }
    if (!clauses.children.empty()) {
      trace.children.push_back(std::move(clauses));
    }
    removed.push_back(std::move(trace));
  }
}

/// What is removed, and named elsewhere: the place to mend is in the local file.
void Merging::check_removed(const YamlNode& whole) {
  for (const YamlNode& trace : removed) {
    const std::string& name = child(trace, "id")->text;
    if (name == "cap" || has_part(whole, name)) {
      continue;
    }
    if (const auto still = still_needed(whole, name, passages.contains(name))) {
      report(trace.mark,
             fmt::format("`{}` is removed, and `{}` of `{}` still needs it", name, still->field,
                         still->by),
             fmt::format("give `{0}` another `{1}`, or remove `{0}` too; where it can do without, "
                         "`{0}.{1}`",
                         still->by, still->field));
    }
  }
}

/// Writes a tree in block style, one value a line, so that each line has one place it came from.
class Writer {
 public:
  void map(const YamlNode& node, std::size_t indent) {
    for (const YamlNode& one : node.children) {
      line(indent, text_of(one.key) + ":", {one.extended, one.key_mark});
      value(one, indent);
    }
  }

  WholePolicy whole;

 private:
  void line(std::size_t indent, std::string_view text, Written written) {
    whole.text += std::string(indent, ' ') + std::string{text} + "\n";
    whole.lines.push_back(written);
  }

  void value(const YamlNode& node, std::size_t indent) {
    if (node.is_map() && !node.children.empty()) {
      map(node, indent + 2);
    } else if (node.is_list() && !node.children.empty()) {
      for (const YamlNode& one : node.children) {
        line(indent + 2, "-", {one.extended, one.mark});
        value(one, indent + 2);
      }
    } else if (node.kind != YamlNode::Kind::Empty) {
      line(indent + 2,
           node.is_map()    ? "{}"
           : node.is_list() ? "[]"
                            : text_of(node.text),
           {node.extended, node.mark});
    }
  }

  /// As it is where no reader could take it for anything else; else in quotes.
  static std::string text_of(std::string_view text) {
    const auto plain = [](unsigned char byte) {
      return std::isalnum(byte) != 0 || byte == '_' || byte == '.' || byte == '-' || byte == ' ';
    };
    if (!text.empty() && std::isalpha(static_cast<unsigned char>(text.front())) != 0 &&
        text.back() != ' ' && std::ranges::all_of(text, plain)) {
      return std::string{text};
    }
    std::string quoted = "\"";
    for (const char byte : text) {
      if (byte == '"' || byte == '\\') {
        quoted += '\\';
      }
      if (byte == '\n') {
        quoted += "\\n";
      } else if (byte == '\t') {
        quoted += "\\t";
      } else if (byte == '\r') {
        quoted += "\\r";
      } else {
        quoted += byte;
      }
    }
    return quoted + '"';
  }
};

/// The procedure that is extended, among those to read beside the policy: its title and version are
/// the local file's no longer.
YamlNode extended_procedure(const YamlNode& extended, Mark mark) {
  const auto text = [&extended](std::string_view key) {
    const YamlNode* node = child(extended, key);
    return node != nullptr && node->is_scalar() ? node->text : std::string{};
  };
  const std::string version = text("version");
  YamlNode procedure{.kind = YamlNode::Kind::Map, .mark = mark};
  procedure.children = {
      scalar("title",
             text("title").empty() ? "The procedure that this policy extends" : text("title"),
             mark),
      scalar(
          "note",
          fmt::format("This policy extends it{}; what is the partnership's own is marked as local.",
                      version.empty() ? "" : ", version " + version),
          mark),
      scalar("local", "true", mark)};
  return procedure;
}

}  // namespace

const YamlNode* extended_policy(const YamlNode& policy) {
  return child(policy, "extends");
}

std::expected<WholePolicy, std::vector<ExtendProblem>> extend_policy(const YamlNode& local,
                                                                     const YamlNode& extended) {
  Merging merging;
  if (const YamlNode* further = extended_policy(extended)) {
    merging.problems.push_back({true,
                                {further->key_mark, "the policy that is extended extends another",
                                 "extend a policy that stands by itself"}});
  }
  if (!extended.is_map()) {
    merging.problems.push_back(
        {true, {extended.mark, "this is no policy", "begin with `policy:` and a name"}});
  }
  if (!merging.problems.empty()) {
    return std::unexpected(std::move(merging.problems));
  }
  YamlNode procedure = extended_procedure(extended, extended_policy(local)->mark);
  YamlNode whole = extended;
  mark_extended(whole);
  if (const YamlNode* names = child(local, "remove")) {
    merging.remove(whole, *names);
  }
  merging.lay_over(whole, local);
  merging.check_removed(whole);
  if (!merging.problems.empty()) {
    return std::unexpected(std::move(merging.problems));
  }
  if (child(whole, "related") == nullptr) {
    whole.children.push_back({.kind = YamlNode::Kind::List,
                              .mark = procedure.mark,
                              .key = "related",
                              .key_mark = procedure.mark});
  }
  if (YamlNode* related = child(whole, "related"); related->is_list()) {
    related->children.push_back(std::move(procedure));
  }
  if (!merging.removed.empty()) {
    const Mark mark = child(local, "remove")->key_mark;
    whole.children.push_back(
        {.kind = YamlNode::Kind::List, .mark = mark, .key = "removed", .key_mark = mark});
    whole.children.back().children = std::move(merging.removed);
  }
  Writer writer;
  writer.map(whole, 0);
  return std::move(writer.whole);
}

}  // namespace accord
