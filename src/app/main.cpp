#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include "app/program.hpp"
#include "cli/exit_code.hpp"

namespace accord {

namespace {

/// The command as far as it was understood, where what follows is no command of it: the library
/// says only that one is missing.
bool say_unknown_command(const CLI::App& app, std::ostream& err) {
  const CLI::App* reached = &app;
  std::string said = "accord";
  while (!reached->get_subcommands().empty()) {
    reached = reached->get_subcommands().front();
    said += " " + reached->get_name();
  }
  const auto commands = reached->get_subcommands([](const CLI::App*) { return true; });
  const std::vector<std::string> rest = app.remaining(true);
  if (commands.empty() || rest.empty() || rest.front().starts_with('-')) {
    return false;
  }
  err << said << ": there is no command `" << rest.front() << "`. It has:";
  for (const CLI::App* command : commands) {
    err << (command == commands.front() ? " " : ", ") << command->get_name();
  }
  err << ".\n" << said << " --help says what each does.\n";
  return true;
}

int run(int argc, char** argv) {
  const SystemClock clock;
  Program program{.clock = clock, .out = std::cout, .err = std::cerr};

  CLI::App app{"Accord runs a safeguarding partnership's procedure for professional disagreements.",
               "accord"};
  app.require_subcommand(1);
  app.set_version_flag("--version", ACCORD_VERSION);
#define ACCORD_COMMAND(name) add_##name(app, program);
#include "app/commands.def"
#undef ACCORD_COMMAND

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::RequiredError) &&
        say_unknown_command(app, program.err)) {
      return kCouldNotRun;
    }
    // Help and version are answers; everything else is a command that could not run.
    return app.exit(error, program.out, program.err) == 0 ? kDone : kCouldNotRun;
  }
  if (!program.out.flush()) {
    program.err << "accord: the answer could not be written: is the disk full?\n";
    return kCouldNotRun;
  }
  return program.exit_code;
}

}  // namespace

}  // namespace accord

int main(int argc, char** argv) {
  try {
    return accord::run(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "accord: it could not run: " << error.what() << '\n';
    return accord::kCouldNotRun;
  }
}
