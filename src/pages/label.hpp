#pragma once

#include <string>

namespace accord {

/// What stands before a text: "Reason:", and "What has changed?" as it is; empty stays empty.
[[nodiscard]] std::string as_label(std::string name);

}  // namespace accord
