#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <memory>

#include "app/program.hpp"
#include "cli/deadline.hpp"

namespace accord {

void add_deadline(CLI::App& app, Program& program) {
  const auto asked = std::make_shared<DeadlineArguments>();
  CLI::App* command =
      app.add_subcommand("deadline", "Find one deadline, and show every day counted");
  command->add_option("--from", asked->from, "When it starts, such as 2026-04-02T16:30")
      ->required();
  command
      ->add_option("--limit", asked->limit,
                   "How long, in a policy's words: \"5 working days\", \"48 hours\" (elapsed), "
                   "\"48 hours (2 working days)\", \"4 weeks\"")
      ->required();
  command
      ->add_option("--calendar", asked->calendar,
                   "Bank holidays: england-and-wales, scotland, northern-ireland or a file")
      ->capture_default_str();
  command->add_option("--zone", asked->zone, "Time zone")->capture_default_str();
  command->add_option("--opens", asked->opens, "When working hours begin")->capture_default_str();
  command->add_option("--closes", asked->closes, "When working hours end")->capture_default_str();
  command->add_option("--closed", asked->closed,
                      "Days closed: 2026-12-29, or 2026-12-29..2026-12-31=Offices closed");
  command->add_flag("--json", asked->json, "Answer for programs");
  command->callback(
      [asked, &program] { program.exit_code = run_deadline(*asked, program.out, program.err); });
}

}  // namespace accord
