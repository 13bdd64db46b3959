#pragma once

#include <string_view>

#include "http/message.hpp"

namespace accord {

/// Where browsers send what a page's Content-Security-Policy refused.
inline constexpr std::string_view kCspReportPath = "/csp-report";

/// Whether a browser reports, by itself and without a page of ours: it changes nothing, so it is
/// taken from anywhere.
[[nodiscard]] bool is_csp_report(const Request& request);

}  // namespace accord
