#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>

#include "base/instant.hpp"
#include "http/router.hpp"

namespace accord {

/// A browser's report of what a page's Content-Security-Policy refused, as one line for the log:
/// the directive, the kind of thing that was blocked, and which of our own scripts did it. No
/// address of a page, no text of one, nothing of who sent it. Empty: no report that can be read.
[[nodiscard]] std::string csp_line(std::string_view body);

/// So many reports a minute are logged, so that no page and nobody's extension can fill the log.
/// Safe from any thread.
class ReportLimit {
 public:
  static constexpr int kMostAMinute = 10;
  [[nodiscard]] bool allows(Instant now);

 private:
  std::mutex mutex_;
  std::int64_t minute_ = 0;
  int logged_ = 0;
};

/// `POST /csp-report`: one line to `log`, and no word back.
void add_csp_report_route(Router& router, std::function<Instant()> now,
                          std::function<void(const std::string&)> log);

}  // namespace accord
