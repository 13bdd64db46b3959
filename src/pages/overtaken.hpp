#pragma once

#include <cstdint>

#include "pages/disagreement.hpp"

namespace accord {

/// A form that somebody else's act came before: what is new since the version that its writer saw.

/// At `{{>OVERTAKEN}}` (overtaken.html): the newest entries since `seen`, in the words of the
/// chronology, with who made them and when.
void put_overtaken(Dictionary& page, const OpenedDisagreement& opened, std::int64_t seen);

/// 409 where the form cannot be sent any more, as `why` says: what was typed, to be copied.
/// @param typed labels and words; an empty text is a heading over those that follow
[[nodiscard]] Response overtaken_for_good(PageContext& context, const Refusal& why,
                                          const Texts& typed);

}  // namespace accord
