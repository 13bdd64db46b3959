#include "http/security.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace accord {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::Key;
using testing::Not;
using testing::Pair;

Request posted(NamedValues headers, std::string type = "application/x-www-form-urlencoded") {
  Request request;
  request.method = Method::Post;
  request.origin = "http://127.0.0.1:8080";
  request.headers = std::move(headers);
  request.headers.emplace_back("content-type", std::move(type));
  return request;
}

// security.md section 6, CSRF: "unsafe methods need same-origin Origin,
// Sec-Fetch-Site: same-origin where sent".
TEST(OwnPage, IsToldByOriginAndSecFetchSite) {
  const auto own = [](NamedValues headers) {
    return comes_from_own_page(posted(std::move(headers)));
  };

  EXPECT_TRUE(own({{"origin", "http://127.0.0.1:8080"}}));
  EXPECT_TRUE(own({{"origin", "http://127.0.0.1:8080"}, {"sec-fetch-site", "same-origin"}}));
  EXPECT_FALSE(own({}));
  EXPECT_FALSE(own({{"origin", "null"}}));
  EXPECT_FALSE(own({{"origin", "http://127.0.0.1:8081"}}));
  EXPECT_FALSE(own({{"origin", "https://127.0.0.1:8080"}}));
  EXPECT_FALSE(own({{"origin", "http://elsewhere.example"}, {"sec-fetch-site", "same-origin"}}));
  EXPECT_FALSE(own({{"origin", "http://127.0.0.1:8080"}, {"sec-fetch-site", "cross-site"}}));
  EXPECT_FALSE(own({{"origin", "http://127.0.0.1:8080"}, {"sec-fetch-site", "none"}}));
  EXPECT_FALSE(own({{"sec-fetch-site", "same-origin"}}));
}

TEST(OwnPage, IsNotAskedOfAProgramThatSendsJson) {
  EXPECT_TRUE(comes_from_own_page(posted({}, "application/json")));
  EXPECT_FALSE(
      comes_from_own_page(posted({{"origin", "http://elsewhere.example"}}, "application/json")));
  EXPECT_FALSE(comes_from_own_page(posted({{"sec-fetch-site", "cross-site"}}, "application/json")));
  EXPECT_FALSE(comes_from_own_page(posted({}, "text/plain")));
}

TEST(CsrfToken, HoldsForItsSessionAndActionAlone) {
  const CsrfKey key = CsrfKey::random();
  constexpr Action kRecord{"discussion.record"};
  constexpr Action kEscalate{"stage.escalate"};
  const std::string token = key.token("session one", kRecord);

  EXPECT_TRUE(key.verify("session one", kRecord, token));
  EXPECT_FALSE(key.verify("session two", kRecord, token));
  EXPECT_FALSE(key.verify("session one", kEscalate, token));
  EXPECT_FALSE(CsrfKey::random().verify("session one", kRecord, token));
  EXPECT_FALSE(key.verify("session one", kRecord, ""));
  EXPECT_FALSE(key.verify("session one", kRecord, token + "A"));
  for (std::size_t i = 0; i < token.size(); ++i) {
    std::string changed = token;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(key.verify("session one", kRecord, changed)) << i;
  }
}

TEST(CsrfToken, IsTheSameOnEveryNodeWithTheKey) {
  const std::array<unsigned char, CsrfKey::kBytes> bytes{1, 2, 3};
  EXPECT_EQ(CsrfKey{bytes}.token("s", Action{"a"}), CsrfKey{bytes}.token("s", Action{"a"}));
  // The lengths are part of what is signed: no two pairs run together to the same text.
  EXPECT_NE(CsrfKey{bytes}.token("s1", Action{"a"}), CsrfKey{bytes}.token("s", Action{"1a"}));
}

TEST(SecurityHeaders, AreOnAnAnswer) {
  Response page = Response::html("");
  add_security_headers(page, false);

  EXPECT_THAT(page.headers,
              AllOf(Contains(Pair("Content-Security-Policy",
                                  "default-src 'none'; script-src 'self'; style-src 'self'; "
                                  "img-src 'self'; font-src 'self'; connect-src 'self'; "
                                  "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; "
                                  "require-trusted-types-for 'script'; report-to csp")),
                    Contains(Pair("Cache-Control", "no-store")),
                    Contains(Pair("Referrer-Policy", "same-origin")),
                    Not(Contains(Key("Strict-Transport-Security"))), Not(Contains(Key("Server")))));
}

TEST(SecurityHeaders, AskForTlsOnlyOverTlsAndKeepOnlyImmutableAssets) {
  Response asset{.status = 200};
  asset.immutable = true;
  asset.with_header("cache-control", "private");
  add_security_headers(asset, true);

  EXPECT_THAT(asset.headers,
              AllOf(Contains(Pair("Strict-Transport-Security",
                                  "max-age=63072000; includeSubDomains; preload")),
                    Contains(Pair("Cache-Control", "public, max-age=31536000, immutable")),
                    Not(Contains(Key("cache-control")))));
}

}  // namespace
}  // namespace accord
