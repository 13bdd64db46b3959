#include "http/edge.hpp"

#include <cxxabi.h>

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <memory>
#include <new>
#include <optional>
#include <typeinfo>
#include <utility>

#include "http/csp_report.hpp"
#include "http/security.hpp"

namespace accord {
namespace {

/// The type of the exception that is being handled. Not its text: that may repeat what was typed.
std::string type_of_current_exception() {
  const std::type_info* type = abi::__cxa_current_exception_type();
  if (type == nullptr) {
    return "unknown exception";
  }
  const std::unique_ptr<char, void (*)(void*)> name{
      abi::__cxa_demangle(type->name(), nullptr, nullptr, nullptr), std::free};
  return name ? name.get() : type->name();
}

/// Forms for the pages, JSON for a program: a command that names no type, or the one that a tool
/// sends unasked, is told so (RFC 9110, section 15.5.16) before it is asked where it comes from.
bool is_known_body(const Request& request) {
  const std::string type = request.body_type();
  if (is_of_api(request)) {
    return type == "application/json";
  }
  return request.body.empty() || type == "application/x-www-form-urlencoded" ||
         type == "application/json";
}

/// The status with which an unsafe request is turned away from its handler: for what its body is,
/// then for where it comes from.
std::optional<int> why_not(const Request& request) {
  if (is_safe(request.method) || is_csp_report(request)) {
    return std::nullopt;
  }
  if (!is_known_body(request)) {
    return 415;
  }
  return comes_from_own_page(request) ? std::nullopt : std::optional{403};
}

/// No route has it: routing a request with it reaches no handler, and says what its path does have.
constexpr auto kNoMethod = static_cast<Method>(-1);

}  // namespace

Edge::Edge(Router router) : Edge(std::move(router), Options{}) {}

Edge::Edge(Router router, Options options)
    : router_(std::move(router)), options_(std::move(options)) {
  if (!options_.error_page) {
    options_.error_page = bare_error_page();
  }
  // A guard is asked where there is a handler: a method that the path does not have is said first.
  router_.guard([](const Request& request, Action) -> std::optional<Response> {
    const auto turned_away = why_not(request);
    return turned_away ? std::optional{Response::error(*turned_away)} : std::nullopt;
  });
}

Response Edge::handled(Request& request, std::string& fault) const {
  try {
    Response response = router_.route(request);
    if (const auto turned_away = why_not(request); turned_away && response.status == *turned_away) {
      fault = *turned_away == 415 ? "body of another type" : "not from our own page";
    } else {
      fault = std::move(response.fault);
    }
    return response;
  } catch (const std::bad_alloc&) {
    fault = "out of memory";
    return std::move(Response::error(503).with_header("Retry-After", "5"));
  } catch (...) {
    fault = type_of_current_exception();
    return Response::error(500);
  }
}

void Edge::finish(const Request& request, Response& response, std::string fault,
                  std::chrono::steady_clock::time_point begun) const {
  if (response.status >= 400 && response.body.empty() && response.content_type.empty()) {
    Response words = options_.error_page(request, response.status);
    response.content_type = std::move(words.content_type);
    response.body = std::move(words.body);
    if (fault.empty()) {
      fault = std::move(words.fault);
    }
  }
  add_security_headers(response, request.is_secure());
  if (options_.log) {
    // A fault of the database may name its statement, which has lines of its own.
    std::ranges::replace_if(fault, [](char c) { return c == '\n' || c == '\r'; }, ' ');
    options_.log({request.id, std::string{request.action}, request.method, response.status,
                  std::move(fault), std::chrono::steady_clock::now() - begun});
  }
}

Response Edge::answer(Request request) const noexcept {
  // A second failure, in the words or in the log, still ends in an answer.
  Response response;
  const auto begun = std::chrono::steady_clock::now();
  try {
    std::string fault;
    response = handled(request, fault);
    finish(request, response, std::move(fault), begun);
  } catch (...) {
    response = Response{.status = 500};
    add_security_headers(response, false);
  }
  return response;
}

Response Edge::refuse(const Request& request, int status, std::string_view reason) const noexcept {
  Response response{.status = status};
  try {
    if (status == 405) {
      Request asked = request;
      asked.method = kNoMethod;
      response = router_.route(asked);
    }
    finish(request, response, std::string{reason}, std::chrono::steady_clock::now());
  } catch (...) {
    add_security_headers(response, false);
  }
  return response;
}

}  // namespace accord
