#include "store/verify_read_models.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/try.hpp"
#include "database/migration.hpp"
#include "database/text.hpp"
#include "store/partnership_entry.hpp"
#include "store/rebuild.hpp"
#include "store/tables.hpp"

namespace accord {
namespace {

/// A table that is derived. Each begins with partnership and disagreement.
struct ReadTable {
  std::string_view name;
  std::span<const std::string_view> keys;     ///< what tells the rows of a disagreement apart
  std::span<const std::string_view> columns;  ///< the others
};

constexpr std::array<std::string_view, 0> kNoColumns{};
constexpr std::array<std::string_view, 20> kDisagreementColumns{
    "reference", "summary",     "version",      "policy_sha256", "stage",
    "tier",      "area",        "urgency",      "raising",       "responding",
    "raiser",    "raised_at_s", "outcome",      "resolved_at_s", "resolved_stage",
    "finished",  "due_s",       "local_target", "late",          "next_moment_s"};
constexpr std::array<std::string_view, 2> kDutyKeys{"number", "ower"};
constexpr std::array<std::string_view, 14> kDutyColumns{
    "reference", "scope",  "duty",  "what",         "side",         "agency",    "post",
    "person",    "status", "due_s", "local_target", "overdue_at_s", "done_at_s", "late"};
constexpr std::array<std::string_view, 1> kConcernedKeys{"who"};
constexpr std::array<std::string_view, 2> kChildFactKeys{"fact", "word"};

constexpr std::array<ReadTable, 4> kReadTables{{
    {"disagreement", kNoColumns, kDisagreementColumns},
    {"duty", kDutyKeys, kDutyColumns},
    {"concerned", kConcernedKeys, kNoColumns},
    {"child_fact", kChildFactKeys, kNoColumns},
}};

constexpr std::string_view kSelectListed = R"sql(
    SELECT partnership, disagreement FROM disagreement
    UNION SELECT partnership, disagreement FROM duty
    UNION SELECT partnership, disagreement FROM concerned
    UNION SELECT partnership, disagreement FROM child_fact
    ORDER BY 1, 2
)sql";

using Row = std::vector<std::string>;
using Rows = std::map<Row, Row>;  ///< by key

std::string as_text(const Value& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) {
    return fmt::format("i{}", *number);
  }
  if (const auto* truth = std::get_if<bool>(&value)) {
    return fmt::format("i{}", *truth ? 1 : 0);
  }
  if (const auto* words = std::get_if<std::string_view>(&value)) {
    return fmt::format("t{}", *words);
  }
  if (const auto* bytes = std::get_if<BytesView>(&value)) {
    return fmt::format(
        "b{}", std::string_view{reinterpret_cast<const char*>(bytes->data()), bytes->size()});
  }
  return "none";
}

std::expected<Rows, Fault> rows_of(Connection& connection, const ReadTable& table,
                                   const StreamId& stream) {
  std::vector<std::string_view> columns{table.keys.begin(), table.keys.end()};
  columns.insert(columns.end(), table.columns.begin(), table.columns.end());
  const std::string sql =
      fmt::format("SELECT {} FROM {} WHERE partnership = $1 AND disagreement = $2",
                  fmt::join(columns, ", "), table.name);
  const std::array<Value, 2> bound{to_value(stream.partnership.text()),
                                   to_value(stream.disagreement.text())};
  Rows found;
  const Connection::OnRow add = [&](std::span<const Value> values) -> std::expected<void, Fault> {
    Row key;
    Row others;
    for (std::size_t i = 0; i < values.size(); ++i) {
      (i < table.keys.size() ? key : others).push_back(as_text(values[i]));
    }
    found.emplace(std::move(key), std::move(others));
    return {};
  };
  ACCORD_TRY_DO(connection.execute(sql, bound, add));
  return found;
}

class ReadModelsVerifier {
 public:
  ReadModelsVerifier(Connection& connection, Connection& scratch)
      : connection_(connection), scratch_(scratch) {}

  /// Every disagreement that has events, held against what its events give.
  std::expected<void, Fault> check_partnership(const PartnershipId& partnership) {
    ACCORD_TRY(const auto streams, Ledger{connection_}.streams(partnership));
    Derivation derivation{connection_, partnership};
    for (const StreamHead& head : streams) {
      if (head.stream.disagreement == partnership_stream()) {
        continue;
      }
      with_events_.insert(head.stream);
      auto transaction = Transaction::begin(scratch_, Connection::Purpose::Write);
      if (!transaction) {
        return std::unexpected(std::move(transaction).error());
      }
      if (const auto made = derivation.write(head.stream.disagreement, scratch_); !made) {
        find(head.stream, "what its events give cannot be derived: " + made.error().what);
        continue;
      }
      ACCORD_TRY_DO(compare(head.stream));
    }
    return {};
  }

  /// What stands in the lists and has no events.
  std::expected<void, Fault> check_listed() {
    ACCORD_TRY(const auto listed, (connection_.rows<PartnershipId, DisagreementId>(kSelectListed)));
    for (const auto& [partnership, disagreement] : listed) {
      if (!with_events_.contains({partnership, disagreement})) {
        find({partnership, disagreement},
             "it stands in the lists, but the record has no events of it");
      }
    }
    return {};
  }

  ReadModelsReport take() {
    report_.looked_at = true;
    return std::move(report_);
  }

 private:
  std::expected<void, Fault> compare(const StreamId& stream);
  void find(const StreamId& stream, std::string what) {
    if (report_.findings.size() >= VerifyReport::kMostFindings) {
      ++report_.findings_left_out;
      return;
    }
    report_.findings.push_back(
        {stream.partnership, stream.disagreement, std::nullopt, std::move(what)});
  }

  Connection& connection_;
  Connection& scratch_;
  std::set<StreamId> with_events_;
  ReadModelsReport report_;
};

std::expected<void, Fault> ReadModelsVerifier::compare(const StreamId& stream) {
  for (const ReadTable& table : kReadTables) {
    ACCORD_TRY(const auto given, rows_of(scratch_, table, stream));
    ACCORD_TRY(const auto kept, rows_of(connection_, table, stream));
    for (const auto& [key, row] : given) {
      const auto there = kept.find(key);
      if (there == kept.end()) {
        find(stream, fmt::format("the table {} lacks a row that its events give", table.name));
        continue;
      }
      std::vector<std::string_view> differing;
      for (std::size_t i = 0; i < row.size(); ++i) {
        if (row[i] != there->second[i]) {
          differing.push_back(table.columns[i]);
        }
      }
      if (!differing.empty()) {
        find(stream, fmt::format("the table {} says something else than its events give: {}",
                                 table.name, fmt::join(differing, ", ")));
      }
    }
    for (const auto& [key, row] : kept) {
      if (!given.contains(key)) {
        find(stream, fmt::format("the table {} has a row that its events do not give", table.name));
      }
    }
  }
  return {};
}

}  // namespace

std::expected<ReadModelsReport, Fault> verify_read_models(Connection& connection,
                                                          const VerifyReport& record) {
  const std::array components{store_component()};
  if (const auto kept = check_version(connection, components); !kept) {
    // A ledger alone has none. The tables of an earlier release are for `migrate` first.
    return ReadModelsReport{};
  }
  ACCORD_TRY(const auto scratch, open_in_memory());
  ACCORD_TRY_DO(migrate(*scratch, components));
  ReadModelsVerifier verifier{connection, *scratch};
  for (const PartnershipHead& head : record.partnerships) {
    ACCORD_TRY_DO(verifier.check_partnership(head.partnership));
  }
  ACCORD_TRY_DO(verifier.check_listed());
  return verifier.take();
}

}  // namespace accord
