#pragma once

#include <string>
#include <utility>
#include <vector>

#include "pages/disagreement.hpp"

namespace accord {

/// The copy that each agency puts in its own file (ALL-6): the record as it stood at one version,
/// with what lets anybody compare it later.

/// What a copy is one of: how many entries, and the head of their chain, which nobody can have
/// again for other entries.
struct CopyOf {
  std::int64_t version = 0;
  std::string head;  ///< hexadecimal
};

/// The record up to `version`, or as it stands where there is no such version.
[[nodiscard]] CopyOf copy_of(const Loaded& loaded, std::int64_t version);
/// "Entries 1 to 42. Head of the chain: 3f…"
[[nodiscard]] std::string to_words(const CopyOf& copy);

/// The whole record as plain text, to be kept as a file.
[[nodiscard]] std::string record_text(const OpenedDisagreement& opened);

}  // namespace accord
