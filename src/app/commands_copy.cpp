#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <memory>

#include "app/program.hpp"
#include "cli/copy.hpp"

namespace accord {

void add_copy(CLI::App& app, Program& program) {
  const auto asked = std::make_shared<CopyArguments>();
  CLI::App* command =
      app.add_subcommand("copy", "Copy partnerships to another database, and verify what arrived");
  command
      ->add_option("--from", asked->from,
                   "The database to copy from, such as accord.db; it stays as it is")
      ->required();
  command
      ->add_option("--to", asked->to,
                   "The database to copy to, such as postgresql://accord@db.example/accord")
      ->required();
  command->add_option("--partnership", asked->partnership, "This one alone; otherwise each");
  command->callback(
      [asked, &program] { program.exit_code = run_copy(*asked, program.out, program.err); });
}

}  // namespace accord
