#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "policy/nearest.hpp"
#include "policy/yaml_tree.hpp"

namespace accord {

/// The keys that one kind of map may have: `constexpr Shape kDuty{"a duty", {"id", "what"}};`.
struct Shape {
  std::string_view what;  ///< as messages call it: "a duty"
  std::array<std::string_view, 40> keys{};

  [[nodiscard]] bool has(std::string_view key) const;
};

/// The scalar's text; a problem when `node` is no scalar or empty. `name` is what messages call it.
[[nodiscard]] std::optional<std::string> scalar_text(const YamlNode& node, std::string_view name,
                                                     std::vector<Problem>& problems);

/// Reads one map by its shape. Making it reports whatever is no map and every unknown key, with the
/// key that was probably meant; each accessor reports a value of the wrong kind and answers with
/// the empty value, so that one reading finds all problems. Asking for a key that the shape does
/// not have is a bug.
class Fields {
 public:
  Fields(const YamlNode& node, const Shape& shape, std::vector<Problem>& problems);

  [[nodiscard]] Mark mark() const { return node_.mark; }
  [[nodiscard]] bool has(std::string_view key) const { return get(key) != nullptr; }
  [[nodiscard]] const YamlNode* get(std::string_view key) const;
  /// Reports a key that is missing.
  [[nodiscard]] const YamlNode* need(std::string_view key) const;

  [[nodiscard]] std::string text(std::string_view key) const;
  [[nodiscard]] std::string need_text(std::string_view key) const;
  /// One text, or a list of texts.
  [[nodiscard]] std::vector<std::string> texts(std::string_view key) const;
  /// `true` or `false`.
  [[nodiscard]] bool flag(std::string_view key, bool otherwise = false) const;
  /// A whole number from 0, in digits.
  [[nodiscard]] int whole(std::string_view key, int otherwise = 0) const;
  /// The items of a list; none when the key is missing.
  [[nodiscard]] std::span<const YamlNode> list(std::string_view key) const;
  /// The items of a list, or the one thing that stands there.
  [[nodiscard]] std::span<const YamlNode> one_or_list(std::string_view key) const;
  /// The children of a map, each with its key; none when the key is missing.
  [[nodiscard]] std::span<const YamlNode> map(std::string_view key) const;

  /// One word of a table of words and their meanings.
  template <typename Meaning, std::size_t N>
  [[nodiscard]] Meaning choice(std::string_view key,
                               const std::array<std::pair<std::string_view, Meaning>, N>& words,
                               Meaning otherwise) const {
    const YamlNode* node = get(key);
    const auto text = node != nullptr ? scalar_text(*node, key, problems_) : std::nullopt;
    if (!text) {
      return otherwise;
    }
    std::array<std::string_view, N> known{};
    for (std::size_t i = 0; i < N; ++i) {
      if (words[i].first == *text) {
        return words[i].second;
      }
      known[i] = words[i].first;
    }
    report_choice(*node, key, *text, known);
    return otherwise;
  }

  void report(Mark mark, std::string what, std::string mend) const;

 private:
  void report_unknown(const YamlNode& child, const Shape& shape) const;
  void report_choice(const YamlNode& node, std::string_view key, std::string_view text,
                     std::span<const std::string_view> known) const;

  const YamlNode& node_;
  const Shape& shape_;
  std::vector<Problem>& problems_;
};

}  // namespace accord
