#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "disagreement/event.hpp"

namespace accord {

/// The stored form of what an event says: JSON with its keys in order and nothing left out, so that
/// the same event is the same bytes. The envelope (sequence, times, who) is the ledger's.

/// Of the present schema. A later one reads every earlier.
inline constexpr std::int64_t kEventSchema = 1;

[[nodiscard]] std::string to_json(const EventBody& body);

/// Reads what `to_json` wrote under `kind`. The error says which part is not as it must be.
[[nodiscard]] std::expected<EventBody, std::string> event_from_json(std::string_view kind,
                                                                    std::int64_t schema,
                                                                    std::string_view json);

}  // namespace accord
