#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/embedded.hpp"

namespace accord {

/// The address of an embedded asset: "/assets/5f0c2b7a9d1e4a36/accord.css". It holds a hash over
/// all assets, so a style sheet finds its images beside it, and a browser may keep what it got for
/// ever. A name that is not there is a bug.
[[nodiscard]] std::string asset_url(std::string_view name);

/// The hash in the addresses: 16 hexadecimal digits.
[[nodiscard]] const std::string& asset_version();

/// The asset with this path ("images/icon-document.svg"), or nothing.
[[nodiscard]] std::optional<EmbeddedFile> find_asset(std::string_view name);

}  // namespace accord
