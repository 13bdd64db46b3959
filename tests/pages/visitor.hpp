#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "database/testing/test_database.hpp"
#include "pages/site.hpp"

namespace accord::test {

/// A database with the partnerships asked for, as the repository has them, served by the pages
/// themselves: no socket, a clock that moves when told. Every page that is shown is held against
/// its template: a marker left empty, or a value without a marker, fails the test.
class TestSite {
 public:
  /// @param partnerships folders of `policies/`
  /// @param now local to London
  explicit TestSite(const std::vector<std::string>& partnerships,
                    std::string_view now = "2026-11-18T10:00");
  ~TestSite();

  [[nodiscard]] Instant now() const { return now_; }
  void set_now(std::string_view local);
  /// Moves the clock and records what time alone has done.
  void pass(std::string_view local);

  [[nodiscard]] Service& service() { return *service_; }
  [[nodiscard]] Response answer(Request request) const;
  [[nodiscard]] std::vector<Router::Declared> declared() const { return router_.declared(); }
  [[nodiscard]] testdata::TestDatabase& kept() { return kept_; }
  /// Whether the pages are told that nothing can be recorded.
  bool cannot_record = false;
  /// What the last answer would tell the log.
  [[nodiscard]] const std::string& last_for_log() const { return last_for_log_; }

 private:
  testdata::TestDatabase kept_;
  Instant now_;
  int ids_ = 0;
  std::unique_ptr<Database> database_;
  std::unique_ptr<Service> service_;
  std::unique_ptr<Site> site_;
  Router router_;
  mutable std::string last_for_log_;
};

/// A page as it came.
struct Shown {
  int status = 0;
  std::string path;  ///< where it stands, after redirects
  std::string html;

  /// The text without tags, spaces folded, entities undone.
  [[nodiscard]] std::string text() const;
  [[nodiscard]] bool says(std::string_view words) const;
  /// The address of the link with that text (visible or hidden); empty: none.
  [[nodiscard]] std::string link(std::string_view text) const;
};

using Fields = std::vector<std::pair<std::string, std::string>>;

/// Somebody with a browser: keeps cookies, follows redirects, and sends forms with all that they
/// hold.
class Visitor {
 public:
  Visitor(TestSite& site, std::string partnership, std::string person);

  /// `path` is within the partnership ("/work"), or whole ("/p/…").
  Shown get(std::string_view path);
  /// Sends the form of the page that is shown, with `fields` put over what it holds: hidden fields,
  /// ticked boxes, typed text. A button is a field. `form`: which of the page's forms, from 0.
  Shown send(const Fields& fields, std::size_t form = 0);
  [[nodiscard]] const Shown& page() const { return page_; }
  /// As another tab of the same browser would change them while this page stands open.
  void take_cookies_of(const Visitor& other) { cookies_ = other.cookies_; }

 private:
  Shown follow(Response response, std::string path);
  Request request(Method method, const std::string& address) const;

  TestSite& site_;
  std::string partnership_;
  NamedValues cookies_;
  Shown page_;
};

}  // namespace accord::test
