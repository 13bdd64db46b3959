#pragma once

#include <span>
#include <vector>

#include "pages/disagreement.hpp"
#include "telling/chronology.hpp"

namespace accord {

/// The whole record in words, each entry in those of the version that governed then; oldest first.
[[nodiscard]] std::vector<ChronologyEntry> chronology_of(const OpenedDisagreement& opened);

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
