#pragma once

#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "service/service.hpp"

namespace accord {

/// The calendar that a policy counts in: the bank holidays that the partnership has adopted, or
/// else the program's own; the days on which the directory says that it is closed; the policy's
/// conventions.
[[nodiscard]] std::expected<std::shared_ptr<const WorkingCalendar>, ServiceError> calendar_for(
    const Policy& policy, const Directory& directory, const std::optional<Document>& own);

/// Why deadlines move, for their record: the days that came and went, by name.
[[nodiscard]] std::string why_holidays_changed(const BankHolidays& before,
                                               const BankHolidays& after);
[[nodiscard]] std::string why_closures_changed(const std::vector<Closure>& before,
                                               const std::vector<Closure>& after);

}  // namespace accord
