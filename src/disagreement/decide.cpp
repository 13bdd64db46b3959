#include "disagreement/decide.hpp"

#include <variant>

#include "base/try.hpp"
#include "disagreement/about.hpp"
#include "disagreement/acts.hpp"
#include "disagreement/written.hpp"

namespace accord {

namespace {

/// What a deadline that moves because of this command says of why.
std::string why_of(const CommandBody& body, const AboutWhom& about) {
  struct Why {
    const AboutWhom& about;

    std::string operator()(const Raise&) const { return "raised"; }
    std::string operator()(const SetFact& c) const {
      return c.reason.empty() ? "an answer was given" : "the case changed: " + c.reason;
    }
    std::string operator()(const SetChildTimescale& c) const {
      return "the date that protects " + about.the + ": " + c.reason;
    }
    std::string operator()(const Undertake&) const { return "something was undertaken"; }
    std::string operator()(const RecordDone&) const { return "something was done"; }
    std::string operator()(const TakeExit&) const { return "the stage changed"; }
    std::string operator()(const DeclineTerms&) const { return "terms were declined"; }
    std::string operator()(const AgreeDate& c) const { return "agreed: " + c.reason; }
    std::string operator()(const Correct&) const { return "a recorded time was corrected"; }
    std::string operator()(const AddNote&) const { return "noted"; }
    std::string operator()(const Rebind&) const { return "somebody else answers for it"; }
    std::string operator()(const PassTime& c) const {
      return c.why.empty() ? "time passed" : c.why;
    }
  };
  return std::visit(Why{about}, body);
}

}  // namespace

std::expected<std::vector<Event>, Refusal> decide(const Disagreement& disagreement,
                                                  const Command& command, const Circumstances& at) {
  const bool raising = std::holds_alternative<Raise>(command.body);
  if (raising != (disagreement.version == 0)) {
    return refuse(Refusal::Kind::NotFound,
                  raising ? "This has already been raised." : "There is no such disagreement.");
  }
  ACCORD_TRY_DO(check_written(command.body, at.policy));
  Course course{disagreement, at};
  if (!raising) {
    course.pass_time();
  }
  ACCORD_TRY_DO(
      std::visit([&](const auto& body) { return accept(course, command.by, body); }, command.body));
  const bool by_act = !std::holds_alternative<PassTime>(command.body);
  const auto* correction = std::get_if<Correct>(&command.body);
  const bool corrected = correction != nullptr && correction->happened.has_value();
  if (!raising) {
    course.settle_down(by_act,
                       why_of(command.body, about_whom(disagreement.raised.children, at.policy)),
                       corrected);
  }
  return std::move(course).events();
}

}  // namespace accord
