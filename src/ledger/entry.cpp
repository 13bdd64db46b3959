#include "ledger/entry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/try.hpp"
#include "database/text.hpp"
#include "ledger/cbor.hpp"

namespace accord {
namespace {

// The keys of the map. A number is never used again for something else; 18 and 19 belong to sealed
// payloads and are refused until format 2.
enum Key : std::int64_t {
  kFormat = 1,
  kPartnership = 2,
  kDisagreement = 3,
  kSequence = 4,
  kPrevious = 5,
  kLogIndex = 6,
  kRecordedAt = 7,
  kHappenedAt = 8,
  kHappenedSource = 9,
  kPerson = 10,
  kAgency = 11,
  kKind = 12,
  kKindVersion = 13,
  kCommand = 14,
  kCommandBody = 15,
  kClear = 16,
  kPolicy = 17,
  kKeyEpoch = 18,
  kNonce = 19,
  kPayload = 20,
};

constexpr std::int64_t kFormatVersion = 1;
constexpr std::size_t kMostText = 1000;  // bytes of an id, a kind, a word of clear meta
constexpr std::size_t kMostClear = 100;  // words of clear meta
constexpr std::size_t kMostPayload = std::size_t{4} * 1024 * 1024;

// What no entry may break, whichever way it came. Empty: all is well.
std::string defect_of_text(std::string_view field, std::string_view text, bool may_be_empty) {
  if (text.empty() && !may_be_empty) {
    return fmt::format("{} is empty", field);
  }
  if (text.size() > kMostText) {
    return fmt::format("{} is longer than {} bytes", field, kMostText);
  }
  if (!is_storable(text)) {
    return fmt::format("{} is not UTF-8, or holds a NUL", field);
  }
  return {};
}

std::string defect_of_clear(const std::map<std::string, std::string>& clear) {
  if (clear.size() > kMostClear) {
    return fmt::format("clear meta has more than {} words", kMostClear);
  }
  for (const auto& [name, word] : clear) {
    if (auto defect = defect_of_text("a name of clear meta", name, false); !defect.empty()) {
      return defect;
    }
    if (auto defect = defect_of_text("a word of clear meta", word, true); !defect.empty()) {
      return defect;
    }
  }
  return {};
}

std::string defect_of(const Entry& entry) {
  struct Text {
    std::string_view field;
    std::string_view text;
    bool may_be_empty;
  };
  const NewEntry& event = entry.event;
  for (const auto& [field, text, may_be_empty] : {
           Text{"the partnership", entry.stream.partnership.text(), false},
           Text{"the disagreement", entry.stream.disagreement.text(), false},
           Text{"the command id", entry.command.text(), false},
           Text{"the kind", event.kind, false},
           Text{"the person", event.actor.person.text(), true},
           Text{"the agency", event.actor.agency.text(), true},
           Text{"the source", event.happened ? std::string_view{event.happened->source} : "-",
                false},
       }) {
    if (auto defect = defect_of_text(field, text, may_be_empty); !defect.empty()) {
      return defect;
    }
  }
  if (entry.sequence < 1 || entry.log_index < 0 || event.kind_version < 1) {
    return "a sequence number, log index or kind version is below its least value";
  }
  if (entry.previous.has_value() != (entry.sequence > 1)) {
    return "the first event has no hash of an event before it, and every other has one";
  }
  if (event.payload.size() > kMostPayload) {
    return fmt::format("the payload is longer than {} bytes", kMostPayload);
  }
  return defect_of_clear(event.clear);
}

// RFC 8949 4.2.1: keys in the order of their encoded bytes, which puts shorter texts first.
bool encodes_before(std::string_view a, std::string_view b) {
  return a.size() != b.size() ? a.size() < b.size() : a < b;
}

using ClearPair = std::pair<std::string_view, std::string_view>;

void write_clear(cbor::Writer& out, const std::map<std::string, std::string>& clear) {
  std::vector<ClearPair> pairs(clear.begin(), clear.end());
  std::ranges::sort(pairs, encodes_before, &ClearPair::first);
  out.map(pairs.size());
  for (const auto& [name, word] : pairs) {
    out.text(name);
    out.text(word);
  }
}

void read_clear(cbor::Reader& in, std::map<std::string, std::string>& clear) {
  const auto pairs = in.map();
  if (pairs == 0) {
    in.refuse("empty clear meta, which is left out");
  }
  std::string last;
  for (std::size_t i = 0; i < pairs && !in.failed(); ++i) {
    auto name = in.text();
    if (i > 0 && !encodes_before(last, name)) {
      in.refuse("clear meta out of order, or a name twice");
    }
    last = name;
    clear.emplace(std::move(name), in.text());
  }
}

Digest read_digest(cbor::Reader& in) {
  const auto bytes = in.bytes();
  Digest digest{};
  if (bytes.size() != digest.size()) {
    in.refuse("a SHA-256 that is not 32 bytes long");
    return digest;
  }
  std::ranges::copy(bytes, digest.begin());
  return digest;
}

// A text that is written only when it is there.
std::string read_given(cbor::Reader& in) {
  auto text = in.text();
  if (text.empty()) {
    in.refuse("an empty text, which is left out");
  }
  return text;
}

void read_value(cbor::Reader& in, std::int64_t key, Entry& entry) {
  NewEntry& event = entry.event;
  switch (key) {
    case kFormat:
      if (in.integer() != kFormatVersion) {
        in.refuse("a format that this release does not know");
      }
      break;
    case kPartnership: entry.stream.partnership = PartnershipId{in.text()}; break;
    case kDisagreement: entry.stream.disagreement = DisagreementId{in.text()}; break;
    case kSequence: entry.sequence = in.integer(); break;
    case kPrevious: entry.previous = read_digest(in); break;
    case kLogIndex: entry.log_index = in.integer(); break;
    case kRecordedAt: entry.recorded_at.seconds = in.integer(); break;
    case kHappenedAt: event.happened.emplace().at.seconds = in.integer(); break;
    case kHappenedSource:
      if (!event.happened) {
        in.refuse("the source of a time that is not stated");
        break;
      }
      event.happened->source = read_given(in);
      break;
    case kPerson: event.actor.person = PersonId{read_given(in)}; break;
    case kAgency: event.actor.agency = AgencyId{read_given(in)}; break;
    case kKind: event.kind = in.text(); break;
    case kKindVersion: event.kind_version = in.integer(); break;
    case kCommand: entry.command = CommandId{in.text()}; break;
    case kCommandBody: entry.command_body = read_digest(in); break;
    case kClear: read_clear(in, event.clear); break;
    case kPolicy: event.policy = read_digest(in); break;
    case kPayload: event.payload = in.bytes(); break;
    default: in.refuse("an unknown key");
  }
}

constexpr std::array kRequired = {kFormat,   kPartnership, kDisagreement, kSequence,
                                  kLogIndex, kRecordedAt,  kKind,         kKindVersion,
                                  kCommand,  kCommandBody, kPayload};

}  // namespace

std::expected<std::vector<std::byte>, std::string> encode(const Entry& entry) {
  if (auto defect = defect_of(entry); !defect.empty()) {
    return std::unexpected(std::move(defect));
  }
  const NewEntry& event = entry.event;
  const bool has_person = !event.actor.person.empty();
  const bool has_agency = !event.actor.agency.empty();
  std::size_t pairs = kRequired.size();
  pairs += entry.previous ? 1 : 0;
  pairs += event.happened ? 2 : 0;
  pairs += has_person ? 1 : 0;
  pairs += has_agency ? 1 : 0;
  pairs += event.clear.empty() ? 0 : 1;
  pairs += event.policy ? 1 : 0;

  cbor::Writer out;
  out.map(pairs);
  const auto number = [&](Key key, std::int64_t value) { out.integer(key), out.integer(value); };
  const auto text = [&](Key key, std::string_view value) { out.integer(key), out.text(value); };
  const auto bytes = [&](Key key, std::span<const std::byte> value) {
    out.integer(key), out.bytes(value);
  };
  number(kFormat, kFormatVersion);
  text(kPartnership, entry.stream.partnership.text());
  text(kDisagreement, entry.stream.disagreement.text());
  number(kSequence, entry.sequence);
  if (entry.previous) {
    bytes(kPrevious, *entry.previous);
  }
  number(kLogIndex, entry.log_index);
  number(kRecordedAt, entry.recorded_at.seconds);
  if (event.happened) {
    number(kHappenedAt, event.happened->at.seconds);
    text(kHappenedSource, event.happened->source);
  }
  if (has_person) {
    text(kPerson, event.actor.person.text());
  }
  if (has_agency) {
    text(kAgency, event.actor.agency.text());
  }
  text(kKind, event.kind);
  number(kKindVersion, event.kind_version);
  text(kCommand, entry.command.text());
  bytes(kCommandBody, entry.command_body);
  if (!event.clear.empty()) {
    out.integer(kClear);
    write_clear(out, event.clear);
  }
  if (event.policy) {
    bytes(kPolicy, *event.policy);
  }
  bytes(kPayload, event.payload);
  return out.take();
}

std::expected<Entry, DecodeError> decode(std::span<const std::byte> bytes) {
  cbor::Reader in{bytes};
  Entry entry;
  std::uint32_t seen = 0;
  std::int64_t last = 0;
  const auto pairs = in.map();
  for (std::size_t i = 0; i < pairs && !in.failed(); ++i) {
    const auto key = in.integer();
    if (key <= last || key > kPayload) {
      in.refuse("keys out of order, a key twice, or an unknown key");
      break;
    }
    last = key;
    seen |= 1U << static_cast<unsigned>(key);
    read_value(in, key, entry);
  }
  for (const Key key : kRequired) {
    if ((seen & (1U << static_cast<unsigned>(key))) == 0) {
      in.refuse(fmt::format("key {} is missing", static_cast<std::int64_t>(key)));
    }
  }
  if (!in.failed() && !in.at_end()) {
    in.refuse("bytes after the end");
  }
  if (!in.failed()) {
    if (const auto defect = defect_of(entry); !defect.empty()) {
      in.refuse(defect);
    }
  }
  if (in.failed()) {
    return std::unexpected(DecodeError{in.offset(), in.defect().value_or("")});
  }
  return entry;
}

Digest leaf_hash(Hasher& hasher, std::span<const std::byte> bytes) {
  constexpr std::array kLeaf = {std::byte{0x00}};
  return hasher.digest({kLeaf, bytes});
}

Digest next_head(Hasher& hasher, const Digest& head, const Digest& leaf) {
  constexpr std::array kHead = {std::byte{0x02}};
  return hasher.digest({kHead, head, leaf});
}

}  // namespace accord
