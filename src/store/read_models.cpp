#include "store/read_models.hpp"

#include <algorithm>
#include <set>

#include "base/try.hpp"
#include "disagreement/outlook.hpp"
#include "disagreement/takers.hpp"
#include "store/disagreement_columns.hpp"

namespace accord {
namespace {

constexpr std::string_view kDeleteDisagreement = R"sql(
    DELETE FROM disagreement WHERE partnership = $1 AND disagreement = $2
)sql";
constexpr std::string_view kDeleteDuties = R"sql(
    DELETE FROM duty WHERE partnership = $1 AND disagreement = $2
)sql";
constexpr std::string_view kDeleteConcerned = R"sql(
    DELETE FROM concerned WHERE partnership = $1 AND disagreement = $2
)sql";
constexpr std::string_view kDeleteChildFacts = R"sql(
    DELETE FROM child_fact WHERE partnership = $1 AND disagreement = $2
)sql";
constexpr std::string_view kClearChildFacts = "DELETE FROM child_fact WHERE partnership = $1";
constexpr std::string_view kClearDisagreements = "DELETE FROM disagreement WHERE partnership = $1";
constexpr std::string_view kClearDuties = "DELETE FROM duty WHERE partnership = $1";
constexpr std::string_view kClearConcerned = "DELETE FROM concerned WHERE partnership = $1";

constexpr std::string_view kNoteVersion = R"sql(
    UPDATE partnership SET lists_version = $2 WHERE partnership = $1
)sql";

constexpr std::string_view kInsertDisagreement = R"sql(
    INSERT INTO disagreement (partnership, disagreement, reference, summary, version,
      policy_sha256, stage, tier, area, urgency, raising, responding, raiser, raised_at_s, outcome,
      resolved_at_s, resolved_stage, finished, due_s, local_target, late, next_moment_s)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
      $20, $21, $22)
)sql";
constexpr std::string_view kInsertDuty = R"sql(
    INSERT INTO duty (partnership, disagreement, number, ower, reference, scope, duty, what, side,
      agency, post, person, status, due_s, local_target, overdue_at_s, done_at_s, late)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
)sql";
constexpr std::string_view kInsertConcerned = R"sql(
    INSERT INTO concerned (partnership, who, disagreement) VALUES ($1, $2, $3)
    ON CONFLICT (partnership, who, disagreement) DO NOTHING
)sql";

constexpr std::string_view kSelectAll =
    "SELECT " ACCORD_DISAGREEMENT_COLUMNS
    " FROM disagreement WHERE partnership = $1 ORDER BY raised_at_s DESC, disagreement";
constexpr std::string_view kSelectByReference =
    "SELECT " ACCORD_DISAGREEMENT_COLUMNS
    " FROM disagreement WHERE partnership = $1 AND reference = $2";
constexpr std::string_view kSelectConcerning =
    "SELECT " ACCORD_DISAGREEMENT_COLUMNS
    " FROM concerned JOIN disagreement ON disagreement.partnership = concerned.partnership"
    " AND disagreement.disagreement = concerned.disagreement"
    " WHERE concerned.partnership = $1 AND concerned.who = $2"
    " AND ($3 = FALSE OR disagreement.finished = FALSE)";

constexpr std::string_view kInsertChildFact = R"sql(
    INSERT INTO child_fact (partnership, disagreement, fact, word) VALUES ($1, $2, $3, $4)
    ON CONFLICT (partnership, disagreement, fact, word) DO NOTHING
)sql";

#define ACCORD_DUTY_COLUMNS                                                                  \
  "disagreement, reference, number, scope, duty, what, side, agency, post, person, status, " \
  "due_s, local_target, overdue_at_s, done_at_s, late"

constexpr std::string_view kSelectDuties =
    "SELECT " ACCORD_DUTY_COLUMNS
    " FROM duty WHERE partnership = $1 ORDER BY disagreement, number, ower";
// Without an order: for the sake of one, SQLite would go through all of the partnership's by key.
constexpr std::string_view kSelectOpenOfPerson =
    "SELECT " ACCORD_DUTY_COLUMNS
    " FROM duty WHERE partnership = $1 AND person = $2 AND status = 'open'";
constexpr std::string_view kSelectOpenOfPost =
    "SELECT " ACCORD_DUTY_COLUMNS
    " FROM duty WHERE partnership = $1 AND post = $2 AND status = 'open'";
constexpr std::string_view kSelectOpenOfNobody =
    "SELECT " ACCORD_DUTY_COLUMNS
    " FROM duty WHERE partnership = $1 AND person = '' AND status = 'open' AND side = $2";
#undef ACCORD_DUTY_COLUMNS

constexpr std::string_view kSelectWaiting = R"sql(
    SELECT disagreement FROM disagreement
    WHERE partnership = $1 AND next_moment_s IS NOT NULL AND next_moment_s < $2
      AND disagreement > $3
    ORDER BY disagreement LIMIT $4
)sql";
constexpr std::string_view kSelectFigures = R"sql(
    SELECT policy_sha256, stage, area, raising, responding, outcome, late, COUNT(*)
    FROM disagreement WHERE partnership = $1
    GROUP BY policy_sha256, stage, area, raising, responding, outcome, late
    ORDER BY policy_sha256, stage, area, raising, responding, outcome, late
)sql";
constexpr std::string_view kDumpConcerned = R"sql(
    SELECT who, disagreement FROM concerned WHERE partnership = $1 ORDER BY who, disagreement
)sql";

constexpr std::string_view kDumpChildFacts = R"sql(
    SELECT disagreement, fact, word FROM child_fact WHERE partnership = $1
    ORDER BY disagreement, fact, word
)sql";

std::optional<std::int64_t> seconds(const std::optional<Instant>& instant) {
  return instant ? std::optional{instant->seconds} : std::nullopt;
}

/// The first word of a fact of the whole case; empty while it is not known.
std::string word_of(const Disagreement& state, std::string_view fact) {
  const FactValue* value = state.fact(fact);
  return value != nullptr && !value->set.words.empty() ? value->set.words.front() : "";
}

std::string responding(const Disagreement& state) {
  std::string joined;
  for (std::size_t i = 1; i < state.raised.sides.size(); ++i) {
    joined += (joined.empty() ? "" : " ") + state.raised.sides[i].agency.text();
  }
  return joined;
}

std::string_view word_of(DutyStatus status) {
  switch (status) {
    case DutyStatus::Open: return "open";
    case DutyStatus::Met: return "met";
    case DutyStatus::Lapsed: return "lapsed";
  }
  return "";
}

/// Those whom `relations` (access/may.hpp) lets read it: a list shows what can be opened, no more.
/// So nobody stands here for a form or a learning point alone.
/// Whoever holds one of the partnership's posts that fill the role.
void add_partnership_posts(const RoleRule* role, std::set<std::string>& who) {
  if (role == nullptr) {
    return;
  }
  for (const RoleAlternative& alternative : role->alternatives) {
    if (alternative.in == PostIn::Partnership) {
      who.insert(std::string{kServesPartnership} + alternative.post);
    }
  }
}

std::set<std::string> everybody(const Disagreement& state, const Policy& policy) {
  std::set<std::string> who;
  const auto add = [&](const std::vector<Ower>& owers) {
    for (const Ower& ower : owers) {
      who.insert(ower.person.text());
      who.insert(ower.post.text());
    }
  };
  who.insert(state.raiser.person.text());
  // Who leads on safeguarding for an agency changes; whoever does so then finds it through this.
  for (const Side& side : state.raised.sides) {
    who.insert("lead:" + side.agency.text());
  }
  for (std::size_t i = 1; i < state.raised.sides.size(); ++i) {
    const Side& side = state.raised.sides[i];
    who.insert(side.worker.text());
    // Nobody is named yet: the agency's own people find it through this.
    who.insert(side.worker.empty() ? "agency:" + side.agency.text() : "");
  }
  add(state.representatives);
  for (const DutyState& duty : state.duties) {
    const DutyRule* rule = policy.duty(duty.scope, duty.id);
    const Purpose purpose = rule != nullptr ? rule->purpose : Purpose::None;
    const bool learning = purpose == Purpose::LearningConsidered;
    for (const Ower& ower : duty.owers) {
      if (!learning || ower.side != kNoSide) {
        add({ower});
        who.insert(duty.open() && ower.asks_partnership() ? std::string{kServesPartnership} : "");
      }
    }
    if (!learning) {
      who.insert(duty.done_by.person.text());
    }
    if (duty.status == DutyStatus::Met && purpose != Purpose::LearningPoint &&
        purpose != Purpose::Monitoring) {
      add(duty.to);
    }
  }
  for (const OpenTo& open : open_by_not_stated(state, policy, state.seen_until)) {
    if (open.exit->is_for_partnership()) {
      who.insert(std::string{kServesPartnership});
    }
    for (const RoleRef& ref : open.exit->by) {
      for (const std::string& name : ref.alternatives) {
        add_partnership_posts(policy.role(name), who);
      }
    }
  }
  who.erase("");
  return who;
}

using accord::to_row;  // of a disagreement, beside the one below

using DutyColumns = std::tuple<std::string, std::string, std::int64_t, std::string, std::string,
                               std::string, std::int64_t, std::string, std::string, std::string,
                               std::string, std::optional<std::int64_t>, bool,
                               std::optional<std::int64_t>, std::optional<std::int64_t>, bool>;

DutyRow to_row(const DutyColumns& c) {
  DutyRow row;
  row.disagreement = DisagreementId{std::get<0>(c)};
  row.reference = std::get<1>(c);
  row.number = static_cast<int>(std::get<2>(c));
  row.scope = std::get<3>(c);
  row.duty = std::get<4>(c);
  row.what = std::get<5>(c);
  row.side = static_cast<int>(std::get<6>(c));
  row.agency = AgencyId{std::get<7>(c)};
  row.post = PostId{std::get<8>(c)};
  row.person = PersonId{std::get<9>(c)};
  row.status = std::get<10>(c);
  row.due = instant(std::get<11>(c));
  row.local_target = std::get<12>(c);
  row.overdue_at = instant(std::get<13>(c));
  row.done_at = instant(std::get<14>(c));
  row.late = std::get<15>(c);
  return row;
}

/// Any query's rows of one of the two kinds.
template <typename Row, typename... Columns, typename... Args>
std::expected<std::vector<Row>, Fault> select(Connection& connection, std::tuple<Columns...>*,
                                              std::string_view sql, const Args&... args) {
  ACCORD_TRY(const auto rows, (connection.rows<Columns...>(sql, args...)));
  std::vector<Row> found;
  found.reserve(rows.size());
  for (const auto& row : rows) {
    found.push_back(to_row(row));
  }
  return found;
}

template <typename... Args>
auto select_disagreements(Connection& connection, std::string_view sql, const Args&... args) {
  return select<DisagreementRow>(connection, static_cast<DisagreementColumns*>(nullptr), sql,
                                 args...);
}

template <typename... Args>
auto select_duties(Connection& connection, std::string_view sql, const Args&... args) {
  return select<DutyRow>(connection, static_cast<DutyColumns*>(nullptr), sql, args...);
}

std::expected<void, Fault> insert_duties(Connection& connection, const std::string& partnership,
                                         const std::string& id, const Disagreement& state) {
  for (const DutyState& duty : state.duties) {
    std::int64_t index = 0;
    for (const Ower& ower : duty.owers) {
      const std::string agency =
          ower.side >= 0 ? state.raised.sides[static_cast<std::size_t>(ower.side)].agency.text()
                         : "";
      ACCORD_TRY_DO(connection.run(
          kInsertDuty, partnership, id, duty.number, index++, state.raised.reference, duty.scope,
          duty.id, duty.undertaking ? duty.undertaking->what : std::string{}, ower.side, agency,
          ower.post.text(), ower.person.text(), word_of(duty.status), seconds(duty.deadline.due),
          duty.deadline.local_target, seconds(duty.overdue_at), seconds(duty.done_at),
          duty.was_late()));
    }
  }
  return {};
}

/// What is known of any of the children, so that a list can be narrowed to it.
std::expected<void, Fault> insert_child_facts(Connection& connection,
                                              const std::string& partnership, const std::string& id,
                                              const Disagreement& state) {
  for (const Child& child : state.raised.children) {
    for (const FactValue& value : state.facts) {
      if (value.set.holder != child.id || state.fact(value.set.fact, child.id) != &value) {
        continue;
      }
      for (const std::string& word : value.set.words) {
        ACCORD_TRY_DO(connection.run(kInsertChildFact, partnership, id, value.set.fact, word));
      }
    }
  }
  return {};
}

/// The last stage that was current before the outcome.
std::string last_stage(const Disagreement& state) {
  for (auto visit = state.visits.rbegin(); visit != state.visits.rend(); ++visit) {
    if (!visit->skipped) {
      return visit->stage;
    }
  }
  return "";
}

}  // namespace

std::expected<void, Fault> ReadModels::write(const PartnershipId& partnership,
                                             const DisagreementId& id, const Disagreement& state,
                                             const Policy& policy) {
  const std::string& p = partnership.text();
  const std::string& d = id.text();
  for (const std::string_view sql :
       {kDeleteDisagreement, kDeleteDuties, kDeleteConcerned, kDeleteChildFacts}) {
    ACCORD_TRY_DO(connection_.run(sql, p, d));
  }
  const Visit* visit = state.stage();
  std::optional<Instant> due;
  bool local_target = false;
  bool late = false;
  for (const DutyState& duty : state.duties) {
    late = late || (duty.open() && duty.overdue_at.has_value());
    if (duty.open() && duty.is_settle()) {
      due = duty.deadline.due;
      local_target = duty.deadline.local_target;
    }
  }
  const Outcome none;
  const Outcome& outcome = state.outcome ? *state.outcome : none;
  ACCORD_TRY_DO(connection_.run(
      kInsertDisagreement, p, d, state.raised.reference, state.raised.matter.summary, state.version,
      state.governed_by.hash, visit != nullptr ? visit->stage : std::string{},
      visit != nullptr ? visit->tier : 0, word_of(state, "area"), word_of(state, "urgency"),
      state.raised.sides.front().agency.text(), responding(state), state.raiser.person.text(),
      state.raised_at.seconds, state.outcome ? std::string{to_word(outcome.kind)} : std::string{},
      state.outcome ? std::optional{outcome.at.seconds} : std::nullopt,
      state.outcome ? last_stage(state) : std::string{}, state.finished, seconds(due), local_target,
      late, seconds(next_moment(state, state.seen_until))));
  ACCORD_TRY_DO(insert_duties(connection_, p, d, state));
  ACCORD_TRY_DO(insert_child_facts(connection_, p, d, state));
  for (const std::string& who : everybody(state, policy)) {
    ACCORD_TRY_DO(connection_.run(kInsertConcerned, p, who, d));
  }
  return {};
}

std::expected<void, Fault> ReadModels::clear(const PartnershipId& partnership) {
  for (const std::string_view sql :
       {kClearDisagreements, kClearDuties, kClearConcerned, kClearChildFacts}) {
    ACCORD_TRY_DO(connection_.run(sql, partnership.text()));
  }
  return {};
}

std::expected<void, Fault> ReadModels::note_version(const PartnershipId& partnership) {
  ACCORD_TRY_DO(connection_.run(kNoteVersion, partnership.text(), kReadModelsVersion));
  return {};
}

std::expected<std::string, Fault> ReadModels::dump(const PartnershipId& partnership) {
  std::string text;
  const Connection::OnRow add = [&](std::span<const Value> values) -> std::expected<void, Fault> {
    for (const Value& value : values) {
      if (const auto* number = std::get_if<std::int64_t>(&value)) {
        text += std::to_string(*number);
      } else if (const auto* truth = std::get_if<bool>(&value)) {
        text += *truth ? "1" : "0";
      } else if (const auto* words = std::get_if<std::string_view>(&value)) {
        text += *words;
      }
      text += '\t';
    }
    text += '\n';
    return {};
  };
  const std::array<Value, 1> bound{to_value(partnership.text())};
  for (const std::string_view sql : {kSelectAll, kSelectDuties, kDumpConcerned, kDumpChildFacts}) {
    ACCORD_TRY_DO(connection_.execute(sql, bound, add));
  }
  return text;
}

std::expected<std::vector<DisagreementRow>, Fault> ReadModels::all(
    const PartnershipId& partnership) {
  return select_disagreements(connection_, kSelectAll, partnership.text());
}

std::expected<std::optional<DisagreementRow>, Fault> ReadModels::by_reference(
    const PartnershipId& partnership, const std::string& reference) {
  ACCORD_TRY(auto rows,
             select_disagreements(connection_, kSelectByReference, partnership.text(), reference));
  return rows.empty() ? std::nullopt : std::optional{std::move(rows.front())};
}

std::expected<std::vector<DisagreementRow>, Fault> ReadModels::concerning(
    const PartnershipId& partnership, const PersonId& person, const std::vector<PostId>& posts,
    Which which) {
  std::vector<std::string> who{person.text()};
  for (const PostId& post : posts) {
    who.push_back(post.text());
  }
  std::vector<DisagreementRow> found;
  for (const std::string& one : who) {
    ACCORD_TRY(auto rows, select_disagreements(connection_, kSelectConcerning, partnership.text(),
                                               one, which == Which::Unfinished));
    found.insert(found.end(), rows.begin(), rows.end());
  }
  std::ranges::sort(found, [](const DisagreementRow& a, const DisagreementRow& b) {
    return a.raised_at != b.raised_at ? a.raised_at > b.raised_at : a.id < b.id;
  });
  const auto same = std::ranges::unique(found, {}, &DisagreementRow::id);
  found.erase(same.begin(), same.end());
  return found;
}

std::expected<std::vector<DutyRow>, Fault> ReadModels::open_duties(
    const PartnershipId& partnership, const PersonId& person, const std::vector<PostId>& posts) {
  ACCORD_TRY(auto found,
             select_duties(connection_, kSelectOpenOfPerson, partnership.text(), person.text()));
  for (const PostId& post : posts) {
    ACCORD_TRY(
        auto rows,
        post.text() == kServesPartnership
            ? select_duties(connection_, kSelectOpenOfNobody, partnership.text(), kNoSide)
            : select_duties(connection_, kSelectOpenOfPost, partnership.text(), post.text()));
    found.insert(found.end(), rows.begin(), rows.end());
  }
  const auto key = [](const DutyRow& row) { return std::tie(row.disagreement, row.number); };
  std::ranges::stable_sort(found,
                           [&](const DutyRow& a, const DutyRow& b) { return key(a) < key(b); });
  const auto same = std::ranges::unique(
      found, [&](const DutyRow& a, const DutyRow& b) { return key(a) == key(b); });
  found.erase(same.begin(), same.end());
  std::ranges::stable_sort(found, [](const DutyRow& a, const DutyRow& b) {
    return a.due && (!b.due || *a.due < *b.due);
  });
  return found;
}

std::expected<std::vector<DutyRow>, Fault> ReadModels::duties(const PartnershipId& partnership) {
  return select_duties(connection_, kSelectDuties, partnership.text());
}

std::expected<std::vector<DisagreementId>, Fault> ReadModels::waiting(
    const PartnershipId& partnership, Instant at, const DisagreementId& after, std::int64_t limit) {
  ACCORD_TRY(auto rows, connection_.rows<std::string>(kSelectWaiting, partnership.text(),
                                                      at.seconds, after.text(), limit));
  std::vector<DisagreementId> found;
  for (auto& [id] : rows) {
    found.emplace_back(std::move(id));
  }
  return found;
}

std::expected<std::vector<FigureRow>, Fault> ReadModels::figures(const PartnershipId& partnership) {
  ACCORD_TRY(const auto rows, (connection_.rows<std::string, std::string, std::string, std::string,
                                                std::string, std::string, bool, std::int64_t>(
                                  kSelectFigures, partnership.text())));
  std::vector<FigureRow> found;
  for (const auto& [policy, stage, area, raising, responding, outcome, late, count] : rows) {
    FigureRow& row = found.emplace_back();
    row.of.policy_hash = policy;
    row.of.stage = stage;
    row.of.area = area;
    row.of.raising = AgencyId{raising};
    row.of.responding = split(responding);
    row.of.outcome = outcome;
    row.of.late = late;
    row.count = count;
  }
  return found;
}

}  // namespace accord
