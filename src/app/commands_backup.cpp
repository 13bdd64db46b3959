#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <memory>

#include "app/program.hpp"
#include "cli/backup.hpp"
#include "cli/drill.hpp"
#include "cli/restore.hpp"

namespace accord {

void add_backup(CLI::App& app, Program& program) {
  const auto asked = std::make_shared<BackupArguments>();
  CLI::App* command = app.add_subcommand(
      "backup", "Keep a second file with everything in it, or add to it what is new");
  command
      ->add_option("--database", asked->database,
                   "The database, such as accord.db; it stays as it is and may be in use")
      ->required();
  command
      ->add_option("--to", asked->to,
                   "The file: made when there is none, brought up to now when it is a backup")
      ->required();
  command->callback([asked, &program] {
    program.exit_code =
        run_backup(*asked, [&program] { return program.clock.now(); }, program.out, program.err);
  });
}

void add_restore(CLI::App& app, Program& program) {
  const auto asked = std::make_shared<RestoreArguments>();
  CLI::App* command = app.add_subcommand(
      "restore", "Put what a backup holds into a database that lacks it, and verify it");
  command->add_option("--from", asked->from, "The backup; it stays as it is")->required();
  command
      ->add_option(
          "--to", asked->to,
          "The database, such as accord.db; made when there is none, and never overwritten")
      ->required();
  command->add_option("--partnership", asked->partnership, "This one alone; otherwise each");
  command->callback(
      [asked, &program] { program.exit_code = run_restore(*asked, program.out, program.err); });
}

void add_drill(CLI::App& app, Program& program) {
  const auto asked = std::make_shared<DrillArguments>();
  CLI::App* command = app.add_subcommand(
      "drill", "Restore a backup to a database that is removed again, and verify everything");
  command->add_option("--from", asked->from, "The backup; it stays as it is")->required();
  command->add_option("--scratch", asked->scratch,
                      "Where to restore to: a folder, or postgresql://...; otherwise TMPDIR");
  command
      ->add_option("--oldest", asked->oldest,
                   "How long ago it may have been brought up to date: 90m, 26h, 2d")
      ->capture_default_str();
  command->add_flag("--json", asked->json, "Answer for programs");
  command->callback([asked, &program] {
    asked->now = program.clock.now();
    program.exit_code = run_drill(*asked, program.out, program.err);
  });
}

}  // namespace accord
