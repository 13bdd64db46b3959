#include "cli/rehearse.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <ostream>

#include "base/try.hpp"
#include "cli/exit_code.hpp"
#include "cli/files.hpp"
#include "cli/partnership_files.hpp"
#include "cli/read_once.hpp"
#include "cli/rehearse_coverage.hpp"
#include "rehearsal/reader.hpp"
#include "rehearsal/runner.hpp"

namespace accord {

namespace {

/// A rehearsal that has been played.
struct Played {
  RehearsalHead head;
  RehearsalReport report;
  PartnershipRead with;
};

std::expected<Played, std::string> play(const std::string& file, ReadOnce& files) {
  ACCORD_TRY(const std::string text, read_file(file));
  const auto tree = read_yaml(text);
  if (!tree) {
    return std::unexpected(problems_in_lines(file, tree.error()));
  }
  auto head = read_rehearsal_head(*tree);
  if (!head) {
    return std::unexpected(problems_in_lines(file, head.error()));
  }
  const std::filesystem::path folder = std::filesystem::path{file}.parent_path();
  ACCORD_TRY(const PartnershipRead with,
             files.partnership(folder / head->policy, folder / head->directory));
  const auto rehearsal = read_rehearsal(*tree, *with.policy, *with.directory, *with.zone);
  if (!rehearsal) {
    return std::unexpected(problems_in_lines(file, rehearsal.error()));
  }
  return Played{*std::move(head),
                run_rehearsal(*rehearsal, *with.policy, *with.directory, *with.calendar), with};
}

void write_text(const std::string& file, const Played& played, bool failures_only,
                std::ostream& out) {
  if (!failures_only) {
    out << fmt::format("{}: {}\n", file, played.head.title);
  }
  for (const RehearsalLine& line : played.report.lines) {
    if (failures_only && line.passed) {
      continue;
    }
    out << fmt::format("{}:{}: {}: step {}, {}: {}{}\n", file, line.mark.line,
                       line.passed ? "pass" : "FAIL", line.step,
                       to_words(*played.with.zone, line.at), line.what,
                       line.passed ? "" : "; but " + line.instead);
  }
}

void add_json(const std::string& file, const Played& played, nlohmann::ordered_json& list) {
  nlohmann::ordered_json lines = nlohmann::ordered_json::array();
  for (const RehearsalLine& line : played.report.lines) {
    lines.push_back({{"line", line.mark.line},
                     {"column", line.mark.column},
                     {"step", line.step},
                     {"at", iso_local(*played.with.zone, line.at)},
                     {"expected", line.what},
                     {"passed", line.passed},
                     {"instead", line.instead}});
  }
  nlohmann::ordered_json one;
  one["file"] = file;
  one["rehearsal"] = played.head.title;
  one["shows"] = played.head.shows;
  one["passed"] = played.report.passed();
  one["failed"] = played.report.failed();
  one["expectations"] = std::move(lines);
  list.push_back(std::move(one));
}

}  // namespace

int run_rehearse(const RehearseArguments& arguments, std::ostream& out, std::ostream& err) {
  int passed = 0;
  int failed = 0;
  bool unusable = false;
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  ReadOnce files;
  CoverageByPolicy coverage;
  for (const std::string& file : arguments.files) {
    const auto played = play(file, files);
    if (!played) {
      err << played.error() << '\n';
      unusable = true;
      continue;
    }
    passed += played->report.passed();
    failed += played->report.failed();
    if (arguments.coverage) {
      const auto policy = std::filesystem::path{file}.parent_path() / played->head.policy;
      coverage.add(policy.lexically_normal().string(), *played->with.policy, played->report,
                   *played->with.directory);
    }
    if (arguments.json) {
      add_json(file, *played, list);
    } else {
      write_text(file, *played, arguments.coverage, out);
    }
  }
  if (arguments.json) {
    if (arguments.coverage) {
      list = {{"rehearsals", std::move(list)}, {"coverage", coverage.to_json()}};
    }
    out << list.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) << '\n';
  } else {
    out << fmt::format("{} passed, {} failed\n", passed, failed);
    if (arguments.coverage) {
      coverage.write_text(out);
    }
  }
  return unusable ? kCouldNotRun : failed > 0 ? kAnswerIsNo : kDone;
}

}  // namespace accord
