#include "http/message.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace accord {
namespace {

using testing::ElementsAre;
using testing::Pair;

TEST(Request, GivesItsFormOnlyWhereTheBodyIsOne) {
  Request request;
  request.method = Method::Post;
  request.body = "a=1";
  request.headers = {{"content-type", "Application/X-WWW-Form-Urlencoded; charset=UTF-8"}};
  EXPECT_EQ(request.form().line("a"), "1");

  Request other;
  other.body = "a=1";
  other.headers = {{"content-type", "application/json"}};
  EXPECT_FALSE(other.form().has("a"));
}

TEST(Response, RedirectsAfterAFormWithinThisHost) {
  const Response response = Response::redirect("/d/7K3Q-9M2D");
  EXPECT_EQ(response.status, 303);
  EXPECT_THAT(response.headers, ElementsAre(Pair("Location", "/d/7K3Q-9M2D")));
}

TEST(ResponseDeathTest, NeverRedirectsToAnotherHost) {
  EXPECT_DEATH((void)Response::redirect("//elsewhere.example/"), "does not hold");
  EXPECT_DEATH((void)Response::redirect("https://elsewhere.example/"), "does not hold");
  EXPECT_DEATH((void)Response::redirect("/\\elsewhere.example/"), "does not hold");
  EXPECT_DEATH((void)Response::redirect("/a\r\nSet-Cookie: a=b"), "does not hold");
}

TEST(Response, SaysAProblemAsRfc9457Does) {
  const Response response = Response::problem({.status = 409,
                                               .title = "The stage has moved",
                                               .detail = "Somebody wrote \"no\"\nfirst\\.",
                                               .instance = "AB"});
  EXPECT_EQ(response.status, 409);
  EXPECT_EQ(response.content_type, "application/problem+json");
  EXPECT_EQ(response.body,
            "{\"type\":\"about:blank\",\"title\":\"The stage has moved\",\"status\":409,"
            "\"detail\":\"Somebody wrote \\\"no\\\"\\u000afirst\\\\.\",\"instance\":\"AB\"}\n");
}

TEST(Response, KeepsCookiesFromScripts) {
  Response response = Response::html("");
  response.with_cookie("__Host-accord", "abc", true).without_cookie("old", false);
  EXPECT_THAT(
      response.headers,
      ElementsAre(Pair("Set-Cookie", "__Host-accord=abc; Path=/; HttpOnly; SameSite=Lax; Secure"),
                  Pair("Set-Cookie", "old=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax")));
}

}  // namespace
}  // namespace accord
