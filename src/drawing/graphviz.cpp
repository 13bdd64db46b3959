#include "drawing/graphviz.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <utility>

namespace accord {

namespace {

/// What the program may take of this machine, whatever it is given: the time of its own limit, and
/// memory that the largest of the partnerships' policies needs twenty times less of.
constexpr rlim_t kMostMemory = rlim_t{512} << 20U;

/// A file descriptor that is closed with its owner.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() { close(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  Descriptor(Descriptor&&) = delete;
  Descriptor& operator=(Descriptor&&) = delete;

  [[nodiscard]] int get() const { return number_; }
  [[nodiscard]] bool open() const { return number_ >= 0; }
  void close() {
    if (const int number = std::exchange(number_, -1); number >= 0) {
      ::close(number);
    }
  }

 private:
  int number_;
};

bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) {
      continue;
    }
    if (written <= 0) {
      return false;
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return ::lseek(file, 0, SEEK_SET) == 0;
}

/// Starts the program with `input` as its standard input and `output` as its standard output;
/// returns 0 when it cannot.
pid_t start(const char* program, int input, int output) {
  posix_spawn_file_actions_t actions;
  if (::posix_spawn_file_actions_init(&actions) != 0) {
    return 0;
  }
  std::array<char, 4> name{"dot"};
  std::array<char, 6> svg{"-Tsvg"};
  const std::array<char*, 3> arguments{name.data(), svg.data(), nullptr};
  const std::array<char*, 1> environment{nullptr};
  pid_t child = 0;
  const bool started =
      ::posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO) == 0 &&
      ::posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO) == 0 &&
      ::posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0) == 0 &&
      ::posix_spawn(&child, program, &actions, nullptr, arguments.data(), environment.data()) == 0;
  ::posix_spawn_file_actions_destroy(&actions);
  if (!started) {
    return 0;
  }
  const rlimit memory{.rlim_cur = kMostMemory, .rlim_max = kMostMemory};
  ::prlimit(child, RLIMIT_AS, &memory, nullptr);
  return child;
}

/// Everything that comes from `from`, or nothing when the limits are passed.
std::expected<std::string, std::string> read_until_end(int from, const DrawingLimits& limits) {
  const auto end = std::chrono::steady_clock::now() + limits.time;
  std::string out;
  std::array<char, 16384> block{};
  while (out.size() <= limits.bytes) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        end - std::chrono::steady_clock::now());
    if (left.count() <= 0) {
      return std::unexpected("Graphviz took too long: the policy has too many ways to draw");
    }
    pollfd wait{.fd = from, .events = POLLIN, .revents = 0};
    if (::poll(&wait, 1, static_cast<int>(left.count())) <= 0) {
      continue;
    }
    const ssize_t count = ::read(from, block.data(), block.size());
    if (count == 0) {
      return out;
    }
    if (count > 0) {
      out.append(block.data(), static_cast<std::size_t>(count));
    } else if (errno != EINTR) {
      return std::unexpected("Graphviz could not be read");
    }
  }
  return std::unexpected("Graphviz drew more than can be shown: the policy has too many ways");
}

}  // namespace

std::expected<std::string, std::string> draw_with_dot(std::string_view dot,
                                                      const DrawingLimits& limits) {
  if (::access(limits.program, X_OK) != 0) {
    return std::unexpected("there is no " + std::string{limits.program} +
                           ": install Graphviz (apt-get install graphviz)");
  }
  const Descriptor input{::memfd_create("policy.dot", MFD_CLOEXEC)};
  std::array<int, 2> ends{-1, -1};
  if (!input.open() || !write_all(input.get(), dot) || ::pipe2(ends.data(), O_CLOEXEC) != 0) {
    return std::unexpected("the drawing could not be handed to Graphviz: is memory short?");
  }
  const Descriptor reading{ends[0]};
  Descriptor writing{ends[1]};
  const pid_t child = start(limits.program, input.get(), writing.get());
  writing.close();
  if (child == 0) {
    return std::unexpected(std::string{limits.program} + " could not be started");
  }
  auto svg = read_until_end(reading.get(), limits);
  if (!svg) {
    ::kill(child, SIGKILL);
  }
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (svg && (!WIFEXITED(status) || WEXITSTATUS(status) != 0 || svg->empty())) {
    return std::unexpected("Graphviz could not draw it");
  }
  return svg;
}

}  // namespace accord
