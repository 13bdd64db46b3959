#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <memory>

#include "app/program.hpp"
#include "cli/serve.hpp"

namespace accord {

void add_serve(CLI::App& app, Program& program) {
  const auto asked = std::make_shared<ServeArguments>();
  CLI::App* command =
      app.add_subcommand("serve", "Serve a demonstration to browsers on this computer");
  command->add_option("--database", asked->database, "The database, such as accord.db")->required();
  command->add_option("--listen", asked->listen, "Address and port, of this computer only")
      ->capture_default_str();
  command->add_option("--operations", asked->operations,
                      "Where metrics and health are asked, such as 127.0.0.1:9464");
  command->add_option("--log", asked->log, "What is logged: info (each request), warning, error")
      ->capture_default_str();
  command->callback([asked, &program] {
    program.exit_code =
        run_serve(*asked, [&program] { return program.clock.now(); }, program.out, program.err);
  });
}

}  // namespace accord
