#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pages/template.hpp"

namespace accord {

struct Link {
  std::string text;
  std::string href;  ///< a whole address, made by a builder: "/d/7K3Q-9M2D"
};

struct NavigationItem {
  std::string text{};
  std::string href{};
  bool current = false;
  int badge = 0;  ///< how many things wait there; 0 shows none
};

/// A "no" of the procedure, at the head of a page: what, why, where it stands, and what to do.
struct RefusalPanel {
  std::string what{};
  std::string rule{};  ///< may be empty
  std::optional<Link> clause{};
  std::string instead{};  ///< may be empty
};

/// Where the passage "2.1 a" stands on the policy's page: "c2-1-a", of the first where several are
/// named.
[[nodiscard]] std::string clause_anchor(std::string_view clause);

/// What stands around every page: finished words. The order on the page, the safety strip and the
/// way out are the same everywhere and no part of this.
struct PageFrame {
  std::string title{};        ///< "Your work"; the browser's title becomes "Your work – Accord"
  std::string partnership{};  ///< its name; empty before one is chosen
  std::string home_href = "/";
  std::vector<NavigationItem> navigation{};
  std::string signed_in_as{};        ///< the person's name; empty: nobody
  std::vector<Link> account{};       ///< beside the name: "Sign out"
  std::string hide_href = "/cover";  ///< where "Hide this page" goes

  std::string demonstration{};  ///< the banner of the demonstration, a sentence
  std::vector<Link> demonstration_links{};
  std::string somebody = "somebody";  ///< whom it may be about: "a child", "an adult"
  std::string out_of_hours{};  ///< "It is outside working hours. If this cannot wait …, ring …"
  /// Where nothing can be recorded just now: what to do instead.
  std::string cannot_record{};
  std::string done{};  ///< what has just been recorded, after a form: "Discussion recorded"

  std::optional<Link> back{};
  std::vector<Link> breadcrumbs{};
  std::vector<Link> problems{};  ///< the error summary: each goes to its field, "#why"
  std::optional<RefusalPanel> refusal{};

  std::string print_note{};    ///< the line at the head of a printed page
  std::vector<Link> footer{};  ///< Help, accessibility, privacy
};

/// The page: `frame` around the template `file` filled with `content`.
[[nodiscard]] std::string render_page(const Templates& templates, const PageFrame& frame,
                                      std::string_view file, Dictionary content);

/// The dictionary of layout.html for the same page, for `Templates::mismatches` in a page's test.
[[nodiscard]] Dictionary framed(const PageFrame& frame, std::string_view file, Dictionary content);

}  // namespace accord
