#pragma once

#include <string>

#include "scene.hpp"

namespace accord::test {

// Whose demonstration is walked through stands in CMakeLists.txt.
inline constexpr const char* kPartnership = ACCORD_WALKED_PARTNERSHIP;
/// The partnership's post that gets the monitoring form, and the group that considers learning.
inline constexpr const char* kCoordinator = "maeve_orme";
inline constexpr const char* kLearningChair = "hugh_nowak";
inline constexpr std::string_view kFileDuty =
    "Put the outcome and the agreed action on the child's file, in your agency's own record";

/// Raised by Isaac Drummond of the trust with Priya Crane of children's social care: "/d/…".
[[nodiscard]] std::string raised_disagreement(TestSite& site);
/// The same, agreed by both at the first stage.
[[nodiscard]] std::string ended(TestSite& site);
/// The same, taken up to the stage at which the monitoring form is copied.
[[nodiscard]] std::string at_senior_managers(TestSite& site);

}  // namespace accord::test
