#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <vector>

#include "client.hpp"
#include "pages/assets.hpp"

namespace accord::test {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::MatchesRegex;

TEST(Service, AnswersManyRequestsOnOneConnection) {
  const RunningServer server;
  Client client{server.port()};
  for (int i = 0; i < 3; ++i) {
    client.send(get("/"));
    EXPECT_EQ(client.receive().body, "<p>page</p>");
  }
  client.send(post("/echo", "a=1"));
  EXPECT_EQ(client.receive().body, "a=1");
}

TEST(Service, AnswersRequestsSentTogetherInTheirOrder) {
  const RunningServer server;
  Client client{server.port()};
  client.send(post("/echo", "one") + get("/") +
              post_head("/echo", "Transfer-Encoding: chunked\r\n") +
              "2\r\nth\r\n3;note=x\r\nree\r\n0\r\nTrailer: x\r\n\r\n" + get("/nowhere"));
  EXPECT_EQ(client.receive().body, "one");
  EXPECT_EQ(client.receive().body, "<p>page</p>");
  EXPECT_EQ(client.receive().body, "three");
  EXPECT_EQ(client.receive().status, 404);
}

TEST(Service, TakesARequestByteByByte) {
  const RunningServer server;
  Client client{server.port()};
  for (const char byte :
       post_head("/echo", "Transfer-Encoding: chunked\r\n") + "3\r\nabc\r\n0\r\n\r\n") {
    client.send({&byte, 1});
  }
  EXPECT_EQ(client.receive().body, "abc");
}

TEST(Service, AnswersHeadWithTheLengthAndWithoutTheBody) {
  const RunningServer server;
  Client client{server.port()};
  client.send(
      "HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\nHEAD /none HTTP/1.1\r\nHost: localhost\r\n\r\n" +
      get("/"));
  const Answer head = client.receive(true);
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.header("Content-Length"), "11");
  EXPECT_EQ(client.receive(true).status, 404);
  EXPECT_EQ(client.receive().body, "<p>page</p>");
}

TEST(Service, ClosesWhenAskedTo) {
  const RunningServer server;
  Client client{server.port()};
  client.send("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(client.receive().header("Connection"), "close");
  EXPECT_TRUE(client.is_closed());

  Client old{server.port()};
  old.send("GET / HTTP/1.0\r\nHost: localhost\r\n\r\n");
  EXPECT_EQ(old.receive().status, 200);
  EXPECT_TRUE(old.is_closed());
}

TEST(Service, TellsAClientThatWaitsToGoOn) {
  const RunningServer server;
  Client client{server.port()};
  client.send(post_head("/echo", "Content-Length: 3\r\nExpect: 100-continue\r\n"));
  EXPECT_EQ(client.receive().status, 100);
  client.send("abc");
  EXPECT_EQ(client.receive().body, "abc");

  Client refused{server.port()};
  refused.send(post_head("/echo", "Content-Length: 9999999\r\nExpect: 100-continue\r\n"));
  EXPECT_EQ(refused.receive().status, 413);
}

TEST(Service, GoesOnAfterAHandlerThrew) {
  const RunningServer server;
  Client client{server.port()};
  client.send(get("/throws") + get("/"));
  const Answer answer = client.receive();
  EXPECT_EQ(answer.status, 500);
  EXPECT_THAT(answer.body, HasSubstr("Incident number: <strong>"));
  EXPECT_EQ(client.receive().status, 200);
}

TEST(Service, LogsEachAnswerByItsIncidentNumber) {
  std::mutex mutex;
  std::vector<Served> log;
  RunningServer server{{}, {.error_page = {}, .log = [&](const Served& served) {
                              const std::lock_guard lock{mutex};
                              log.push_back(served);
                            }}};
  const Answer answer = ask(server.port(), get("/throws"));
  (void)ask(server.port(), "GET / HTTP/1.1\r\n\r\n");
  server.stop();

  ASSERT_EQ(log.size(), 2U);
  EXPECT_THAT(log[0].request_id, MatchesRegex("[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}"));
  EXPECT_THAT(answer.body, HasSubstr(log[0].request_id));
  EXPECT_EQ(log[0].action, "test.throw");
  EXPECT_EQ(log[1].status, 400);
  EXPECT_EQ(log[1].fault, "Host");
}

// "X-Forwarded-* only from the configured proxy".
TEST(Service, BelievesOnlyTheProxyItWasTold) {
  const std::string forwarded =
      " HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 10.0.0.1, 192.0.2.7\r\n"
      "X-Forwarded-Proto: https\r\n\r\n";
  const RunningServer direct;
  EXPECT_EQ(ask(direct.port(), "GET /peer" + forwarded).body, "127.0.0.1");
  EXPECT_EQ(ask(direct.port(), "GET /origin" + forwarded).body, "http://localhost");
  EXPECT_FALSE(ask(direct.port(), "GET /" + forwarded).has("Strict-Transport-Security"));

  const RunningServer behind{{.trusted_proxies = {"127.0.0.1"}}};
  EXPECT_EQ(ask(behind.port(), "GET /peer" + forwarded).body, "192.0.2.7");
  EXPECT_EQ(ask(behind.port(), "GET /origin" + forwarded).body, "https://localhost");
  EXPECT_TRUE(ask(behind.port(), "GET /" + forwarded).has("Strict-Transport-Security"));
}

TEST(Service, AnswersToItsOwnNamesWithAnyPort) {
  const RunningServer server{{.hosts = {"accord.example", "[::1]"}}};
  const auto status = [&](const std::string& host) {
    return ask(server.port(), "GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n").status;
  };
  EXPECT_EQ(status("accord.example"), 200);
  EXPECT_EQ(status("Accord.Example:8443"), 200);
  EXPECT_EQ(status("[::1]:8080"), 200);
  EXPECT_EQ(status("localhost"), 400);
}

TEST(Service, SendsTheDateOfTheClockItWasGiven) {
  const RunningServer server{{.now = [] { return Instant{784'111'777}; }}};
  EXPECT_EQ(ask(server.port(), get("/")).header("Date"), "Sun, 06 Nov 1994 08:49:37 GMT");
}

// "SIGTERM drains": what runs is answered, what waits for nothing is closed, and `run` returns.
TEST(Service, AnswersWhatHasBegunBeforeItStops) {
  RunningServer server;
  Client idle{server.port()};
  idle.send(get("/"));
  EXPECT_EQ(idle.receive().status, 200);
  Client running{server.port()};
  running.send(get("/slow"));
  while (waiting_in_slow() < 1) {
    std::this_thread::sleep_for(1ms);
  }

  std::thread stopping{[&] { server.stop(); }};
  EXPECT_TRUE(idle.is_closed());
  release_slow();
  const Answer answer = running.receive();
  stopping.join();

  EXPECT_EQ(answer.body, "slow");
  EXPECT_EQ(answer.header("Connection"), "close");
}

// A request that is not here whole has begun nothing: nobody waits for the rest of it.
TEST(Service, ClosesWhatWasHalfSentAtOnceWhenItStops) {
  RunningServer server{{.drain_time = 60s}};
  Client body{server.port()};
  body.send(post_head("/echo", "Content-Length: 10\r\n") + "abc");
  Client head{server.port()};
  head.send("GET / HTTP/1.1\r\nHost: local");
  Client next{server.port()};  // answered once, and half into its next request
  next.send(get("/") + "GET / HT");
  EXPECT_EQ(next.receive().status, 200);
  std::this_thread::sleep_for(50ms);
  const auto asked = std::chrono::steady_clock::now();

  server.stop();

  EXPECT_LT(std::chrono::steady_clock::now() - asked, 5s);
  EXPECT_TRUE(body.is_closed());
  EXPECT_TRUE(head.is_closed());
  EXPECT_TRUE(next.is_closed());
}

/// Holds whoever comes until they are let go, one after the other.
class Gate {
 public:
  void hold() {
    std::unique_lock lock{mutex_};
    const int turn = ++held_;
    changed_.notify_all();
    changed_.wait_for(lock, 10s, [&] { return let_go_ >= turn; });
  }
  void wait_for_held(int number) {
    std::unique_lock lock{mutex_};
    EXPECT_TRUE(changed_.wait_for(lock, 10s, [&] { return held_ >= number; }));
  }
  void let_go() {
    const std::lock_guard lock{mutex_};
    ++let_go_;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int held_ = 0;
  int let_go_ = 0;
};

// What was cut gets no answer, so it is not done either: not even where its last bytes had been
// read, and only its turn had not come. The log of what is refused runs on the thread of the
// connections: it is held there while the others send, and the server is told to stop.
TEST(Service, DoesNothingForWhomItHasCutWhenItStops) {
  Gate gate;
  std::atomic<int> done = 0;
  RunningServer server{{.drain_time = 60s}, {.error_page = {}, .log = [&](const Served& served) {
                                               if (served.status == 400) {
                                                 gate.hold();
                                               }
                                               done += served.action == "test.echo" ? 1 : 0;
                                             }}};
  Client first{server.port()};
  Client second{server.port()};
  Client whole{server.port()};
  for (Client* client : {&first, &second, &whole}) {
    client->send(get("/"));
    EXPECT_EQ(client->receive().status, 200);
  }
  std::this_thread::sleep_for(50ms);  // until all are waited for
  first.send("no request\r\n\r\n");
  gate.wait_for_held(1);
  second.send("no request\r\n\r\n");
  whole.send(post("/echo", std::string(5000, 'a')));  // more than is read at once
  gate.let_go();
  gate.wait_for_held(2);
  std::thread stopping{[&] { server.stop(); }};
  std::this_thread::sleep_for(100ms);  // until it is told
  gate.let_go();
  stopping.join();

  EXPECT_EQ(whole.receive().status, 0);
  EXPECT_EQ(done, 0);
}

TEST(Service, DoesNotWaitForEverForClientsWhenItStops) {
  RunningServer server{{.drain_time = 200ms}};
  Client deaf{server.port()};
  deaf.send(get("/big") + get("/big") + get("/big"));
  std::this_thread::sleep_for(200ms);  // until its answers fill what lies between
  const auto asked = std::chrono::steady_clock::now();

  server.stop();

  const auto took = std::chrono::steady_clock::now() - asked;
  EXPECT_GE(took, 150ms) << "nothing was being written: there was nobody to wait for";
  EXPECT_LT(took, 5s);
}

TEST(Service, SaysWhyItCannotListenAndWhatToDo) {
  const RunningServer first;
  Server second{{.port = first.port()}, Edge{test_routes()}};
  EXPECT_THAT(second.listen().error(),
              HasSubstr("Address already in use. Stop the program that uses it"));
  Server nowhere{{.address = "localhost"}, Edge{test_routes()}};
  EXPECT_THAT(nowhere.listen().error(), HasSubstr("that is no IP address"));
}

}  // namespace
}  // namespace accord::test
