#pragma once

#include <string_view>

#include "pages/site.hpp"

namespace accord {

/// Forms that come again: each has the id of the command that it sends, so that pressing twice
/// records once, and what comes a second time is told what the first one did (S-IDEM).

/// 32 hexadecimal figures, as `Service::new_id` makes them.
[[nodiscard]] bool is_command_id(std::string_view text);

/// 409 for a form that was sent a second time with other words, after going back in the browser or
/// pressing twice: what was recorded first and when, what was typed now, and how to record that
/// too.
/// @param typed with its labels; none: as it came
[[nodiscard]] Response recorded_before(PageContext& context, const RecordedBefore& before,
                                       const Texts* typed = nullptr);

/// 400 for a form without the id of its command, which would be recorded each time it is sent: what
/// was typed, in a form with an id.
[[nodiscard]] Response without_command(PageContext& context, Action action);

/// 403 for a form that was opened as somebody else, or by nobody who is known now: what was typed,
/// to be copied. It is not offered to be sent, since another site can send anything here.
[[nodiscard]] Response of_another_session(PageContext& context);

/// Puts what was typed into failed.html: nothing hidden, nothing empty. Whether there was anything.
bool show_typed(Dictionary& content, const Form& form);
/// The same with labels and in words; an empty text is a heading over those that follow.
bool show_typed(Dictionary& content, const Texts& typed);

}  // namespace accord
