// A body sent to the JSON API: refused with places and words, or a command whose texts are text.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "api/command_reader.hpp"
#include "api/parse_json.hpp"
#include "base/characters.hpp"
#include "base/check.hpp"

using namespace accord;

namespace {

/// A text that is stored: UTF-8, of the length that is taken, without control characters.
void check_text(const std::string& text) {
  ACCORD_CHECK(is_utf8(text));
  ACCORD_CHECK(characters_in(text) <= kMostCharacters);
  ACCORD_CHECK(std::ranges::none_of(
      text, [](char c) { return (c >= 0 && c < ' ' && c != '\n' && c != '\t') || c == '\x7F'; }));
}

void check_texts(const Texts& texts) {
  for (const auto& [name, text] : texts) {
    check_text(name);
    check_text(text);
  }
}

struct Checking {
  void operator()(const Raise& raise) const {
    ACCORD_CHECK(!raise.children.empty());
    for (const Child& child : raise.children) {
      ACCORD_CHECK(!child.id.empty() && !child.reference.empty());
      check_text(child.reference);
    }
    for (const std::string& text : {raise.matter.summary, raise.matter.what, raise.matter.why,
                                    raise.matter.change, raise.matter.child, raise.talked_to}) {
      check_text(text);
    }
    for (const GivenFact& fact : raise.facts) {
      std::ranges::for_each(fact.words, check_text);
    }
  }
  void operator()(const SetFact& set) const { check_text(set.reason); }
  void operator()(const SetChildTimescale& set) const { check_text(set.reason); }
  void operator()(const Undertake& undertake) const { check_text(undertake.what); }
  void operator()(const RecordDone& done) const { check_texts(done.evidence.texts); }
  void operator()(const TakeExit& take) const { check_texts(take.record); }
  void operator()(const DeclineTerms& decline) const { check_text(decline.reason); }
  void operator()(const AgreeDate& agree) const { check_text(agree.reason); }
  void operator()(const Correct& correct) const { check_text(correct.text); }
  void operator()(const AddNote& note) const { check_text(note.text); }
  void operator()(const Rebind& rebind) const {
    ACCORD_CHECK(rebind.side >= kNoSide);
    check_text(rebind.reason);
  }
  void operator()(const PassTime&) const { ACCORD_CHECK(false); }  // nobody can send it
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view body{reinterpret_cast<const char*>(data), size};
  const auto command = read_command(body);
  if (!command) {
    ACCORD_CHECK(!command.error().empty());
    for (const BodyError& error : command.error()) {
      ACCORD_CHECK(error.pointer.empty() || error.pointer.starts_with('/'));
      ACCORD_CHECK(!error.detail.empty());
    }
    return 0;
  }
  ACCORD_CHECK(is_utf8(body));
  std::visit(Checking{}, *command);
  return 0;
}
