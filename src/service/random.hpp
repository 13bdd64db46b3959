#pragma once

#include <string>

namespace accord {

/// Randomness of the operating system, for the shell alone.

/// 128 bits as 32 lower-case hexadecimal digits.
[[nodiscard]] std::string random_hex_128();
/// A reference for people, such as 7K3Q-9M2D: no letter that looks like a digit or another letter.
[[nodiscard]] std::string random_reference();

}  // namespace accord
