#include "ledger/entry.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <string_view>

namespace accord {
namespace {

std::vector<std::byte> bytes_of(std::string_view text) {
  const auto bytes = std::as_bytes(std::span{text});
  return {bytes.begin(), bytes.end()};
}

std::vector<std::byte> unhex(std::string_view hex) {
  std::vector<std::byte> bytes;
  std::string digits;
  for (const char c : hex) {
    if (c == ' ') {
      continue;
    }
    digits += c;
    if (digits.size() == 2) {
      bytes.push_back(static_cast<std::byte>(std::stoi(digits, nullptr, 16)));
      digits.clear();
    }
  }
  return bytes;
}

Digest filled(unsigned char with) {
  Digest digest;
  digest.fill(std::byte{with});
  return digest;
}

// The least that an entry holds: nothing that may be left out is there.
Entry least() {
  return {.stream = {PartnershipId{"p"}, DisagreementId{"d"}},
          .sequence = 1,
          .previous = std::nullopt,
          .log_index = 0,
          .recorded_at = Instant{0},
          .command = CommandId{"c"},
          .command_body = filled(0xbb),
          .event = {
              .kind = "k", .actor = {}, .happened = {}, .clear = {}, .policy = {}, .payload = {}}};
}

Entry full() {
  Entry entry = least();
  entry.sequence = 300;
  entry.previous = filled(0xaa);
  entry.log_index = 70000;
  entry.recorded_at = Instant{1775145600};
  entry.event.happened = Happened{Instant{-1}, "stated"};
  entry.event.actor = {PersonId{"person"}, AgencyId{"agency"}};
  entry.event.kind_version = 24;
  entry.event.clear = {
      {"stage", "one"}, {"area", "é"}, {"b", ""}, {"outcome", std::string(300, 'x')}};
  entry.event.policy = filled(0xcc);
  entry.event.payload = bytes_of("{\"a\":1}");
  return entry;
}

TEST(Sha256, IsTheOneOfFips180) {
  EXPECT_EQ(to_hex(sha256(bytes_of("abc"))),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

// The bytes are written out by hand: they may never change, since old hashes rest on them.
TEST(Entry, S_LED1_HasTheseCanonicalBytes) {
  const auto bytes = encode(least());
  ASSERT_TRUE(bytes) << bytes.error();
  EXPECT_EQ(*bytes, unhex("ab 0101 026170 036164 0401 0600 0700 0c616b 0d01 0e6163"
                          "0f5820 bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
                          "1440"));
  Hasher hasher;
  EXPECT_EQ(leaf_hash(hasher, bytes_of("")), sha256(unhex("00")));
  EXPECT_EQ(leaf_hash(hasher, *bytes), [&] {
    auto prefixed = *bytes;
    prefixed.insert(prefixed.begin(), std::byte{0});
    return sha256(prefixed);
  }());
}

TEST(Entry, ReadsBackWhatItWrote) {
  for (const Entry& entry : {least(), full()}) {
    const auto bytes = encode(entry);
    ASSERT_TRUE(bytes) << bytes.error();
    const auto read = decode(*bytes);
    ASSERT_TRUE(read) << read.error().what;
    EXPECT_EQ(*read, entry);
  }
}

TEST(Entry, WritesEveryNumberInItsShortestForm) {
  constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
  for (const std::int64_t seconds :
       {std::int64_t{0}, std::int64_t{23}, std::int64_t{24}, std::int64_t{255}, std::int64_t{256},
        std::int64_t{65535}, std::int64_t{65536}, std::int64_t{4294967295},
        std::int64_t{4294967296}, kMost, std::int64_t{-1}, std::int64_t{-24}, std::int64_t{-25},
        std::int64_t{-256}, std::int64_t{-257}, -kMost - 1}) {
    auto entry = least();
    entry.recorded_at = Instant{seconds};
    const auto read = decode(*encode(entry));
    ASSERT_TRUE(read) << seconds;
    EXPECT_EQ(read->recorded_at.seconds, seconds);
  }
}

// RFC 8949 4.2.1: "keys MUST be sorted in the bytewise lexicographic order of their encodings".
TEST(Entry, WritesClearMetaInTheOrderOfItsBytes) {
  auto entry = least();
  entry.event.clear = {{"aa", "1"}, {"b", "2"}, {"ab", "3"}};
  const auto bytes = *encode(entry);
  const auto expected = unhex("10 a3 6162 6132 626161 6131 626162 6133");
  EXPECT_FALSE(std::ranges::search(bytes, expected).empty());
}

TEST(Entry, RefusesToRecordWhatItCouldNotReadBack) {
  const auto refused = [](auto change) {
    auto entry = full();
    change(entry);
    return !encode(entry).has_value();
  };
  EXPECT_FALSE(refused([](Entry&) {}));
  EXPECT_TRUE(refused([](Entry& e) { e.stream.partnership = PartnershipId{}; }));
  EXPECT_TRUE(refused([](Entry& e) { e.stream.disagreement = DisagreementId{}; }));
  EXPECT_TRUE(refused([](Entry& e) { e.command = CommandId{}; }));
  EXPECT_TRUE(refused([](Entry& e) { e.event.kind = ""; }));
  EXPECT_TRUE(refused([](Entry& e) { e.event.kind = std::string("a\0", 2); }));
  EXPECT_TRUE(refused([](Entry& e) { e.event.kind_version = 0; }));
  EXPECT_TRUE(refused([](Entry& e) { e.sequence = 0; }));
  EXPECT_TRUE(refused([](Entry& e) { e.log_index = -1; }));
  EXPECT_TRUE(refused([](Entry& e) { e.previous.reset(); }));
  EXPECT_TRUE(refused([](Entry& e) { e.sequence = 1; }));
  EXPECT_TRUE(refused([](Entry& e) { e.event.happened->source = ""; }));
  EXPECT_TRUE(refused([](Entry& e) { e.event.actor.person = PersonId{"\xff"}; }));
  EXPECT_TRUE(refused([](Entry& e) { e.event.clear[""] = "x"; }));
  EXPECT_TRUE(refused([](Entry& e) { e.event.clear["x"] = std::string(1001, 'x'); }));
  EXPECT_TRUE(refused([](Entry& e) { e.event.payload.resize(5'000'000); }));
}

// Each is the least entry written in another way, or with something that does not belong there.
TEST(Entry, S_LED1_ReadsCanonicalBytesAndNothingElse) {
  const std::string body = "0f5820bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
  const auto defect = [](const std::string& hex) {
    const auto read = decode(unhex(hex));
    return read ? std::string{"none"} : read.error().what;
  };
  const std::string head = "ab 0101 026170 036164 0401 0600 0700 0c616b 0d01 0e6163";
  EXPECT_EQ(defect(head + body + "1440"), "none");

  EXPECT_EQ(defect(head + body + "144000"), "bytes after the end");
  EXPECT_EQ(defect(head + body), "ends too early");
  EXPECT_EQ(defect(""), "ends too early");
  EXPECT_EQ(defect("bb000000000000000b" + head.substr(2) + body + "1440"),
            "a number longer than it need be");
  EXPECT_EQ(defect("bf" + head.substr(2) + body + "1440ff"), "a length that is not stated");
  EXPECT_EQ(defect("bbffffffffffffffff" + head.substr(2) + body + "1440"), "ends too early");
  EXPECT_EQ(defect("8b" + head.substr(2) + body + "1440"), "a value of another type");
  EXPECT_EQ(defect("ab 180101 026170 036164 0401 0600 0700 0c616b 0d01 0e6163" + body + "1440"),
            "a number longer than it need be");
  EXPECT_EQ(defect("ab 0101 036164 026170 0401 0600 0700 0c616b 0d01 0e6163" + body + "1440"),
            "keys out of order, a key twice, or an unknown key");
  EXPECT_EQ(
      defect("ac 0101 026170 026170 036164 0401 0600 0700 0c616b 0d01 0e6163" + body + "1440"),
      "keys out of order, a key twice, or an unknown key");
  EXPECT_EQ(
      defect("ab 0101 02416170 036164 0401 0600 0700 0c616b 0d01 0e6163" + body + "1440").empty(),
      false);
  EXPECT_EQ(defect("ab 0102 026170 036164 0401 0600 0700 0c616b 0d01 0e6163" + body + "1440"),
            "a format that this release does not know");
  EXPECT_EQ(defect("aa 0101 026170 036164 0401 0600 0700 0c616b 0d01" + body + "1440"),
            "key 14 is missing");
  EXPECT_EQ(defect("ab 0101 026170 036164 1b000000000000000401 0600 0700 0c616b 0d01 0e6163" +
                   body + "1440"),
            "a number longer than it need be");
  EXPECT_EQ(defect("ab 0101 026170 036164 041bffffffffffffffff 0600 0700 0c616b 0d01 0e6163" +
                   body + "1440"),
            "a number out of range");
  EXPECT_EQ(defect("ac 0101 026170 036164 0401 0600 0700 0c616b 0d01 0e6163" + body + "10a0 1440"),
            "empty clear meta, which is left out");
  EXPECT_EQ(defect("ac 0101 026170 036164 0401 0600 0700 0c616b 0d01 0e6163" + body +
                   "10a2 6162 6131 6161 6131 1440"),
            "clear meta out of order, or a name twice");
  EXPECT_EQ(defect("ac 0101 026170 036164 0401 0600 0700 0c616b 0d01 0e6163" + body +
                   "10a2 6162 6131 6162 6131 1440"),
            "clear meta out of order, or a name twice");
  EXPECT_EQ(defect("ac 0101 026170 036164 0401 0600 0700 0a60 0c616b 0d01 0e6163" + body + "1440"),
            "an empty text, which is left out");
  EXPECT_EQ(defect("ac 0101 026170 036164 0401 0600 0700 0c616b 0d01 0e6163" + body + "1200 1440"),
            "an unknown key");
  EXPECT_EQ(defect("ac 0101 026170 036164 0401 0600 0700 0c616b 0d01 0e6163" + body + "1440 1500"),
            "keys out of order, a key twice, or an unknown key");
  EXPECT_EQ(defect("ab 0101 026170 036164 0401 0600 0700 0c61ff 0d01 0e6163" + body + "1440"),
            "the kind is not UTF-8, or holds a NUL");
  EXPECT_EQ(
      defect("ab 0101 026170 036164 0401 0600 0700 0c7affffffff6b 0d01 0e6163" + body + "1440"),
      "ends too early");
}

// Every text that `decode` accepts is the one text that `encode` writes.
TEST(Entry, S_LED1_NoChangedByteReadsAsTheSameEvent) {
  const auto bytes = *encode(full());
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    for (unsigned bit = 0; bit < 8; ++bit) {
      auto changed = bytes;
      changed[i] ^= static_cast<std::byte>(1U << bit);
      const auto read = decode(changed);
      if (read) {
        EXPECT_NE(*read, full()) << "byte " << i;
        EXPECT_EQ(*encode(*read), changed) << "byte " << i;
      }
    }
    const auto cut = decode(std::span{bytes}.first(i));
    EXPECT_FALSE(cut.has_value());
  }
}

}  // namespace
}  // namespace accord
