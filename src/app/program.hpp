#pragma once

#include <iosfwd>

#include "app/clock.hpp"

namespace CLI {
class App;
}

namespace accord {

/// What the commands share while the program runs.
struct Program {
  const SystemClock& clock;
  std::ostream& out;
  std::ostream& err;
  int exit_code = 0;  ///< set by the command that was chosen
};

// A command NAME is one line in commands.def and one file, commands_NAME.cpp, that defines
// `void add_NAME(CLI::App& app, Program& program)`: it adds the subcommand with its options and, as
// the callback, calls the function of src/cli that does the work.
#define ACCORD_COMMAND(name) void add_##name(CLI::App& app, Program& program);
#include "app/commands.def"
#undef ACCORD_COMMAND

}  // namespace accord
