#include "http/router.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <type_traits>

namespace accord {
namespace {

using testing::Contains;
using testing::Pair;

Handler says(std::string text) {
  return [text = std::move(text)](const Request&) { return Response::text(text); };
}

Request request_for(Method method, std::vector<std::string> segments) {
  Request request;
  request.method = method;
  request.segments = std::move(segments);
  return request;
}

Response answer_of(const Router& router, Method method, std::vector<std::string> segments) {
  Request request = request_for(method, std::move(segments));
  return router.route(request);
}

Router some_routes() {
  Router router;
  router.get("/", Action{"work.read"}, says("home"))
      .get("/d/{ref}", Action{"disagreement.read"},
           [](const Request& r) { return Response::text("of " + r.parameter("ref")); })
      .get("/d/new", Action{"disagreement.raise"}, says("new"))
      .get("/d/{ref}/discussion", Action{"discussion.read"}, says("read"))
      .post("/d/{ref}/discussion", Action{"discussion.record"}, says("recorded"))
      .get("/assets/{name...}", Action{"asset.read"},
           [](const Request& r) { return Response::text(r.parameter("name")); });
  return router;
}

// S-AC1: "a route without a declaration does not compile".
template <typename R>
concept TakesRouteWithoutAction =
    requires(R router, Handler handler) { router.get("/d/{ref}", handler); };
static_assert(!TakesRouteWithoutAction<Router>);
static_assert(!std::is_default_constructible_v<Action>);
static_assert(!std::is_convertible_v<const char*, Action>);

TEST(Router, FindsTheHandlerAndBindsThePieces) {
  const Router router = some_routes();

  EXPECT_EQ(answer_of(router, Method::Get, {}).body, "home");
  EXPECT_EQ(answer_of(router, Method::Get, {"d", "7K3Q-9M2D"}).body, "of 7K3Q-9M2D");
  EXPECT_EQ(answer_of(router, Method::Get, {"assets", "images", "a.svg"}).body, "images/a.svg");
  EXPECT_EQ(answer_of(router, Method::Post, {"d", "X", "discussion"}).body, "recorded");
}

TEST(Router, PrefersAWordToAnyPiece) {
  EXPECT_EQ(answer_of(some_routes(), Method::Get, {"d", "new"}).body, "new");
}

TEST(Router, AnswersHeadAsGet) {
  EXPECT_EQ(answer_of(some_routes(), Method::Head, {}).status, 200);
}

TEST(Router, AnswersUnknownPathsWith404) {
  const Router router = some_routes();
  EXPECT_EQ(answer_of(router, Method::Get, {"nowhere"}).status, 404);
  EXPECT_EQ(answer_of(router, Method::Get, {"d"}).status, 404);
  EXPECT_EQ(answer_of(router, Method::Get, {"d", "X", "discussion", "more"}).status, 404);
  EXPECT_EQ(answer_of(router, Method::Get, {"assets"}).status, 404);
}

TEST(Router, AnswersOtherMethodsWith405AndSaysWhichAreAllowed) {
  const Router router = some_routes();

  const Response discussion = answer_of(router, Method::Delete, {"d", "X", "discussion"});
  EXPECT_EQ(discussion.status, 405);
  EXPECT_THAT(discussion.headers, Contains(Pair("Allow", "GET, HEAD, POST")));

  const Response literal_and_bound = answer_of(router, Method::Post, {"d", "new"});
  EXPECT_THAT(literal_and_bound.headers, Contains(Pair("Allow", "GET, HEAD")));
}

TEST(Router, AsksTheGuardsFirst) {
  Router router = some_routes();
  router.guard([](const Request&, Action action) -> std::optional<Response> {
    if (action == Action{"disagreement.read"}) {
      return Response::not_found();
    }
    return std::nullopt;
  });

  EXPECT_EQ(answer_of(router, Method::Get, {"d", "X"}).status, 404);
  EXPECT_EQ(answer_of(router, Method::Get, {}).status, 200);
}

TEST(RouterDeathTest, HasNoTwoHandlersForTheSamePaths) {
  Router router = some_routes();
  EXPECT_DEATH(router.get("/d/{id}", Action{"x"}, says("again")), "does not hold");
  EXPECT_DEATH(router.get("d", Action{"x"}, says("no slash")), "does not hold");
}

TEST(RouterDeathTest, KnowsNoPieceThatThePatternDoesNotHave) {
  Router router;
  router.get("/{a}", Action{"x"},
             [](const Request& r) { return Response::text(r.parameter("b")); });
  EXPECT_DEATH((void)answer_of(router, Method::Get, {"1"}), "does not hold");
}

}  // namespace
}  // namespace accord
