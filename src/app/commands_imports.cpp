#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <memory>

#include "app/program.hpp"
#include "cli/import_directory.hpp"

namespace accord {

namespace {

void add_directory(CLI::App& import, Program& program) {
  const auto asked = std::make_shared<ImportDirectoryArguments>();
  const auto database = std::make_shared<std::string>();
  CLI::App* command =
      import.add_subcommand("directory", "Agencies, posts and people from YAML or CSV");
  command->add_option("file", asked->file, "A .yaml or .csv file (docs/directory-format.md)")
      ->required();
  command->add_option("--database", *database, "The database, such as accord.db")->required();
  command->add_option("--partnership", asked->partnership,
                      "Whose directory it is, where the database has several partnerships");
  command->add_flag("--apply", asked->apply, "Put it in force; otherwise a preview alone");
  command->add_flag("--replace-all", asked->replace_all,
                    "With --apply: also where it seems to be another partnership's");
  command->add_flag("--good-rows", asked->good_rows, "CSV: leave wrong rows out");
  command->add_option("--rejects", asked->rejects, "CSV: the file to write wrong rows to");
  command->add_flag("--json", asked->json, "Answer for programs");
  command->callback([asked, database, &program] {
    program.exit_code =
        run_import_directory(*asked, *database, program.clock.now(), program.out, program.err);
  });
}

}  // namespace

void add_imports(CLI::App& app, Program& program) {
  CLI::App* command = app.add_subcommand("import", "Bring in what other systems keep");
  command->require_subcommand(1);
  add_directory(*command, program);
}

}  // namespace accord
