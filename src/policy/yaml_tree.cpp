#include "policy/yaml_tree.hpp"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <cctype>
#include <optional>
#include <spanstream>
#include <unordered_map>
#include <utility>

#include "base/characters.hpp"
#include "policy/nearest.hpp"

namespace accord {
namespace {

/// Carries the one problem out of the parser that stops the reading of a file.
struct Refused {
  Problem problem;
};

bool continues_character(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

/// Finds places in a text: the parser counts bytes from 0, a person characters from 1.
class Places {
 public:
  explicit Places(std::string_view text) : text_(text) {
    starts_.push_back(0);
    for (std::size_t at = 0; at < text.size(); ++at) {
      if (text[at] == '\n') {
        starts_.push_back(at + 1);
      }
    }
  }

  [[nodiscard]] Mark mark(int line, int column) const {
    if (line < 0 || static_cast<std::size_t>(line) >= starts_.size()) {
      return Mark{.line = static_cast<int>(starts_.size()), .column = 1};
    }
    const auto bytes =
        text_.substr(starts_[static_cast<std::size_t>(line)], static_cast<std::size_t>(column));
    return Mark{.line = line + 1,
                .column = 1 + static_cast<int>(bytes.size()) -
                          static_cast<int>(std::ranges::count_if(bytes, continues_character))};
  }

  [[nodiscard]] Mark mark(const YAML::Mark& mark) const {
    return this->mark(mark.line, mark.column);
  }

  /// The tab that made the parser stop, since what it says of one is something else: a tab in the
  /// blanks with which this line or the one before begins, or the very one at which it stopped. Any
  /// other tab (in quotes, before a remark) is a blank like others.
  [[nodiscard]] std::optional<Mark> tab_about(const YAML::Mark& stopped) const {
    const auto line = static_cast<std::size_t>(std::max(stopped.line, 0));
    for (std::size_t at = line == 0 ? 0 : line - 1; at <= line && at < starts_.size(); ++at) {
      const std::string_view rest = text_.substr(starts_[at]);
      const std::size_t tab = rest.substr(0, rest.find_first_not_of(" \t")).find('\t');
      if (tab != std::string_view::npos) {
        return mark_of_byte(starts_[at] + tab);
      }
    }
    const std::size_t there =
        line < starts_.size()
            ? starts_[line] + static_cast<std::size_t>(std::max(stopped.column, 0))
            : text_.size();
    return there < text_.size() && text_[there] == '\t' ? std::optional{mark_of_byte(there)}
                                                        : std::nullopt;
  }

  [[nodiscard]] Mark mark_of_byte(std::size_t at) const {
    const auto next = std::ranges::upper_bound(starts_, at);
    const auto line = static_cast<std::size_t>(next - starts_.begin()) - 1;
    return mark(static_cast<int>(line), static_cast<int>(at - starts_[line]));
  }

 private:
  std::string_view text_;
  std::vector<std::size_t> starts_;
};

/// What makes the bytes no readable text, before any YAML is looked for in them.
std::optional<Problem> bad_bytes(std::string_view text, const Places& lines) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = character_length(text, at);
    if (length == 0) {
      return Problem{lines.mark_of_byte(at), "these bytes are no UTF-8 text",
                     "save the file as UTF-8"};
    }
    const auto byte = static_cast<unsigned char>(text[at]);
    if ((byte < 0x20 && byte != '\n' && byte != '\r' && byte != '\t') || byte == 0x7F) {
      return Problem{lines.mark_of_byte(at), fmt::format("a control character (byte {})", byte),
                     "delete it: a policy is plain text"};
    }
    at += length;
  }
  return std::nullopt;
}

/// Builds the tree from the parser's events: the parser's own tree resolves aliases silently and
/// keeps only one of two equal keys.
class TreeBuilder final : public YAML::EventHandler {
 public:
  TreeBuilder(const Places& lines, int depth) : lines_(lines), depth_(depth) {}

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (begun_) {
      refuse(mark, "a second document begins here",
             "keep one document in a file: delete the line `---`");
    }
    begun_ = true;
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    refuse_anchor(mark, anchor);
    add(YamlNode{.mark = lines_.mark(mark)});
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    refuse(mark, "an alias (`*name`)", "write the thing out, or put the text in quotes");
  }
  void OnAnchor(const YAML::Mark& mark, const std::string& name) override {
    refuse(mark, fmt::format("an anchor (`&{}`)", shortened(name)),
           "delete it, or put the text in quotes");
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    refuse_anchor(mark, anchor);
    if (tag != "?" && tag != "!") {
      refuse_tag(mark, tag);
    }
    // An escape can bring in what the file's own bytes may not hold; and the parser writes `\N` and
    // `\_` as one byte each, which is no UTF-8.
    if (bad_bytes(value, Places{value})) {
      refuse(mark, "an escape (`\\…`) for a character that is no text",
             "write the character itself, or leave it out");
    }
    add(YamlNode{.kind = YamlNode::Kind::Scalar,
                 .text = value,
                 .quoted = tag == "!",
                 .mark = lines_.mark(mark)});
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override {
    open(YamlNode::Kind::List, mark, tag, anchor, style);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override {
    open(YamlNode::Kind::Map, mark, tag, anchor, style);
  }
  void OnMapEnd() override { close(); }

  YamlNode root;
  std::vector<Problem> problems;

 private:
  /// A list or map whose end has not come. In a map a key is held until its value comes.
  struct Open {
    YamlNode node;
    std::optional<YamlNode> key;
    std::unordered_map<std::string, Mark> seen;
  };

  [[noreturn]] void refuse(const YAML::Mark& mark, std::string what, std::string mend) const {
    throw Refused{{lines_.mark(mark), std::move(what), std::move(mend)}};
  }

  void refuse_anchor(const YAML::Mark& mark, YAML::anchor_t anchor) const {
    if (anchor != 0) {
      refuse(mark, "an anchor (`&name`)", "delete it, or put the text in quotes");
    }
  }

  void refuse_tag(const YAML::Mark& mark, const std::string& tag) const {
    refuse(mark, fmt::format("a tag (`{}`)", shortened(tag)),
           "delete it, or put the text in quotes");
  }

  void open(YamlNode::Kind kind, const YAML::Mark& mark, const std::string& tag,
            YAML::anchor_t anchor, YAML::EmitterStyle::value style) {
    refuse_anchor(mark, anchor);
    if (!tag.empty() && tag != "?") {
      refuse_tag(mark, tag);
    }
    if (std::cmp_greater_equal(open_.size(), depth_)) {
      refuse(mark, fmt::format("nested more than {} levels deep", depth_), "make it flatter");
    }
    if (!open_.empty() && open_.back().node.is_map() && !open_.back().key) {
      refuse(mark, "a list or a map stands where a key is expected",
             "a key is a word; put text with brackets in quotes");
    }
    open_.push_back(Open{.node = YamlNode{.kind = kind,
                                          .flow = style == YAML::EmitterStyle::Flow,
                                          .mark = lines_.mark(mark)},
                         .key = std::nullopt,
                         .seen = {}});
  }

  void close() {
    YamlNode node = std::move(open_.back().node);
    open_.pop_back();
    add(std::move(node));
  }

  void add(YamlNode node) {
    if (open_.empty()) {
      root = std::move(node);
      return;
    }
    Open& parent = open_.back();
    if (parent.node.is_list()) {
      parent.node.children.push_back(std::move(node));
    } else if (!parent.key) {
      take_key(parent, std::move(node));
    } else {
      node.key = std::move(parent.key->text);
      node.key_mark = parent.key->mark;
      parent.key.reset();
      parent.node.children.push_back(std::move(node));
    }
  }

  void take_key(Open& parent, YamlNode key) {
    if (!key.is_scalar() || key.text.empty()) {
      throw Refused{{key.mark, "a key is missing", "write a word before the `:`"}};
    }
    const auto [first, is_new] = parent.seen.try_emplace(key.text, key.mark);
    if (!is_new) {
      problems.push_back({key.mark,
                          fmt::format("`{}` stands here a second time (first in line {})",
                                      shortened(key.text), first->second.line),
                          "keep one of the two"});
    }
    parent.key = std::move(key);
  }

  const Places& lines_;
  int depth_;
  bool begun_ = false;
  std::vector<Open> open_;
};

/// The parser's own words, with a remedy for those that an officer meets.
Problem syntax_problem(const YAML::ParserException& error, const Places& lines) {
  std::string mend =
      "look at the indentation, the colons and the brackets of this line and the one before";
  if (error.msg.find("tab") != std::string::npos) {
    mend = "indent with spaces";
  } else if (error.msg.find("end of map") != std::string::npos) {
    mend =
        "look at the indentation of this line and the one before, and put text that contains `: ` "
        "or begins with a quotation mark wholly in quotes";
  } else if (error.msg.find("unknown token") != std::string::npos) {
    mend = "put text that holds `?`, `@` or a backtick wholly in quotes";
  } else if (error.msg.find("illegal map value") != std::string::npos) {
    mend = "put text that contains `: ` in quotes";
  } else if (error.msg.find("anchor is not defined") != std::string::npos) {
    return {lines.mark(error.mark), "an alias (`*name`)",
            "write the thing out, or put the text in quotes"};
  }
  if (const auto tab = lines.tab_about(error.mark)) {
    return {*tab, "a tab stands here, which YAML does not take for blanks",
            "write spaces instead of it"};
  }
  return {lines.mark(error.mark), fmt::format("this is no YAML: {}", error.msg), std::move(mend)};
}

}  // namespace

std::string to_line(const Problem& problem) {
  std::string mend = problem.mend;
  if (!mend.empty()) {
    mend[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(mend[0])));
    mend += mend.ends_with('?') ? "" : ".";
  }
  return fmt::format("{}:{}: error: {}. {}", problem.mark.line, problem.mark.column, problem.what,
                     mend);
}

std::expected<YamlNode, std::vector<Problem>> read_yaml(std::string_view text, YamlLimits limits) {
  if (text.starts_with("\xEF\xBB\xBF")) {
    text.remove_prefix(3);
  }
  if (text.size() > limits.bytes) {
    return std::unexpected(std::vector{Problem{
        {1, 1},
        fmt::format("the file has {} bytes; at most {} are read", text.size(), limits.bytes),
        "make it shorter"}});
  }
  const Places lines{text};
  if (auto problem = bad_bytes(text, lines)) {
    return std::unexpected(std::vector{*std::move(problem)});
  }
  TreeBuilder builder{lines, limits.depth};
  try {
    std::ispanstream stream{std::span<const char>{text}};
    YAML::Parser parser{stream};
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (Refused& refused) {
    builder.problems.push_back(std::move(refused.problem));
  } catch (const YAML::ParserException& error) {
    builder.problems.push_back(syntax_problem(error, lines));
  }
  if (!builder.problems.empty()) {
    std::ranges::sort(builder.problems, {}, &Problem::mark);
    return std::unexpected(std::move(builder.problems));
  }
  return std::move(builder.root);
}

}  // namespace accord
