#pragma once

#include <string_view>

namespace accord::property {

/// Whatever has to be said in words.
inline constexpr std::string_view kSaid = "as said";

}  // namespace accord::property
