#include <gtest/gtest.h>

#include <chrono>
#include <list>
#include <string>

#include "client.hpp"

namespace accord::test {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kMiB = std::size_t{1024} * 1024;

// security.md section 6: "request: header 16 KiB, 100 fields; body 1 MiB", "431 / 413 / 408".
TEST(Limits, TakeAHeadOf16KiBAndNoMore) {
  const RunningServer server;
  const std::string start = "GET / HTTP/1.1\r\nHost: localhost\r\nX: ";
  const std::size_t room = std::size_t{16} * 1024 - start.size() - 4;

  EXPECT_EQ(ask(server.port(), start + std::string(room, 'x') + "\r\n\r\n").status, 200);
  EXPECT_EQ(ask(server.port(), start + std::string(room + 1, 'x') + "\r\n\r\n").status, 431);
  EXPECT_EQ(ask(server.port(), start + std::string(kMiB, 'x')).status, 431);
}

TEST(Limits, TakeAHundredFieldsAndNoMore) {
  const RunningServer server;
  std::string fields = "Host: localhost\r\n";
  for (int i = 1; i < 100; ++i) {
    fields += "X-" + std::to_string(i) + ": 1\r\n";
  }
  EXPECT_EQ(ask(server.port(), "GET / HTTP/1.1\r\n" + fields + "\r\n").status, 200);
  EXPECT_EQ(ask(server.port(), "GET / HTTP/1.1\r\n" + fields + "Y: 1\r\n\r\n").status, 431);
}

TEST(Limits, TakeABodyOf1MiBAndNoMore) {
  const RunningServer server;
  const std::string most(kMiB, 'b');

  const Answer taken = ask(server.port(), post("/echo", most));
  EXPECT_EQ(taken.status, 200);
  EXPECT_EQ(taken.body, most);
  EXPECT_EQ(ask(server.port(), post("/echo", most + "b")).status, 413);
}

TEST(Limits, HoldForAChunkedBodyToo) {
  const RunningServer server;
  std::string chunks;
  for (int i = 0; i < 256; ++i) {
    chunks += "1000\r\n" + std::string(4096, 'c') + "\r\n";
  }
  const std::string head = post_head("/echo", "Transfer-Encoding: chunked\r\n");

  const Answer taken = ask(server.port(), head + chunks + "0\r\n\r\n");
  EXPECT_EQ(taken.status, 200);
  EXPECT_EQ(taken.body, std::string(kMiB, 'c'));
  EXPECT_EQ(ask(server.port(), head + chunks + "1\r\nc\r\n0\r\n\r\n").status, 413);
}

TEST(Limits, AnswerAnAddressThatIsTooLongWith414) {
  const RunningServer server;
  EXPECT_EQ(ask(server.port(), get("/" + std::string(9000, 'a'))).status, 414);
}

// "header time 10 s": absolute, so a byte now and then does not help.
TEST(Limits, CutAClientThatIsSlowWithItsHead) {
  const RunningServer server{{.head_time = 400ms}};
  Client client{server.port()};
  const auto start = std::chrono::steady_clock::now();
  for (const char byte : std::string_view{"GET / HTTP/1.1\r\nHost: localhost\r\nX: xxxxxxxxxxxx"}) {
    if (!client.send({&byte, 1}) || std::chrono::steady_clock::now() - start > 2s) {
      break;
    }
    std::this_thread::sleep_for(20ms);
  }
  EXPECT_EQ(client.receive().status, 408);
}

TEST(Limits, CutAClientThatIsSlowWithItsBody) {
  const RunningServer server{{.body_time = 300ms}};
  Client client{server.port()};
  client.send(post_head("/echo", "Content-Length: 100\r\n") + "abc");
  EXPECT_EQ(client.receive().status, 408);

  Client chunked{server.port()};
  chunked.send(post_head("/echo", "Transfer-Encoding: chunked\r\n") + "3\r\nab");
  EXPECT_EQ(chunked.receive().status, 408);
}

TEST(Limits, CloseAConnectionThatSendsNothing) {
  const RunningServer server{{.head_time = 200ms, .idle_time = 200ms}};
  Client silent{server.port()};
  EXPECT_TRUE(silent.is_closed());

  Client idle{server.port()};
  idle.send(get("/"));
  EXPECT_EQ(idle.receive().status, 200);
  EXPECT_TRUE(idle.is_closed());
}

TEST(Limits, CutAClientThatDoesNotTakeItsAnswer) {
  const RunningServer server{{.write_time = 300ms}};
  Client client{server.port()};
  client.send(get("/big") + get("/big") + get("/big"));
  std::this_thread::sleep_for(1s);
  std::size_t whole = 0;
  while (whole < 3 && client.receive().body.size() == 4'000'000) {
    ++whole;
  }
  EXPECT_LT(whole, 3U);
}

// "slow clients: … normal users unaffected": they take every connection that there is, twice over,
// and a client that just asks is answered all the same, each time.
TEST(Limits, ServeOthersWhileSlowClientsHoldEveryConnection) {
  const RunningServer server{{.most_connections = 32}};
  std::list<Client> slow;
  for (int i = 0; i < 64; ++i) {
    slow.emplace_back(server.port()).send("GET / HTTP/1.1\r\nHost: loc");
  }
  for (int i = 0; i < 50; ++i) {
    ASSERT_EQ(ask(server.port(), get("/")).status, 200) << i;
    slow.emplace_back(server.port()).send(post_head("/echo", "Content-Length: 9\r\n") + "a");
    slow.pop_front();
  }
}

TEST(Limits, ServeOthersWhileHandlersAreSlow) {
  const RunningServer server{{.workers = 2}};
  Client slow{server.port()};
  slow.send(get("/slow"));
  while (waiting_in_slow() < 1) {
    std::this_thread::sleep_for(1ms);
  }
  EXPECT_EQ(ask(server.port(), get("/")).status, 200);
  release_slow();
  EXPECT_EQ(slow.receive().body, "slow");
}

// "overload: 429/503 only": what cannot be taken on is said so at once.
TEST(Limits, Answer503WhenTooMuchIsInHand) {
  const RunningServer server{{.workers = 1, .most_in_hand = 1}};
  Client slow{server.port()};
  slow.send(get("/slow"));
  while (waiting_in_slow() < 1) {
    std::this_thread::sleep_for(1ms);
  }
  const Answer busy = ask(server.port(), get("/"));
  EXPECT_EQ(busy.status, 503);
  EXPECT_EQ(busy.header("Retry-After"), "1");
  release_slow();
  EXPECT_EQ(slow.receive().status, 200);
  EXPECT_EQ(ask(server.port(), get("/")).status, 200);
}

TEST(Limits, CutTheLongestWhenTooManyBodiesAreBeingReceived) {
  const RunningServer server{{.most_bodies = 4}};
  std::list<Client> slow;
  for (int i = 0; i < 5; ++i) {
    slow.emplace_back(server.port()).send(post_head("/echo", "Content-Length: 4\r\n") + "ab");
    std::this_thread::sleep_for(20ms);
  }
  EXPECT_TRUE(slow.front().is_closed());
  slow.back().send("cd");
  EXPECT_EQ(slow.back().receive().body, "abcd");
}

}  // namespace
}  // namespace accord::test
