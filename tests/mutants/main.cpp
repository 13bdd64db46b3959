// The main of a test program that has every mutant in it. By itself it runs the tests with the
// mutant that ACCORD_MUTANT names (none: the program as it is written). With --mutants it takes
// orders, a line each:
//   list                           the names of the tests, then an empty line
//   reach TEST                     runs one: "passed|failed SECONDS NUMBER…", the mutants that it
//   came to try NUMBER LIMIT TEST…         runs them in that order with that mutant: "survived",
//   "killed TEST HOW"
// Each order is carried out in a process of its own, so that nothing that a test or a mutant leaves
// behind counts.

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

namespace accord::mutants {

int chosen = 0;
unsigned char reached[ACCORD_MUTANTS];

namespace {

/// What the process that carries out an order tells the one that waits.
struct Told {
  int test = 0;  ///< the place of the test that runs, in the order
  bool passed = false;
  double seconds = 0;
  unsigned char reached[ACCORD_MUTANTS] = {};
};

double cpu_seconds() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  return static_cast<double>(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
         static_cast<double>(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

/// Processor time, so that a busy machine kills no mutant; a clock on the wall stands behind it.
void stop_after(double seconds) {
  itimerval timer{};
  timer.it_value.tv_sec = static_cast<time_t>(seconds);
  timer.it_value.tv_usec =
      static_cast<suseconds_t>((seconds - static_cast<double>(timer.it_value.tv_sec)) * 1e6);
  setitimer(ITIMER_PROF, &timer, nullptr);
  alarm(static_cast<unsigned>(seconds * 20) + 60);
}

bool run_one(const std::string& test) {
  GTEST_FLAG_SET(filter, test);
  return RUN_ALL_TESTS() == 0 && testing::UnitTest::GetInstance()->test_to_run_count() == 1;
}

[[noreturn]] void carry_out(const std::vector<std::string>& tests, double limit, Told& told) {
  const rlimit memory{rlim_t{3} << 30, rlim_t{3} << 30};
  const rlimit core{0, 0};
  setrlimit(RLIMIT_AS, &memory);
  setrlimit(RLIMIT_CORE, &core);
  const int nowhere = open("/dev/null", O_WRONLY);
  dup2(nowhere, STDOUT_FILENO);
  dup2(nowhere, STDERR_FILENO);
  for (; told.test < static_cast<int>(tests.size()); ++told.test) {
    const double began = cpu_seconds();
    stop_after(limit);
    if (!run_one(tests[static_cast<std::size_t>(told.test)])) {
      _exit(1);
    }
    told.seconds = cpu_seconds() - began;
  }
  told.passed = true;
  for (std::size_t i = 0; i < ACCORD_MUTANTS; ++i) {
    told.reached[i] = reached[i];
  }
  _exit(0);
}

/// Runs the tests in a process of its own; how it ended, in a word.
std::string in_a_process(const std::vector<std::string>& tests, double limit, Told& told) {
  told = Told{};
  const pid_t child = fork();
  if (child == 0) {
    carry_out(tests, limit, told);
  }
  int status = 0;
  waitpid(child, &status, 0);
  if (WIFSIGNALED(status)) {
    return WTERMSIG(status) == SIGPROF || WTERMSIG(status) == SIGALRM ? "time" : "crash";
  }
  return WEXITSTATUS(status) == 0 && told.passed ? "passed" : "failed";
}

void list() {
  const auto& all = *testing::UnitTest::GetInstance();
  for (int i = 0; i < all.total_test_suite_count(); ++i) {
    const auto& suite = *all.GetTestSuite(i);
    for (int j = 0; j < suite.total_test_count(); ++j) {
      std::cout << suite.name() << '.' << suite.GetTestInfo(j)->name() << '\n';
    }
  }
  std::cout << std::endl;
}

void reach(const std::string& test, Told& told) {
  std::cout << in_a_process({test}, 300, told) << ' ' << told.seconds;
  for (std::size_t i = 0; i < ACCORD_MUTANTS; ++i) {
    if (told.reached[i] != 0) {
      std::cout << ' ' << i;
    }
  }
  std::cout << std::endl;
}

int take_orders() {
  void* shared =
      mmap(nullptr, sizeof(Told), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  Told& told = *static_cast<Told*>(shared);
  auto& listeners = testing::UnitTest::GetInstance()->listeners();
  delete listeners.Release(listeners.default_result_printer());
  for (std::string line; std::getline(std::cin, line);) {
    std::istringstream words{line};
    std::string order;
    std::string test;
    words >> order;
    if (order == "list") {
      list();
    } else if (order == "reach") {
      words >> test;
      reach(test, told);
    } else if (order == "try") {
      double limit = 0;
      std::vector<std::string> tests;
      words >> chosen >> limit;
      while (words >> test) {
        tests.push_back(test);
      }
      const std::string how = in_a_process(tests, limit, told);
      std::cout << (how == "passed"
                        ? "survived"
                        : "killed " + tests[static_cast<std::size_t>(told.test)] + " " + how)
                << std::endl;
      chosen = 0;
    }
  }
  return 0;
}

}  // namespace
}  // namespace accord::mutants

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  GTEST_FLAG_SET(death_test_style, "fast");
  if (argc > 1 && std::string{argv[1]} == "--mutants") {
    return accord::mutants::take_orders();
  }
  if (const char* number = std::getenv("ACCORD_MUTANT")) {
    accord::mutants::chosen = std::atoi(number);
  }
  return RUN_ALL_TESTS();
}
