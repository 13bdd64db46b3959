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

/// A policy from its text, fit to be put in force: it reads, and the checker finds no error.
[[nodiscard]] std::expected<std::shared_ptr<const Policy>, ServiceError> checked_policy(
    const std::string& text);

/// The agencies that owe it, by name, each once.
[[nodiscard]] std::vector<std::string> agencies_owing(const DutyState* duty,
                                                      const Disagreement& state,
                                                      const Directory& directory);

/// Why deadlines move, for their record: the days that came and went, by name.
[[nodiscard]] std::string why_holidays_changed(const BankHolidays& before,
                                               const BankHolidays& after);
[[nodiscard]] std::string why_closures_changed(const std::vector<Closure>& before,
                                               const std::vector<Closure>& after);

}  // namespace accord
