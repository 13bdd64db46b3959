#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <memory>

#include "app/program.hpp"
#include "cli/rebuild.hpp"

namespace accord {

void add_rebuild(CLI::App& app, Program& program) {
  const auto asked = std::make_shared<RebuildArguments>();
  CLI::App* command = app.add_subcommand(
      "rebuild", "Make lists and duties anew from the record, which stays as it is");
  command->add_option("--database", asked->database, "The database, such as accord.db")->required();
  command->add_option("--partnership", asked->partnership, "This one alone; otherwise each");
  command->callback([asked, &program] {
    program.exit_code =
        run_rebuild(*asked, [&program] { return program.clock.now(); }, program.out, program.err);
  });
}

}  // namespace accord
