#include "policy/starter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <set>

namespace accord {

namespace {

std::string yaml_quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
    }
    out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  }
  return out + "\"";
}

/// Ids in one file: a second stage of the same title gets a number.
class Names {
 public:
  std::string of(std::string_view title) {
    std::string id = id_of_title(title);
    for (int number = 2; !taken_.insert(id).second; ++number) {
      id = fmt::format("{}_{}", id_of_title(title), number);
    }
    return id;
  }

 private:
  // Names with a meaning of their own, and those that this text gives itself.
  std::set<std::string> taken_{
      "any",    "all",       "not",          "raised",           "outcome",         "tier",
      "hours",  "settle",    "start",        "throughout",       "after",           "again",
      "known",  "not_known", "none",         "immediate_danger", "child_timescale", "matter",
      "raiser", "worker",    "line_manager", "previous",         "representative",  "decision"};
};

struct Named {
  StarterStage stage;
  std::string id;
  std::string role_id;  ///< where it is spoken for by a role of its own
};

class Starter {
 public:
  explicit Starter(const StarterAnswers& answers) : answers_(answers) {
    for (const StarterStage& stage : answers.stages) {
      const bool by_role = stage.speaking == StarterStage::Speaking::Role;
      stages_.push_back(
          {stage, names_.of(stage.title), by_role ? names_.of(stage.role) : std::string{}});
    }
    if (!answers.decider.empty()) {
      decider_ = names_.of(answers.decider);
    }
  }

  std::string text() {
    head();
    facts();
    roles();
    out_ +=
        "\nstart:\n"
        "  exits:\n"
        "    - {id: elsewhere, title: A complaint about a person, when: {matter: a complaint about "
        "a "
        "person}, end: elsewhere,\n"
        "       signpost: Use your own agency's complaints procedure., clause: purpose}\n";
    out_ += fmt::format(
        "    - {{id: begin, title: Raise it, when: {{matter: a disagreement}}, go: {}, clause: "
        "purpose}}\n",
        stages_.front().id);
    out_ += "\nstages:\n";
    for (std::size_t i = 0; i < stages_.size(); ++i) {
      stage(i);
    }
    decision();
    rest();
    return std::move(out_);
  }

 private:
  static std::string clause(std::size_t stage) { return fmt::format("stage {}", stage + 1); }

  void head() {
    out_ += fmt::format(
        "# yaml-language-server: $schema=../../schema/policy.schema.json\n"
        "# A beginning, made by `accord policy new`. Go on like this:\n"
        "#   1. Put the document's own words in `document`, at the end of this file.\n"
        "#   2. Read it against `accord policy explain FILE`; add what is missing.\n"
        "#   3. `accord policy check FILE`, `accord policy draw FILE`, and a rehearsal of each "
        "way.\n"
        "policy: {}\npartnership: {}\ntitle: {}\nversion: {}\neffective: {}\ncalendar: {}\n"
        "reopening: not stated\nlocal_target: {}     # where the document gives no time\n",
        answers_.id, yaml_quoted(answers_.partnership), yaml_quoted(answers_.title),
        yaml_quoted(answers_.version), answers_.effective, answers_.calendar,
        answers_.local_target);
    if (!answers_.cap.empty()) {
      out_ += fmt::format("cap: {{within: {}, from: raised, clause: purpose}}\n", answers_.cap);
    }
  }

  void facts() {
    out_ +=
        "\nfacts:\n"
        "  immediate_danger:\n"
        "    asks: \"Is the child at immediate risk of harm?\"\n"
        "    hint: \"If so, act now: call 999 or the duty safeguarding team. This process does not "
        "come first.\"\n"
        "    one_of: [yes, no, not sure]\n"
        "    asked: scope\n    required: true\n    clause: purpose\n"
        "  matter:\n"
        "    asks: \"What do you want to raise?\"\n"
        "    one_of: [a disagreement, a complaint about a person]\n"
        "    asked: scope\n    required: true\n    clause: purpose\n";
  }

  void roles() {
    const bool any = !decider_.empty() || std::ranges::any_of(stages_, [](const Named& one) {
      return !one.role_id.empty();
    });
    out_ += any ? "\nroles:\n" : "\nroles: {}\n";
    for (std::size_t i = 0; i < stages_.size(); ++i) {
      if (!stages_[i].role_id.empty()) {
        out_ += fmt::format("  {0}: {{title: {1}, post: {0}, in: own agency, clause: {2}}}\n",
                            stages_[i].role_id, yaml_quoted(stages_[i].stage.role), clause(i));
      }
    }
    if (!decider_.empty()) {
      out_ += fmt::format("  {0}: {{title: {1}, post: {0}, in: partnership, clause: decision}}\n",
                          decider_, yaml_quoted(answers_.decider));
    }
  }

  [[nodiscard]] std::string speaking(const Named& one) const {
    switch (one.stage.speaking) {
      case StarterStage::Speaking::Workers: return "worker";
      case StarterStage::Speaking::LineManagers: return "line_manager";
      case StarterStage::Speaking::Role: break;
    }
    return one.role_id;
  }

  void stage(std::size_t i) {
    const Named& one = stages_[i];
    const std::string cites = clause(i);
    out_ += fmt::format(
        "  - id: {}\n    title: {}\n    clause: {}\n    representatives: {{each_side: {}}}\n"
        "    settle: {{within: {}, clause: {}}}\n    duties:\n"
        "      - id: discuss\n        what: Discuss it\n        owed_by: any_side\n"
        "        proof: contact\n        record: [what was said]\n        clause: {}\n    exits:\n"
        "      - {{id: agreed, title: Both sides agree, by: each_side, record: [what was agreed], "
        "end: agreed, clause: {}}}\n",
        one.id, yaml_quoted(one.stage.title), cites, speaking(one), one.stage.within, cites, cites,
        cites);
    const bool last = i + 1 == stages_.size();
    if (!last || !decider_.empty()) {
      out_ += fmt::format(
          "      - {{id: not_agreed, title: Not resolved, by: any_side, record: [why it is not "
          "resolved], go: {}, clause: {}}}\n"
          "      - {{id: no_answer, title: No answer in time, by: raising_side, when: {{settle: "
          "overdue}}, record: [what was tried], go: {}, clause: {}}}\n",
          last ? "decision" : stages_[i + 1].id, cites, last ? "decision" : stages_[i + 1].id,
          cites);
      return;
    }
    out_ += fmt::format(
        "      - {{id: stands, title: Not agreed. The decision stands, by: any_side, record: [why "
        "it is not resolved, the dissent], end: stands, clause: {}}}\n",
        cites);
  }

  void decision() {
    if (decider_.empty()) {
      return;
    }
    out_ += fmt::format(
        "  - id: decision\n    title: {}\n    clause: decision\n    settled_by: {}\n"
        "    settle: {{within: not stated, clause: decision}}\n    exits:\n"
        "      - {{id: decided, title: It is decided, by: {}, record: [decision, reasons], end: "
        "decided, clause: decision}}\n",
        yaml_quoted(answers_.decider + " decides"), decider_, decider_);
  }

  void rest() {
    out_ +=
        "\nthroughout:\n"
        "  exits:\n"
        "    - {id: withdrawn, title: Withdraw it, by: [raiser, raising_side], record: [the "
        "reason], end: withdrawn, local: true}\n"
        "\nafter:\n"
        "  duties:\n"
        "    - id: confirm\n      what: Confirm the outcome in writing to the other side\n"
        "      owed_by: each_side\n      local: true\n"
        "\ndocument:                     # the document's own words, whole; rules cite these ids\n"
        "  - {id: purpose, text: Put here what the document says it is for.}\n";
    for (std::size_t i = 0; i < stages_.size(); ++i) {
      out_ +=
          fmt::format("  - {{id: {}, heading: {}, text: Put here the passage of this stage.}}\n",
                      clause(i), yaml_quoted(stages_[i].stage.title));
    }
    if (!decider_.empty()) {
      out_ += "  - {id: decision, text: Put here who decides in the end and how.}\n";
    }
  }

  const StarterAnswers& answers_;
  Names names_;
  std::vector<Named> stages_;
  std::string decider_;
  std::string out_;
};

}  // namespace

std::string id_of_title(std::string_view title) {
  std::string id;
  for (const char c : title) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) {
      id += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    } else if (!id.empty() && id.back() != '_') {
      id += '_';
    }
  }
  while (id.ends_with('_')) {
    id.pop_back();
  }
  const bool letter_first = !id.empty() && id[0] >= 'a' && id[0] <= 'z';
  return letter_first ? id : "stage_" + id;
}

std::string starter_policy(const StarterAnswers& answers) {
  return Starter{answers}.text();
}

}  // namespace accord
