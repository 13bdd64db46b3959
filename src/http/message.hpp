#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/form.hpp"
#include "http/text.hpp"

namespace accord {

/// The methods that Accord answers. Any other is refused before a handler sees it.
enum class Method { Get, Head, Post, Put, Patch, Delete };

[[nodiscard]] std::optional<Method> parse_method(std::string_view token);
[[nodiscard]] std::string_view to_text(Method method);

/// GET and HEAD: answered without changing anything, since mail scanners and browsers fetch ahead.
[[nodiscard]] bool is_safe(Method method);

/// A request, checked and taken apart once, at the edge: nothing behind it decodes anything again.
struct Request {
  Method method = Method::Get;
  std::string path = "/";  ///< decoded; begins with "/", ends with one only when it is "/"
  std::vector<std::string> segments;  ///< the decoded pieces of the path: {"d", "7K3Q-9M2D"}
  NamedValues query;                  ///< decoded
  NamedValues headers;                ///< names in lower case
  NamedValues cookies;
  std::string_view action;  ///< what the route found does, as the access rules and the log name it
  NamedValues parameters;   ///< what the route's pattern bound: {"ref", "7K3Q-9M2D"}
  std::string body;
  std::string peer;    ///< the address it came from, as the proxy in front says where there is one
  std::string origin;  ///< our own, as this request reached us: "http://127.0.0.1:8080"
  std::string id;      ///< random; the incident number if something goes wrong

  /// Whether it came over TLS: ended by the trusted proxy in front.
  [[nodiscard]] bool is_secure() const { return origin.starts_with("https:"); }

  /// The first value under `name` (headers: in lower case), or nothing.
  [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;
  [[nodiscard]] std::optional<std::string_view> cookie(std::string_view name) const;
  [[nodiscard]] std::optional<std::string_view> asked(std::string_view name) const;  // of the query

  /// What stands in the path where the pattern has `{name}`. Asking for a name that the pattern
  /// does not have is a bug.
  [[nodiscard]] const std::string& parameter(std::string_view name) const;

  /// The type of the body without its parameters, in lower case: "application/json".
  [[nodiscard]] std::string body_type() const;

  /// The form in the body; an empty one where the body is no form.
  [[nodiscard]] const Form& form() const;

 private:
  mutable std::optional<Form> form_;  // read when first asked for; one thread holds a request
};

/// What was wrong with a request to the JSON API, or with any request of a program (RFC 9457).
struct ProblemDetails {
  int status = 400;
  std::string title{};   ///< the kind of problem in a few words, the same each time
  std::string detail{};  ///< what happened this time and how to mend it
  std::string type = "about:blank";
  std::string instance{};  ///< the request's id
};

struct Response {
  int status = 200;
  std::string content_type{};
  NamedValues headers{};
  std::string body{};
  /// The same under every session and for ever: an asset whose address holds its hash.
  bool immutable = false;
  /// Why it is an error, for the log alone: ids, nothing that anybody typed.
  std::string fault{};

  [[nodiscard]] static Response html(std::string page, int status = 200);
  [[nodiscard]] static Response text(std::string text, int status = 200);
  [[nodiscard]] static Response json(std::string document, int status = 200);

  /// 303: after a form was taken, the browser gets the page at `location` (on this host, from "/").
  [[nodiscard]] static Response redirect(std::string location);

  [[nodiscard]] static Response problem(const ProblemDetails& problem);

  /// An error without words of its own: the edge gives it the page, or the problem document, that
  /// everybody gets for `status`. So whatever does not exist and whatever may not be seen answer
  /// with the same bytes (S-AC2).
  [[nodiscard]] static Response error(int status);
  [[nodiscard]] static Response not_found() { return error(404); }

  /// Sends the browser a cookie that no script can read. `__Host-` names need a secure request.
  Response& with_cookie(std::string_view name, std::string_view value, bool secure);
  Response& without_cookie(std::string_view name, bool secure);
  Response& with_header(std::string_view name, std::string_view value);
};

/// "Not Found" for 404.
[[nodiscard]] std::string_view reason_phrase(int status);

}  // namespace accord
