#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <memory>

#include "app/program.hpp"
#include "cli/verify.hpp"

namespace accord {

void add_verify(CLI::App& app, Program& program) {
  const auto asked = std::make_shared<VerifyArguments>();
  CLI::App* command = app.add_subcommand(
      "verify",
      "Hold the record against its hashes and the lists against the record, and say what changed");
  command->add_option("--database", asked->database, "The database, such as accord.db")->required();
  command->add_flag("--json", asked->json, "Answer for programs");
  command->callback(
      [asked, &program] { program.exit_code = run_verify(*asked, program.out, program.err); });
}

}  // namespace accord
