#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "client.hpp"
#include "pages/assets.hpp"

namespace accord::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// What a header has to be, on every answer but an asset.
const std::map<std::string, std::string> kAlways{
    {"Content-Security-Policy",
     "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
     "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; "
     "require-trusted-types-for 'script'; report-to csp"},
    {"Reporting-Endpoints", "csp=\"/csp-report\""},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "same-origin"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Cross-Origin-Embedder-Policy", "require-corp"},
    {"Cache-Control", "no-store"}};

/// What security.md section 6 asks of every answer and this one does not have, or has and must not.
std::vector<std::string> faults_in(const Answer& answer, bool asset) {
  std::vector<std::string> faults;
  const auto hold = [&](bool holds, const std::string& what) {
    if (!holds) {
      faults.push_back(what);
    }
  };
  for (const auto& [name, value] : kAlways) {
    const bool kept = asset && name == "Cache-Control";
    hold(answer.header(name) == (kept ? "public, max-age=31536000, immutable" : value), name);
  }
  const std::string permissions = answer.header("Permissions-Policy");
  hold(permissions.find("camera=(), ") != std::string::npos &&
           permissions.find("publickey-credentials-get=(self)") != std::string::npos,
       "Permissions-Policy");
  for (const char* never :
       {"Server", "X-Powered-By", "Strict-Transport-Security", "Access-Control-Allow-Origin"}) {
    hold(!answer.has(never), never);
  }
  std::map<std::string, int> times;
  for (const auto& [name, value] : answer.headers) {
    hold(++times[name] == 1, name + " twice");
  }
  hold(answer.body.empty() || answer.has("Content-Type"), "Content-Type");
  hold(answer.status < 400 || answer.body.find("tel:999") != std::string::npos, "999 on the page");
  hold(answer.body.find("runtime_error") == std::string::npos, "inner workings on the page");
  return faults;
}

// "Headers on every response", errors and assets included.
TEST(Headers, AreOnEveryKindOfAnswer) {
  const RunningServer server{{.head_time = std::chrono::milliseconds{300}}};
  const std::string etag = "\"" + std::string{find_asset("accord.js")->sha256} + "\"";
  const std::string foreign_form =
      "POST /echo HTTP/1.1\r\nHost: localhost\r\nOrigin: http://elsewhere.example\r\n"
      "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 3\r\n\r\na=1";
  const std::map<std::string, std::pair<int, std::string>> kinds{
      {"page", {200, get("/")}},
      {"asset css", {200, get(asset_url("accord.css"))}},
      {"asset image", {200, get(asset_url("images/icon-document.svg"))}},
      {"asset unchanged",
       {304, "GET " + asset_url("accord.js") +
                 " HTTP/1.1\r\nHost: localhost\r\nIf-None-Match: " + etag + "\r\n\r\n"}},
      {"redirect", {303, post("/moved", "a=1")}},
      {"not found", {404, get("/nowhere")}},
      {"old asset", {404, get("/assets/0000000000000000/accord.css")}},
      {"wrong method", {405, post("/", "a=1")}},
      {"unknown method", {405, "TRACE / HTTP/1.1\r\nHost: localhost\r\n\r\n"}},
      {"malformed", {400, "GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n"}},
      {"other site's form", {403, foreign_form}},
      {"slow", {408, "GET / HT"}},
      {"too large", {413, post_head("/echo", "Content-Length: 9999999\r\n")}},
      {"address too long", {414, get("/" + std::string(9000, 'a'))}},
      {"head too large", {431, get("/" + std::string(20'000, 'a'))}},
      {"thrown", {500, get("/throws")}},
      {"unknown coding", {501, post_head("/echo", "Transfer-Encoding: gzip\r\n")}}};
  for (const auto& [what, kind] : kinds) {
    const Answer answer = ask(server.port(), kind.second);
    EXPECT_EQ(answer.status, kind.first) << what;
    EXPECT_THAT(faults_in(answer, what.starts_with("asset")), IsEmpty()) << what;
  }
}

TEST(Headers, SayWhichMethodsAPathHas) {
  const RunningServer server;
  EXPECT_EQ(ask(server.port(), post("/", "a=1")).header("Allow"), "GET, HEAD");
  EXPECT_EQ(ask(server.port(), "OPTIONS /echo HTTP/1.1\r\nHost: localhost\r\n\r\n").header("Allow"),
            "POST");
}

// The linter can fail: it misses each header that is taken away, and sees what must not be there.
TEST(Headers, AreMissedByTheLinterOneByOne) {
  const RunningServer server;
  const Answer whole = ask(server.port(), get("/"));
  ASSERT_THAT(faults_in(whole, false), IsEmpty());
  for (const auto& [name, value] : kAlways) {
    Answer less = whole;
    std::erase_if(less.headers, [&](const auto& header) { return header.first == name; });
    EXPECT_THAT(faults_in(less, false), ElementsAre(name));
  }
  Answer more = whole;
  more.headers.emplace_back("Server", "accord");
  EXPECT_THAT(faults_in(more, false), ElementsAre("Server"));
}

}  // namespace
}  // namespace accord::test
