// Appends to a ledger from eight threads until it is killed, and writes a line for each append that
// was acknowledged: "<command> <stream> <sequence>". Run by kill_test.cpp.
#include <unistd.h>

#include <array>
#include <cstdio>
#include <string>
#include <thread>
#include <vector>

#include "base/try.hpp"
#include "database/database.hpp"
#include "ledger/ledger.hpp"

namespace accord {
namespace {

constexpr int kWriters = 8;
constexpr int kStreams = 3;

using Answer = std::expected<Appended, AppendError>;

std::vector<std::byte> bytes_of(std::string_view text) {
  const auto bytes = std::as_bytes(std::span{text});
  return {bytes.begin(), bytes.end()};
}

Answer append(Database& database, const StreamId& stream, std::int64_t version,
              const std::string& command) {
  const std::array events{NewEntry{.kind = "discussion_recorded",
                                   .actor = {PersonId{"amina"}, AgencyId{"school"}},
                                   .happened = {},
                                   .clear = {{"stage", "one"}},
                                   .policy = {},
                                   .payload = bytes_of("what was said, under " + command)}};
  return database.write(stream.partnership, [&](Connection& connection) -> Answer {
    return Ledger{connection}.append({.stream = stream,
                                      .expected = Version{version},
                                      .command = CommandId{command},
                                      .body = sha256(bytes_of(command)),
                                      .now = Instant{1'800'000'000},
                                      .entries = events});
  });
}

void acknowledge(const std::string& command, const StreamId& stream, std::int64_t sequence) {
  // One write of a short line to a pipe is never torn.
  const std::string line =
      command + " " + stream.disagreement.text() + " " + std::to_string(sequence) + "\n";
  if (::write(STDOUT_FILENO, line.data(), line.size()) < 0) {
    ::_exit(3);
  }
}

void keep_appending(Database& database, const std::string& run, int writer) {
  std::array<std::int64_t, kStreams> versions{};
  for (int i = 0;; ++i) {
    const auto which = static_cast<std::size_t>((i + writer) % kStreams);
    const StreamId stream{PartnershipId{"north"}, DisagreementId{std::to_string(which)}};
    const std::string command = run + "-" + std::to_string(writer) + "-" + std::to_string(i);
    for (;;) {
      const auto answer = append(database, stream, versions.at(which), command);
      if (answer) {
        versions.at(which) = answer->last;
        acknowledge(command, stream, answer->first);
        break;
      }
      if (const auto* const moved = std::get_if<StreamMoved>(&answer.error())) {
        versions.at(which) = moved->actual.number;
        continue;
      }
      std::fprintf(stderr, "appender: %s was refused\n", command.c_str());
      ::_exit(3);
    }
    if (i % 10 == 9) {  // a browser that sends its form twice
      const auto again = append(database, stream, 0, command);
      if (again || !std::holds_alternative<SameCommand>(again.error())) {
        std::fprintf(stderr, "appender: %s was recorded twice\n", command.c_str());
        ::_exit(3);
      }
    }
  }
}

int run(const std::string& path, const std::string& run) {
  const std::array components{ledger_component()};
  const auto database = Database::open({.location = path}, components);
  if (!database) {
    std::fprintf(stderr, "appender: %s\n", database.error().what.c_str());
    return 2;
  }
  std::vector<std::jthread> writers;
  for (int writer = 0; writer < kWriters; ++writer) {
    writers.emplace_back([&, writer] { keep_appending(**database, run, writer); });
  }
  return 0;
}

}  // namespace
}  // namespace accord

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: appender DATABASE RUN\n");
    return 2;
  }
  return accord::run(argv[1], argv[2]);
}
