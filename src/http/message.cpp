#include "http/message.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/characters.hpp"
#include "base/check.hpp"

namespace accord {
namespace {

constexpr std::array<std::pair<Method, std::string_view>, 6> kMethods{{{Method::Get, "GET"},
                                                                       {Method::Head, "HEAD"},
                                                                       {Method::Post, "POST"},
                                                                       {Method::Put, "PUT"},
                                                                       {Method::Patch, "PATCH"},
                                                                       {Method::Delete, "DELETE"}}};

std::optional<std::string_view> first_of(const NamedValues& values, std::string_view name) {
  const auto found = std::ranges::find(values, name, &std::pair<std::string, std::string>::first);
  if (found == values.end()) {
    return std::nullopt;
  }
  return found->second;
}

void append_json_member(std::string& json, std::string_view name, std::string_view value) {
  json += fmt::format("{}\"{}\":\"", json.size() > 1 ? "," : "", name);
  for (const char c : shown_as_utf8(value)) {
    if (c == '"' || c == '\\') {
      json.push_back('\\');
      json.push_back(c);
    } else if (c >= 0 && c < ' ') {
      json += fmt::format("\\u{:04x}", static_cast<int>(c));
    } else {
      json.push_back(c);
    }
  }
  json.push_back('"');
}

/// A header whose value holds a line end would be two headers.
bool is_header_value(std::string_view value) {
  return std::ranges::none_of(value, [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
}

}  // namespace

std::optional<Method> parse_method(std::string_view token) {
  for (const auto& [method, text] : kMethods) {
    if (text == token) {
      return method;
    }
  }
  return std::nullopt;
}

std::string_view to_text(Method method) {
  for (const auto& [known, text] : kMethods) {
    if (known == method) {
      return text;
    }
  }
  return "";
}

bool is_safe(Method method) {
  return method == Method::Get || method == Method::Head;
}

std::optional<std::string_view> Request::header(std::string_view name) const {
  return first_of(headers, name);
}

std::optional<std::string_view> Request::cookie(std::string_view name) const {
  return first_of(cookies, name);
}

std::optional<std::string_view> Request::asked(std::string_view name) const {
  return first_of(query, name);
}

const std::string& Request::parameter(std::string_view name) const {
  const auto found =
      std::ranges::find(parameters, name, &std::pair<std::string, std::string>::first);
  ACCORD_CHECK(found != parameters.end());
  return found->second;
}

std::string Request::body_type() const {
  const std::string_view type = header("content-type").value_or("");
  return lower_case(without_ends(type.substr(0, type.find(';'))));
}

const Form& Request::form() const {
  if (!form_) {
    form_ = body_type() == "application/x-www-form-urlencoded" ? Form::decode(body) : Form{};
  }
  return *form_;
}

Response Response::html(std::string page, int status) {
  return {.status = status, .content_type = "text/html; charset=utf-8", .body = std::move(page)};
}

Response Response::text(std::string text, int status) {
  return {.status = status, .content_type = "text/plain; charset=utf-8", .body = std::move(text)};
}

Response Response::json(std::string document, int status) {
  return {.status = status, .content_type = "application/json", .body = std::move(document)};
}

Response Response::redirect(std::string location) {
  // "//host" and "/\host" are addresses on another host to a browser.
  ACCORD_CHECK(location.starts_with('/') && !location.starts_with("//") &&
               !location.starts_with("/\\") && is_header_value(location));
  return {.status = 303, .headers = {{"Location", std::move(location)}}};
}

Response Response::problem(const ProblemDetails& problem) {
  std::string json = "{";
  append_json_member(json, "type", problem.type);
  append_json_member(json, "title", problem.title);
  json += fmt::format(",\"status\":{}", problem.status);
  append_json_member(json, "detail", problem.detail);
  if (!problem.instance.empty()) {
    append_json_member(json, "instance", problem.instance);
  }
  json += "}\n";
  return {.status = problem.status,
          .content_type = "application/problem+json",
          .body = std::move(json)};
}

Response Response::error(int status) {
  ACCORD_CHECK(status >= 400);
  return {.status = status};
}

Response& Response::with_cookie(std::string_view name, std::string_view value, bool secure) {
  return with_header("Set-Cookie", fmt::format("{}={}; Path=/; HttpOnly; SameSite=Lax{}", name,
                                               value, secure ? "; Secure" : ""));
}

Response& Response::without_cookie(std::string_view name, bool secure) {
  return with_header("Set-Cookie", fmt::format("{}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax{}",
                                               name, secure ? "; Secure" : ""));
}

Response& Response::with_header(std::string_view name, std::string_view value) {
  ACCORD_CHECK(is_header_value(name) && is_header_value(value));
  headers.emplace_back(name, value);
  return *this;
}

std::string_view reason_phrase(int status) {
  switch (status) {
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 308: return "Permanent Redirect";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 406: return "Not Acceptable";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 410: return "Gone";
    case 411: return "Length Required";
    case 413: return "Content Too Large";
    case 414: return "URI Too Long";
    case 415: return "Unsupported Media Type";
    case 417: return "Expectation Failed";
    case 422: return "Unprocessable Content";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 503: return "Service Unavailable";
    case 505: return "HTTP Version Not Supported";
    default: return status < 400 ? "OK" : "Error";
  }
}

}  // namespace accord
