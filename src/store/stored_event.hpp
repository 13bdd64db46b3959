#pragma once

#include <expected>

#include "disagreement/event.hpp"
#include "ledger/ledger.hpp"

namespace accord {

/// An event as it is recorded: its stored form, with what may be read without a key beside it.
[[nodiscard]] NewEntry to_entry(const Event& event);

/// The event that was recorded. `Corrupt` when it is none that Accord knows.
[[nodiscard]] std::expected<Event, Fault> to_event(const StoredEntry& stored);

}  // namespace accord
