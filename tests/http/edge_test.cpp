#include "http/edge.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <new>
#include <stdexcept>
#include <string>
#include <vector>

#include "pages/assets.hpp"
#include "pages/error_page.hpp"

namespace accord {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Key;
using testing::Not;
using testing::Pair;

Request request_for(Method method, std::vector<std::string> segments) {
  Request request;
  request.method = method;
  request.segments = std::move(segments);
  request.origin = "http://127.0.0.1";
  request.id = "7K3QM-9M2DX";
  request.headers = {{"origin", "http://127.0.0.1"}};
  return request;
}

Router some_routes() {
  Router router;
  router.get("/", Action{"work.read"}, [](const Request&) { return Response::html("home"); })
      .post("/", Action{"work.add"}, [](const Request&) { return Response::redirect("/"); })
      .get("/forbidden", Action{"x.read"}, [](const Request&) { return Response::not_found(); })
      .get("/throws", Action{"x.throw"},
           [](const Request&) -> Response { throw std::runtime_error("Zoe Bloggs"); })
      .get("/memory", Action{"x.memory"},
           [](const Request&) -> Response { throw std::bad_alloc(); })
      .get("/odd", Action{"x.odd"}, [](const Request&) -> Response { throw 7; });
  add_asset_routes(router);
  return router;
}

Edge with_pages() {
  return Edge{some_routes(), {.error_page = plain_error_page(), .log = {}}};
}

// "last-resort handler → 500 with incident id, process stays up", "no stack traces; no echo in
// logs".
TEST(Edge, AnswersAnythingThrownWithAnIncidentNumberAndLogsItsTypeOnly) {
  std::vector<Served> log;
  const Edge edge{some_routes(), {.error_page = plain_error_page(), .log = [&](const Served& s) {
                                    log.push_back(s);
                                  }}};

  const Response thrown = edge.answer(request_for(Method::Get, {"throws"}));
  const Response odd = edge.answer(request_for(Method::Get, {"odd"}));

  EXPECT_EQ(thrown.status, 500);
  EXPECT_THAT(thrown.body, AllOf(HasSubstr("7K3QM-9M2DX"), HasSubstr("ring your safeguarding lead"),
                                 Not(HasSubstr("Zoe"))));
  EXPECT_EQ(odd.status, 500);
  ASSERT_EQ(log.size(), 2U);
  EXPECT_EQ(log[0].fault, "std::runtime_error");
  EXPECT_EQ(log[0].action, "x.throw");
  EXPECT_EQ(log[0].request_id, "7K3QM-9M2DX");
  EXPECT_EQ(log[1].fault, "int");
}

// What a handler says of the machine is for the log: whoever asked does not read it.
TEST(Edge, LogsWhyTheMachineCouldNotAnswer) {
  std::vector<Served> log;
  Router router;
  router.get("/", Action{"work.read"}, [](const Request&) {
    Response damaged = Response::error(500);
    damaged.fault = "the database has no directory";
    return damaged;
  });
  const Edge edge{std::move(router),
                  {.error_page = {}, .log = [&](const Served& served) { log.push_back(served); }}};

  const Response answer = edge.answer(request_for(Method::Get, {}));

  ASSERT_EQ(log.size(), 1U);
  EXPECT_EQ(log[0].fault, "the database has no directory");
  EXPECT_THAT(answer.body, Not(HasSubstr("directory")));
}

// "allocation failure → 503".
TEST(Edge, AnswersAFailedAllocationWith503) {
  const Response response = Edge{some_routes()}.answer(request_for(Method::Get, {"memory"}));
  EXPECT_EQ(response.status, 503);
  EXPECT_THAT(response.headers, Contains(Pair("Retry-After", "5")));
}

TEST(Edge, AnswersEvenWhenTheErrorPageOrTheLogFails) {
  const Edge edge{some_routes(),
                  {.error_page = [](const Request&, int) -> Response { throw 1; },
                   .log = [](const Served&) { throw 2; }}};

  EXPECT_EQ(edge.answer(request_for(Method::Get, {"nowhere"})).status, 500);
  const Response page = edge.answer(request_for(Method::Get, {}));
  EXPECT_THAT(page.headers, Contains(Key("Content-Security-Policy")));
}

// S-AC2: "Unknown, forbidden … objects give the same 404 (status, body, headers)".
TEST(Edge, S_AC2_AnswersUnknownAndForbiddenWithTheSameBytes) {
  const Edge edge = with_pages();
  const Response unknown = edge.answer(request_for(Method::Get, {"nowhere"}));
  const Response forbidden = edge.answer(request_for(Method::Get, {"forbidden"}));

  EXPECT_EQ(unknown.status, 404);
  EXPECT_EQ(unknown.status, forbidden.status);
  EXPECT_EQ(unknown.body, forbidden.body);
  EXPECT_EQ(unknown.headers, forbidden.headers);
  EXPECT_EQ(unknown.content_type, "text/html; charset=utf-8");
  EXPECT_THAT(unknown.body, HasSubstr("tel:999"));
}

TEST(Edge, SpeaksRfc9457ToPrograms) {
  const Edge edge = with_pages();
  Request request = request_for(Method::Get, {"nowhere"});
  request.headers.emplace_back("accept", "application/json");

  const Response by_header = edge.answer(request);
  const Response by_path = edge.answer(request_for(Method::Get, {"api", "nowhere"}));

  EXPECT_EQ(by_header.content_type, "application/problem+json");
  EXPECT_THAT(by_header.body, HasSubstr("\"status\":404"));
  EXPECT_EQ(by_path.content_type, "application/problem+json");
}

TEST(Edge, TakesUnsafeRequestsFromOwnPagesOnly) {
  const Edge edge = with_pages();
  Request own = request_for(Method::Post, {});
  own.headers.emplace_back("content-type", "application/x-www-form-urlencoded");
  Request foreign = own;
  foreign.headers[0].second = "http://elsewhere.example";
  Request unknown = foreign;  // as a program sends it that knows nothing of origins
  unknown.headers.erase(unknown.headers.begin());
  Request strange = own;
  strange.headers[1].second = "text/plain";
  strange.body = "a=1";

  EXPECT_EQ(edge.answer(own).status, 303);
  EXPECT_EQ(edge.answer(foreign).status, 403);
  EXPECT_EQ(edge.answer(unknown).status, 403);
  EXPECT_EQ(edge.answer(strange).status, 415);
}

// RFC 9110, 15.5.6: "405 … indicates that the method … is not supported by the target resource. The
// origin server MUST generate an Allow header field … containing a list of the target resource's
// currently supported methods"; 15.5.16 for 415. From wherever it comes.
TEST(Edge, SaysThatAMethodOrATypeIsWrongBeforeItAsksWhereFrom) {
  const Edge edge = with_pages();
  for (const Method method : {Method::Put, Method::Patch, Method::Delete}) {
    Request request = request_for(method, {});
    request.headers.clear();
    const Response response = edge.answer(request);
    EXPECT_EQ(response.status, 405);
    EXPECT_THAT(response.headers, Contains(Pair("Allow", "GET, HEAD, POST")));
  }
  Request posted = request_for(Method::Post, {"forbidden"});
  posted.headers.clear();
  EXPECT_THAT(edge.answer(posted).headers, Contains(Pair("Allow", "GET, HEAD")));
  EXPECT_EQ(edge.answer(request_for(Method::Delete, {"nowhere"})).status, 404);

  Request text = request_for(Method::Post, {});
  text.headers = {{"content-type", "text/plain"}};
  text.body = "a=1";
  EXPECT_EQ(edge.answer(text).status, 415);
}

// What never became a request, like OPTIONS, is told of the methods of its own path.
TEST(Edge, NamesTheMethodsOfThePathToAMethodThatIsNeverAnswered) {
  const Edge edge = with_pages();

  const Response forbidden = edge.refuse(request_for(Method::Get, {"forbidden"}), 405, "method");

  EXPECT_EQ(forbidden.status, 405);
  EXPECT_THAT(forbidden.headers, Contains(Pair("Allow", "GET, HEAD")));
  EXPECT_EQ(edge.refuse(request_for(Method::Get, {"nowhere"}), 405, "method").status, 404);
}

// What the header Reporting-Endpoints asks for: a browser sends it by itself, from no page, in a
// type of its own. Nothing else comes in by that door.
TEST(Edge, TakesABrowsersReportFromAnywhereAndNothingElse) {
  Router router = some_routes();
  router.post("/csp-report", Action{"csp.report"},
              [](const Request&) { return Response{.status = 204}; });
  const Edge edge{std::move(router)};
  Request report = request_for(Method::Post, {"csp-report"});
  report.headers = {{"content-type", "application/reports+json"}, {"sec-fetch-site", "cross-site"}};
  report.path = "/csp-report";
  report.body = "[]";
  Request older = report;
  older.headers[0].second = "application/csp-report";
  Request form = report;
  form.headers[0].second = "application/x-www-form-urlencoded";
  Request elsewhere = request_for(Method::Post, {});
  elsewhere.path = "/";
  elsewhere.headers = report.headers;

  EXPECT_EQ(edge.answer(report).status, 204);
  EXPECT_EQ(edge.answer(older).status, 204);
  EXPECT_EQ(edge.answer(form).status, 403);
  EXPECT_EQ(edge.answer(elsewhere).status, 403);
}

TEST(Edge, ServesAssetsToBeKeptForEver) {
  const Edge edge = with_pages();
  Request request = request_for(Method::Get, {"assets", asset_version(), "accord.css"});

  const Response asset = edge.answer(request);

  EXPECT_EQ(asset.status, 200);
  EXPECT_EQ(asset.content_type, "text/css; charset=utf-8");
  EXPECT_THAT(asset.headers,
              Contains(Pair("Cache-Control", "public, max-age=31536000, immutable")));
  EXPECT_EQ(asset.body, find_asset("accord.css")->bytes);

  request.headers.emplace_back("if-none-match",
                               "\"" + std::string{find_asset("accord.css")->sha256} + "\"");
  const Response again = edge.answer(request);
  EXPECT_EQ(again.status, 304);
  EXPECT_EQ(again.body, "");

  EXPECT_EQ(edge.answer(request_for(Method::Get, {"assets", "0", "accord.css"})).status, 404);
  EXPECT_EQ(edge.answer(request_for(Method::Get, {"assets", asset_version(), "x"})).status, 404);
  EXPECT_EQ(edge.answer(request_for(Method::Get,
                                    {"assets", asset_version(), "images", "icon-document.svg"}))
                .content_type,
            "image/svg+xml");
}

TEST(Edge, RefusesWithTheSameCareAsItAnswers) {
  std::vector<Served> log;
  const Edge edge{some_routes(), {.error_page = plain_error_page(), .log = [&](const Served& s) {
                                    log.push_back(s);
                                  }}};

  const Response response = edge.refuse(request_for(Method::Get, {}), 431, "head too large");

  EXPECT_EQ(response.status, 431);
  EXPECT_THAT(response.headers, Contains(Key("Content-Security-Policy")));
  EXPECT_THAT(response.body, HasSubstr("Delete the cookies"));
  EXPECT_THAT(log[0].fault, "head too large");
}

}  // namespace
}  // namespace accord
