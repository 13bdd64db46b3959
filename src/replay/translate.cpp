#include "replay/translate.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "disagreement/texts_known.hpp"
#include "policy/words.hpp"
#include "replay/matched.hpp"
#include "telling/whose.hpp"

namespace accord {

namespace {

/// Stands for a text that the other policy asks for and the record does not have.
constexpr std::string_view kTakenAsSaid = "(not asked for when it was recorded)";

std::string asks_of(const Policy& policy, const std::string& fact) {
  const FactRule* rule = policy.fact(fact);
  return rule != nullptr ? rule->asks : fact;
}

std::string exit_name(const Policy& policy, const std::string& scope, const std::string& id) {
  const ExitRule* exit = policy.exit(scope, id);
  return exit != nullptr ? name_of(*exit) : id;
}

class Translator {
 public:
  explicit Translator(const Translating& between) : in_(between) {}

  std::optional<CommandBody> operator()(Raise command);
  std::optional<CommandBody> operator()(SetFact command) {
    if (!answer(command.fact)) {
      return std::nullopt;
    }
    return command;
  }
  std::optional<CommandBody> operator()(RecordDone command);
  std::optional<CommandBody> operator()(TakeExit command);
  std::optional<CommandBody> operator()(DeclineTerms command) {
    command.exit = in_.renaming.exit(command.scope, command.exit);
    command.scope = in_.renaming.stage(command.scope);
    return command;
  }
  std::optional<CommandBody> operator()(AgreeDate command) {
    if (!number(command.number, "another date was agreed for")) {
      return std::nullopt;
    }
    return command;
  }
  std::optional<CommandBody> operator()(Rebind command) {
    if (command.number != 0 && !number(command.number, "somebody else was named for")) {
      return std::nullopt;
    }
    return command;
  }
  std::optional<CommandBody> operator()(Correct command) {
    const auto found = in_.sequences.find(command.sequence);
    if (found == in_.sequences.end()) {
      leave_out(fmt::format("the correction of entry {}, which is not there", command.sequence));
      return std::nullopt;
    }
    command.sequence = found->second;
    return command;
  }
  template <typename Other>
  std::optional<CommandBody> operator()(Other command) {
    return command;
  }

  std::vector<ReplayNote> notes;

 private:
  void note(ReplayNote::Kind kind, std::string what) {
    notes.push_back({kind, {}, std::move(what)});
  }
  void leave_out(std::string what) { note(ReplayNote::Kind::LeftOut, std::move(what)); }

  bool answer(GivenFact& given);
  bool number(int& number, std::string_view what);
  void texts(Texts& given, const std::vector<std::string>& known,
             const std::vector<std::string>& asked, std::string_view of);
  void give_answers(Raise& command);

  const Translating& in_;
};

/// Whether the other policy takes the answer; it is then in its names.
bool Translator::answer(GivenFact& given) {
  const std::string asks = asks_of(in_.own, given.fact);
  given.fact = in_.renaming.fact(given.fact);
  const FactRule* rule = in_.other.fact(given.fact);
  if (rule == nullptr) {
    leave_out(fmt::format("the answer to “{}”, which is not asked", asks));
    return false;
  }
  if ((rule->kind == FactKind::Moment) != given.moment.has_value() && !given.words.empty()) {
    leave_out(fmt::format("the answer to “{}”, which asks for an answer of another kind", asks));
    return false;
  }
  if (rule->kind == FactKind::Words && !rule->or_else) {
    for (const std::string& word : given.words) {
      if (std::ranges::find(rule->one_of, word) == rule->one_of.end()) {
        leave_out(fmt::format("the answer to “{}”: it is none of those offered", asks));
        return false;
      }
    }
  }
  return true;
}

/// Whether there is such a duty to act on; `number` is then the one that stands for it.
bool Translator::number(int& number, std::string_view what) {
  const auto pairs = matched(in_.recorded, in_.replayed, in_.renaming);
  const auto pair = std::ranges::find(pairs, number, &DutyPair::recorded);
  const int stands = pair != pairs.end() ? pair->replayed : 0;
  const DutyState* duty = in_.replayed.duty(stands);
  if (stands != 0 && duty != nullptr && duty->open()) {
    number = stands;
    return true;
  }
  const std::string named = whose_deadline(in_.recorded.duty(number), in_.own);
  leave_out(fmt::format("{} “{}”, which is {}", what, named,
                        duty == nullptr                      ? "not owed"
                        : duty->status == DutyStatus::Lapsed ? "no longer owed by then"
                                                             : "met by then"));
  return false;
}

/// Without texts that it does not know, and with a mark for those that it asks for and are missing.
void Translator::texts(Texts& given, const std::vector<std::string>& known,
                       const std::vector<std::string>& asked, std::string_view of) {
  std::erase_if(given, [&](const auto& text) {
    const bool gone = std::ranges::find(known, text.first) == known.end();
    if (gone) {
      leave_out(fmt::format("“{}” of “{}”, which is not asked", text.first, of));
    }
    return gone;
  });
  for (const std::string& name : asked) {
    const bool there = std::ranges::any_of(
        given, [&](const auto& text) { return text.first == name && !text.second.empty(); });
    if (!there) {
      note(ReplayNote::Kind::TakenSaid, fmt::format("“{}” of “{}”", name, of));
      given.emplace_back(name, kTakenAsSaid);
    }
  }
}

/// What somebody said for every record, where this one has no answer.
void Translator::give_answers(Raise& command) {
  for (const AnswerGiven& given : in_.answers) {
    const FactRule* rule = in_.other.fact(given.fact);
    const bool known = std::ranges::any_of(
        command.facts, [&](const GivenFact& one) { return one.fact == given.fact; });
    if (rule == nullptr || known || !rule->set_by.empty()) {
      continue;
    }
    std::vector<std::string> holders;
    switch (rule->held_by) {
      case HeldBy::Case: holders.emplace_back(); break;
      case HeldBy::EachSide:
        for (const Side& side : command.sides) {
          holders.push_back(side.agency.text());
        }
        break;
      case HeldBy::EachChild:
        for (const Child& child : command.children) {
          holders.push_back(child.id);
        }
        break;
    }
    for (const std::string& holder : holders) {
      command.facts.push_back({given.fact, holder, {given.word}, std::nullopt});
    }
  }
}

std::optional<CommandBody> Translator::operator()(Raise command) {
  std::erase_if(command.facts, [&](GivenFact& given) {
    if (!answer(given)) {
      return true;
    }
    const FactRule* rule = in_.other.fact(given.fact);
    if (!rule->set_by.empty()) {
      leave_out(fmt::format("the answer to “{}”, which is not the raiser’s to say", rule->asks));
      return true;
    }
    return false;
  });
  give_answers(command);
  std::erase_if(command.before, [&](UsedBefore& used) {
    const DutyRule* was = in_.own.duty("start", used.id);
    const std::string what = was != nullptr ? was->what : used.id;
    used.id = in_.renaming.duty("start", used.id);
    const DutyRule* rule = in_.other.duty("start", used.id);
    if (rule == nullptr) {
      leave_out(fmt::format("“{}” before raising, which there is not", what));
      return true;
    }
    texts(used.evidence.texts, texts_known(rule), rule->record, what);
    return false;
  });
  return command;
}

std::optional<CommandBody> Translator::operator()(RecordDone command) {
  const DutyRule* was = in_.own.duty(command.scope, command.id);
  if (command.number != 0) {
    if (const DutyState* duty = in_.recorded.duty(command.number)) {
      was = in_.own.duty(duty->scope, duty->id);
    }
    if (!number(command.number, "recorded as done:")) {
      return std::nullopt;
    }
    const DutyState* duty = in_.replayed.duty(command.number);
    command.scope = duty->scope;
    command.id = duty->id;
  } else {
    command.id = in_.renaming.duty(command.scope, command.id);
    command.scope = in_.renaming.stage(command.scope);
  }
  const DutyRule* rule = in_.other.duty(command.scope, command.id);
  const std::string what = was != nullptr ? was->what : std::string{"what was undertaken"};
  if (command.number == 0 && (rule == nullptr || !rule->is_right())) {
    leave_out(fmt::format("recorded as done: “{}”, which is no right", what));
    return std::nullopt;
  }
  if (rule != nullptr) {
    texts(command.evidence.texts, texts_known(rule), rule->record, what);
  }
  return command;
}

std::optional<CommandBody> Translator::operator()(TakeExit command) {
  const std::string what = exit_name(in_.own, command.scope, command.exit);
  command.exit = in_.renaming.exit(command.scope, command.exit);
  command.scope = in_.renaming.stage(command.scope);
  const ExitRule* exit = in_.other.exit(command.scope, command.exit);
  if (exit == nullptr) {
    return command;  // it is refused, in the words of the policy
  }
  const bool terms_stand = std::ranges::any_of(in_.replayed.terms, [&](const Terms& terms) {
    return terms.scope == command.scope && terms.exit == command.exit;
  });
  const bool confirms = command.record.empty() && terms_stand;
  texts(command.record, texts_known(*exit), confirms ? std::vector<std::string>{} : exit->record,
        what);
  return command;
}

/// What every kind of act is called.
struct ActNamed {
  const Disagreement& recorded;
  const Policy& own;

  [[nodiscard]] std::string duty(int number) const {
    return whose_deadline(recorded.duty(number), own);
  }
  std::string operator()(const Raise& /*command*/) const { return "Raise it"; }
  std::string operator()(const SetFact& command) const {
    return fmt::format("Answer “{}”", asks_of(own, command.fact.fact));
  }
  std::string operator()(const SetChildTimescale& command) const {
    return command.to ? "Set a date that protects the child"
                      : "Lift the date that protects the child";
  }
  std::string operator()(const Undertake& /*command*/) const { return "Undertake an action"; }
  std::string operator()(const RecordDone& command) const {
    const DutyRule* right = own.duty(command.scope, command.id);
    return "Record as done: " + (command.number != 0 ? duty(command.number)
                                 : right != nullptr  ? right->what
                                                     : command.id);
  }
  std::string operator()(const TakeExit& command) const {
    return fmt::format("Take “{}”", exit_name(own, command.scope, command.exit));
  }
  std::string operator()(const DeclineTerms& command) const {
    return fmt::format("Decline the terms of “{}”", exit_name(own, command.scope, command.exit));
  }
  std::string operator()(const AgreeDate& command) const {
    return "Agree another date for: " + duty(command.number);
  }
  std::string operator()(const Correct& command) const {
    return fmt::format("Correct entry {}", command.sequence);
  }
  std::string operator()(const AddNote& /*command*/) const { return "Add a note"; }
  std::string operator()(const Rebind& command) const {
    return command.number != 0 ? "Name somebody else for: " + duty(command.number)
                               : std::string{"Name somebody else to speak for their side"};
  }
  std::string operator()(const PassTime& /*command*/) const { return "Time passes"; }
};

}  // namespace

Translated translate(const CommandBody& body, const Translating& between) {
  Translator translator{between};
  Translated translated;
  translated.body = std::visit([&](const auto& command) { return translator(command); }, body);
  translated.notes = std::move(translator.notes);
  return translated;
}

std::string act_words(const CommandBody& body, const Disagreement& recorded, const Policy& own) {
  return std::visit(ActNamed{recorded, own}, body);
}

}  // namespace accord
