#pragma once

namespace accord {

/// What every command answers its caller with.
inline constexpr int kDone = 0;
inline constexpr int kAnswerIsNo = 1;   ///< it ran, and a check failed or there is no such thing
inline constexpr int kCouldNotRun = 2;  ///< bad arguments, an unreadable file, a fault

}  // namespace accord
