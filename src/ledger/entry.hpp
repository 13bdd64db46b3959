#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/actor.hpp"
#include "base/id.hpp"
#include "base/instant.hpp"
#include "ledger/digest.hpp"

namespace accord {

/// Where an event belongs: one disagreement of one partnership.
struct StreamId {
  PartnershipId partnership;
  DisagreementId disagreement;

  auto operator<=>(const StreamId&) const = default;
};

/// The number of events in a stream, which is the sequence number of the last one. 0: none yet.
struct Version {
  std::int64_t number = 0;

  auto operator<=>(const Version&) const = default;
};

/// When something happened by a person's account, and whose account it is.
struct Happened {
  Instant at;
  std::string source;  ///< how it is known, in a word of the program: `stated`, `server`

  bool operator==(const Happened&) const = default;
};

/// An event before it has its place in the record.
struct NewEntry {
  std::string kind;               ///< `exit_taken`
  std::int64_t kind_version = 1;  ///< of the payload's schema
  Actor actor;
  std::optional<Happened> happened;  ///< none: at the instant recorded
  /// What may be read without a key. Nothing about a child, nothing that somebody typed: stage,
  /// area, outcome (classification C1, S-LED1).
  std::map<std::string, std::string> clear;
  std::optional<Digest> policy;  ///< SHA-256 of the policy file in force
  std::vector<std::byte> payload;

  bool operator==(const NewEntry&) const = default;
};

/// An event as it stands in the record, and the one thing that is hashed.
struct Entry {
  StreamId stream;
  std::int64_t sequence = 0;       ///< 1, 2, 3 … in the stream
  std::optional<Digest> previous;  ///< leaf hash of the event before it; none for the first
  std::int64_t log_index = 0;      ///< 0, 1, 2 … in the partnership, over all its streams
  Instant recorded_at;             ///< the service's clock; never goes back in a partnership
  CommandId command;
  Digest command_body{};  ///< SHA-256 of what was submitted under the command id
  NewEntry event;

  bool operator==(const Entry&) const = default;
};

/// Why bytes are no entry: what is wrong and at which byte.
struct DecodeError {
  std::size_t offset = 0;
  std::string what;
};

/// The canonical bytes: a deterministic CBOR map (RFC 8949, 4.2.1) with the keys of `entry.cpp`.
/// Equal entries have equal bytes, and `decode(encode(entry))` is `entry`.
///
/// The error says which field cannot be recorded: text that is not UTF-8 or holds NUL, a number
/// below its least value, an id that is empty, something too long.
[[nodiscard]] std::expected<std::vector<std::byte>, std::string> encode(const Entry& entry);

/// Reads canonical bytes and nothing else: whatever `encode` would have written otherwise (longer
/// integers, another order, a key twice or unknown, bytes left over) is refused.
[[nodiscard]] std::expected<Entry, DecodeError> decode(std::span<const std::byte> bytes);

/// What the record's chains are made of: SHA-256(0x00 ‖ canonical bytes), as RFC 9162 has it.
[[nodiscard]] Digest leaf_hash(Hasher& hasher, std::span<const std::byte> bytes);

/// The partnership's head after `leaf`: SHA-256(0x02 ‖ head before ‖ leaf); the first follows
/// zeros.
[[nodiscard]] Digest next_head(Hasher& hasher, const Digest& head, const Digest& leaf);

}  // namespace accord
