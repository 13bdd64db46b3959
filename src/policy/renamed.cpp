#include "policy/renamed.hpp"

#include <algorithm>

namespace accord {

const std::string& Renaming::find(std::string_view kind, std::string_view scope,
                                  const std::string& id) const {
  for (const Renamed& one : list_) {
    if (one.kind == kind && one.scope == scope && one.from == id) {
      return one.to;
    }
  }
  return id;
}

const std::string& Renaming::stage(const std::string& id) const {
  return find("stage", "", id);
}

const std::string& Renaming::fact(const std::string& id) const {
  return find("fact", "", id);
}

const std::string& Renaming::duty(const std::string& scope, const std::string& id) const {
  return find("duty", scope, id);
}

const std::string& Renaming::exit(const std::string& scope, const std::string& id) const {
  return find("exit", scope, id);
}

namespace {

/// Collects them; each id of the earlier version is renamed once.
class Collected {
 public:
  void add(Renamed renamed) {
    const bool known = std::ranges::any_of(list_, [&](const Renamed& one) {
      return one.kind == renamed.kind && one.scope == renamed.scope && one.from == renamed.from;
    });
    if (!known) {
      list_.push_back(std::move(renamed));
    }
  }
  /// Without those that kept their name, which stood here so that nothing else took it.
  [[nodiscard]] Renaming done() && {
    std::erase_if(list_, [](const Renamed& one) { return one.from == one.to; });
    return Renaming{std::move(list_)};
  }
  [[nodiscard]] const std::vector<Renamed>& list() const { return list_; }

 private:
  std::vector<Renamed> list_;
};

void add_inside(const Stage& before, const Stage& after, Collected& found) {
  for (const DutyRule& duty : after.duties) {
    for (const std::string& was : duty.was) {
      if (std::ranges::find(before.duties, was, &DutyRule::id) != before.duties.end()) {
        found.add({"duty", before.id, was, duty.id});
      }
    }
  }
  for (const ExitRule& exit : after.exits) {
    for (const std::string& was : exit.was) {
      if (std::ranges::find(before.exits, was, &ExitRule::id) != before.exits.end()) {
        found.add({"exit", before.id, was, exit.id});
      }
    }
  }
}

const Stage* stage_of(const Policy& policy, const std::string& id) {
  const auto found = std::ranges::find(policy.stages, id, &Stage::id);
  return found != policy.stages.end() ? &*found : nullptr;
}

}  // namespace

Renaming renamed_between(const Policy& before, const Policy& after,
                         const std::optional<std::pair<std::string, std::string>>& named) {
  Collected found;
  if (named) {
    found.add({"stage", "", named->first, named->second});
  }
  for (const Stage& stage : after.stages) {
    for (const std::string& was : stage.was) {
      if (stage_of(before, was) != nullptr) {
        found.add({"stage", "", was, stage.id});
      }
    }
  }
  for (const FactRule& fact : after.facts) {
    for (const std::string& was : fact.was) {
      if (before.fact(was) != nullptr) {
        found.add({"fact", "", was, fact.id});
      }
    }
  }
  const Renaming stages{found.list()};
  for (const Stage& stage : before.stages) {
    if (const Stage* later = stage_of(after, stages.stage(stage.id))) {
      add_inside(stage, *later, found);
    }
  }
  add_inside(before.start, after.start, found);
  add_inside(before.throughout, after.throughout, found);
  add_inside(before.after, after.after, found);
  return std::move(found).done();
}

namespace {

/// What `subject` of the earlier version is called in the later one.
Subject later(const Subject& subject, const Renaming& renaming) {
  Subject found = subject;
  switch (subject.kind) {
    case SubjectKind::Fact: found.id = renaming.fact(subject.id); break;
    case SubjectKind::Stage: found.id = renaming.stage(subject.id); break;
    case SubjectKind::Duty: found.id = renaming.duty(subject.scope, subject.id); break;
    case SubjectKind::Exit: found.id = renaming.exit(subject.scope, subject.id); break;
    case SubjectKind::Settle:
    case SubjectKind::Raised:
    case SubjectKind::ChildTimescale:
    case SubjectKind::Outcome:
    case SubjectKind::Tier:
    case SubjectKind::Hours:
    case SubjectKind::Sector:
    case SubjectKind::Whom: break;
  }
  found.scope = renaming.stage(subject.scope);
  return found;
}

}  // namespace

bool is_same(const Condition& before, const Condition& after, const Renaming& renaming) {
  if (before.kind != after.kind || before.words != after.words ||
      before.parts.size() != after.parts.size()) {
    return false;
  }
  if (before.kind == Condition::Kind::Word) {
    const Subject subject = later(before.subject, renaming);
    return subject.kind == after.subject.kind && subject.scope == after.subject.scope &&
           subject.id == after.subject.id;
  }
  return std::ranges::equal(before.parts, after.parts, [&](const auto& one, const auto& other) {
    return is_same(one, other, renaming);
  });
}

bool is_same(const std::vector<RoleRef>& before, const std::vector<RoleRef>& after) {
  return std::ranges::equal(before, after, [](const RoleRef& one, const RoleRef& other) {
    return one.side == other.side && one.alternatives == other.alternatives &&
           one.of_raiser == other.of_raiser;
  });
}

}  // namespace accord
