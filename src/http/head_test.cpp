#include "http/head.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace accord {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

std::string get(std::string_view target, std::string_view fields = "Host: a\r\n") {
  return "GET " + std::string{target} + " HTTP/1.1\r\n" + std::string{fields} + "\r\n";
}

std::string post(std::string_view fields) {
  return "POST / HTTP/1.1\r\nHost: a\r\n" + std::string{fields} + "\r\n";
}

/// What becomes of `text`: 200 for a head that is taken, else the status of the refusal.
int status_of(const std::string& text) {
  std::size_t scanned = 0;
  const auto end = find_head_end(text, scanned, {});
  if (!end) {
    return end.error().status;
  }
  EXPECT_EQ(*end, text.size()) << text;
  const auto head = parse_head(text, {});
  return head ? 200 : head.error().status;
}

struct Case {
  std::string text;
  int status;
};

void PrintTo(const Case& one, std::ostream* out) {
  *out << testing::PrintToString(one.text);
}

class StrictHead : public testing::TestWithParam<Case> {};
TEST_P(StrictHead, IsTakenOrRefused) {
  EXPECT_EQ(status_of(GetParam().text), GetParam().status);
}

// security.md section 9: "reject CL+TE, duplicate CL/Host, obs-fold, bare LF, NUL, bad %".
INSTANTIATE_TEST_SUITE_P(
    Framing, StrictHead,
    testing::Values(
        Case{get("/"), 200}, Case{post("Content-Length: 3\r\n"), 200},
        Case{post("Transfer-Encoding: Chunked\r\n"), 200},
        Case{post("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n"), 400},
        Case{post("Content-Length: 3\r\nContent-Length: 3\r\n"), 400},
        Case{post("Content-Length: 3, 3\r\n"), 400}, Case{post("Content-Length: +3\r\n"), 400},
        Case{post("Content-Length: -1\r\n"), 400}, Case{post("Content-Length: 0x3\r\n"), 400},
        Case{post("Content-Length: \r\n"), 400}, Case{post("Content-Length: 3 4\r\n"), 400},
        Case{post("Content-Length: 1048576\r\n"), 200},
        Case{post("Content-Length: 1048577\r\n"), 413},
        Case{post("Content-Length: 99999999999999999999999\r\n"), 413},
        Case{post("Transfer-Encoding: xchunked\r\n"), 501},
        Case{post("Transfer-Encoding: gzip, chunked\r\n"), 501},
        Case{post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"), 400},
        Case{"POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
        Case{post("Content-Encoding: gzip\r\n"), 415},
        Case{post("Content-Length: 3\r\nExpect: 200-ok\r\n"), 417},
        Case{get("/", "Host: a\r\nContent-Length: 5\r\n"), 400},
        Case{get("/", "Host: a\r\nContent-Length: 0\r\n"), 200},
        Case{get("/", "Host: a\r\nTransfer-Encoding: chunked\r\n"), 400}));

INSTANTIATE_TEST_SUITE_P(
    Fields, StrictHead,
    testing::Values(
        Case{get("/", ""), 400}, Case{get("/", "Host: a\r\nHost: a\r\n"), 400},
        Case{get("/", "Host:\r\n"), 400}, Case{get("/", "Host: a b\r\n"), 400},
        Case{get("/", "Host: a/b\r\n"), 400}, Case{get("/", "Host: a:99999999\r\n"), 400},
        Case{get("/", "Host: user@a\r\n"), 400}, Case{get("/", "Host: [::1]:80\r\n"), 200},
        Case{get("/", "Host: a:8080\r\n"), 200}, Case{get("/", "Host : a\r\n"), 400},
        Case{get("/", "Host: a\r\nX: 1\r\n 2\r\n"), 400},
        Case{get("/", "Host: a\r\nX: 1\r\n\t2\r\n"), 400},
        Case{get("/", " X: 1\r\nHost: a\r\n"), 400}, Case{get("/", "Host: a\nX: 1\r\n"), 400},
        Case{get("/", "Host: a\rX: 1\r\n"), 400},
        Case{get("/", std::string("Host: a\r\nX: \0\r\n", 15)), 400},
        Case{get("/", "Host: a\r\nX: \x01\r\n"), 400},
        Case{get("/", "Host: a\r\nX: \x7F\r\n"), 400},
        Case{get("/", "Host: a\r\nX: \xC3\xAB\tb\r\n"), 200},
        Case{get("/", "Host: a\r\nno colon\r\n"), 400},
        Case{get("/", "Host: a\r\n: empty\r\n"), 400},
        Case{get("/", "Host: a\r\nX(y): 1\r\n"), 400},
        Case{get("/", "Host: a\r\nCookie: a=1\r\nCookie: a=2\r\n"), 400},
        Case{get("/", "Host: a\r\nAccept: x\r\nAccept: y\r\n"), 200}));

INSTANTIATE_TEST_SUITE_P(RequestLine, StrictHead,
                         testing::Values(Case{"GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
                                         Case{" GET / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
                                         Case{"GET / HTTP/1.1 \r\nHost: a\r\n\r\n", 400},
                                         Case{"GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", 400},
                                         Case{"GET /\r\nHost: a\r\n\r\n", 400},
                                         Case{"GET / http/1.1\r\nHost: a\r\n\r\n", 400},
                                         Case{"GET / HTTP/1.0\r\nHost: a\r\n\r\n", 200},
                                         Case{"GET / HTTP/1.2\r\nHost: a\r\n\r\n", 505},
                                         Case{"PRI * HTTP/2.0\r\n\r\n", 505},
                                         Case{"G(T / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
                                         Case{"TRACE / HTTP/1.1\r\nHost: a\r\n\r\n", 405},
                                         Case{"OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", 405},
                                         Case{"CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n", 405},
                                         Case{"get / HTTP/1.1\r\nHost: a\r\n\r\n", 405},
                                         Case{"\r\n\r\n", 400}));

INSTANTIATE_TEST_SUITE_P(
    Target, StrictHead,
    testing::Values(Case{get("/d/7K3Q-9M2D?stage=2&late"), 200}, Case{get("/d/"), 200},
                    Case{get("d"), 400}, Case{get("http://a/"), 400}, Case{get("*"), 400},
                    Case{get("//a"), 400}, Case{get("/a//b"), 400}, Case{get("/a/../b"), 400},
                    Case{get("/./a"), 400}, Case{get("/%2e%2E/a"), 400}, Case{get("/a%2fb"), 400},
                    Case{get("/a%5Cb"), 400}, Case{get("/a\\b"), 400}, Case{get("/a%00"), 400},
                    Case{get("/a%0a"), 400}, Case{get("/a%7f"), 400}, Case{get("/a%"), 400},
                    Case{get("/a%4"), 400}, Case{get("/a%zz"), 400}, Case{get("/%ff"), 400},
                    Case{get("/a#b"), 400}, Case{get("/a\xC3\xAB"), 400},
                    Case{get("/a?b=%zz"), 400}, Case{get("/a?b=%00"), 400},
                    Case{get("/a?b=%ff"), 400}, Case{get("/a?b=\"c"), 400},
                    Case{get("/" + std::string(8191, 'a')), 200},
                    Case{get("/" + std::string(8192, 'a')), 414}));

TEST(StrictHead, KeepsToItsLimits) {
  std::string fields = "Host: a\r\n";
  for (int i = 1; i < 100; ++i) {
    fields += "X: 1\r\n";
  }
  EXPECT_EQ(status_of(get("/", fields)), 200);
  EXPECT_EQ(status_of(get("/", fields + "X: 1\r\n")), 431);

  const std::string rest = get("/", "Host: a\r\nX: \r\n");
  const std::size_t most = RequestLimits{}.head_bytes - rest.size();
  EXPECT_EQ(status_of(get("/", "Host: a\r\nX: " + std::string(most, 'x') + "\r\n")), 200);
  EXPECT_EQ(status_of(get("/", "Host: a\r\nX: " + std::string(most + 1, 'x') + "\r\n")), 431);
}

TEST(Head, EndsAtItsBlankLineHoweverItArrives) {
  const std::string text = get("/") + "next";
  for (std::size_t step : {1U, 2U, 3U, 7U, 1000U}) {
    std::size_t scanned = 0;
    std::optional<std::size_t> end;
    for (std::size_t have = 0; have < text.size() && !end;) {
      have = std::min(have + step, text.size());
      end = find_head_end(std::string_view{text}.substr(0, have), scanned, {}).value();
    }
    EXPECT_EQ(end, text.size() - 4) << step;
  }
}

TEST(Head, GivesTheRequestDecodedOnce) {
  const auto head = parse_head(
      "POST /d/Zo%C3%AB%2541/x/?stage=2&who=A+B&who=C HTTP/1.1\r\nHost: a:80\r\n"
      "Cookie: s=1; t=2\r\nACCEPT:  text/html \r\nContent-Length: 7\r\nConnection: foo, Close\r\n"
      "Expect: 100-Continue\r\n\r\n",
      {});

  ASSERT_TRUE(head.has_value());
  const Request& request = head->request;
  EXPECT_EQ(request.method, Method::Post);
  EXPECT_EQ(request.path, "/d/Zo\xC3\xAB%41/x");
  EXPECT_THAT(request.segments, ElementsAre("d", "Zo\xC3\xAB%41", "x"));
  EXPECT_THAT(request.query, ElementsAre(Pair("stage", "2"), Pair("who", "A B"), Pair("who", "C")));
  EXPECT_THAT(request.cookies, ElementsAre(Pair("s", "1"), Pair("t", "2")));
  EXPECT_EQ(request.header("accept"), "text/html");
  EXPECT_EQ(head->framing, Framing::Length);
  EXPECT_EQ(head->body_bytes, 7U);
  EXPECT_FALSE(head->keep_alive);
  EXPECT_TRUE(head->waits_for_continue);
}

TEST(Head, OfTheStartPageHasNoSegments) {
  const auto head = parse_head(get("/?"), {});
  EXPECT_EQ(head->request.path, "/");
  EXPECT_THAT(head->request.segments, IsEmpty());
  EXPECT_THAT(head->request.query, IsEmpty());
}

TEST(BegunRequest, SaysWhatItsFirstLineSaid) {
  const Request refused = begun_request("POST /api/v1/p?x=1 HTTP/1.1\r\nContent-Length: 99999");
  EXPECT_EQ(refused.method, Method::Post);
  EXPECT_THAT(refused.segments, ElementsAre("api", "v1", "p"));
  EXPECT_THAT(begun_request("GET /api/" + std::string(9'000, 'a')).segments,
              ElementsAre("api", std::string(9'000, 'a')));
  EXPECT_THAT(begun_request("GET /api/%zz/x HTTP/1.1").segments, ElementsAre("api"));
  for (const char* nothing : {"", "GET", "GET ", "nonsense here", "\r\n", " / HTTP/1.1"}) {
    EXPECT_THAT(begun_request(nothing).segments, IsEmpty()) << nothing;
  }
}

}  // namespace
}  // namespace accord
