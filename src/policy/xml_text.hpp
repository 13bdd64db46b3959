#pragma once

#include <string>
#include <string_view>

namespace accord {

/// Text in XML, between tags or in an attribute: what has a meaning there is escaped, and control
/// characters become blanks.
[[nodiscard]] std::string xml_text(std::string_view text);

}  // namespace accord
