#include "pages/ics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace accord {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

CalendarEntry entry() {
  // Thursday 9 April 2026, 5pm in London, which is on summer time: 16:00 UTC.
  return {"0f00-12@accord", "7K3Q-9M2D", Instant{1'775'750'400}, Instant{1'775'000'000}, 7};
}

std::vector<std::string> lines_of(const std::string& file) {
  std::vector<std::string> lines;
  std::size_t from = 0;
  for (std::size_t end = file.find("\r\n"); end != std::string::npos;
       end = file.find("\r\n", from)) {
    lines.push_back(file.substr(from, end - from));
    from = end + 2;
  }
  EXPECT_EQ(from, file.size()) << "the file ends with a whole line";
  return lines;
}

// ui.md, Sent: "Add to calendar (.ics, reference only)"; security.md 3: C1 only.
TEST(CalendarFile, SMAIL1_HoldsAReferenceAndATimeInUtcAndNothingElse) {
  const std::string file = to_ics(entry());

  EXPECT_THAT(file, StartsWith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:"));
  EXPECT_THAT(file, HasSubstr("\r\nDTSTART:20260409T160000Z\r\n"));
  EXPECT_THAT(file, HasSubstr("\r\nUID:0f00-12@accord\r\n"));
  EXPECT_THAT(file, HasSubstr("\r\nSEQUENCE:7\r\n"));
  EXPECT_THAT(file, HasSubstr("\r\nSUMMARY:Accord: 7K3Q-9M2D is due\r\n"));
  int open = 0;
  for (const std::string& line : lines_of(file)) {
    EXPECT_LE(line.size(), 75U) << line;
    open += line.starts_with("BEGIN:") ? 1 : line.starts_with("END:") ? -1 : 0;
    EXPECT_GE(open, 0);
  }
  EXPECT_EQ(open, 0);
}

// RFC 5545, 3.1: "lines of text SHOULD NOT be longer than 75 octets"; a character is never cut.
TEST(CalendarFile, FoldsLongLinesBetweenCharacters) {
  std::string text;
  for (int i = 0; i < 60; ++i) {
    text += "é€";
  }

  const std::string folded = ics_line("SUMMARY", text);

  std::string unfolded;
  bool first = true;
  for (const std::string& line : lines_of(folded)) {
    EXPECT_LE(line.size(), 75U);
    EXPECT_NE(static_cast<unsigned char>(line[first ? 0 : 1]) & 0xC0U, 0x80U);
    unfolded += first ? line : line.substr(1);
    EXPECT_TRUE(first || line.front() == ' ');
    first = false;
  }
  EXPECT_EQ(unfolded, "SUMMARY:" + text);
}

// RFC 5545, 3.3.11: no text can begin a line or a property of its own.
TEST(CalendarFile, EscapesWhatWouldEndAValue) {
  EXPECT_EQ(ics_text("a,b;c\\d\ne\r\x01"), "a\\,b\\;c\\\\d\\ne");
  CalendarEntry hostile = entry();
  hostile.reference = "X\r\nATTENDEE:mailto:a@b";
  EXPECT_THAT(to_ics(hostile), Not(HasSubstr("\r\nATTENDEE")));
}

// A date that may move when bank holidays are published says so in somebody's own calendar too.
TEST(CalendarFile, SMAIL1_MarksADateThatIsProjected) {
  CalendarEntry projected = entry();
  projected.projected = true;
  EXPECT_THAT(to_ics(projected),
              HasSubstr("\r\nSUMMARY:Accord: 7K3Q-9M2D is due (a projected date)\r\n"));
}

}  // namespace
}  // namespace accord
