#include "cli/verify.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <ostream>

#include "base/try.hpp"
#include "cli/exit_code.hpp"
#include "database/connection.hpp"
#include "database/migration.hpp"
#include "ledger/verify.hpp"
#include "store/verify_documents.hpp"

namespace accord {

namespace {

std::expected<VerifyReport, Fault> look(const std::string& location) {
  ACCORD_TRY(const auto connection, open_connection(location, Access::Read));
  ACCORD_TRY_DO(check_version(*connection, std::array{ledger_component()}));
  ACCORD_TRY(auto report, verify(*connection));
  if (report.intact()) {
    ACCORD_TRY(report.findings, verify_documents(*connection, report));
  }
  return report;
}

std::string counted(std::int64_t count, std::string_view thing) {
  return fmt::format("{} {}{}", count, thing, count == 1 ? "" : "s");
}

// What was tampered with may hold anything, and a terminal would obey it.
std::string printable(std::string text) {
  std::ranges::replace_if(
      text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, '?');
  return text;
}

std::string place_of(const Discrepancy& finding) {
  if (finding.partnership.empty()) {
    return "the database";
  }
  std::string place = finding.partnership.text();
  if (!finding.disagreement.empty()) {
    place += " / " + finding.disagreement.text();
  }
  if (finding.sequence) {
    place += fmt::format(", event {}", *finding.sequence);
  }
  return printable(std::move(place));
}

void write_text(const VerifyReport& report, std::ostream& out) {
  const auto findings = std::ssize(report.findings) + report.findings_left_out;
  out << fmt::format(
      "{}\n{} in {}, {}.\n",
      report.intact() ? "The record is intact."
                      : fmt::format("The record is NOT intact: {}.", counted(findings, "finding")),
      counted(report.entries, "event"), counted(report.streams, "stream"),
      counted(std::ssize(report.partnerships), "partnership"));
  if (!report.findings.empty()) {
    out << '\n';
  }
  for (const Discrepancy& finding : report.findings) {
    out << fmt::format("{}: {}\n", place_of(finding), printable(finding.what));
  }
  if (report.findings_left_out > 0) {
    out << fmt::format("and {} more.\n", report.findings_left_out);
  }
  if (!report.partnerships.empty()) {
    out << "\nHeads, to note elsewhere and compare later:\n";
  }
  for (const PartnershipHead& partnership : report.partnerships) {
    out << fmt::format("{}  {:>8}  {}\n", to_hex(partnership.head), partnership.entries,
                       printable(partnership.partnership.text()));
  }
}

void write_json(const VerifyReport& report, std::ostream& out) {
  nlohmann::ordered_json partnerships = nlohmann::ordered_json::array();
  for (const PartnershipHead& partnership : report.partnerships) {
    partnerships.push_back({{"partnership", partnership.partnership.text()},
                            {"entries", partnership.entries},
                            {"head", to_hex(partnership.head)}});
  }
  nlohmann::ordered_json findings = nlohmann::ordered_json::array();
  for (const Discrepancy& finding : report.findings) {
    nlohmann::ordered_json sequence;
    if (finding.sequence) {
      sequence = *finding.sequence;
    }
    findings.push_back({{"partnership", finding.partnership.text()},
                        {"disagreement", finding.disagreement.text()},
                        {"sequence", std::move(sequence)},
                        {"what", finding.what}});
  }
  nlohmann::ordered_json answer;
  answer["intact"] = report.intact();
  answer["entries"] = report.entries;
  answer["streams"] = report.streams;
  answer["partnerships"] = std::move(partnerships);
  answer["findings"] = std::move(findings);
  answer["findings_left_out"] = report.findings_left_out;
  // Replaced: names that were tampered with need not be UTF-8.
  out << answer.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
}

}  // namespace

int run_verify(const VerifyArguments& arguments, std::ostream& out, std::ostream& err) {
  const auto report = look(arguments.database);
  if (!report) {
    err << "accord verify: " << report.error().what << '\n';
    return kCouldNotRun;
  }
  if (arguments.json) {
    write_json(*report, out);
  } else {
    write_text(*report, out);
  }
  return report->intact() ? kDone : kAnswerIsNo;
}

}  // namespace accord
