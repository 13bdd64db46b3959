#include "http/nfc.hpp"

#include <gtest/gtest.h>

#include "http/form.hpp"

namespace accord {
namespace {

TEST(Composed, MakesOneCharacterOfALetterAndItsAccent) {
  EXPECT_EQ(composed("Zoe\u0308 Bronte\u0308"), "Zoë Brontë");
  EXPECT_EQ(composed("\u1100\u1161"), "\uAC00");  // Hangul, by rule and not by table
}

TEST(Composed, LeavesWhatIsComposedAsItIs) {
  for (const char* text : {"", "plain", "Zoë – “it is not safe” ✓", "عربي", "\U0001F9F8"}) {
    EXPECT_EQ(composed(text), text);
  }
}

// A fuller form would change what somebody wrote: "ﬁ" and "²" stay (NFC, not NFKC).
TEST(Composed, ChangesNoMeaning) {
  EXPECT_EQ(composed("ﬁnd m²"), "ﬁnd m²");
}

// The same name from two keyboards is the same answer.
TEST(FormDecode, ComposesWhatWasTyped) {
  const Form form = Form::decode("name=Zoe%CC%88&text=Zoe%CC%88%0Aover");

  EXPECT_EQ(form.line("name"), "Zoë");
  EXPECT_EQ(form.text("text"), "Zoë\nover");
  EXPECT_EQ(form.typed("name"), "Zoë");
  EXPECT_EQ(form.line("name", 3), "Zoë") << "a limit counts what is kept";
}

// What turns the direction of all that follows can hide what was written; the marks that Arabic
// and Hebrew need in a text turn nothing.
TEST(FormText, RefusesWhatTurnsTheDirectionOfText) {
  const Form form = Form::decode(
      "override=safe%E2%80%AEton&isolate=a%E2%81%A6b&mark=%D7%90%E2%80%8F%21&line=a%E2%80%8F");

  EXPECT_EQ(form.text("override").error().fault, FieldFault::Unreadable);
  EXPECT_EQ(form.text("isolate").error().fault, FieldFault::Unreadable);
  EXPECT_TRUE(form.text("mark").has_value());
  EXPECT_EQ(form.line("line").error().fault, FieldFault::Unreadable);
  EXPECT_EQ(form.typed("override"), "safe\uFFFDton") << "shown, so that it can be deleted";
}

}  // namespace
}  // namespace accord
