#include "store/partnership_entry.hpp"

#include <gtest/gtest.h>

namespace accord {
namespace {

// GLO-22: "a policy carries its past reviews": what was recorded is read back as it was written.
TEST(PartnershipEntry, GLO_22_IsReadBackAsItWasWritten) {
  using Kind = PartnershipEntry::Kind;
  for (const Kind kind : {Kind::PolicyReviewed, Kind::ReviewSet, Kind::PolicyAdopted,
                          Kind::PartnershipAdded, Kind::DocumentAdded}) {
    PartnershipEntry entry;
    entry.kind = kind;
    entry.fields = {{"says", "Spring term 2027"}, {"date", "2027-03-26"}, {"note", "„ä“\n<b>"}};

    const auto back =
        partnership_entry_from_json(to_word(kind), kPartnershipEntrySchema, to_json(entry));

    ASSERT_TRUE(back.has_value()) << back.error();
    EXPECT_EQ(back->kind, kind);
    EXPECT_EQ(back->fields, entry.fields);
    EXPECT_EQ(back->field("date"), "2027-03-26");
    EXPECT_EQ(back->field("other"), "");
  }
}

TEST(PartnershipEntry, GLO_22_WhatIsNotOneIsRefused) {
  EXPECT_FALSE(partnership_entry_from_json("raised", 1, "[]").has_value());
  EXPECT_FALSE(partnership_entry_from_json("review_set", 2, "[]").has_value());
  EXPECT_FALSE(partnership_entry_from_json("review_set", 1, "{\"a\":").has_value());
}

}  // namespace
}  // namespace accord
