#pragma once

#include <span>
#include <string>
#include <utility>
#include <vector>

#include "pages/disagreement.hpp"

namespace accord {

/// One entry of the record in words: what happened in a line, and whatever was written with it.
struct EventWords {
  std::string title;
  std::vector<std::pair<std::string, std::string>> texts{};  ///< a label and what was written
};

/// Every kind of event has its words: adding one to EventBody does not compile without them.
[[nodiscard]] EventWords event_words(const EventBody& body, const OpenedDisagreement& opened);

/// An entry of the chronology: an act with what the policy made follow from it, or what time did.
struct ChronologyEntry {
  std::int64_t sequence = 0;
  std::string title;
  std::string stage;     ///< the stage that it belongs to: "Stage 2: line managers"
  std::string day;       ///< "Tuesday 7 April 2026"
  std::string by;        ///< empty: the policy
  std::string machine;   ///< "2026-04-07T14:40:00+01:00"
  std::string happened;  ///< "Tuesday 7 April 2026, 2:40pm"
  std::string recorded;  ///< only where it was recorded at another time
  std::string clause;
  std::vector<std::pair<std::string, std::string>> texts;
  std::vector<std::string> follows;
};

/// The whole record in words, oldest first.
[[nodiscard]] std::vector<ChronologyEntry> chronology(const OpenedDisagreement& opened);

/// What the policy made follow from an act may be long: the record shows it, a page to work with
/// folds it.
enum class LongLists { Shown, Folded };

/// Fills `{{#ENTRY}}` with the entries in the order given.
void put_entries(Dictionary& page, const OpenedDisagreement& opened,
                 std::span<const ChronologyEntry> entries, LongLists lists);

/// The newest entries open and first; where there are many more, those behind them folded by the
/// stage that they belong to, each still reached by its "#entry-12".
void put_newest_first(Dictionary& page, const OpenedDisagreement& opened,
                      std::vector<ChronologyEntry> entries);

}  // namespace accord
