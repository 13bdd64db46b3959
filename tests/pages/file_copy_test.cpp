#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ended.hpp"

namespace accord::test {
namespace {

using testing::HasSubstr;
using testing::Not;

/// The head of the chain that a page names.
std::string head_of(const std::string& text) {
  constexpr std::string_view kBefore = "Head of the chain: ";
  const std::size_t at = text.find(kBefore);
  return at == std::string::npos ? std::string{} : text.substr(at + kBefore.size(), 64);
}

// ALL-6: "Each agency keeps the record in its own file", and says so for itself.
TEST(FileCopy, ALL_6_EachSideConfirmsItsOwnCopyAndDischargesItsOwnDuty) {
  TestSite site{{kPartnership}};
  const std::string path = ended(site);
  Visitor isaac{site, kPartnership, "isaac_drummond"};
  Visitor priya{site, kPartnership, "priya_crane"};
  const std::string mine = isaac.get(path).link(kFileDuty);
  ASSERT_FALSE(mine.empty()) << isaac.page().text();

  const Shown page = isaac.get(mine);
  EXPECT_THAT(page.path, HasSubstr("/file-copy"));
  EXPECT_TRUE(page.says("Head of the chain:"));
  EXPECT_TRUE(page.says("Not confirmed yet"));
  const Shown done = isaac.send({{"note", "In the health record."}});

  EXPECT_EQ(done.status, 200);
  EXPECT_TRUE(done.says("Recorded: the copy is in your agency’s file"));
  EXPECT_THAT(done.link(kFileDuty), Not(HasSubstr("/done/"))) << "it is no longer owed";
  EXPECT_THAT(priya.get(path).link(kFileDuty), HasSubstr("/done/")) << "hers is hers to confirm";
  const Shown seen = priya.get(path + "/file-copy");
  EXPECT_TRUE(seen.says("Isaac Drummond"));
  EXPECT_TRUE(seen.says("A copy of: Entries 1 to"));
  EXPECT_TRUE(seen.says("In the health record."));
  EXPECT_TRUE(seen.says("Not confirmed yet"));
}

// "Nothing typed is lost": a date that cannot be comes back with the note beside it.
TEST(FileCopy, ALL_13_KeepsWhatWasTypedWhereTheDateIsWrong) {
  TestSite site{{kPartnership}};
  const std::string path = ended(site);
  Visitor isaac{site, kPartnership, "isaac_drummond"};

  isaac.get(path + "/file-copy");
  const Shown wrong = isaac.send({{"when-day", "31"}, {"when-month", "2"}, {"note", "Volume 3"}});

  EXPECT_EQ(wrong.status, 422);
  EXPECT_THAT(wrong.html, HasSubstr("Volume 3</textarea>"));
  EXPECT_THAT(wrong.html, HasSubstr("value=\"31\""));
}

// "What it is a copy of, so that it can be compared later": the page, the download and the record
// name the same entries and the same head, and another entry gives another head.
TEST(FileCopy, ALL_6_TheDownloadSaysWhatItIsACopyOf) {
  TestSite site{{kPartnership}};
  const std::string path = ended(site);
  Visitor isaac{site, kPartnership, "isaac_drummond"};
  const std::string before = head_of(isaac.get(path + "/file-copy").text());
  ASSERT_EQ(before.size(), 64U);

  const Shown copy = isaac.get(path + "/file-copy/download");

  EXPECT_EQ(copy.status, 200);
  EXPECT_THAT(copy.html, HasSubstr("Head of the chain: " + before));
  EXPECT_THAT(copy.html, HasSubstr("A referral was closed without a visit"));
  EXPECT_THAT(copy.html, HasSubstr("Every entry, oldest first"));
  EXPECT_TRUE(isaac.get(path + "/record").says(before));
  isaac.get(path + "/note");
  isaac.send({{"text", "One more thing"}});
  EXPECT_NE(head_of(isaac.get(path + "/file-copy").text()), before);
}

// A copy for a side's file is for a side: nobody else has one to put anywhere.
TEST(FileCopy, SAC2_IsNotThereForAnybodyOutsideTheSides) {
  TestSite site{{kPartnership}};
  const std::string path = ended(site);
  for (const char* person : {"chloe_kirkby", kCoordinator}) {
    Visitor other{site, kPartnership, person};
    EXPECT_EQ(other.get(path + "/file-copy").status, 404) << person;
    EXPECT_EQ(other.get(path + "/file-copy/download").status, 404) << person;
  }
}

}  // namespace
}  // namespace accord::test
