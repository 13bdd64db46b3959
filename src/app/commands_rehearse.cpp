#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <memory>

#include "app/program.hpp"
#include "cli/rehearse.hpp"

namespace accord {

void add_rehearse(CLI::App& app, Program& program) {
  const auto asked = std::make_shared<RehearseArguments>();
  CLI::App* command = app.add_subcommand(
      "rehearse", "Play rehearsals through the engine, and see whether all is as expected");
  command->add_option("FILE", asked->files, "Rehearsals (policies/*/rehearsals/*.yaml)")
      ->required();
  command->add_flag("--json", asked->json, "Answer for programs: a list of rehearsals");
  command->add_flag("--coverage", asked->coverage,
                    "Which rules of the policies no rehearsal given has exercised");
  command->add_flag("--explain", asked->explain,
                    "Each step as people would see it: what is recorded, why each date, who is "
                    "told, what is refused");
  command->callback(
      [asked, &program] { program.exit_code = run_rehearse(*asked, program.out, program.err); });
}

}  // namespace accord
