#include "telling/command_words.hpp"

#include <fmt/format.h>

#include "telling/phrase.hpp"

namespace accord {

namespace {

/// What every kind of command is called.
class Ordered {
 public:
  explicit Ordered(const Names& names) : in_(names) {}

  std::string operator()(const Raise& command) const {
    std::vector<std::string> others;
    for (std::size_t i = 1; i < command.sides.size(); ++i) {
      others.push_back(in_.agency(command.sides[i].agency));
    }
    return others.empty() ? "Raise it" : "Raise it with " + listed(others);
  }
  std::string operator()(const SetFact& command) const {
    const GivenFact& given = command.fact;
    const std::string about = in_.holder(given.holder);
    return fmt::format("Answer “{}”{}: {}", in_.fact(given.fact),
                       about.empty() ? about : " for " + about,
                       in_.value({given.fact, given.holder, given.words, given.moment, ""}));
  }
  std::string operator()(const SetChildTimescale& command) const {
    return command.to ? fmt::format("Set a date that protects {}: {}", in_.about().the,
                                    in_.when(*command.to))
                      : "Lift the date that protects " + in_.about().the;
  }
  std::string operator()(const Undertake& command) const {
    return fmt::format("Undertake by {}: {}", in_.when(command.due), command.what);
  }
  std::string operator()(const RecordDone& command) const {
    const bool named = in_.state().duty(command.number) == nullptr && !command.id.empty();
    return "Record as done: " +
           (named ? in_.duty(command.scope, command.id) : in_.duty(command.number));
  }
  std::string operator()(const TakeExit& command) const {
    return fmt::format("Take “{}”", in_.exit(command.scope, command.exit));
  }
  std::string operator()(const DeclineTerms& command) const {
    return fmt::format("Decline the terms of “{}”", in_.exit(command.scope, command.exit));
  }
  std::string operator()(const AgreeDate& command) const {
    return fmt::format("Agree another date, {}, for: {}", in_.when(command.to),
                       in_.duty(command.number));
  }
  std::string operator()(const Correct& command) const {
    return fmt::format("Correct entry {}: {}", command.sequence, command.text);
  }
  std::string operator()(const AddNote& command) const { return "Note: " + command.text; }
  std::string operator()(const Rebind& command) const {
    const std::string what = command.number != 0 ? "“" + in_.duty(command.number) + "”"
                                                 : "speaking for " + in_.side(command.side);
    return fmt::format("Name {} for {}", in_.person(command.person), what);
  }
  std::string operator()(const PassTime& /*command*/) const { return "Time passes"; }

 private:
  const Names& in_;
};

}  // namespace

std::string command_words(const CommandBody& body, const Names& names) {
  return std::visit(Ordered{names}, body);
}

}  // namespace accord
