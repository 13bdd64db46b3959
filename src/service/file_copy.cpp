#include "service/file_copy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "ledger/digest.hpp"
#include "service/learning.hpp"

namespace accord {

namespace {

constexpr std::string_view kBeforeVersion = "Entries 1 to ";

/// What somebody wrote is a copy of these entries only where their chain has that head.
std::optional<CopyOf> copy_said(const Loaded& loaded, const Texts& texts) {
  const auto said = std::ranges::find(texts, kCopyText, &Texts::value_type::first);
  if (said == texts.end() || !said->second.starts_with(kBeforeVersion)) {
    return std::nullopt;
  }
  const std::string& words = said->second;
  std::int64_t version = 0;
  std::from_chars(words.data() + kBeforeVersion.size(), words.data() + words.size(), version);
  CopyOf copy = copy_of(loaded, version);
  return words == to_words(copy) ? std::optional{std::move(copy)} : std::nullopt;
}

}  // namespace

CopyOf copy_of(const Loaded& loaded, std::int64_t version) {
  const auto entries = static_cast<std::int64_t>(loaded.leaves.size());
  const std::int64_t last = version < 1 || version > entries ? entries : version;
  return {last, to_hex(loaded.leaves[static_cast<std::size_t>(last - 1)])};
}

std::string to_words(const CopyOf& copy) {
  return fmt::format("{}{}. Head of the chain: {}", kBeforeVersion, copy.version, copy.head);
}

std::vector<Confirmation> confirmations(const Loaded& loaded) {
  std::vector<Confirmation> found;
  for (const Event& event : loaded.events) {
    const auto* done = std::get_if<Done>(&event.body);
    if (done != nullptr && purpose_of(loaded, *done) == Purpose::File) {
      found.push_back({&event, done, copy_said(loaded, done->evidence.texts)});
    }
  }
  return found;
}

std::vector<const DutyState*> copies_owed(const Outlook& now) {
  std::vector<const DutyState*> owed;
  for (const OpenDuty& open : now.duties) {
    if (open.mine && open.rule != nullptr && open.rule->purpose == Purpose::File) {
      owed.push_back(open.duty);
    }
  }
  return owed;
}

}  // namespace accord
