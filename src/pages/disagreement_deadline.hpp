#pragma once

#include <string_view>

#include "pages/disagreement.hpp"
#include "telling/deadline_words.hpp"

namespace accord {

/// "Why this deadline?", the same panel everywhere: disagreement_deadline.html at `{{>DEADLINE}}`.
void put(Dictionary& page, const OpenedDisagreement& opened, const DeadlineWords& panel,
         std::string_view summary = "Why this deadline?");

}  // namespace accord
