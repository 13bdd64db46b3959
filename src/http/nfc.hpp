#pragma once

#include <string>
#include <string_view>

namespace accord {

/// `text`, which is UTF-8, in Unicode's composed form (NFC): an "é" typed on one keyboard as one
/// character and on another as two is the same word afterwards, when it is compared and when it is
/// hashed. Text that is composed already comes back byte for byte.
[[nodiscard]] std::string composed(std::string_view text);

}  // namespace accord
