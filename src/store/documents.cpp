#include "store/documents.hpp"

#include <array>
#include <span>

#include "base/try.hpp"
#include "ledger/digest.hpp"
#include "store/read_models.hpp"

namespace accord {
namespace {

constexpr std::string_view kInsertPartnership = R"sql(
    INSERT INTO partnership (partnership, name, demonstration, lists_version)
    VALUES ($1, $2, $3, $4)
)sql";
constexpr std::string_view kSelectPartnerships = R"sql(
    SELECT partnership, name, demonstration, lists_version FROM partnership ORDER BY partnership
)sql";
constexpr std::string_view kInsertDocument = R"sql(
    INSERT INTO document (partnership, kind, version, effective_s, recorded_at_s, sha256, text)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
)sql";
constexpr std::string_view kSelectLatest = R"sql(
    SELECT version, sha256 FROM document
    WHERE partnership = $1 AND kind = $2 ORDER BY version DESC LIMIT 1
)sql";
constexpr std::string_view kSelectCurrent = R"sql(
    SELECT version, effective_s, recorded_at_s, sha256, text FROM document
    WHERE partnership = $1 AND kind = $2 AND effective_s <= $3
    ORDER BY effective_s DESC, version DESC LIMIT 1
)sql";
constexpr std::string_view kSelectByHash = R"sql(
    SELECT version, effective_s, recorded_at_s, sha256, text FROM document
    WHERE partnership = $1 AND kind = $2 AND sha256 = $3 ORDER BY version LIMIT 1
)sql";
constexpr std::string_view kSelectVersions = R"sql(
    SELECT version, effective_s, recorded_at_s, sha256, text FROM document
    WHERE partnership = $1 AND kind = $2 ORDER BY version
)sql";
constexpr std::string_view kSelectBefore = R"sql(
    SELECT version, effective_s, recorded_at_s, sha256, text FROM document
    WHERE partnership = $1 AND kind = $2 AND version < $3 ORDER BY version DESC LIMIT 1
)sql";
constexpr std::string_view kCount = R"sql(
    SELECT COUNT(*) FROM document WHERE partnership = $1
)sql";

using Columns =
    std::optional<std::tuple<std::int64_t, std::int64_t, std::int64_t, std::string, std::string>>;

std::expected<std::optional<Document>, Fault> document_of(std::string_view kind, Columns row) {
  if (!row) {
    return std::nullopt;
  }
  auto& [version, effective, recorded_at, sha256, text] = *row;
  if (digest_of(text) != sha256) {
    return std::unexpected(Fault{
        FaultKind::Corrupt, "version " + std::to_string(version) + " of the " + std::string{kind} +
                                " is not the text that was adopted: restore the database "
                                "(accord verify says more)"});
  }
  return Document{std::string{kind},    version,           Instant{effective},
                  Instant{recorded_at}, std::move(sha256), std::move(text)};
}

Fault fault_of(const AppendError& error) {
  if (const auto* fault = std::get_if<Fault>(&error)) {
    return *fault;
  }
  if (std::holds_alternative<StreamMoved>(error)) {
    return {FaultKind::Busy, "something else was recorded at the same moment: try again"};
  }
  return {FaultKind::Corrupt,
          "the record says that it was added before, and the database has it no longer: restore "
          "the database (accord verify says more)"};
}

/// Records that something was added; when it was recorded.
std::expected<Instant, Fault> record(Connection& connection, const PartnershipId& partnership,
                                     const PartnershipEntry& entry, std::string command,
                                     const Digest& body, Instant now) {
  const std::array entries{to_entry(entry)};
  Ledger ledger{connection};
  Append append;
  append.stream = {partnership, partnership_stream()};
  ACCORD_TRY(append.expected, ledger.version(append.stream));
  append.command = CommandId{std::move(command)};
  append.body = body;
  append.now = now;
  append.entries = entries;
  const auto appended = ledger.append(append);
  if (!appended) {
    return std::unexpected(fault_of(appended.error()));
  }
  return appended->recorded_at;
}

Digest hash_of(std::string_view text) {
  return sha256(std::as_bytes(std::span{text}));
}

}  // namespace

PartnershipEntry added(const PartnershipRow& row) {
  PartnershipEntry entry;
  entry.kind = PartnershipEntry::Kind::PartnershipAdded;
  entry.fields = {{"name", row.name}, {"demonstration", row.demonstration ? "yes" : "no"}};
  return entry;
}

PartnershipEntry added(const Document& document) {
  PartnershipEntry entry;
  entry.kind = PartnershipEntry::Kind::DocumentAdded;
  entry.fields = {{"document", document.kind},
                  {"version", std::to_string(document.version)},
                  {"sha256", document.sha256},
                  {"effective_s", std::to_string(document.effective.seconds)}};
  return entry;
}

std::string digest_of(std::string_view text) {
  return to_hex(hash_of(text));
}

std::expected<void, Fault> Documents::add_partnership(const PartnershipRow& row, Instant now) {
  // Its lists are empty, and will be this release's.
  ACCORD_TRY_DO(connection_.run(kInsertPartnership, row.partnership.text(), row.name,
                                row.demonstration, kReadModelsVersion));
  const PartnershipEntry entry = added(row);
  ACCORD_TRY_DO(record(connection_, row.partnership, entry, "add the partnership",
                       hash_of(to_json(entry)), now));
  return {};
}

std::expected<std::vector<PartnershipRow>, Fault> Documents::partnerships() {
  ACCORD_TRY(auto rows,
             (connection_.rows<std::string, std::string, bool, std::int64_t>(kSelectPartnerships)));
  std::vector<PartnershipRow> found;
  for (auto& [id, name, demonstration, lists] : rows) {
    found.push_back({PartnershipId{std::move(id)}, std::move(name), demonstration, lists});
  }
  return found;
}

std::expected<std::int64_t, Fault> Documents::put(const PartnershipId& partnership,
                                                  std::string_view kind, std::string_view text,
                                                  Instant effective, Instant now) {
  const Digest digest = hash_of(text);
  const std::string hash = to_hex(digest);
  ACCORD_TRY(auto latest,
             (connection_.row<std::int64_t, std::string>(kSelectLatest, partnership.text(), kind)));
  if (latest && std::get<1>(*latest) == hash) {
    return std::get<0>(*latest);
  }
  const std::int64_t version = latest ? std::get<0>(*latest) + 1 : 1;
  const Document document{std::string{kind}, version, effective, now, hash, {}};
  // No id that a person or a program submits has a space in it.
  std::string command = "add " + document.kind + " " + std::to_string(version);
  ACCORD_TRY(const Instant recorded,
             record(connection_, partnership, added(document), std::move(command), digest, now));
  ACCORD_TRY_DO(connection_.run(kInsertDocument, partnership.text(), kind, version,
                                effective.seconds, recorded.seconds, hash, text));
  return version;
}

std::expected<std::optional<Document>, Fault> Documents::current(const PartnershipId& partnership,
                                                                 std::string_view kind,
                                                                 Instant at) {
  ACCORD_TRY(auto row,
             (connection_.row<std::int64_t, std::int64_t, std::int64_t, std::string, std::string>(
                 kSelectCurrent, partnership.text(), kind, at.seconds)));
  return document_of(kind, std::move(row));
}

std::expected<std::optional<Document>, Fault> Documents::by_hash(const PartnershipId& partnership,
                                                                 std::string_view kind,
                                                                 std::string_view sha256) {
  ACCORD_TRY(auto row,
             (connection_.row<std::int64_t, std::int64_t, std::int64_t, std::string, std::string>(
                 kSelectByHash, partnership.text(), kind, sha256)));
  return document_of(kind, std::move(row));
}

std::expected<std::vector<Document>, Fault> Documents::all(const PartnershipId& partnership,
                                                           std::string_view kind) {
  ACCORD_TRY(auto rows,
             (connection_.rows<std::int64_t, std::int64_t, std::int64_t, std::string, std::string>(
                 kSelectVersions, partnership.text(), kind)));
  std::vector<Document> found;
  for (auto& row : rows) {
    ACCORD_TRY(auto document, document_of(kind, std::optional{std::move(row)}));
    found.push_back(*std::move(document));
  }
  return found;
}

std::expected<std::optional<Document>, Fault> Documents::before(const PartnershipId& partnership,
                                                                std::string_view kind,
                                                                std::int64_t version) {
  ACCORD_TRY(auto row,
             (connection_.row<std::int64_t, std::int64_t, std::int64_t, std::string, std::string>(
                 kSelectBefore, partnership.text(), kind, version)));
  return document_of(kind, std::move(row));
}

std::expected<std::int64_t, Fault> Documents::count(const PartnershipId& partnership) {
  ACCORD_TRY(auto row, connection_.row<std::int64_t>(kCount, partnership.text()));
  return row ? std::get<0>(*row) : 0;
}

}  // namespace accord
