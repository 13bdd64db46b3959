#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <memory>

#include "app/program.hpp"
#include "cli/calendar_apply.hpp"
#include "cli/calendar_command.hpp"

namespace accord {

namespace {

constexpr const char* kCalendarHelp =
    "Bank holidays: england-and-wales, scotland, northern-ireland or a file";

void add_list(CLI::App& calendar, Program& program) {
  const auto asked = std::make_shared<CalendarListArguments>();
  CLI::App* command = calendar.add_subcommand("list", "List bank holidays");
  command->add_option("--calendar", asked->calendar, kCalendarHelp)->capture_default_str();
  command->add_option("--from", asked->from_year, "First year");
  command->add_option("--to", asked->to_year, "Last year");
  command->add_flag("--json", asked->json, "Answer for programs");
  command->callback([asked, &program] {
    program.exit_code = run_calendar_list(*asked, program.out, program.err);
  });
}

void add_import(CLI::App& calendar, Program& program) {
  const auto asked = std::make_shared<CalendarImportArguments>();
  CLI::App* command = calendar.add_subcommand(
      "import", "Make a calendar file from the official https://www.gov.uk/bank-holidays.json");
  command->add_option("file", asked->file, "The official list, downloaded")->required();
  command->add_option("--calendar", asked->calendar, kCalendarHelp)->capture_default_str();
  command->add_option("-o,--output", asked->output, "The calendar file to write");
  command->callback([asked, &program] {
    program.exit_code = run_calendar_import(*asked, program.out, program.err);
  });
}

void add_apply(CLI::App& calendar, Program& program) {
  const auto asked = std::make_shared<CalendarApplyArguments>();
  CLI::App* command = calendar.add_subcommand(
      "apply", "Put bank holidays in force: every open deadline is derived again, and recorded");
  command->add_option("file", asked->file, "A calendar file (docs/calendars.md)")->required();
  command->add_option("--database", asked->database, "The database, such as accord.db")->required();
  command->add_option("--partnership", asked->partnership,
                      "This one alone; otherwise each that counts by these bank holidays");
  command->add_flag("--yes", asked->yes, "Do it; otherwise a preview alone");
  command->add_flag("--json", asked->json, "Answer for programs");
  command->callback([asked, &program] {
    program.exit_code = run_calendar_apply(
        *asked, [&program] { return program.clock.now(); }, program.out, program.err);
  });
}

}  // namespace

void add_calendar(CLI::App& app, Program& program) {
  CLI::App* command =
      app.add_subcommand("calendar", "List bank holidays, or bring them up to date");
  command->require_subcommand(1);
  add_list(*command, program);
  add_import(*command, program);
  add_apply(*command, program);
}

}  // namespace accord
