#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "access/may.hpp"
#include "calendar/working_calendar.hpp"
#include "database/databases.hpp"
#include "directory/directory.hpp"
#include "disagreement/decide.hpp"
#include "disagreement/outlook.hpp"
#include "ledger/ledger.hpp"
#include "service/policy_move.hpp"
#include "store/documents.hpp"
#include "store/drafts.hpp"
#include "store/partnership_entry.hpp"
#include "store/read_models.hpp"

namespace accord {

/// The one road for every change: load → may they? → decide → append → answer. Pages, the JSON API
/// and the command line all come this way. Safe from any thread.

/// A partnership as it is now: its policy in force, its directory, its calendar. Shared, never
/// changed.
struct Partnership {
  PartnershipRow row;
  std::shared_ptr<const Policy> policy;  ///< in force for what is raised now
  std::shared_ptr<const Directory> directory;
  std::shared_ptr<const WorkingCalendar> calendar;
  std::string forms_secret;  ///< 32 characters, the same on every node (`CsrfKey`)
};

/// The policy of a disagreement with the calendar read by its conventions.
struct Rules {
  std::shared_ptr<const Policy> policy;
  std::shared_ptr<const WorkingCalendar> calendar;
};

struct Recorded {
  DisagreementId disagreement;
  std::string reference;
  std::int64_t first = 0;  ///< sequence numbers of what was recorded
  std::int64_t last = 0;
  bool repeated = false;  ///< this very command had been recorded before
};

/// Something was added meanwhile by somebody else (409): nothing was stored, and what was typed is
/// still the caller's.
struct Conflict {
  std::int64_t expected = 0;
  std::int64_t actual = 0;
};
/// The id of this command was used before, by the same person, for a command with other content:
/// what was recorded then stands, and nothing of this one was stored. Another person's id is a
/// `Conflict`, which says nothing of what was recorded.
struct RecordedBefore {
  Recorded first;       ///< what the first one recorded; no reference where it was no disagreement
  Instant recorded_at;  ///< when
  std::string kind;     ///< of its act, as events are called: "noted", "taken"
};
/// There is nothing here that you may see (404; never 403).
struct NotThere {};

using ServiceError = std::variant<Refusal, Conflict, RecordedBefore, NotThere, Fault>;

/// Words for a person: what happened and what to do now.
[[nodiscard]] std::string to_words(const ServiceError& error);

/// One command, as submitted.
struct Submission {
  PartnershipId partnership;
  DisagreementId disagreement;  ///< empty: raise a new one
  Command command;
  CommandId command_id;  ///< issued with the form; a repetition is answered as the first was
  std::string body;      ///< what was submitted, for telling a repetition from another command
  std::optional<std::int64_t> based_on;  ///< the version the person saw; none: whatever stands now
};

/// The rules that governed a disagreement up to its entry `until`, with which others took over.
struct EarlierRules {
  std::int64_t until = 0;
  Rules rules;
};

/// A disagreement with its record, as one person may see it.
struct Loaded {
  DisagreementId id;
  Rules rules;  ///< that govern it now
  std::shared_ptr<const Partnership> partnership;
  std::vector<Event> events;
  std::vector<Digest> leaves;  ///< of each event: the head of the chain as it stood then
  Disagreement state;
  std::vector<Relation> relations;
  std::vector<EarlierRules> earlier;  ///< oldest first; none where it was never moved

  /// The rules that governed when entry `sequence` was recorded: its words are theirs.
  [[nodiscard]] const Rules& rules_at(std::int64_t sequence) const;
};

/// A deadline of an open disagreement that a newer calendar moves.
struct MovedDeadline {
  DisagreementId disagreement;
  std::string reference;
  std::string what;  ///< whose deadline, in the policy's words; nothing that somebody typed
  std::vector<std::string> owed_by;  ///< the agencies, by name; none: of the whole procedure
  std::string clause;
  std::optional<Instant> from;
  std::optional<Instant> to;
};

/// What a newer list of bank holidays changes in a partnership.
struct CalendarChange {
  std::string why;  ///< as each deadline that moves will say: which days were added and removed
  std::string version_before;
  std::string version_after;
  std::vector<MovedDeadline> moved;  ///< the earliest first, by what it was
};

class Service {
 public:
  struct Options {
    std::function<Instant()> now;                   ///< the one clock, of src/app
    std::function<std::string()> random_id;         ///< 128 bits, 32 lower-case hexadecimal digits
    std::function<std::string()> random_reference;  ///< eight letters and digits, no look-alikes
  };
  /// What `Database::open` needs to know.
  [[nodiscard]] static std::vector<Component> components();

  /// @pre a single `Database` outlives it
  Service(Databases databases, Options options);

  [[nodiscard]] Instant now() const { return options_.now(); }
  [[nodiscard]] std::string new_id() const { return options_.random_id(); }
  [[nodiscard]] Databases& database() { return database_; }

  /// @name Partnerships
  /// @{
  [[nodiscard]] std::expected<std::vector<PartnershipRow>, Fault> partnerships();
  [[nodiscard]] std::expected<std::shared_ptr<const Partnership>, ServiceError> partnership(
      const PartnershipId& id);
  /// Adds a partnership with its policy and directory as texts; both are read and checked first.
  /// The partnership as it was last read here; null: it was not. To show whom to ring while the
  /// database cannot be read, and for nothing else.
  [[nodiscard]] std::shared_ptr<const Partnership> last_known(const PartnershipId& id) const;
  [[nodiscard]] std::expected<void, ServiceError> add_partnership(
      const PartnershipRow& row, const std::string& policy_text, const std::string& directory_text);
  /// Puts a checked policy in force for disagreements raised from `effective` on.
  [[nodiscard]] std::expected<void, ServiceError> adopt_policy(const PartnershipId& id,
                                                               const std::string& policy_text,
                                                               Instant effective);
  /// The same from the day that the policy itself names. The same text again changes nothing; one
  /// that would never be in force, or has the `version` of another, is refused. From when on.
  /// With `then`: nothing either where `move_to_policy` would refuse these.
  [[nodiscard]] std::expected<Instant, ServiceError> adopt_version(
      const PartnershipId& id, const std::string& policy_text, const PolicyMoves* then = nullptr);
  /// The version of that hash, as it was adopted; a fault where there is none.
  [[nodiscard]] std::expected<std::shared_ptr<const Policy>, ServiceError> policy_of(
      const PartnershipId& id, const std::string& hash);
  /// Every version that was adopted, oldest first, and how many disagreements each governs.
  [[nodiscard]] std::expected<std::vector<PolicyVersion>, ServiceError> policy_versions(
      const PartnershipId& id);
  /// What moving disagreements to this policy would change, adopted or not yet; nothing is changed.
  [[nodiscard]] std::expected<std::vector<PolicyMove>, ServiceError> preview_policy_change(
      const PartnershipId& id, const std::string& policy_text, PolicyMoves moves);
  /// The same for a version that was adopted, by its hash.
  [[nodiscard]] std::expected<std::vector<PolicyMove>, ServiceError> preview_version(
      const PartnershipId& id, const std::string& hash, PolicyMoves moves);
  /// Moves them (kernel rule 24), each by itself: one that cannot be moved keeps its version, and
  /// says why. Done again, it does what is left.
  [[nodiscard]] std::expected<std::vector<PolicyMove>, ServiceError> move_to_policy(
      const PartnershipId& id, const std::string& hash, const PolicyMoves& moves);
  /// Puts a directory in force from now on. Where it says on which days the partnership is closed,
  /// or did, open deadlines are derived again; the number of disagreements in which one moved.
  [[nodiscard]] std::expected<std::int64_t, ServiceError> replace_directory(
      const PartnershipId& id, const std::string& directory_text);
  /// What the bank holidays of `calendar_text` (docs/calendars.md) would move; nothing is changed.
  [[nodiscard]] std::expected<CalendarChange, ServiceError> preview_calendar(
      const PartnershipId& id, const std::string& calendar_text);
  /// Puts them in force: what has passed is recorded by the old calendar first, and stays passed;
  /// then every open deadline is derived again and what differs is recorded, with why. Interrupted,
  /// it is finished by doing it again. The number of disagreements in which a deadline moved.
  [[nodiscard]] std::expected<std::int64_t, ServiceError> adopt_calendar(
      const PartnershipId& id, const std::string& calendar_text);
  /// @}

  /// @name Disagreements
  /// @{
  [[nodiscard]] std::expected<Recorded, ServiceError> submit(const Submission& submission);
  /// For whoever may do `act` to it; NotThere for everybody else. Who may not read it is shown only
  /// what `act` names.
  [[nodiscard]] std::expected<Loaded, ServiceError> load(const PartnershipId& partnership,
                                                         const std::string& reference,
                                                         const Actor& viewer, Act act = Act::Read);
  /// Without asking who: for timers, verification and rebuilds.
  [[nodiscard]] std::expected<Loaded, ServiceError> load_any(const PartnershipId& partnership,
                                                             const DisagreementId& id);
  /// What was stored under the command's id; nothing where the id is new. Answered only once it is
  /// as safe as what is stored now.
  [[nodiscard]] std::expected<std::optional<Ledger::CommandRecord>, ServiceError> stored_command(
      const PartnershipId& partnership, const CommandId& command);
  [[nodiscard]] Circumstances circumstances(const Loaded& loaded) const;
  /// @}

  /// @name Lists
  /// @{
  [[nodiscard]] std::expected<std::vector<DisagreementRow>, ServiceError> disagreements(
      const PartnershipId& partnership, const Actor& viewer, Which which = Which::All);
  [[nodiscard]] std::expected<std::vector<DutyRow>, ServiceError> work(
      const PartnershipId& partnership, const Actor& viewer);
  /// How many of what kind, for the partnership's own posts.
  [[nodiscard]] std::expected<std::vector<FigureRow>, ServiceError> figures(
      const PartnershipId& partnership);
  /// Every disagreement and duty, for the partnership's own posts (figures, lateness; no content).
  [[nodiscard]] std::expected<std::vector<DisagreementRow>, ServiceError> all_disagreements(
      const PartnershipId& partnership);
  [[nodiscard]] std::expected<std::vector<DutyRow>, ServiceError> all_duties(
      const PartnershipId& partnership);
  /// Every disagreement in which one of these purposes has come about (done, put to a group), the
  /// latest first, with the relations of `viewer`: what may be shown of it is the caller's to ask.
  [[nodiscard]] std::expected<std::vector<Loaded>, ServiceError> about(
      const PartnershipId& partnership, const std::vector<Purpose>& purposes, const Actor& viewer);
  /// @}

  /// @name The partnership's own record
  /// @{
  /// What belongs to the partnership and to no disagreement, oldest first.
  [[nodiscard]] std::expected<std::vector<PartnershipEntry>, ServiceError> partnership_record(
      const PartnershipId& partnership);
  /// Adds to it; NotThere where this person may not. `body` tells a repetition from another
  /// command. What is recorded is of no disagreement: it has no reference.
  [[nodiscard]] std::expected<Recorded, ServiceError> add_to_partnership_record(
      const PartnershipId& partnership, const PartnershipEntry& entry, const CommandId& command,
      const std::string& body);
  /// @}

  /// @name Drafts
  /// @{
  [[nodiscard]] std::expected<void, ServiceError> save_draft(const PartnershipId& partnership,
                                                             const Draft& draft);
  [[nodiscard]] std::expected<std::optional<Draft>, ServiceError> draft(
      const PartnershipId& partnership, const PersonId& person, const std::string& id);
  [[nodiscard]] std::expected<std::vector<Draft>, ServiceError> drafts(
      const PartnershipId& partnership, const PersonId& person);
  [[nodiscard]] std::expected<void, ServiceError> remove_draft(const PartnershipId& partnership,
                                                               const PersonId& person,
                                                               const std::string& id);
  /// @}

  /// @name Housekeeping
  /// @{
  /// Records what time alone has done in every disagreement that waits for it, unless another node
  /// is at it. The number recorded.
  [[nodiscard]] std::expected<std::int64_t, ServiceError> pass_time();
  /// Every open deadline again, after the calendar changed: what differs is recorded with `why`.
  [[nodiscard]] std::expected<std::int64_t, ServiceError> rederive(const PartnershipId& partnership,
                                                                   const std::string& why);
  /// Makes lists and duties anew from the record.
  [[nodiscard]] std::expected<void, ServiceError> rebuild(const PartnershipId& id);
  /// The same wherever an earlier release made them. The number of partnerships.
  [[nodiscard]] std::expected<std::int64_t, ServiceError> rebuild_outdated();
  /// @}

 private:
  struct Cache;

  std::expected<Loaded, ServiceError> fold(const PartnershipId& partnership,
                                           const DisagreementId& id);
  /// The answer to a command whose id was used before; none where it is new.
  std::expected<std::optional<Recorded>, ServiceError> answered_before(
      const Submission& submission);
  std::expected<Rules, ServiceError> rules(const Partnership& partnership, const std::string& hash);
  std::expected<std::vector<DisagreementId>, ServiceError> open_disagreements(
      const PartnershipId& partnership);
  std::expected<std::vector<DisagreementId>, ServiceError> chosen_to_move(
      const PartnershipId& partnership, const PolicyMoves& moves);
  std::expected<void, ServiceError> may_move(const Partnership& there, const Policy& to,
                                             Instant effective,
                                             const std::vector<PolicyVersion>& versions,
                                             const PolicyMoves& moves);
  std::expected<Rules, ServiceError> rules_of_text(const Partnership& there,
                                                   const std::string& text);
  std::expected<std::vector<PolicyMove>, ServiceError> preview_under(const PartnershipId& id,
                                                                     const Rules& after,
                                                                     PolicyMoves moves);
  std::expected<PolicyMove, ServiceError> move_one(const PartnershipId& id,
                                                   const DisagreementId& each, const Rules& after,
                                                   const PolicyMoves& moves);
  std::expected<std::int64_t, ServiceError> pass_time_of(const PartnershipId& partnership);
  std::expected<std::vector<DisagreementId>, ServiceError> waiting_for_time(
      const PartnershipId& partnership, const DisagreementId& after);
  std::expected<std::vector<PartnershipRow>, Fault> partnerships_in(Database& database);
  /// All of these in one commit, or none: where one fails nothing is recorded.
  std::expected<std::int64_t, ServiceError> pass_time_together(const PartnershipId& partnership,
                                                               std::span<const DisagreementId> ids,
                                                               const std::string& why);
  std::expected<std::int64_t, ServiceError> pass_time_in(const PartnershipId& partnership,
                                                         const std::vector<DisagreementId>& ids,
                                                         const std::string& why);

  Databases database_;
  Options options_;
  std::string node_;  ///< who claims work that one node is enough for
  std::shared_ptr<Cache> cache_;
};

}  // namespace accord
