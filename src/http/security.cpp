#include "http/security.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>

#include "base/check.hpp"
#include "http/csp_report.hpp"

namespace accord {
namespace {

constexpr std::string_view kContentSecurityPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "require-trusted-types-for 'script'; report-to csp";

/// Where a browser tells that a page of ours tried what its policy forbids: the name after
/// `report-to`.
const std::string kReportingEndpoints = fmt::format("csp=\"{}\"", kCspReportPath);

/// What a page could ask of the device, as far as browsers know it by name: none of it, but
/// passkeys.
constexpr std::string_view kPermissionsPolicy =
    "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), clipboard-read=(), "
    "clipboard-write=(), compute-pressure=(), display-capture=(), encrypted-media=(), "
    "fullscreen=(), gamepad=(), geolocation=(), gyroscope=(), hid=(), "
    "identity-credentials-get=(), idle-detection=(), local-fonts=(), magnetometer=(), "
    "microphone=(), midi=(), otp-credentials=(), payment=(), picture-in-picture=(), "
    "publickey-credentials-create=(self), publickey-credentials-get=(self), "
    "screen-wake-lock=(), serial=(), speaker-selection=(), storage-access=(), usb=(), "
    "window-management=(), xr-spatial-tracking=()";

void append_with_length(std::string& text, std::string_view part) {
  text += fmt::format("{}:{}", part.size(), part);
}

std::array<unsigned char, crypto_auth_hmacsha256_BYTES> mac(
    const std::array<unsigned char, CsrfKey::kBytes>& key, std::string_view session,
    Action action) {
  std::string message = "accord/csrf/1:";
  append_with_length(message, session);
  append_with_length(message, action.name());
  std::array<unsigned char, crypto_auth_hmacsha256_BYTES> bytes{};
  crypto_auth_hmacsha256(bytes.data(), reinterpret_cast<const unsigned char*>(message.data()),
                         message.size(), key.data());
  return bytes;
}

}  // namespace

void add_security_headers(Response& response, bool secure) {
  const auto set = [&](std::string_view name, std::string_view value) {
    std::erase_if(response.headers,
                  [&](const auto& header) { return same_letters(header.first, name); });
    response.with_header(name, value);
  };
  set("Content-Security-Policy", kContentSecurityPolicy);
  set("Reporting-Endpoints", kReportingEndpoints);
  set("X-Content-Type-Options", "nosniff");
  set("Referrer-Policy", "same-origin");
  set("Cross-Origin-Opener-Policy", "same-origin");
  set("Cross-Origin-Resource-Policy", "same-origin");
  set("Cross-Origin-Embedder-Policy", "require-corp");
  set("Permissions-Policy", kPermissionsPolicy);
  set("Cache-Control", response.immutable ? "public, max-age=31536000, immutable" : "no-store");
  if (secure) {
    set("Strict-Transport-Security", "max-age=63072000; includeSubDomains; preload");
  }
}

bool comes_from_own_page(const Request& request) {
  const auto site = request.header("sec-fetch-site");
  if (site && *site != "same-origin") {
    return false;
  }
  const auto origin = request.header("origin");
  if (origin) {
    return same_letters(*origin, request.origin);
  }
  return !site && request.body_type() == "application/json";
}

CsrfKey CsrfKey::random() {
  ACCORD_CHECK(sodium_init() >= 0);
  CsrfKey key;
  randombytes_buf(key.key_.data(), key.key_.size());
  return key;
}

CsrfKey::CsrfKey(std::span<const unsigned char, kBytes> bytes) {
  std::ranges::copy(bytes, key_.begin());
}

std::string CsrfKey::token(std::string_view session, Action action) const {
  const auto bytes = mac(key_, session, action);
  std::string text(
      sodium_base64_ENCODED_LEN(bytes.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(),
                    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  text.resize(text.size() - 1);  // its closing zero
  return text;
}

bool CsrfKey::verify(std::string_view session, Action action, std::string_view token) const {
  const std::string right = this->token(session, action);
  return token.size() == right.size() &&
         sodium_memcmp(token.data(), right.data(), right.size()) == 0;
}

bool is_csp_report(const Request& request) {
  return request.method == Method::Post && request.path == kCspReportPath &&
         (request.body_type() == "application/reports+json" ||
          request.body_type() == "application/csp-report");
}

}  // namespace accord
