#include "cli/partnership_files.hpp"

#include <fmt/format.h>

#include "base/try.hpp"
#include "cli/calendar_source.hpp"
#include "cli/files.hpp"
#include "cli/policy_file.hpp"
#include "directory/reader.hpp"
#include "policy/checker.hpp"
#include "policy/conventions.hpp"
#include "store/documents.hpp"

namespace accord {

std::string problems_in_lines(std::string_view file, const std::vector<Problem>& problems) {
  std::string lines;
  for (const Problem& problem : problems) {
    lines += fmt::format("{}{}:{}", lines.empty() ? "" : "\n", file, to_line(problem));
  }
  return lines;
}

std::expected<Policy, std::string> load_policy(const std::filesystem::path& file) {
  const auto read = read_policy_file(file);
  if (!read) {
    return std::unexpected(to_lines(read.error()));
  }
  auto policy = policy_in(*read);
  if (!policy) {
    return std::unexpected(to_lines(policy.error()));
  }
  policy->hash = digest_of(read->text);
  PolicyFileError errors;
  for (const Finding& finding : check_policy(*policy)) {
    if (finding.level == Finding::Level::Error) {
      errors.problems.push_back({read->place(finding.mark), finding.message, finding.suggestion});
    }
  }
  if (!errors.problems.empty()) {
    return std::unexpected(to_lines(errors));
  }
  return *std::move(policy);
}

std::expected<Directory, std::string> load_directory(const std::filesystem::path& file,
                                                     const Zone& zone) {
  ACCORD_TRY(const std::string text, read_file(file));
  auto directory = read_directory(text, zone);
  if (!directory) {
    return std::unexpected(problems_in_lines(file.string(), directory.error()));
  }
  return *std::move(directory);
}

std::expected<WorkingCalendar, std::string> calendar_of(const Policy& policy,
                                                        const Directory& directory) {
  ACCORD_TRY(Zone zone, Zone::load(policy.zone));
  ACCORD_TRY(BankHolidays holidays, load_bank_holidays(policy.calendar));
  const auto conventions = conventions_of(policy);
  if (!conventions) {
    return std::unexpected(
        fmt::format("{}: {}", conventions.error().what, conventions.error().mend));
  }
  std::vector<Closure> closures;
  if (const Agency* partnership = directory.partnership()) {
    for (const auto& [from, to] : partnership->closures) {
      ACCORD_TRY(const Date first, parse_date(from));
      ACCORD_TRY(const Date last, parse_date(to));
      closures.push_back({first, last, "closed by the partnership", std::nullopt});
    }
  }
  return WorkingCalendar::create(std::move(zone), std::move(holidays), std::move(closures),
                                 *conventions);
}

}  // namespace accord
