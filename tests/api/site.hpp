#pragma once

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "database/testing/test_database.hpp"
#include "http/edge.hpp"
#include "service/service.hpp"

namespace accord::test {

using Json = nlohmann::ordered_json;

struct Answer {
  int status = 0;
  std::string type;
  NamedValues headers;
  Json json;

  [[nodiscard]] std::string header(std::string_view name) const;
  /// "refused" of "/api/v1/problems#refused".
  [[nodiscard]] std::string problem() const;
};

/// What a request says beside who asks for what.
struct Sending {
  std::string key{};       ///< empty: a new one
  std::string if_match{};  ///< empty: none
  NamedValues headers{};   ///< over the usual ones: an empty value takes one away
};

/// One invented partnership behind the API and its edge, as it is served, but without sockets and
/// with a clock that moves when told. With ACCORD_EXCHANGES set, every exchange is added to that
/// file, so that tests/api/document.mjs can hold each against the document.
class ApiSite {
 public:
  explicit ApiSite(std::string_view now = "2026-11-18T10:00");
  ~ApiSite();
  ApiSite(const ApiSite&) = delete;
  ApiSite& operator=(const ApiSite&) = delete;

  void set_now(std::string_view local);
  [[nodiscard]] testdata::TestDatabase& kept() { return kept_; }
  /// What the log was told of every request.
  [[nodiscard]] const std::vector<Served>& log() const { return log_; }
  [[nodiscard]] Service& service() { return *service_; }

  /// `path` is within the partnership ("/work"), or whole ("/api/…").
  Answer get(std::string_view person, std::string_view path, const Sending& sending = {});
  Answer post(std::string_view person, std::string_view path, const Json& body,
              const Sending& sending = {});
  Answer post_text(std::string_view person, std::string_view path, std::string body,
                   const Sending& sending = {});
  Answer send(Method method, std::string_view person, std::string_view path, std::string body,
              const Sending& sending);

  /// The policy that the partnership began with.
  [[nodiscard]] static std::string policy_text();

  /// Raised by tess with will; the reference.
  std::string raise();
  /// The same, and withdrawn at once.
  std::string withdrawn();
  /// What a disagreement takes to be raised, for tests to change.
  [[nodiscard]] static Json raising();
  /// A command in the disagreement.
  Answer command(std::string_view person, const std::string& reference, const Json& body,
                 const Sending& sending = {});
  Json disagreement(std::string_view person, const std::string& reference);
  /// The number of the open duty with that id of that side.
  int duty(const std::string& reference, std::string_view id, int side);

 private:
  testdata::TestDatabase kept_;
  Instant now_;
  int ids_ = 0;
  std::vector<Served> log_;
  std::unique_ptr<Database> database_;
  std::unique_ptr<Service> service_;
  std::unique_ptr<Edge> edge_;
};

}  // namespace accord::test
