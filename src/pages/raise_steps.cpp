#include <fmt/format.h>

#include "pages/raise_questions.hpp"

namespace accord {

// Which pages there are, in which order, and on which of them something is asked.

std::vector<std::string> raise_steps(const RaiseAnswers& answers, const PageContext& /*context*/) {
  std::vector<std::string> steps{"danger"};
  const auto add = [&](bool there, std::string_view slug) {
    if (there) {
      steps.emplace_back(slug);
    }
  };
  add(!answers.facts(Asked::Scope).empty(), "scope");
  for (const std::string_view slug :
       {"children", "agencies", "people", "what", "why", "change", "impact"}) {
    steps.emplace_back(slug);
  }
  bool any_status = false;
  for (const FactRule* fact : answers.facts(Asked::Child)) {
    any_status = any_status || !answers.holders(*fact).empty();
  }
  add(any_status, "status");
  add(true, "timescale");
  add(true, "talked");
  return steps;
}

std::string step_of(std::string_view field, const RaiseAnswers& answers,
                    const PageContext& context) {
  if (field == "child") {
    return "impact";  // the name of the text in the command
  }
  if (field == "reference" || field == "age_band" || field == "children") {
    return "children";
  }
  if (field == "talked_to") {
    return "talked";
  }
  if (field == "child_timescale" || field == "child_timescale_reason") {
    return "timescale";
  }
  for (const std::string& slug : raise_steps(answers, context)) {
    for (const AskedField& asked : raise_question(slug, answers, context).fields) {
      const std::string& name = name_of(asked);
      if (name == field || name == fmt::format("fact-{}", field) ||
          name.starts_with(fmt::format("fact-{}-", field))) {
        return slug;
      }
    }
  }
  return "danger";
}

}  // namespace accord
