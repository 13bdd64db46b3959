#include "cli/verify.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <ostream>
#include <span>
#include <string>
#include <vector>

#include "base/characters.hpp"
#include "base/try.hpp"
#include "cli/exit_code.hpp"
#include "database/connection.hpp"
#include "database/migration.hpp"
#include "ledger/verify.hpp"
#include "store/backup_moment.hpp"
#include "store/tables.hpp"
#include "store/verify_documents.hpp"
#include "store/verify_read_models.hpp"

namespace accord {

namespace {

/// What was looked at, and what is wrong where.
struct Looked {
  VerifyReport record;
  std::vector<Discrepancy> schema;
  ReadModelsReport lists;

  [[nodiscard]] bool nothing_found() const {
    return record.intact() && schema.empty() && lists.findings.empty();
  }
  [[nodiscard]] std::int64_t findings() const {
    return std::ssize(record.findings) + std::ssize(schema) + std::ssize(lists.findings) +
           left_out();
  }
  [[nodiscard]] std::int64_t left_out() const {
    return record.findings_left_out + lists.findings_left_out;
  }
};

std::expected<Looked, Fault> look(const std::string& location) {
  ACCORD_TRY(const auto connection, open_connection(location, Access::Read));
  // One moment is looked at, whatever is recorded meanwhile.
  ACCORD_TRY(const auto snapshot, Transaction::survey(*connection));
  const std::array all{ledger_component(), store_component(), backup_component()};
  ACCORD_TRY_DO(check_version(*connection, std::span{all}.first(1)));
  Looked looked;
  ACCORD_TRY(const auto altered, check_schema(*connection, all));
  for (const std::string& what : altered) {
    looked.schema.push_back({{}, {}, std::nullopt, what});
  }
  ACCORD_TRY(looked.record, verify(*connection));
  if (looked.record.intact()) {
    ACCORD_TRY(looked.record.findings, verify_documents(*connection, looked.record));
  }
  // What is derived from a record that is not as it was recorded says nothing.
  if (looked.record.intact()) {
    ACCORD_TRY(looked.lists, verify_read_models(*connection, looked.record));
  }
  return looked;
}

std::string counted(std::int64_t count, std::string_view thing) {
  return fmt::format("{} {}{}", count, thing, count == 1 ? "" : "s");
}

// What was tampered with may hold anything, and a terminal would obey it.
std::string printable(std::string_view text) {
  std::string shown;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = std::max<std::size_t>(character_length(text, i), 1);
    const std::string_view character = text.substr(i, length);
    i += length;
    if (is_plain(character, Lines::One)) {
      shown += character;
      continue;
    }
    for (const char byte : character) {
      shown += fmt::format("\\x{:02x}", static_cast<unsigned char>(byte));
    }
  }
  return shown;
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
  return printable(place);
}

std::string headline(const Looked& looked) {
  if (looked.nothing_found()) {
    return "The record is intact.";
  }
  const std::string findings = counted(looked.findings(), "finding");
  return looked.record.intact()
             ? fmt::format("The record is intact, but the database is not as Accord left it: {}.",
                           findings)
             : fmt::format("The record is NOT intact: {}.", findings);
}

void write_text(const Looked& looked, const std::string& database, std::ostream& out) {
  const VerifyReport& report = looked.record;
  out << fmt::format("{}\n{} in {}, {}.\n", headline(looked), counted(report.entries, "event"),
                     counted(report.streams, "stream"),
                     counted(std::ssize(report.partnerships), "partnership"));
  if (!looked.nothing_found()) {
    out << '\n';
  }
  for (const auto* findings : {&report.findings, &looked.schema, &looked.lists.findings}) {
    for (const Discrepancy& finding : *findings) {
      out << fmt::format("{}: {}\n", place_of(finding), printable(finding.what));
    }
  }
  if (looked.left_out() > 0) {
    out << fmt::format("and {} more.\n", looked.left_out());
  }
  if (!looked.lists.findings.empty()) {
    out << fmt::format(
        "\nLists are made from the record. To make them anew: accord rebuild "
        "--database {}\n",
        printable(database));
  }
  if (!looked.lists.looked_at) {
    out << (report.intact()
                ? "\nThere are no lists of this release to look at: start the service once, which "
                  "makes them.\n"
                : "\nThe lists were not looked at: they are held against a record that is "
                  "intact.\n");
  }
  if (!report.partnerships.empty()) {
    out << "\nHeads, to note elsewhere and compare later:\n";
  }
  for (const PartnershipHead& partnership : report.partnerships) {
    out << fmt::format("{}  {:>8}  {}\n", to_hex(partnership.head), partnership.entries,
                       printable(partnership.partnership.text()));
  }
}

void add_findings(nlohmann::ordered_json& all, std::string_view of,
                  const std::vector<Discrepancy>& findings) {
  for (const Discrepancy& finding : findings) {
    nlohmann::ordered_json sequence;
    if (finding.sequence) {
      sequence = *finding.sequence;
    }
    all.push_back({{"of", of},
                   {"partnership", finding.partnership.text()},
                   {"disagreement", finding.disagreement.text()},
                   {"sequence", std::move(sequence)},
                   {"what", finding.what}});
  }
}

void write_json(const Looked& looked, std::ostream& out) {
  const VerifyReport& report = looked.record;
  nlohmann::ordered_json partnerships = nlohmann::ordered_json::array();
  for (const PartnershipHead& partnership : report.partnerships) {
    partnerships.push_back({{"partnership", partnership.partnership.text()},
                            {"entries", partnership.entries},
                            {"head", to_hex(partnership.head)}});
  }
  nlohmann::ordered_json findings = nlohmann::ordered_json::array();
  add_findings(findings, "record", report.findings);
  add_findings(findings, "schema", looked.schema);
  add_findings(findings, "lists", looked.lists.findings);
  nlohmann::ordered_json answer;
  answer["intact"] = looked.nothing_found();
  answer["record_intact"] = report.intact();
  answer["lists_looked_at"] = looked.lists.looked_at;
  answer["entries"] = report.entries;
  answer["streams"] = report.streams;
  answer["partnerships"] = std::move(partnerships);
  answer["findings"] = std::move(findings);
  answer["findings_left_out"] = looked.left_out();
  // Replaced: names that were tampered with need not be UTF-8.
  out << answer.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
}

}  // namespace

int run_verify(const VerifyArguments& arguments, std::ostream& out, std::ostream& err) {
  const auto looked = look(arguments.database);
  if (!looked) {
    err << "accord verify: " << looked.error().what << '\n';
    return kCouldNotRun;
  }
  if (arguments.json) {
    write_json(*looked, out);
  } else {
    write_text(*looked, arguments.database, out);
  }
  return looked->nothing_found() ? kDone : kAnswerIsNo;
}

}  // namespace accord
