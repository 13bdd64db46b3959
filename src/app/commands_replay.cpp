#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <memory>

#include "app/program.hpp"
#include "cli/replay.hpp"

namespace accord {

void add_replay(CLI::App& app, Program& program) {
  const auto asked = std::make_shared<ReplayArguments>();
  CLI::App* command = app.add_subcommand(
      "replay", "Recorded disagreements under another policy: what would have differed");
  command->add_option("REFERENCE", asked->references, "These alone; left out, every one");
  command->add_option("--database", asked->database, "The database, such as accord.db; only read")
      ->required();
  command->add_option("--policy", asked->policy, "The other policy file")->required();
  command->add_option("--partnership", asked->partnership, "Its key; left out, the policy's own");
  command->add_option("--fact", asked->facts,
                      "NAME=WORD: the answer to a question that the records have none to");
  command->add_flag("--json", asked->json, "Answer for programs");
  command->callback([asked, &program] {
    program.exit_code =
        run_replay(*asked, [&program] { return program.clock.now(); }, program.out, program.err);
  });
}

}  // namespace accord
