#include "store/copy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/try.hpp"
#include "store/documents.hpp"

namespace accord {
namespace {

constexpr std::string_view kSelectOne = R"sql(
    SELECT name, demonstration FROM partnership WHERE partnership = $1
)sql";
// Of no release until its lists are made.
constexpr std::string_view kInsertCopy = R"sql(
    INSERT INTO partnership (partnership, name, demonstration, lists_version)
    VALUES ($1, $2, $3, 0) ON CONFLICT (partnership) DO NOTHING
)sql";

constexpr std::string_view kSelectCopiedVersions = R"sql(
    SELECT kind, version FROM document WHERE partnership = $1 ORDER BY kind, version
)sql";
constexpr std::string_view kSelectCopiedDocument = R"sql(
    SELECT effective_s, recorded_at_s, sha256, text FROM document
    WHERE partnership = $1 AND kind = $2 AND version = $3
)sql";
constexpr std::string_view kInsertCopiedDocument = R"sql(
    INSERT INTO document (partnership, kind, version, effective_s, recorded_at_s, sha256, text)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
)sql";

constexpr std::string_view kSelectEachDraft = R"sql(
    SELECT draft, person, kind, subject, fields, updated_at_s FROM draft
    WHERE partnership = $1 ORDER BY draft
)sql";
constexpr std::string_view kClearDrafts = "DELETE FROM draft WHERE partnership = $1";
constexpr std::string_view kInsertCopiedDraft = R"sql(
    INSERT INTO draft (partnership, draft, person, kind, subject, fields, updated_at_s)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
)sql";

/// Each version is for ever: those that `to` has stay as they are.
std::expected<void, Fault> copy_documents(Connection& from, Connection& to,
                                          const PartnershipId& partnership) {
  ACCORD_TRY(const auto there,
             (from.rows<std::string, std::int64_t>(kSelectCopiedVersions, partnership)));
  ACCORD_TRY(const auto here,
             (to.rows<std::string, std::int64_t>(kSelectCopiedVersions, partnership)));
  for (const auto& document : there) {
    if (std::ranges::find(here, document) != here.end()) {
      continue;
    }
    const auto& [kind, version] = document;
    ACCORD_TRY(const auto found, (from.rows<Instant, Instant, std::string, std::string>(
                                     kSelectCopiedDocument, partnership, kind, version)));
    for (const auto& [effective, recorded_at, sha256, text] : found) {
      if (digest_of(text) != sha256) {
        return std::unexpected(
            Fault{FaultKind::Corrupt,
                  fmt::format("version {} of the {} of '{}' is not the text that was adopted",
                              version, kind, partnership.text())});
      }
      ACCORD_TRY_DO(to.run(kInsertCopiedDocument, partnership, kind, version, effective,
                           recorded_at, sha256, text));
    }
  }
  return {};
}

using DraftColumns =
    std::tuple<std::string, std::string, std::string, std::string, std::string, Instant>;

std::expected<std::vector<DraftColumns>, Fault> drafts_of(Connection& connection,
                                                          const PartnershipId& partnership) {
  return connection.rows<std::string, std::string, std::string, std::string, std::string, Instant>(
      kSelectEachDraft, partnership);
}

std::expected<void, Fault> copy_drafts(Connection& from, Connection& to,
                                       const PartnershipId& partnership) {
  ACCORD_TRY(const auto there, drafts_of(from, partnership));
  ACCORD_TRY(const auto here, drafts_of(to, partnership));
  if (there == here) {
    return {};
  }
  ACCORD_TRY_DO(to.run(kClearDrafts, partnership));
  for (const auto& [draft, person, kind, subject, fields, updated_at] : there) {
    ACCORD_TRY_DO(
        to.run(kInsertCopiedDraft, partnership, draft, person, kind, subject, fields, updated_at));
  }
  return {};
}

}  // namespace

std::expected<Continued, CopyError> copy_partnership(Connection& from, Connection& to,
                                                     const PartnershipId& partnership) {
  ACCORD_TRY(const auto row, (from.row<std::string, bool>(kSelectOne, partnership)));
  if (!row) {
    return std::unexpected(
        Fault{FaultKind::Corrupt, "The table partnership does not list '" + partnership.text() +
                                      "', of which there are events: \"accord verify\" says more"});
  }
  ACCORD_TRY(const Continued continued, copy_record(from, to, partnership));
  ACCORD_TRY_DO(to.run(kInsertCopy, partnership, std::get<0>(*row), std::get<1>(*row)));
  ACCORD_TRY_DO(copy_documents(from, to, partnership));
  ACCORD_TRY_DO(copy_drafts(from, to, partnership));
  return continued;
}

}  // namespace accord
