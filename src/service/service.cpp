#include "service/service.hpp"

#include <algorithm>

#include "base/try.hpp"
#include "ledger/digest.hpp"
#include "service/cache.hpp"
#include "service/decided.hpp"
#include "service/waiting.hpp"
#include "store/rebuild.hpp"
#include "store/stored_event.hpp"
#include "telling/refusal_words.hpp"

namespace accord {

namespace {

constexpr int kMostTries = 20;

/// What one has to be allowed to do before the policy is asked.
Act act_of(const CommandBody& body, const Disagreement& disagreement, const Policy& policy) {
  if (std::holds_alternative<RecordDone>(body)) {
    return Act::Discharge;
  }
  if (std::holds_alternative<AddNote>(body)) {
    return Act::Note;
  }
  return speaks_for_side(body, disagreement, policy) ? Act::Step : Act::Write;
}

/// What somebody reads who was told of it, and would agree for a side.
Refusal not_a_side() {
  Refusal refusal;
  refusal.kind = Refusal::Kind::NotYours;
  refusal.what = "You were told of this. What a side agrees to, its own people say.";
  refusal.instead = "Add a note, so that both sides see it.";
  return refusal;
}

/// Everybody who has acted since the version that somebody saw; time passing is nobody.
bool others_acted(const std::vector<Event>& events, std::int64_t since, const Actor& me) {
  return std::ranges::any_of(events, [&](const Event& event) {
    return event.sequence > since && is_act(event.body) && event.by.person != me.person;
  });
}

struct Writing {
  std::expected<Recorded, ServiceError> operator()(const AppendError& error) const {
    if (const auto* moved = std::get_if<StreamMoved>(&error)) {
      return std::unexpected(Conflict{0, moved->actual.number});
    }
    if (const auto* fault = std::get_if<Fault>(&error)) {
      return std::unexpected(*fault);
    }
    return std::unexpected(Conflict{});  // its id was used at the same moment: the next try sees it
  }
};

}  // namespace

std::string to_words(const ServiceError& error) {
  struct InWords {
    std::string operator()(const Refusal& refusal) const { return to_words(refusal); }
    std::string operator()(const Conflict&) const {
      return "Somebody added something while you were writing. Nothing of yours was recorded yet: "
             "read what is new, then send again.";
    }
    std::string operator()(const RecordedBefore&) const {
      return "What you sent first was recorded and stands; nothing of what you sent now was. Read "
             "what stands there, then write what is still missing anew.";
    }
    std::string operator()(const NotThere&) const {
      return "There is nothing here that you may see. Check the reference.";
    }
    std::string operator()(const Fault& fault) const { return fault.what; }
  };
  return std::visit(InWords{}, error);
}

std::expected<Loaded, ServiceError> Service::fold(const PartnershipId& partnership_id,
                                                  const DisagreementId& id) {
  Loaded loaded;
  loaded.id = id;
  ACCORD_TRY(loaded.partnership, partnership(partnership_id));
  const StreamId stream{partnership_id, id};
  using Entries = std::vector<StoredEntry>;
  const auto read_from = [&](std::int64_t first) {
    return database_.read(partnership_id,
                          [&](Connection& connection) -> std::expected<Entries, ServiceError> {
                            ACCORD_TRY(auto found, Ledger{connection}.read(stream, first));
                            return found;
                          });
  };
  // From the last event that was read before: it says that nothing before it is another's, and what
  // follows it is new.
  auto kept = cache_->folded_of(stream);
  ACCORD_TRY(auto entries, read_from(kept ? kept->version : 1));
  if (kept && (entries.empty() || entries.front().leaf != kept->leaves.back())) {
    kept.reset();  // the database was restored to another record
    ACCORD_TRY(entries, read_from(1));
  }
  if (entries.empty()) {
    return std::unexpected(NotThere{});
  }
  if (!kept || entries.size() > 1) {
    auto now = kept ? std::make_shared<Cache::Folded>(*kept) : std::make_shared<Cache::Folded>();
    now->version = entries.back().entry.sequence;
    for (std::size_t i = kept ? 1 : 0; i < entries.size(); ++i) {
      ACCORD_TRY(auto event, to_event(entries[i]));
      apply(now->state, event);
      now->events.push_back(std::move(event));
      now->leaves.push_back(entries[i].leaf);
    }
    cache_->keep(stream, now);
    kept = std::move(now);
  }
  loaded.events = kept->events;
  loaded.leaves = kept->leaves;
  loaded.state = kept->state;
  ACCORD_TRY(loaded.rules, rules(*loaded.partnership, loaded.state.governed_by.hash));
  std::string governing = loaded.state.raised.policy_hash;
  for (const Event& event : loaded.events) {
    if (const auto* changed = std::get_if<PolicyChanged>(&event.body)) {
      ACCORD_TRY(auto before, rules(*loaded.partnership, governing));
      loaded.earlier.push_back({event.sequence, std::move(before)});
      governing = changed->policy_hash;
    }
  }
  return loaded;
}

const Rules& Loaded::rules_at(std::int64_t sequence) const {
  for (const EarlierRules& before : earlier) {
    if (sequence < before.until) {
      return before.rules;
    }
  }
  return rules;
}

std::shared_ptr<const Service::Cache::Folded> Service::Cache::folded_of(const StreamId& stream) {
  const std::lock_guard lock{mutex};
  const auto found = folded.find(stream);
  if (found == folded.end()) {
    return nullptr;
  }
  found->second.asked = ++asked;
  return found->second.folded;
}

void Service::Cache::keep(const StreamId& stream, std::shared_ptr<const Folded> now) {
  const std::lock_guard lock{mutex};
  folded[stream] = {std::move(now), ++asked};
  if (folded.size() > kMostFolded) {
    folded.erase(
        std::ranges::min_element(folded, {}, [](const auto& one) { return one.second.asked; }));
  }
}

std::expected<Loaded, ServiceError> Service::load_any(const PartnershipId& partnership,
                                                      const DisagreementId& id) {
  return fold(partnership, id);
}

std::expected<Loaded, ServiceError> Service::load(const PartnershipId& partnership_id,
                                                  const std::string& reference, const Actor& viewer,
                                                  Act act) {
  using Row = std::optional<DisagreementRow>;
  ACCORD_TRY(const auto row,
             database_.read(
                 partnership_id, [&](Connection& connection) -> std::expected<Row, ServiceError> {
                   ACCORD_TRY(auto found,
                              ReadModels{connection}.by_reference(partnership_id, reference));
                   return found;
                 }));
  if (!row) {
    return std::unexpected(NotThere{});
  }
  ACCORD_TRY(auto loaded, fold(partnership_id, row->id));
  loaded.relations = relations(viewer, loaded.state, circumstances(loaded));
  if (!may(loaded.relations, act)) {
    return std::unexpected(NotThere{});
  }
  return loaded;
}

Circumstances Service::circumstances(const Loaded& loaded) const {
  return {options_.now(), *loaded.rules.policy, *loaded.partnership->directory,
          *loaded.rules.calendar};
}

std::expected<Recorded, ServiceError> store_decided(Connection& connection,
                                                    const Decided& decided) {
  const Submission& submission = decided.submission;
  const Loaded& loaded = decided.loaded;
  std::vector<NewEntry> entries;
  entries.reserve(decided.events.size());
  for (const Event& event : decided.events) {
    entries.push_back(to_entry(event));
  }
  Append append;
  append.stream = {submission.partnership, loaded.id};
  append.expected = Version{loaded.state.version};
  append.command = submission.command_id;
  append.body = sha256(std::as_bytes(std::span{submission.body}));
  append.now = decided.now;
  append.entries = entries;
  const auto appended = Ledger{connection}.append(append);
  if (!appended) {
    return Writing{}(appended.error());
  }
  Disagreement state = loaded.state;
  for (Event event : decided.events) {
    event.recorded_at = appended->recorded_at;
    apply(state, event);
  }
  ACCORD_TRY_DO(
      ReadModels{connection}.write(submission.partnership, loaded.id, state, *loaded.rules.policy));
  return Recorded{loaded.id, state.raised.reference, appended->first, appended->last, false};
}

std::expected<std::optional<Ledger::CommandRecord>, ServiceError> Service::stored_command(
    const PartnershipId& partnership, const CommandId& command) {
  using Found = std::optional<Ledger::CommandRecord>;
  const auto look = [&](Connection& connection) -> std::expected<Found, ServiceError> {
    ACCORD_TRY(auto found, Ledger{connection}.command(partnership, command));
    return found;
  };
  ACCORD_TRY(auto found, database_.read(partnership, look));
  // What is there may be on one server alone, where nobody was told that it is stored: a unit of
  // the writer is answered only once what it saw is as safe as what it stores (S-DUR1).
  return found ? database_.write(partnership, look) : std::expected<Found, ServiceError>{Found{}};
}

std::expected<std::optional<Recorded>, ServiceError> Service::answered_before(
    const Submission& submission) {
  ACCORD_TRY(const auto earlier, stored_command(submission.partnership, submission.command_id));
  if (!earlier) {
    return std::nullopt;
  }
  const Appended& stands = earlier->appended;
  if (stands.stream.disagreement == partnership_stream()) {
    return std::unexpected(Conflict{});
  }
  ACCORD_TRY(const auto loaded, fold(submission.partnership, stands.stream.disagreement));
  Recorded recorded{stands.stream.disagreement, loaded.state.raised.reference, stands.first,
                    stands.last, true};
  if (earlier->body == sha256(std::as_bytes(std::span{submission.body}))) {
    return recorded;
  }
  for (const Event& event : loaded.events) {
    const bool of_it = event.sequence >= stands.first && event.sequence <= stands.last;
    if (of_it && is_act(event.body) && event.by == submission.command.by) {
      return std::unexpected(RecordedBefore{std::move(recorded), stands.recorded_at,
                                            std::string{kind_of(event.body)}});
    }
  }
  return std::unexpected(Conflict{});
}

std::expected<Recorded, ServiceError> Service::submit(const Submission& submission) {
  const bool raising = std::holds_alternative<Raise>(submission.command.body);
  for (int attempt = 0; attempt < kMostTries; ++attempt) {
    ACCORD_TRY(auto earlier, answered_before(submission));
    if (earlier) {
      return *std::move(earlier);
    }
    Loaded loaded;
    Command command = submission.command;
    if (raising) {
      loaded.id = DisagreementId{options_.random_id()};
      ACCORD_TRY(loaded.partnership, partnership(submission.partnership));
      loaded.rules = {loaded.partnership->policy, loaded.partnership->calendar};
      auto& raise = std::get<Raise>(command.body);
      raise.partnership = submission.partnership;
      raise.reference = options_.random_reference();
    } else {
      ACCORD_TRY(loaded, fold(submission.partnership, submission.disagreement));
      const Circumstances at = circumstances(loaded);
      const bool by_time = std::holds_alternative<PassTime>(command.body);
      const Act act = act_of(command.body, loaded.state, at.policy);
      const auto related =
          by_time ? std::vector<Relation>{} : relations(command.by, loaded.state, at);
      if (!by_time && !may(related, act)) {
        return may(related, Act::Write) ? std::unexpected(ServiceError{not_a_side()})
                                        : std::unexpected(ServiceError{NotThere{}});
      }
      if (submission.based_on &&
          others_acted(loaded.events, *submission.based_on, submission.command.by)) {
        return std::unexpected(Conflict{*submission.based_on, loaded.state.version});
      }
    }
    const Instant now = options_.now();
    const Circumstances at{now, *loaded.rules.policy, *loaded.partnership->directory,
                           *loaded.rules.calendar};
    ACCORD_TRY(auto events, decide(loaded.state, command, at));
    if (events.empty()) {
      return Recorded{loaded.id, loaded.state.raised.reference, 0, loaded.state.version, false};
    }
    const Decided decided{submission, std::move(loaded), std::move(events), now};
    auto recorded = database_.write(submission.partnership, [&](Connection& connection) {
      return store_decided(connection, decided);
    });
    const bool moved =
        !recorded && (std::holds_alternative<Conflict>(recorded.error()) ||
                      (std::holds_alternative<Fault>(recorded.error()) &&
                       std::get<Fault>(recorded.error()).kind == FaultKind::Unique && raising));
    if (!moved || attempt + 1 == kMostTries) {
      return recorded;
    }
  }
  return std::unexpected(Conflict{});
}

std::expected<std::vector<DisagreementRow>, ServiceError> Service::disagreements(
    const PartnershipId& id, const Actor& viewer, Which which) {
  ACCORD_TRY(const auto there, partnership(id));
  const auto posts = posts_for(viewer, *there, options_.now());
  using Rows = std::vector<DisagreementRow>;
  return database_.read(id, [&](Connection& connection) -> std::expected<Rows, ServiceError> {
    ACCORD_TRY(auto found, ReadModels{connection}.concerning(id, viewer.person, posts, which));
    return found;
  });
}

std::expected<std::vector<DutyRow>, ServiceError> Service::work(const PartnershipId& id,
                                                                const Actor& viewer) {
  ACCORD_TRY(const auto there, partnership(id));
  const auto posts = posts_for(viewer, *there, options_.now());
  using Rows = std::vector<DutyRow>;
  ACCORD_TRY(Rows rows,
             database_.read(id, [&](Connection& connection) -> std::expected<Rows, ServiceError> {
               ACCORD_TRY(auto found, ReadModels{connection}.open_duties(id, viewer.person, posts));
               return found;
             }));
  for (DutyRow& row : rows) {
    const DutyRule* rule = there->policy->duty(row.scope, row.duty);
    if (row.side == kNoSide && rule != nullptr && rule->purpose == Purpose::LearningConsidered) {
      row.reference.clear();  // a learning point says nothing of where it was drawn from
    }
  }
  return rows;
}

std::expected<std::vector<FigureRow>, ServiceError> Service::figures(const PartnershipId& id) {
  using Rows = std::vector<FigureRow>;
  return database_.read(id, [&](Connection& connection) -> std::expected<Rows, ServiceError> {
    ACCORD_TRY(auto found, ReadModels{connection}.figures(id));
    return found;
  });
}

std::expected<std::vector<DisagreementRow>, ServiceError> Service::all_disagreements(
    const PartnershipId& id) {
  using Rows = std::vector<DisagreementRow>;
  return database_.read(id, [&](Connection& connection) -> std::expected<Rows, ServiceError> {
    ACCORD_TRY(auto found, ReadModels{connection}.all(id));
    return found;
  });
}

std::expected<std::vector<DutyRow>, ServiceError> Service::all_duties(const PartnershipId& id) {
  using Rows = std::vector<DutyRow>;
  return database_.read(id, [&](Connection& connection) -> std::expected<Rows, ServiceError> {
    ACCORD_TRY(auto found, ReadModels{connection}.duties(id));
    return found;
  });
}

std::expected<void, ServiceError> Service::save_draft(const PartnershipId& partnership,
                                                      const Draft& draft) {
  return database_.write(partnership,
                         [&](Connection& connection) -> std::expected<void, ServiceError> {
                           ACCORD_TRY_DO(Drafts{connection}.save(partnership, draft));
                           return {};
                         });
}

std::expected<std::optional<Draft>, ServiceError> Service::draft(const PartnershipId& partnership,
                                                                 const PersonId& person,
                                                                 const std::string& id) {
  using Found = std::optional<Draft>;
  return database_.read(partnership,
                        [&](Connection& connection) -> std::expected<Found, ServiceError> {
                          ACCORD_TRY(auto found, Drafts{connection}.find(partnership, person, id));
                          return found;
                        });
}

std::expected<std::vector<Draft>, ServiceError> Service::drafts(const PartnershipId& partnership,
                                                                const PersonId& person) {
  using Found = std::vector<Draft>;
  return database_.read(partnership,
                        [&](Connection& connection) -> std::expected<Found, ServiceError> {
                          ACCORD_TRY(auto found, Drafts{connection}.of(partnership, person));
                          return found;
                        });
}

std::expected<void, ServiceError> Service::remove_draft(const PartnershipId& partnership,
                                                        const PersonId& person,
                                                        const std::string& id) {
  return database_.write(partnership,
                         [&](Connection& connection) -> std::expected<void, ServiceError> {
                           ACCORD_TRY_DO(Drafts{connection}.remove(partnership, person, id));
                           return {};
                         });
}

std::expected<void, ServiceError> Service::rebuild(const PartnershipId& id) {
  ACCORD_TRY(const auto there, partnership(id));
  return database_.write(id, [&](Connection& connection) -> std::expected<void, ServiceError> {
    ACCORD_TRY_DO(rebuild_read_models(connection, there->row.partnership));
    return {};
  });
}

std::expected<std::int64_t, ServiceError> Service::rebuild_outdated() {
  ACCORD_TRY(const auto rows, partnerships());
  std::int64_t rebuilt = 0;
  for (const PartnershipRow& row : rows) {
    if (row.lists_version < kReadModelsVersion) {
      ACCORD_TRY_DO(rebuild(row.partnership));
      ++rebuilt;
    }
  }
  return rebuilt;
}

}  // namespace accord
