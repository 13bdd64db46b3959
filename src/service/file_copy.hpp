#pragma once

#include <optional>
#include <string>
#include <vector>

#include "service/service.hpp"

namespace accord {

/// The copy that each agency puts in its own file (ALL-6): the record as it stood at one version,
/// with what lets anybody compare it later.

/// What a copy is one of: how many entries, and the head of their chain, which nobody can have
/// again for other entries.
struct CopyOf {
  std::int64_t version = 0;
  std::string head;  ///< hexadecimal
};

/// The name of the text that a confirmation has it under.
inline constexpr const char* kCopyText = "a copy of";

/// The record up to `version`, or as it stands where there is no such version.
[[nodiscard]] CopyOf copy_of(const Loaded& loaded, std::int64_t version);
/// "Entries 1 to 42. Head of the chain: 3f…"
[[nodiscard]] std::string to_words(const CopyOf& copy);

/// A confirmation that a copy was put in an agency's file: its entry of the record, by one of that
/// agency's people.
struct Confirmation {
  const Event* event = nullptr;
  const Done* done = nullptr;
  std::optional<CopyOf>
      copy{};  ///< what it says that it is a copy of, where the record bears it out
};

/// All of them, oldest first; they point into `loaded`.
[[nodiscard]] std::vector<Confirmation> confirmations(const Loaded& loaded);

/// What the side of the person who asks has still to confirm, as they may.
[[nodiscard]] std::vector<const DutyState*> copies_owed(const Outlook& now);

}  // namespace accord
