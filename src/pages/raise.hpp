#pragma once

#include <expected>

#include "pages/raise_answers.hpp"

namespace accord {

/// The person's own draft that the address names (`{draft}`); an empty one where nothing was saved
/// under it yet. NotThere for what is no draft of raising.
[[nodiscard]] std::expected<RaiseAnswers, ServiceError> raise_answers(const PageContext& context);

}  // namespace accord
