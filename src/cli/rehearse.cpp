#include "cli/rehearse.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <ostream>

#include "base/try.hpp"
#include "cli/exit_code.hpp"
#include "cli/files.hpp"
#include "cli/lines.hpp"
#include "cli/partnership_files.hpp"
#include "cli/read_once.hpp"
#include "cli/rehearse_coverage.hpp"
#include "cli/rehearse_explain.hpp"
#include "rehearsal/cases.hpp"
#include "rehearsal/reader.hpp"
#include "rehearsal/runner.hpp"

namespace accord {

namespace {

/// A rehearsal that has been played, or one case of it.
struct Played {
  RehearsedCase of;
  RehearsalHead head;
  RehearsalReport report;
  PartnershipRead with;
};

/// A rehearsal with its cases, as far as they could be used.
struct PlayedFile {
  std::vector<Played> played;
  std::string problems;  ///< a line each; empty: all could be used
};

std::expected<Cases, std::string> read_cases(const std::string& file) {
  ACCORD_TRY(const std::string text, read_file(file));
  auto tree = read_yaml(text);
  if (!tree) {
    return std::unexpected(problems_in_lines(file, tree.error()));
  }
  const std::string name = cases_file(*tree);
  const std::filesystem::path table = std::filesystem::path{file}.parent_path() / name;
  std::string csv;
  if (!name.empty()) {
    ACCORD_TRY(csv, read_file(table));
  }
  auto cases = Cases::read(*std::move(tree), csv);
  if (!cases) {
    std::string lines = problems_in_lines(file, cases.error().in_rehearsal);
    const std::string more = problems_in_lines(table.string(), cases.error().in_table);
    lines += lines.empty() || more.empty() ? "" : "\n";
    return std::unexpected(lines + more);
  }
  return *std::move(cases);
}

/// Says of which case a problem is, with the place of its value: the rest of the file is common to
/// all of them.
std::vector<Problem> of_case(std::vector<Problem> problems, const RehearsedCase& one) {
  for (Problem& problem : problems) {
    problem.what = one.number == 0 ? problem.what : to_text(one) + ": " + problem.what;
  }
  return problems;
}

std::expected<Played, std::string> play(const std::string& file, RehearsedCase one,
                                        ReadOnce& files) {
  auto head = read_rehearsal_head(one.file);
  if (!head) {
    return std::unexpected(problems_in_lines(file, of_case(head.error(), one)));
  }
  const std::filesystem::path folder = std::filesystem::path{file}.parent_path();
  ACCORD_TRY(const PartnershipRead with,
             files.partnership(folder / head->policy, folder / head->directory));
  std::vector<LaterVersion> later;
  for (const std::string& path : head->later) {
    ACCORD_TRY(const PartnershipRead version,
               files.partnership(folder / path, folder / head->directory));
    later.push_back({path, version.policy, version.calendar});
  }
  const auto rehearsal = read_rehearsal(one.file, *with.policy, *with.directory, *with.zone, later);
  if (!rehearsal) {
    return std::unexpected(problems_in_lines(file, of_case(rehearsal.error(), one)));
  }
  return Played{std::move(one), *std::move(head),
                run_rehearsal(*rehearsal, *with.policy, *with.directory, *with.calendar, later),
                with};
}

/// Plays every case up to the first that cannot be used.
PlayedFile play_all(const std::string& file, ReadOnce& files) {
  PlayedFile all;
  const auto cases = read_cases(file);
  if (!cases) {
    all.problems = cases.error();
    return all;
  }
  for (std::size_t i = 0; i < cases->size(); ++i) {
    auto played = play(file, cases->at(i), files);
    if (!played) {
      all.problems = played.error();
      return all;
    }
    all.played.push_back(*std::move(played));
  }
  return all;
}

RehearsalExplained explained(const Played& played) {
  return {played.report, *played.with.directory, *played.with.zone};
}

void write_explained(const std::string& file, const Played& played, std::ostream& out) {
  const std::string of = to_text(played.of);
  const Policy& policy = *played.with.policy;
  out << in_lines(fmt::format("{}{}{}", played.head.title, of.empty() ? "" : ", ", of), "", 0)
      << file << '\n'
      << in_lines(fmt::format("Under {}, version {}", policy.title, policy.version), "", 0);
  write_text(explained(played), file, out);
  out << '\n';
}

void write_text(const std::string& file, const Played& played, bool failures_only,
                std::ostream& out) {
  const std::string of = to_text(played.of);
  if (!failures_only) {
    out << fmt::format("{}: {}{}{}\n", file, played.head.title, of.empty() ? "" : ", ", of);
  }
  for (const RehearsalLine& line : played.report.lines) {
    if (failures_only && line.passed) {
      continue;
    }
    out << fmt::format("{}:{}: {}: {}{}step {}, {}: {}{}\n", file, line.mark.line,
                       line.passed ? "pass" : "FAIL", of, of.empty() ? "" : ", ", line.step,
                       to_words(*played.with.zone, line.at), line.what,
                       line.passed ? "" : "; but " + line.instead);
  }
}

void add_json(const std::string& file, const Played& played, bool explain,
              nlohmann::ordered_json& list) {
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
  if (played.of.number != 0) {
    nlohmann::ordered_json values = nlohmann::ordered_json::object();
    for (const auto& [name, value] : played.of.values) {
      values[name] = value;
    }
    one["case"] = {{"number", played.of.number},
                   {"line", played.of.mark.line},
                   {"column", played.of.mark.column},
                   {"values", std::move(values)}};
  }
  one["shows"] = played.head.shows;
  one["passed"] = played.report.passed();
  one["failed"] = played.report.failed();
  one["expectations"] = std::move(lines);
  if (explain) {
    one["steps"] = to_json(explained(played));
  }
  list.push_back(std::move(one));
}

}  // namespace

int run_rehearse(const RehearseArguments& arguments, std::ostream& out, std::ostream& err) {
  int passed = 0;
  int failed = 0;
  int unusable = 0;
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  ReadOnce files;
  CoverageByPolicy coverage;
  for (const std::string& file : arguments.files) {
    const PlayedFile all = play_all(file, files);
    if (!all.problems.empty()) {
      out << std::flush;
      err << all.problems << '\n';
      ++unusable;
    }
    for (const Played& played : all.played) {
      passed += played.report.passed();
      failed += played.report.failed();
      if (arguments.coverage) {
        const auto policy = std::filesystem::path{file}.parent_path() / played.head.policy;
        coverage.add(policy.lexically_normal().string(), *played.with.policy, played.report,
                     *played.with.directory);
      }
      if (arguments.json) {
        add_json(file, played, arguments.explain, list);
      } else if (arguments.explain) {
        write_explained(file, played, out);
      } else {
        write_text(file, played, arguments.coverage, out);
      }
    }
  }
  if (arguments.json) {
    if (arguments.coverage) {
      list = {{"rehearsals", std::move(list)}, {"coverage", coverage.to_json()}};
    }
    out << list.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) << '\n';
  } else {
    if (unusable > 0) {
      out << fmt::format("{} file{} could not be played to the end: the message says why.\n",
                         unusable, unusable == 1 ? "" : "s");
    }
    out << fmt::format("{} passed, {} failed\n", passed, failed);
    if (arguments.coverage) {
      coverage.write_text(out);
    }
  }
  return unusable > 0 ? kCouldNotRun : failed > 0 ? kAnswerIsNo : kDone;
}

}  // namespace accord
