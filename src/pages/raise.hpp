#pragma once

#include <expected>
#include <string>

#include "pages/raise_answers.hpp"

namespace accord {

/// The person's own draft that the address names (`{draft}`): one that was saved, or one that was
/// just begun. Otherwise the page to answer with: that it was sent, and as what, or that there is
/// no such draft.
[[nodiscard]] std::expected<RaiseAnswers, Response> raise_answers(PageContext& context);

/// The disagreement that the draft of that id became, when whoever asks sent it, as it is shown;
/// empty where it was not sent. A draft is sent under its own id, so it is sent once.
[[nodiscard]] std::expected<std::string, ServiceError> sent_as(const PageContext& context,
                                                               const std::string& draft);

}  // namespace accord
