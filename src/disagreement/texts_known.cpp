#include "disagreement/texts_known.hpp"

#include <algorithm>

namespace accord {

namespace {

void add(std::vector<std::string>& names, const std::string& name) {
  if (std::ranges::find(names, name) == names.end()) {
    names.push_back(name);
  }
}

std::vector<std::string> with_those_of_every_step(std::vector<std::string> names) {
  add(names, "what was said");
  add(names, "note");
  return names;
}

/// What the page of a step with a purpose writes (src/pages).
std::vector<std::string> of_purpose(Purpose purpose) {
  switch (purpose) {
    case Purpose::File: return {"a copy of"};
    case Purpose::Debrief:
      return {"what helped", "what would have helped", "what the partnership should learn"};
    case Purpose::LearningPoint: return {"the learning point"};
    case Purpose::None:
    case Purpose::LearningConsidered:
    case Purpose::Monitoring: return {};
  }
  return {};
}

}  // namespace

std::vector<std::string> texts_known(const DutyRule* rule) {
  if (rule == nullptr) {
    return with_those_of_every_step({});
  }
  std::vector<std::string> names = rule->record;
  for (const std::string& name : of_purpose(rule->purpose)) {
    add(names, name);
  }
  return with_those_of_every_step(std::move(names));
}

std::vector<std::string> texts_known(const ExitRule& exit) {
  return with_those_of_every_step(exit.record);
}

}  // namespace accord
