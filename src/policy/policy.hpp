#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "calendar/limit.hpp"
#include "policy/mark.hpp"

namespace accord {

/// A partnership's protocol as a checked value: what `read_policy` (policy/reader.hpp) makes of a
/// policy file. docs/policy-format.md says how each part is written and what it means; the engine
/// (disagreement/decide.hpp) executes it. Everything in it is data: ids are the words of the file.

/// Where a rule comes from: the clause of the document that it carries out, the reading chosen
/// where the text is open to more than one, and whether it is the partnership's own addition
/// (COV-9).
struct Source {
  std::string clause;                ///< as shown: "2.1 a", or "2.1 a, 2.1 d"
  std::vector<std::string> clauses;  ///< the ids under `document`, each by itself
  std::string reading;
  bool local = false;
  Mark mark;
};

/// What a condition asks about. Everything a policy asks is the present word of a subject.
enum class SubjectKind {
  Fact,            ///< its value, `known`, `not_known`; a moment: written bare
  Duty,            ///< open, met, late, overdue, lapsed, due; a right: met
  Settle,          ///< the duty to leave a stage: the same words
  Stage,           ///< begun, left, skipped
  Exit,            ///< taken
  Whom,            ///< whom it is about: child, unborn, adult, household, none
  Sector,          ///< `raising_sector`, `responding_sector`: of that side's agency
  Raised,          ///< a moment, always true once raised
  ChildTimescale,  ///< a moment: known, not_known, or written bare
  Outcome,         ///< known, or a kind of outcome
  Tier,            ///< more, last
  Hours,           ///< working, outside: only in roles
};

/// `scope` is the id of the stage that the duty, exit or settle belongs to, or `start`,
/// `throughout`, `after`; empty for facts and built-in subjects. A stage's own id stands in `id`.
struct Subject {
  SubjectKind kind = SubjectKind::Raised;
  std::string scope;
  std::string id;
};

/// True or false at an instant, with the instant since when. Kind::Always is the empty condition.
struct Condition {
  enum class Kind { Always, Word, All, Any, Not };
  Kind kind = Kind::Always;
  Subject subject;                 ///< Kind::Word
  std::vector<std::string> words;  ///< any of them; empty: the moment itself (`from: raised`)
  std::vector<Condition> parts;    ///< All, Any; one part: Not
  Mark mark;
};

enum class SideSelector { None, RaisingSide, RespondingSide, EachSide, AnySide };

/// Who: `raising_side` is {RaisingSide, {"representative"}}; `{each_side: line_manager or
/// named_professional}` is {EachSide, {"line_manager", "named_professional"}}; `iro` is {None,
/// {"iro"}}. Of several alternatives the person chooses, the first by default. Besides the policy's
/// own role ids: representative, raiser, worker, line_manager, previous.
struct RoleRef {
  SideSelector side = SideSelector::None;
  std::vector<std::string> alternatives;
  Mark mark;
  bool of_raiser = false;  ///< `{raiser: line_manager}`: on the raising side, above the raiser
};

/// Agencies in which a role's post is looked for.
enum class PostIn { OwnAgency, RaisingAgency, RespondingAgency, Sector, Partnership };

/// One way to fill a role; the first that fits is taken.
struct RoleAlternative {
  std::string
      post;  ///< the role that a post of the directory holds, or an agency's equivalent of it
  PostIn in = PostIn::OwnAgency;
  std::string sector;  ///< of PostIn::Sector: the agency of that sector among the sides, else any
  Condition when;
  bool proxy = false;  ///< stands in where an agency does not have the post; shown as such
  int levels = 1;      ///< of `post: line_manager`: how many posts above who speaks
};

/// A day on which the partnership does not work, beside the bank holidays (`closed_days`).
struct ClosedDayRule {
  std::string name;  ///< "Carrow Fair Day"
  std::string day;   ///< a date, `2026-08-14`, or a day of every year, `26 December`
  Source source;
};

struct RoleRule {
  std::string id;
  std::string title;  ///< "Senior Liaison Officer"
  std::vector<RoleAlternative> alternatives;
  Source source;
};

enum class FactKind { Words, Moment, Text };
enum class HeldBy { Case, EachSide, EachChild };
/// On which page of raising a fact is asked.
enum class Asked { Scope, Matter, Child, Timescale, Later };

struct FactRule {
  std::string id;
  std::vector<std::string> was;  ///< its ids in earlier versions (renamed.hpp)
  std::string asks;              ///< the question, as shown
  std::string hint;
  FactKind kind = FactKind::Words;
  std::vector<std::string> one_of;
  bool several = false;  ///< more than one word can hold at once (child status)
  bool or_else = false;  ///< "something else", in words, can be chosen too (ALL-14)
  bool fastest_first =
      false;  ///< classes: any side moves it towards the first word, every side back
  HeldBy held_by = HeldBy::Case;
  std::vector<RoleRef> set_by;  ///< empty: any side
  std::vector<RoleRef>
      slower_by;         ///< of classes: who alone moves it back; empty: every side together
  std::string taken_as;  ///< the word that holds while nobody has answered; empty: none
  Condition when;        ///< asked only then
  Asked asked = Asked::Later;
  bool required = false;  ///< must be known to raise
  Source source;
};

/// One limit with its anchor. Without `from`: the later of the tier's beginning and the since of
/// the duty's `when`.
struct Bound {
  Limit within;
  std::optional<Condition> from;
  bool from_not_stated =
      false;  ///< the document does not say from when: `from` is the partnership's setting
  Condition when;
  bool unless_both_agree = false;
  std::optional<Limit> aim;  ///< what the document asks to aim at, before the limit itself
  std::optional<Limit> local_target;
  Source source;
};

/// The earliest bound that counts binds.
using Clock = std::vector<Bound>;

enum class Proof { Record, Contact, Meeting, Plan };

enum class MeetingDecides { Together, Majority, Chair, Nobody };

/// Who sits on a meeting or panel and how it decides (GLO-18, LIN-10, NOT-6).
struct MeetingRule {
  std::vector<RoleRef> chair;
  bool chair_elected = false;  ///< from those present, where nobody of `chair` sits
  std::vector<RoleRef> must;
  std::vector<RoleRef> must_not;
  int seats = 0;             ///< how many places it has; 0: not stated
  int at_least = 0;          ///< members who must be there
  int quorum = 0;            ///< members free to decide: there, and without a declared conflict
  std::string quorum_share;  ///< of what `quorum` was worked out: "two thirds"; empty: a number
  bool quorum_down = false;  ///< the share was rounded down
  MeetingDecides decides = MeetingDecides::Nobody;
  bool casting_vote = false;  ///< who chairs it has one, where the votes are even (`tie: chair`)
  std::string tie;            ///< what holds then, in the document's words
  std::vector<RoleRef> hears;
  bool minutes = false;
};

/// Something owed, or (`open_to`) a right that anybody named may use any number of times.
/// What a duty or a right is about, where a page of its own serves it. It changes nothing of how it
/// is owed; of learning and monitoring it says who may not read the disagreement itself.
enum class Purpose {
  None,
  File,                ///< the copy for each agency's own file (ALL-6)
  Debrief,             ///< offered, held or declined (ALL-9)
  LearningPoint,       ///< drawn out without names, and referred (ALL-10)
  LearningConsidered,  ///< by a group that sees the point and nothing else (ALL-10)
  Monitoring,          ///< a form copied to somebody who takes no part (GLO-15)
};

struct DutyRule {
  std::string id;
  std::vector<std::string> was;  ///< its ids in earlier versions (renamed.hpp)
  std::string what;
  std::vector<RoleRef> owed_by;
  std::vector<RoleRef> open_to;
  std::vector<RoleRef> to;
  Condition when;
  Clock due;    ///< empty: with `settle` in a stage, not stated elsewhere
  Clock until;  ///< of a right: nobody uses it after it; empty: it has no time of its own
  std::optional<Condition> met_when;
  Proof proof = Proof::Record;
  Purpose purpose = Purpose::None;
  std::vector<std::string> record;  ///< what the record must say, each in words (GLO-7)
  std::vector<std::string>
      modes;  ///< how a contact may be held, the advised first; empty: any (GLO-6)
  std::optional<MeetingRule> meeting;
  bool advised = false;  ///< should, not must: shown so, owed all the same
  std::string note;
  Source source;

  [[nodiscard]] bool is_right() const { return owed_by.empty() && !open_to.empty(); }
};

enum class OutcomeKind {
  Agreed,
  Accepted,
  Decided,
  Mediated,
  CourseSet,
  Stands,
  Withdrawn,
  Elsewhere
};

struct ExitRule {
  std::string id;
  std::vector<std::string> was;  ///< its ids in earlier versions (renamed.hpp)
  std::string title;
  std::string go;  ///< a stage, or `again`: the next tier
  std::optional<OutcomeKind> end;
  std::vector<RoleRef> stands_with;  ///< of `end: stands`: the side whose decision stands
  std::vector<RoleRef> by;           ///< empty: fires by the act that makes `when` true
  bool by_not_stated =
      false;  ///< the document names nobody: `by` is the policy's `decider`, if any
  Condition when;
  Clock until;  ///< nobody takes it after it; empty: it has no time of its own
  std::vector<std::string> record;
  std::vector<std::string> skips;
  std::string signpost;
  std::string note;
  Source source;

  /// Neither the document nor the partnership's setting names who takes it: anybody of the
  /// partnership does.
  [[nodiscard]] bool is_for_partnership() const { return by_not_stated && by.empty(); }
};

struct Stage {
  std::string id;
  std::vector<std::string> was;  ///< its ids in earlier versions (renamed.hpp)
  std::string title;
  std::string summary;
  bool no_representatives = false;
  std::vector<RoleRef> representatives;  ///< a side that is not named keeps its own
  bool tiers_up_the_line = false;
  Clock settle;
  std::vector<RoleRef> settled_by;
  std::vector<DutyRule> duties;
  std::vector<ExitRule> exits;
  std::string note;
  Source source;
};

/// A passage of the document in its own words; rules cite it by id (ALL-15).
struct ClauseText {
  std::string id;
  std::string heading;
  std::string text;
  Mark mark;
  bool local = false;  ///< of the partnership's own text, beside the procedure that it extends
};

/// A text shown on a page of its kind: when raising, answering, hesitating (ALL-13, COV-10).
struct Words {
  enum class Shown { Raising, Answering, Hesitating, Speaking, Policy };
  Shown shown = Shown::Raising;
  std::string text;
  Source source;
};

struct Review {
  std::string date;  ///< "2019-01", "Spring term 2027": as the document gives it
  std::string what;
};

struct Related {
  std::string title;
  std::string note;
  std::string address;
  Source source;
};

/// What the procedure that this policy extends has, and this policy removed.
struct Removed {
  std::string id;                    ///< as `remove` names it: `thresholds`, `leads.newsletter`
  std::string title;                 ///< as the procedure shows it
  std::vector<std::string> clauses;  ///< the passages that it carried out there
};

struct Policy {
  std::string id;
  std::string partnership;
  std::string title;
  std::string version;
  std::string effective;  ///< a date
  std::string calendar;   ///< `england-and-wales`
  std::string zone = "Europe/London";
  std::string last_updated;
  std::string next_review;       ///< as written; may be words
  std::string next_review_date;  ///< the date that the agency or partnership gave to it (GLO-22)
  std::vector<Review> reviews;
  std::vector<Related> related;
  std::vector<Removed> removed;
  std::vector<Words> words;
  std::vector<std::pair<std::string, std::string>> conventions;
  std::vector<ClosedDayRule> closed_days;
  std::optional<Limit> local_target;
  Clock cap;
  std::vector<RoleRef> decider;  ///< the partnership's own: who takes what is `by: not_stated`
  std::string reopening = "not stated";
  bool inside_one_agency = false;      ///< covers disagreements inside one agency (ALL-16)
  std::string inside_one_agency_word;  ///< yes, no, not stated
  /// Whom a disagreement may be about (kSubjectsAllowed); by default children, or a theme.
  std::vector<std::string> subjects{"child", "none"};
  std::vector<FactRule> facts;
  std::vector<RoleRule> roles;
  Stage start;
  std::vector<Stage> stages;
  Stage throughout;
  Stage after;
  std::vector<ClauseText> document;
  std::string
      hash;  ///< SHA-256 of the file's bytes, lower-case hexadecimal; set by who read the file

  [[nodiscard]] bool may_be_about(std::string_view subject) const;
  [[nodiscard]] const FactRule* fact(std::string_view id) const;
  [[nodiscard]] const RoleRule* role(std::string_view id) const;
  /// A stage, or `start`, `throughout`, `after`.
  [[nodiscard]] const Stage* scope(std::string_view id) const;
  [[nodiscard]] const DutyRule* duty(std::string_view scope, std::string_view id) const;
  [[nodiscard]] const ExitRule* exit(std::string_view scope, std::string_view id) const;
  [[nodiscard]] const ClauseText* clause(std::string_view id) const;
};

/// The words of a file for an enumerator, and back: one table for reader, pages and drawings.
[[nodiscard]] std::string_view to_word(OutcomeKind kind);
[[nodiscard]] std::optional<OutcomeKind> outcome_kind(std::string_view word);
[[nodiscard]] std::string_view to_word(Proof proof);
[[nodiscard]] std::string_view to_word(SideSelector side);
[[nodiscard]] std::string_view to_word(SubjectKind kind);
[[nodiscard]] std::string_view to_word(MeetingDecides decides);

/// The tables of words themselves, for the reader and for messages that list what can be chosen.
inline constexpr std::array<std::pair<std::string_view, OutcomeKind>, 8> kOutcomeWords{{
    {"agreed", OutcomeKind::Agreed},
    {"accepted", OutcomeKind::Accepted},
    {"decided", OutcomeKind::Decided},
    {"mediated", OutcomeKind::Mediated},
    {"course_set", OutcomeKind::CourseSet},
    {"stands", OutcomeKind::Stands},
    {"withdrawn", OutcomeKind::Withdrawn},
    {"elsewhere", OutcomeKind::Elsewhere},
}};
inline constexpr std::array<std::pair<std::string_view, Proof>, 4> kProofWords{{
    {"record", Proof::Record},
    {"contact", Proof::Contact},
    {"meeting", Proof::Meeting},
    {"plan", Proof::Plan},
}};
inline constexpr std::array<std::pair<std::string_view, Purpose>, 5> kPurposeWords{{
    {"file", Purpose::File},
    {"debrief", Purpose::Debrief},
    {"learning point", Purpose::LearningPoint},
    {"learning considered", Purpose::LearningConsidered},
    {"monitoring", Purpose::Monitoring},
}};
inline constexpr std::array<std::pair<std::string_view, SideSelector>, 4> kSideWords{{
    {"raising_side", SideSelector::RaisingSide},
    {"responding_side", SideSelector::RespondingSide},
    {"each_side", SideSelector::EachSide},
    {"any_side", SideSelector::AnySide},
}};
inline constexpr std::array<std::pair<std::string_view, MeetingDecides>, 4> kDecidesWords{{
    {"together", MeetingDecides::Together},
    {"majority", MeetingDecides::Majority},
    {"chair", MeetingDecides::Chair},
    {"nobody", MeetingDecides::Nobody},
}};

/// The roles that every policy has: those that go with a side, and the person who raised.
inline constexpr std::array<std::string_view, 5> kBuiltInRoles{"representative", "raiser", "worker",
                                                               "line_manager", "previous"};
/// Whom a disagreement can be about: one or several of them, or none (a theme between services).
inline constexpr std::array<std::string_view, 4> kSubjectsAllowed{"child", "adult", "household",
                                                                  "none"};
/// The words of `whom`: an unborn child is also a child.
inline constexpr std::array<std::string_view, 5> kWhomWords{"child", "unborn", "adult", "household",
                                                            "none"};
/// The sectors of agencies: what `in` of a role and the sector of a side can be.
inline constexpr std::array<std::string_view, 11> kSectors{
    "social care", "health", "police",  "education",        "early years", "probation",
    "voluntary",   "faith",  "housing", "district council", "justice"};
/// The parts of a policy that are scopes beside its stages.
inline constexpr std::array<std::string_view, 3> kScopes{"start", "throughout", "after"};

}  // namespace accord
