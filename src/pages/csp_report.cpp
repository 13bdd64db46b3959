#include "pages/csp_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <utility>

#include "http/csp_report.hpp"

namespace accord {

namespace {

using Json = nlohmann::json;

constexpr Action kReport{"csp.report"};
constexpr std::size_t kMostBytes = std::size_t{16} * 1024;
constexpr std::size_t kLongestWord = 40;
constexpr std::int64_t kSecondsAMinute = 60;

/// A word of the policy's own language: small letters and hyphens. Anything else says nothing.
std::string word(const std::string& text) {
  const bool plain =
      !text.empty() && text.size() <= kLongestWord &&
      std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; });
  return plain ? text : std::string{};
}

/// The text under the first of the names that the object has.
std::string text_of(const Json& object, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    const auto found = object.find(name);
    if (found != object.end() && found->is_string()) {
      return found->get<std::string>();
    }
  }
  return "";
}

/// "inline", "eval", or the scheme alone of an address: where it leads may name a person.
std::string blocked(const std::string& what) {
  const std::string scheme = word(what.substr(0, what.find(':')));
  return scheme.empty() ? std::string{"something else"} : scheme;
}

/// "accord.js" where the address is one of our assets; otherwise nothing.
std::string own_script(const std::string& address) {
  if (address.find("/assets/") == std::string::npos) {
    return "";
  }
  const std::string name = address.substr(address.rfind('/') + 1);
  const bool plain = name.ends_with(".js") && name.size() <= kLongestWord &&
                     word([&] {
                       std::string letters = name.substr(0, name.size() - 3);
                       std::ranges::replace(letters, '.', '-');
                       return letters;
                     }()) != "";
  return plain ? name : std::string{};
}

std::string line_of(const Json& body) {
  const std::string directive =
      word(text_of(body, {"effectiveDirective", "effective-directive", "violated-directive"}));
  if (directive.empty()) {
    return "";
  }
  std::string line = fmt::format("Content-Security-Policy {} blocked {}", directive,
                                 blocked(text_of(body, {"blockedURL", "blocked-uri"})));
  const std::string script = own_script(text_of(body, {"sourceFile", "source-file"}));
  return script.empty() ? line : fmt::format("{} in {}", line, script);
}

}  // namespace

std::string csp_line(std::string_view body) {
  if (body.size() > kMostBytes) {
    return "";
  }
  const Json report = Json::parse(body, nullptr, false);
  if (report.is_discarded()) {
    return "";
  }
  // The Reporting API sends a list; what came before it, one object.
  const Json* inside = &report;
  if (report.is_array() && !report.empty()) {
    inside = &report.front();
  }
  for (const char* name : {"body", "csp-report"}) {
    if (inside->is_object() && inside->contains(name)) {
      inside = &inside->at(name);
    }
  }
  return inside->is_object() ? line_of(*inside) : std::string{};
}

bool ReportLimit::allows(Instant now) {
  const std::lock_guard lock{mutex_};
  if (const std::int64_t minute = now.seconds / kSecondsAMinute; minute != minute_) {
    minute_ = minute;
    logged_ = 0;
  }
  return ++logged_ <= kMostAMinute;
}

void add_csp_report_route(Router& router, std::function<Instant()> now,
                          std::function<void(const std::string&)> log) {
  const auto limit = std::make_shared<ReportLimit>();
  router.post(kCspReportPath, kReport,
              [now = std::move(now), log = std::move(log), limit](const Request& request) {
                if (request.body.size() > kMostBytes) {
                  return Response::error(413);
                }
                const std::string line = csp_line(request.body);
                if (!line.empty() && limit->allows(now())) {
                  log(line);
                }
                return Response{.status = 204};
              });
}

}  // namespace accord
