#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "calendar/bank_holidays.hpp"

namespace accord {

/// The bank holidays of one division ("england-and-wales") in the official format of
/// https://www.gov.uk/bank-holidays.json, in order of day. The error says where the text is wrong.
[[nodiscard]] std::expected<std::vector<BankHoliday>, std::string> read_official_list(
    std::string_view json, std::string_view division);

/// A `.calendar` text that takes `official` for the dates it covers, from its first day to the end
/// of its last year, and keeps the rules of `calendar` for all others. A list imported before is
/// replaced. `calendar` has been read without fault; so can the answer be.
[[nodiscard]] std::string with_official_list(std::string_view calendar,
                                             const std::vector<BankHoliday>& official);

}  // namespace accord
