#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "policy/mark.hpp"

namespace accord {

/// What is wrong with a file, where, and how to mend it: both texts in plain words, without a full
/// stop at the end.
struct Problem {
  Mark mark;
  std::string what;
  std::string mend;

  bool operator==(const Problem&) const = default;
};

/// "12:5: error: unknown key `owned_by`. Did you mean `owed_by`?"
[[nodiscard]] std::string to_line(const Problem& problem);

/// One node of a YAML file, read as text: `yes`, `no`, `010` and `2026-01-05` stay what was
/// written.
struct YamlNode {
  enum class Kind { Empty, Scalar, List, Map };
  Kind kind = Kind::Empty;
  std::string text;     ///< of a scalar
  bool quoted = false;  ///< "…", '…', | or >
  bool flow = false;    ///< a list in […] or a map in {…}
  Mark mark;
  std::string key;  ///< of a child of a map
  Mark key_mark;
  std::vector<YamlNode> children;  ///< in the order of the file
  bool extended = false;           ///< stands in the policy that is extended (policy/extend.hpp)

  [[nodiscard]] bool is_scalar() const { return kind == Kind::Scalar; }
  [[nodiscard]] bool is_list() const { return kind == Kind::List; }
  [[nodiscard]] bool is_map() const { return kind == Kind::Map; }
};

struct YamlLimits {
  std::size_t bytes = std::size_t{256} * 1024;
  int depth = 16;
};

/// The tree of a YAML file, or every problem found in its form. Pure, and safe with hostile text:
/// anchors, aliases, tags, keys that are no words or occur twice, several documents, bytes that are
/// no UTF-8 text, too much of it and too deep a nesting are problems. An empty file gives an empty
/// node. A byte order mark and Windows line ends are accepted.
[[nodiscard]] std::expected<YamlNode, std::vector<Problem>> read_yaml(std::string_view text,
                                                                      YamlLimits limits = {});

}  // namespace accord
