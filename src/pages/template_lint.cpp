#include "pages/template_lint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace accord {
namespace {

/// Attributes in which the engine does not see an address, though a browser does.
constexpr std::array<std::string_view, 3> kUnseenAddresses{"formaction", "xlink:href", "srcset"};

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

std::string lower(std::string_view text) {
  std::string lowered{text};
  std::ranges::transform(lowered, lowered.begin(), [](char c) {
    return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  });
  return lowered;
}

/// Walks a template as a browser would walk the page, as far as the rules need: text, tags, their
/// attributes, comments, and what stands between <script> or <style> and its end.
class Lint {
 public:
  Lint(std::string_view name, std::string_view text) : name_(name), text_(text) {}

  std::vector<std::string> run() {
    while (position_ < text_.size()) {
      if (at("<!--")) {
        position_ = std::min(text_.find("-->", position_), text_.size());
      } else if (at("{{")) {
        marker();
      } else if (at("<") && position_ + 1 < text_.size() && !is_space(text_[position_ + 1])) {
        tag();
      } else {
        ++position_;
      }
    }
    return std::move(findings_);
  }

 private:
  [[nodiscard]] bool at(std::string_view what) const {
    return text_.substr(position_).starts_with(what);
  }
  [[nodiscard]] bool inside() const { return position_ < text_.size() && text_[position_] != '>'; }

  void find(std::string_view what) {
    findings_.push_back(fmt::format(
        "{}:{}: {}", name_, std::ranges::count(text_.substr(0, position_), '\n') + 1, what));
  }

  /// Stands at "{{"; ends behind "}}". True: a marker that will be replaced with a value.
  bool marker() {
    const std::size_t end = text_.find("}}", position_);
    std::string_view inside = text_.substr(position_ + 2, end - position_ - 2);
    if (inside.ends_with(":p")) {
      inside.remove_suffix(2);  // escapes as the engine would, and keeps the ends of lines
    }
    const char kind = inside.empty() ? ' ' : inside.front();
    if (kind == '=') {
      find("do not change the delimiters: write markers as {{NAME}}");
    } else if (kind == '^') {
      find("there are no inverted sections: use two sections and Dictionary::choose");
    } else if (kind == '%') {
      find("the loader sets the escaping: leave {{%…}} out");
    } else if (kind != '!' && inside.find(':') != std::string_view::npos) {
      find("a marker has no modifier but :p (keep lines): the engine escapes for its place");
    } else if (kind != '!' && !is_name(inside)) {
      find("a marker is {{NAME}}, in capitals, digits and _");
    }
    position_ = end == std::string_view::npos ? text_.size() : end + 2;
    return kind != '!' && kind != '#' && kind != '/' && kind != '%' && kind != '=';
  }

  [[nodiscard]] static bool is_name(std::string_view inside) {
    if (!inside.empty() &&
        (inside.front() == '#' || inside.front() == '/' || inside.front() == '>')) {
      inside.remove_prefix(1);
    }
    return !inside.empty() && std::ranges::all_of(inside, [](char c) {
      return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    });
  }

  void tag() {
    ++position_;
    const bool closing = at("/");
    const std::size_t start = closing ? position_ + 1 : position_;
    position_ = start;
    while (inside() && !is_space(text_[position_]) && text_[position_] != '/') {
      if (at("{{")) {
        find("the name of a tag cannot be a marker: use one section for each tag");
        marker();
      } else {
        ++position_;
      }
    }
    const std::string name = lower(text_.substr(start, position_ - start));
    has_source_ = false;
    while (inside()) {
      if (is_space(text_[position_]) || text_[position_] == '/') {
        ++position_;
      } else if (at("{{")) {
        if (marker()) {
          find("the name of an attribute cannot be a marker: use a section around the attribute");
        }
      } else {
        attribute();
      }
    }
    position_ = std::min(position_ + 1, text_.size());
    if (!closing && (name == "script" || name == "style")) {
      raw_text(name);
    }
  }

  void attribute() {
    const std::size_t start = position_;
    while (inside() && !is_space(text_[position_]) && text_[position_] != '=' && !at("{{")) {
      ++position_;
    }
    const std::string name = lower(text_.substr(start, position_ - start));
    if (name.starts_with("on")) {
      find(
          fmt::format("{}: the Content-Security-Policy refuses it: put it in web/accord.js", name));
    }
    if (name == "style") {
      find("style: the Content-Security-Policy refuses it: put a class in web/accord.css");
    }
    has_source_ = has_source_ || name == "src";
    if (!at("=")) {
      return;
    }
    ++position_;
    const char quote = position_ < text_.size() ? text_[position_] : ' ';
    const bool quoted = quote == '"' || quote == '\'';
    position_ += quoted ? 1 : 0;
    while (position_ < text_.size() &&
           (quoted ? text_[position_] != quote
                   : text_[position_] != '>' && !is_space(text_[position_]))) {
      if (!at("{{")) {
        ++position_;
      } else if (marker()) {
        if (!quoted) {
          find(fmt::format("{}: put the value in quotes", name));
        }
        if (std::ranges::find(kUnseenAddresses, name) != kUnseenAddresses.end()) {
          find(fmt::format("{}: the engine does not see an address here: use href, src or action",
                           name));
        }
      }
    }
    position_ += quoted && position_ < text_.size() ? 1 : 0;
  }

  /// Between <script> or <style> and its end nothing may stand: all of it is in files.
  void raw_text(std::string_view name) {
    const std::size_t end = text_.find(fmt::format("</{}", name), position_);
    const std::string_view raw = text_.substr(position_, end - position_);
    if (!std::ranges::all_of(raw, is_space) || (name == "script" && !has_source_) ||
        name == "style") {
      find(fmt::format("<{}> in the page: the Content-Security-Policy refuses it: put it in web/",
                       name));
    }
    position_ = std::min(end, text_.size());
  }

  std::string_view name_;
  std::string_view text_;
  std::size_t position_ = 0;
  bool has_source_ = false;
  std::vector<std::string> findings_;
};

}  // namespace

std::vector<std::string> lint_template(std::string_view name, std::string_view text) {
  return Lint{name, text}.run();
}

}  // namespace accord
