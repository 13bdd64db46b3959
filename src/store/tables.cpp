#include "store/tables.hpp"

#include <array>

namespace accord {
namespace {

constexpr std::string_view kPartnership = R"sql(
    CREATE TABLE partnership (
      partnership TEXT NOT NULL PRIMARY KEY,
      name TEXT NOT NULL,
      demonstration {bool} NOT NULL
    ) {strict}
)sql";

// Each version for ever: a disagreement names the policy it began under by its SHA-256.
constexpr std::string_view kDocument = R"sql(
    CREATE TABLE document (
      partnership TEXT NOT NULL,
      kind TEXT NOT NULL,
      version {i64} NOT NULL,
      effective_s {i64} NOT NULL,
      recorded_at_s {i64} NOT NULL,
      sha256 TEXT NOT NULL,
      text TEXT NOT NULL,
      PRIMARY KEY (partnership, kind, version)
    ) {strict}
)sql";

constexpr std::string_view kDraft = R"sql(
    CREATE TABLE draft (
      partnership TEXT NOT NULL,
      draft TEXT NOT NULL,
      person TEXT NOT NULL,
      kind TEXT NOT NULL,
      subject TEXT NOT NULL,
      fields TEXT NOT NULL,
      updated_at_s {i64} NOT NULL,
      PRIMARY KEY (partnership, draft)
    ) {strict}
)sql";

constexpr std::string_view kDisagreement = R"sql(
    CREATE TABLE disagreement (
      partnership TEXT NOT NULL,
      disagreement TEXT NOT NULL,
      reference TEXT NOT NULL,
      summary TEXT NOT NULL,
      version {i64} NOT NULL,
      policy_sha256 TEXT NOT NULL,
      stage TEXT NOT NULL,
      tier {i64} NOT NULL,
      area TEXT NOT NULL,
      urgency TEXT NOT NULL,
      raising TEXT NOT NULL,
      responding TEXT NOT NULL,
      raiser TEXT NOT NULL,
      raised_at_s {i64} NOT NULL,
      outcome TEXT NOT NULL,
      resolved_at_s {i64},
      resolved_stage TEXT NOT NULL,
      finished {bool} NOT NULL,
      due_s {i64},
      local_target {bool} NOT NULL,
      late {bool} NOT NULL,
      next_moment_s {i64},
      PRIMARY KEY (partnership, disagreement),
      UNIQUE (partnership, reference)
    ) {strict}
)sql";

constexpr std::string_view kWaiting = R"sql(
    CREATE INDEX disagreement_waiting ON disagreement (partnership, next_moment_s)
      WHERE next_moment_s IS NOT NULL
)sql";

constexpr std::string_view kDuty = R"sql(
    CREATE TABLE duty (
      partnership TEXT NOT NULL,
      disagreement TEXT NOT NULL,
      number {i64} NOT NULL,
      ower {i64} NOT NULL,
      reference TEXT NOT NULL,
      scope TEXT NOT NULL,
      duty TEXT NOT NULL,
      what TEXT NOT NULL,
      side {i64} NOT NULL,
      agency TEXT NOT NULL,
      post TEXT NOT NULL,
      person TEXT NOT NULL,
      status TEXT NOT NULL,
      due_s {i64},
      local_target {bool} NOT NULL,
      overdue_at_s {i64},
      done_at_s {i64},
      late {bool} NOT NULL,
      PRIMARY KEY (partnership, disagreement, number, ower)
    ) {strict}
)sql";

constexpr std::string_view kDutyByPerson = R"sql(
    CREATE INDEX duty_by_person ON duty (partnership, person, status)
)sql";
constexpr std::string_view kDutyByPost = R"sql(
    CREATE INDEX duty_by_post ON duty (partnership, post, status)
)sql";

// Who has, or had, a part: a person, or a post and so whoever holds it.
constexpr std::string_view kConcerned = R"sql(
    CREATE TABLE concerned (
      partnership TEXT NOT NULL,
      who TEXT NOT NULL,
      disagreement TEXT NOT NULL,
      PRIMARY KEY (partnership, who, disagreement)
    ) {strict_by_key}
)sql";
constexpr std::string_view kConcernedByDisagreement = R"sql(
    CREATE INDEX concerned_by_disagreement ON concerned (partnership, disagreement)
)sql";

constexpr std::array<std::string_view, 10> kFirst{
    kPartnership, kDocument,     kDraft,      kDisagreement, kWaiting,
    kDuty,        kDutyByPerson, kDutyByPost, kConcerned,    kConcernedByDisagreement};

// What is known of the children, for narrowing a list; no child is named or numbered here.
constexpr std::string_view kChildFact = R"sql(
    CREATE TABLE child_fact (
      partnership TEXT NOT NULL,
      disagreement TEXT NOT NULL,
      fact TEXT NOT NULL,
      word TEXT NOT NULL,
      PRIMARY KEY (partnership, disagreement, fact, word)
    ) {strict_by_key}
)sql";
constexpr std::array<std::string_view, 1> kSecond{kChildFact};

// Which release made the lists of a partnership: 0, one before this was noted.
constexpr std::array<std::string_view, 1> kThird{
    "ALTER TABLE partnership ADD COLUMN lists_version {i64} NOT NULL DEFAULT 0"};

// Known to the nodes alone: no part of the record.
constexpr std::string_view kSecret = R"sql(
    CREATE TABLE secret (
      partnership TEXT NOT NULL,
      purpose TEXT NOT NULL,
      value TEXT NOT NULL,
      PRIMARY KEY (partnership, purpose)
    ) {strict_by_key}
)sql";
constexpr std::array<std::string_view, 1> kFourth{kSecret};

// As the ledger's second.
constexpr std::array<std::string_view, 8> kFifth{
    "{by_partnership partnership}",  "{by_partnership document}", "{by_partnership draft}",
    "{by_partnership disagreement}", "{by_partnership duty}",     "{by_partnership concerned}",
    "{by_partnership child_fact}",   "{by_partnership secret}"};

// Work that one node is enough for.
constexpr std::string_view kLease = R"sql(
    CREATE TABLE lease (
      partnership TEXT NOT NULL,
      work TEXT NOT NULL,
      holder TEXT NOT NULL,
      until_s {i64} NOT NULL,
      PRIMARY KEY (partnership, work)
    ) {strict_by_key}
)sql";
constexpr std::array<std::string_view, 2> kSixth{kLease, "{by_partnership lease}"};

constexpr std::array<Migration, 6> kMigrations{
    Migration{1, 1, "documents, drafts, lists and duties", kFirst},
    Migration{2, 1, "what is known of the children, for lists", kSecond},
    Migration{3, 1, "which release made the lists", kThird},
    Migration{4, 1, "what the nodes share", kFourth},
    Migration{5, 5, "partnerships apart", kFifth},
    Migration{6, 5, "what one node does for all", kSixth}};

}  // namespace

Component store_component() {
  return {"store", kMigrations};
}

}  // namespace accord
