#include <fmt/format.h>

#include <iterator>

#include "pages/disagreement_events.hpp"
#include "pages/disagreement_page.hpp"
#include "pages/file_copy.hpp"
#include "policy/words.hpp"
#include "service/file_copy.hpp"

namespace accord {

namespace {

using Out = std::back_insert_iterator<std::string>;

void put_heading(std::string& text, std::string_view heading) {
  fmt::format_to(Out{text}, "\n{}\n{}\n", heading, std::string(heading.size(), '-'));
}

/// A label, then what was written; further lines stand under it.
void put_pair(std::string& text, std::string_view label, const std::string& words) {
  std::string indented;
  for (const char c : words) {
    indented += c;
    if (c == '\n') {
      indented += "    ";
    }
  }
  fmt::format_to(Out{text}, "{}: {}\n", label, indented);
}

void put_sides(std::string& text, const OpenedDisagreement& opened) {
  for (const SidePeople& side : people_of(opened)) {
    fmt::format_to(Out{text}, "{}: {}\n", side.role, side.agency);
    for (const SidePerson& person : side.people) {
      fmt::format_to(Out{text}, "  {}, {}{}\n", person.name, person.job,
                     person.leading ? " (leading)" : "");
    }
  }
}

void put_owed(std::string& text, const OpenedDisagreement& opened) {
  const auto lines = duty_lines(opened);
  if (lines.empty()) {
    text += "Nothing is owed.\n";
  }
  for (const DutyLine& line : lines) {
    fmt::format_to(Out{text}, "- {}: {}. {}{}{}\n", line.what, line.who, line.due.when,
                   line.local_target ? " (local target)" : "",
                   line.clause.empty() ? std::string{} : fmt::format(" (clause {})", line.clause));
  }
}

void put_chronology(std::string& text, const OpenedDisagreement& opened) {
  for (const ChronologyEntry& entry : chronology_of(opened)) {
    fmt::format_to(Out{text}, "\n{}. {}. {}{}{}\n", entry.sequence, entry.happened, entry.title,
                   entry.by.empty() ? std::string{} : " (" + entry.by + ")",
                   entry.recorded.empty() ? std::string{} : ". Recorded " + entry.recorded);
    for (const auto& [label, words] : entry.texts) {
      put_pair(text, "  " + (label.empty() ? std::string{"Words"} : label), words);
    }
    for (const Following& line : entry.follows) {
      fmt::format_to(Out{text}, "  - {}\n", line.words);
    }
  }
}

}  // namespace

std::string record_text(const OpenedDisagreement& opened) {
  const Disagreement& state = opened.state();
  std::string text =
      fmt::format("Official - sensitive. For the file of {}.\n\nRecord of {}: {}\n",
                  opened.about().the, opened.reference(), state.raised.matter.summary);
  put_pair(text, "Under",
           fmt::format("{}, version {}", opened.policy().title, state.governed_by.version));
  put_pair(text, "Copied", opened.when(opened.at().now));
  put_pair(text, "A copy of", to_words(copy_of(opened.loaded(), opened.loaded().state.version)));
  put_heading(text, "What was raised");
  for (const auto& [key, value] : what_was_raised(opened)) {
    put_pair(text, key, value);
  }
  put_heading(text, "People");
  put_sides(text, opened);
  if (state.outcome) {
    put_heading(text, "Outcome");
    fmt::format_to(
        Out{text}, "{}, {}\n",
        capitalised(opened.ending(state.outcome->kind, state.outcome->scope, state.outcome->exit)),
        opened.when(state.outcome->at));
    for (const auto& [name, words] : state.outcome->record) {
      put_pair(text, capitalised(name), words);
    }
  }
  put_heading(text, "Still owed");
  put_owed(text, opened);
  put_heading(text, "Every entry, oldest first");
  put_chronology(text, opened);
  return text;
}

}  // namespace accord
