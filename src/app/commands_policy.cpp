#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <iostream>
#include <memory>

#include "app/program.hpp"
#include "cli/policy_adopt.hpp"
#include "cli/policy_check.hpp"
#include "cli/policy_draw.hpp"
#include "cli/policy_explain.hpp"
#include "cli/policy_new.hpp"
#include "cli/policy_timeline.hpp"

namespace accord {

namespace {

void add_check(CLI::App& policy, Program& program) {
  const auto asked = std::make_shared<PolicyCheckArguments>();
  CLI::App* command =
      policy.add_subcommand("check", "Find what is wrong in policy files, and how to mend it");
  command->add_option("FILE", asked->files, "Policy files (policies/*/policy.yaml)")->required();
  command->add_option("--directory", asked->directory,
                      "Who is to carry it out: also the roles that nobody fills");
  command->add_option("--from", asked->from,
                      "The first date of raising in the year of the longest time; else today");
  command->add_flag("--json", asked->json, "Answer for programs: a list of findings");
  command->callback([asked, &program] {
    program.exit_code = run_policy_check(*asked, program.clock.now(), program.out, program.err);
  });
}

void add_new(CLI::App& policy, Program& program) {
  const auto asked = std::make_shared<PolicyNewArguments>();
  CLI::App* command =
      policy.add_subcommand("new", "Answer some questions, and get a policy to go on from");
  command->add_option("FILE", asked->output, "The file to write; it is not there yet")->required();
  command->callback([asked, &program] {
    program.exit_code = run_policy_new(*asked, std::cin, program.out, program.err);
  });
}

void add_draw(CLI::App& policy, Program& program) {
  const auto asked = std::make_shared<PolicyDrawArguments>();
  CLI::App* command = policy.add_subcommand("draw", "Draw the flowchart of a policy");
  command->add_option("FILE", asked->file, "A policy file")->required();
  command->add_option("-o,--output", asked->output, "Write to this file");
  CLI::Option* dot = command->add_flag("--dot", asked->dot, "The text for Graphviz");
  CLI::Option* list =
      command->add_flag("--list", asked->list, "The same in words, stage after stage");
  CLI::Option* json = command->add_flag("--json", asked->json, "The list for programs");
  CLI::Option* bpmn =
      command->add_flag("--bpmn", asked->bpmn, "A BPMN 2.0 file, as a picture for other programs");
  dot->excludes(list)->excludes(json)->excludes(bpmn);
  list->excludes(json)->excludes(bpmn);
  json->excludes(bpmn);
  command->callback(
      [asked, &program] { program.exit_code = run_policy_draw(*asked, program.out, program.err); });
}

void add_explain(CLI::App& policy, Program& program) {
  const auto asked = std::make_shared<PolicyExplainArguments>();
  CLI::App* command = policy.add_subcommand("explain", "Every rule of a policy in plain English");
  command->add_option("FILE", asked->file, "A policy file")->required();
  command->add_option("--clause", asked->clause, "Only what carries out this clause");
  command->add_flag("--json", asked->json, "Answer for programs: a list of rules");
  command->callback([asked, &program] {
    program.exit_code = run_policy_explain(*asked, program.out, program.err);
  });
}

void add_diff(CLI::App& policy, Program& program) {
  const auto asked = std::make_shared<PolicyDiffArguments>();
  CLI::App* command =
      policy.add_subcommand("diff", "What changed from one version to another, clause by clause");
  command->add_option("OLD", asked->older, "The earlier policy file")->required();
  command->add_option("NEW", asked->newer, "The later policy file")->required();
  command->add_flag("--json", asked->json, "Answer for programs: a list of changes by clause");
  command->callback(
      [asked, &program] { program.exit_code = run_policy_diff(*asked, program.out, program.err); });
}

void add_timeline(CLI::App& policy, Program& program) {
  const auto asked = std::make_shared<PolicyTimelineArguments>();
  CLI::App* command = policy.add_subcommand(
      "timeline",
      "Every duty until an outcome and its date, if each step runs to its limit and moves on then");
  command->add_option("FILE", asked->file, "A policy file")->required();
  command->add_option("--raised", asked->raised, "When it is raised, such as 2026-04-01T15:00")
      ->required();
  command->add_option("--class", asked->urgency,
                      "The class, a word of the fact `urgency`; left out, it says which it took");
  command->add_option("--route", asked->route, "A way in: an exit of `start`; left out, the first");
  command->add_option("--fact", asked->facts, "What is known: NAME=WORD");
  command->add_flag("--json", asked->json, "Answer for programs: a list of duties");
  command->callback([asked, &program] {
    program.exit_code = run_policy_timeline(*asked, program.out, program.err);
  });
}

void add_adopt(CLI::App& policy, Program& program) {
  const auto asked = std::make_shared<PolicyAdoptArguments>();
  CLI::App* command = policy.add_subcommand(
      "adopt", "Put a version in force; open disagreements keep theirs, or are moved on purpose");
  command->add_option("FILE", asked->file, "The policy file")->required();
  command->add_option("--database", asked->database, "The database, such as accord.db")->required();
  command->add_option("--partnership", asked->partnership, "Its key; left out, the policy's own");
  command->add_flag("--preview", asked->preview,
                    "What moving open disagreements would change; nothing is done");
  CLI::Option* move = command->add_option("--move", asked->references,
                                          "Move open disagreements to it: these, or without a "
                                          "reference each of them");
  move->expected(0, CLI::detail::expected_max_vector_size);
  command->add_option("--stage", asked->stages,
                      "OLD=NEW: in which stage those go on whose stage the version does not have");
  command->add_option("--by", asked->by,
                      "Who moves them: a person of the partnership, by their id");
  command->add_option("--reason", asked->reason, "Why they move; both sides read it");
  command->add_flag("--json", asked->json, "Answer for programs");
  command->callback([asked, move, &program] {
    asked->move = move->count() > 0;
    std::erase(asked->references, "");  // `--move` alone
    program.exit_code = run_policy_adopt(
        *asked, [&program] { return program.clock.now(); }, program.out, program.err);
  });
}

}  // namespace

void add_policy(CLI::App& app, Program& program) {
  CLI::App* policy =
      app.add_subcommand("policy", "Begin, check, draw, explain, compare and adopt policy files");
  policy->require_subcommand(1);
  add_new(*policy, program);
  add_check(*policy, program);
  add_draw(*policy, program);
  add_explain(*policy, program);
  add_diff(*policy, program);
  add_timeline(*policy, program);
  add_adopt(*policy, program);
}

}  // namespace accord
