#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <memory>

#include "app/program.hpp"
#include "cli/demo.hpp"

namespace accord {

void add_demo(CLI::App& app, Program& program) {
  const auto asked = std::make_shared<DemoArguments>();
  CLI::App* command = app.add_subcommand(
      "demo", "Make a database with a demonstration; everything in it is invented");
  command->add_option("--database", asked->database, "The file to make")->required();
  command->add_option("--policies", asked->policies, "The folder with the policies")
      ->capture_default_str();
  command->callback([asked, &program] {
    asked->now = program.clock.now();
    program.exit_code = run_demo(*asked, program.out, program.err);
  });
}

}  // namespace accord
