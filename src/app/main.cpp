#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <exception>
#include <iostream>

#include "app/program.hpp"
#include "cli/exit_code.hpp"

namespace accord {

namespace {

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
