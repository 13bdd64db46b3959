#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace accord {

/// What in `text` looks like a name, a date of birth, a postcode or an NHS number, as written. It
/// warns and never stops anybody: names typed by mistake cannot be removed from the record.
[[nodiscard]] std::vector<std::string> possible_names(std::string_view text);

}  // namespace accord
