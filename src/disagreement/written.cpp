#include "disagreement/written.hpp"

#include <algorithm>

#include "base/characters.hpp"
#include "base/try.hpp"
#include "disagreement/acts.hpp"

namespace accord {

namespace {

/// One text, where it stands in the command (`field`) and what it is called there.
Answer check(const std::string& text, const std::string& field, const std::string& what,
             std::size_t most = kMostInText, Lines lines = Lines::Many) {
  if (!is_plain(text, lines)) {
    return refuse(Refusal::Kind::Incomplete,
                  "There are characters in " + what + " that are no text.",
                  lines == Lines::One
                      ? "Write it in one line, without control characters and without marks that "
                        "turn the direction of writing."
                      : "Take out control characters and marks that turn the direction of writing.",
                  field);
  }
  if (!text.empty() && !has_words(text)) {
    return refuse(Refusal::Kind::Incomplete, "There is nothing to read in " + what + ".",
                  "It has only characters that nobody sees. Say it in words, or leave it empty.",
                  field);
  }
  if (characters_in(text) > most) {
    return refuse(Refusal::Kind::Incomplete,
                  "Shorten " + what + " to " + std::to_string(most) + " characters.", "", field);
  }
  return {};
}

Answer check_line(const std::string& text, const std::string& field, const std::string& what,
                  std::size_t most = kMostInLine) {
  return check(text, field, what, most, Lines::One);
}

Answer check_reference(const std::string& reference) {
  ACCORD_TRY_DO(check_line(reference, "reference", "the child's reference", kMostInReference));
  if (looks_like_a_name(reference)) {
    return refuse(Refusal::Kind::Incomplete, "“" + reference + "” looks like a name.",
                  "Enter a reference, like MH-20418, never a name.", "reference");
  }
  return {};
}

Answer check(const Texts& texts) {
  for (const auto& [name, text] : texts) {
    ACCORD_TRY_DO(check_line(name, "name", "the name of what is recorded"));
    ACCORD_TRY_DO(check(text, name, name));
  }
  return {};
}

Answer check(const Evidence& evidence) {
  ACCORD_TRY_DO(check_line(evidence.mode, "mode", "how you spoke"));
  ACCORD_TRY_DO(check(evidence.texts));
  for (const Seat& seat : evidence.seats) {
    ACCORD_TRY_DO(check_line(seat.role, "seats", "the role of a seat"));
  }
  ACCORD_TRY_DO(check(evidence.minutes, "minutes", "the minutes"));
  return check(evidence.decision, "decision", "the decision");
}

Answer check(const GivenFact& fact, const Policy& policy) {
  const FactRule* rule = policy.fact(fact.fact);
  const bool told = rule != nullptr && rule->kind == FactKind::Text;
  for (const std::string& word : fact.words) {
    ACCORD_TRY_DO(check(word, fact.fact, "the answer to: " + (told ? rule->asks : fact.fact),
                        told ? kMostInMatter : kMostInLine, told ? Lines::Many : Lines::One));
  }
  return {};
}

struct Checking {
  const Policy& policy;

  Answer operator()(const Raise& c) const {
    ACCORD_TRY_DO(check_line(c.matter.summary, "summary", "the summary", kMostInSummary));
    ACCORD_TRY_DO(
        check(c.matter.what, "what", "what they decided, did or did not do", kMostInMatter));
    ACCORD_TRY_DO(check(c.matter.why, "why", "why it is not safe for the child", kMostInMatter));
    ACCORD_TRY_DO(check(c.matter.change, "change", "what should change", kMostInWish));
    ACCORD_TRY_DO(check(c.matter.child, "child", "what it means for the child", kMostInWish));
    ACCORD_TRY_DO(check_line(c.talked_to, "talked_to", "whom you talked it through with",
                             2 * kMostInLine));  // a name and a job
    for (const Child& child : c.children) {
      ACCORD_TRY_DO(check_line(child.id, "children", "the id of a child", kMostInReference));
      ACCORD_TRY_DO(check_line(child.age_band, "age_band", "the age", kMostInReference));
      ACCORD_TRY_DO(check_reference(child.reference));
      ACCORD_TRY_DO(check_reference(child.other_reference));
    }
    for (const GivenFact& fact : c.facts) {
      ACCORD_TRY_DO(check(fact, policy));
    }
    for (const UsedBefore& used : c.before) {
      ACCORD_TRY_DO(check(used.evidence));
    }
    return check_line(c.child_timescale_reason, "child_timescale_reason",
                      "why the child needs it by then", kMostInReason);
  }
  Answer operator()(const SetFact& c) const {
    ACCORD_TRY_DO(check(c.fact, policy));
    return check(c.reason, "reason", "the reason");
  }
  Answer operator()(const SetChildTimescale& c) const {
    return check(c.reason, "reason", "why the child needs it");
  }
  Answer operator()(const Undertake& c) const {
    ACCORD_TRY_DO(check(c.what, "what", "what is to be done"));
    return check(c.how, "how", "how it will be pursued");
  }
  Answer operator()(const RecordDone& c) const {
    ACCORD_TRY_DO(check(c.evidence));
    for (const Undertake& action : c.actions) {
      ACCORD_TRY_DO((*this)(action));
    }
    return {};
  }
  Answer operator()(const TakeExit& c) const {
    ACCORD_TRY_DO(check(c.record));
    for (const Undertake& issue : c.outstanding) {
      ACCORD_TRY_DO((*this)(issue));
    }
    return {};
  }
  Answer operator()(const DeclineTerms& c) const { return check(c.reason, "reason", "the reason"); }
  Answer operator()(const AgreeDate& c) const { return check(c.reason, "reason", "the reason"); }
  Answer operator()(const Correct& c) const { return check(c.text, "text", "the correction"); }
  Answer operator()(const AddNote& c) const { return check(c.text, "text", "the note"); }
  Answer operator()(const Rebind& c) const { return check(c.reason, "reason", "the reason"); }
  Answer operator()(const PassTime& /*time*/) const { return {}; }  // the program's own words
};

}  // namespace

bool looks_like_a_name(std::string_view reference) {
  return !reference.empty() &&
         std::ranges::none_of(reference, [](char c) { return c >= '0' && c <= '9'; });
}

std::expected<void, Refusal> check_written(const CommandBody& command, const Policy& policy) {
  return std::visit(Checking{policy}, command);
}

}  // namespace accord
