#include <gtest/gtest.h>

#include <string>

#include "client.hpp"

namespace accord::test {
namespace {

struct Hostile {
  std::string bytes;
  int status;
};

void PrintTo(const Hostile& one, std::ostream* out) {
  *out << testing::PrintToString(one.bytes.substr(0, 120));
}

/// A request behind the hostile one: if it is answered, the server and whoever stands before it
/// have read two different requests.
constexpr std::string_view kSmuggled = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

class Strictness : public testing::TestWithParam<Hostile> {
 protected:
  static RunningServer& server() {
    static RunningServer shared{
        {.head_time = std::chrono::milliseconds{500}, .body_time = std::chrono::milliseconds{500}}};
    return shared;
  }
};

// "reject CL+TE, duplicate CL/Host, obs-fold, bare LF, NUL, bad %"; "connection closed".
TEST_P(Strictness, AnswersOnceAndClosesTheConnection) {
  Client client{server().port()};
  client.send(GetParam().bytes + std::string{kSmuggled});

  EXPECT_EQ(client.receive().status, GetParam().status);
  EXPECT_TRUE(client.is_closed());
}

INSTANTIATE_TEST_SUITE_P(
    Head, Strictness,
    testing::Values(
        Hostile{post_head("/echo", "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n"), 400},
        Hostile{post_head("/echo", "Content-Length: 4\r\nContent-Length: 4\r\n"), 400},
        Hostile{post_head("/echo", "Content-Length: +4\r\n"), 400},
        Hostile{post_head("/echo", "Transfer-Encoding: xchunked\r\n"), 501},
        Hostile{post_head("/echo", "Transfer-Encoding: chunked, identity\r\n"), 501},
        Hostile{post_head("/echo", "Transfer-Encoding : chunked\r\n"), 400},
        Hostile{"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 35\r\n\r\n", 400},
        Hostile{"GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n", 400},
        Hostile{"GET / HTTP/1.1\r\n\r\n", 400}, Hostile{"GET / HTTP/1.0\r\n\r\n", 400},
        Hostile{"GET / HTTP/1.1\r\nHost: elsewhere.example\r\n\r\n", 400},
        Hostile{"GET / HTTP/1.1\r\nHost: localhost.elsewhere.example\r\n\r\n", 400},
        Hostile{"GET / HTTP/1.1\r\nHost: localhost\r\nX: a\r\n b\r\n\r\n", 400},
        Hostile{"GET / HTTP/1.1\r\nHost: localhost\n\r\n\r\n", 400},
        Hostile{"GET / HTTP/1.1\nHost: localhost\n\n", 400},
        Hostile{std::string("GET / HTTP/1.1\r\nHost: localhost\r\nX: \0\r\n\r\n", 41), 400},
        Hostile{"GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n", 400},
        Hostile{"GET /%00 HTTP/1.1\r\nHost: localhost\r\n\r\n", 400},
        Hostile{"GET /a/../b HTTP/1.1\r\nHost: localhost\r\n\r\n", 400},
        Hostile{"GET /..%2f HTTP/1.1\r\nHost: localhost\r\n\r\n", 400},
        Hostile{"GET http://localhost/ HTTP/1.1\r\nHost: localhost\r\n\r\n", 400},
        Hostile{"TRACE / HTTP/1.1\r\nHost: localhost\r\n\r\n", 405},
        Hostile{"OPTIONS / HTTP/1.1\r\nHost: localhost\r\n\r\n", 405},
        Hostile{"BREW / HTTP/1.1\r\nHost: localhost\r\n\r\n", 405},
        Hostile{"GET / HTTP/2.0\r\nHost: localhost\r\n\r\n", 505},
        Hostile{"GET / HTTP/1.1\r\nHost: localhost\r\nExpect: tea\r\n\r\n", 417},
        Hostile{"\x16\x03\x01\x02\x01\x01\r\n\r\n", 400},
        Hostile{"\r\nGET / HTTP/1.1\r\n\r\n", 400}));

std::string chunked(std::string_view chunks) {
  return post_head("/echo", "Transfer-Encoding: chunked\r\n") + std::string{chunks};
}

INSTANTIATE_TEST_SUITE_P(
    Chunks, Strictness,
    testing::Values(Hostile{chunked("3\r\nabcd\r\n0\r\n\r\n"), 400},
                    Hostile{chunked("5\r\nabcd\r\n0\r\n\r\n"), 400},
                    Hostile{chunked("-1\r\n\r\n"), 400},
                    Hostile{chunked("0x3\r\nabc\r\n0\r\n\r\n"), 400},
                    Hostile{chunked("g\r\nabc\r\n0\r\n\r\n"), 400},
                    Hostile{chunked("\r\nabc\r\n0\r\n\r\n"), 400},
                    Hostile{chunked("3\nabc\n0\n\n"), 400},
                    Hostile{chunked("fffffffffffffffff\r\nabc\r\n0\r\n\r\n"), 400},
                    Hostile{chunked("200000\r\nabc\r\n"), 413},
                    Hostile{chunked("3;" + std::string(40'000, 'x') + "\r\nabc\r\n0\r\n\r\n"), 400},
                    Hostile{chunked("3\r\nabc\r\n0\r\n" + std::string(40'000, 'x')), 400}));

}  // namespace
}  // namespace accord::test
