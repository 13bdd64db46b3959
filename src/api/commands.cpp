#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <span>

#include "api/caller.hpp"
#include "api/command_reader.hpp"
#include "api/paging.hpp"
#include "api/parse_json.hpp"
#include "api/routes.hpp"
#include "base/try.hpp"
#include "ledger/digest.hpp"
#include "service/learning.hpp"
#include "service/monitoring.hpp"
#include "service/recorded.hpp"

namespace accord {

namespace {

constexpr Action kRaise{"disagreement.raise"};
constexpr Action kCommand{"disagreement.command"};
constexpr Action kPolicyCommand{"policy.command"};
constexpr Action kConsider{"learning.consider"};
constexpr Action kNoteReceipt{"monitoring.receipt"};

constexpr std::size_t kShortestKey = 8;
constexpr std::size_t kLongestKey = 128;

ApiProblem header_problem(std::string detail) {
  return {.kind = ProblemKind::InvalidHeader, .detail = std::move(detail)};
}

std::string hash_of(std::string_view text) {
  return to_hex(sha256(std::as_bytes(std::span{text})));
}

/// The id of the command: the caller's key, made the caller's own, so that nobody's key meets
/// another's.
std::expected<CommandId, ApiProblem> command_id(const ApiCall& call) {
  ACCORD_TRY(const auto key, sent_once(call.request, "idempotency-key"));
  const auto is_plain = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '_';
  };
  if (!key || key->size() < kShortestKey || key->size() > kLongestKey ||
      !std::ranges::all_of(*key, is_plain)) {
    return std::unexpected(header_problem(
        "Send the header Idempotency-Key: 8 to 128 letters, digits, - and _, new for each command "
        "(a UUID), and the same when you send the same command again."));
  }
  constexpr std::size_t kIdDigits = 32;
  return CommandId{
      hash_of(fmt::format("api\n{}\n{}", call.actor.person.text(), *key)).substr(0, kIdDigits)};
}

/// `If-Match: "7"`: the version that the caller saw. `*` and none: whatever stands now.
std::expected<std::optional<std::int64_t>, ApiProblem> version_seen(const Request& request) {
  ACCORD_TRY(const auto header, sent_once(request, "if-match"));
  if (!header || *header == "*") {
    return std::nullopt;
  }
  std::int64_t version = 0;
  const bool quoted = header->size() > 2 && header->front() == '"' && header->back() == '"';
  if (quoted) {
    const char* last = header->data() + header->size() - 1;
    const auto [end, wrong] = std::from_chars(header->data() + 1, last, version);
    if (wrong == std::errc{} && end == last && version > 0) {
      return version;
    }
  }
  return std::unexpected(header_problem(
      "If-Match has to be the ETag of the disagreement that you saw, such as \"7\"."));
}

/// The command that the body says, by `read`: one of the readers of command_reader.hpp.
template <typename Body>
std::expected<Body, ApiProblem> body_of(
    const Request& request, std::expected<Body, std::vector<BodyError>> (*read)(std::string_view)) {
  if (request.body_type() != "application/json" || request.header("content-encoding")) {
    return std::unexpected(ApiProblem{.kind = ProblemKind::WrongType});
  }
  if (request.body.size() > kMostBodyBytes) {
    return std::unexpected(
        ApiProblem{.kind = ProblemKind::TooLarge,
                   .detail = fmt::format("A command has {} bytes at most; this has {}.",
                                         kMostBodyBytes, request.body.size())});
  }
  auto command = read(request.body);
  if (!command) {
    return std::unexpected(
        ApiProblem{.kind = ProblemKind::InvalidBody, .errors = std::move(command).error()});
  }
  return *std::move(command);
}

std::expected<Recorded, ServiceError> record(const ApiCall& call, Submission submission) {
  submission.partnership = call.id();
  submission.command.by = call.actor;
  // The same bytes to the same address are the same command.
  submission.body = fmt::format("{}\n{}", call.request.path, call.request.body);
  return call.service.submit(submission);
}

Answered submit(const ApiCall& call, Submission submission) {
  const bool raising = std::holds_alternative<Raise>(submission.command.body);
  const auto recorded = record(call, std::move(submission));
  if (!recorded) {
    return std::unexpected(to_problem(recorded.error(), &call.zone()));
  }
  nlohmann::ordered_json json;
  json["reference"] = recorded->reference;
  json["version"] = recorded->last;
  json["recorded"] = nullptr;
  if (recorded->first > 0) {
    json["recorded"] = {{"first", recorded->first}, {"last", recorded->last}};
  }
  Response response = Response::json(json.dump() + "\n", raising ? 201 : 200);
  response.with_header("ETag", fmt::format("\"{}\"", recorded->last));
  if (raising) {
    response.with_header(
        "Location", fmt::format("/api/v1/p/{}/disagreements/{}", percent_encode(call.id().text()),
                                percent_encode(recorded->reference)));
  }
  return response;
}

Answered raise(const ApiCall& call) {
  Submission submission;
  ACCORD_TRY(submission.command_id, command_id(call));
  ACCORD_TRY(submission.command.body, body_of(call.request, read_command));
  if (!std::holds_alternative<Raise>(submission.command.body)) {
    return std::unexpected(
        ApiProblem{.kind = ProblemKind::InvalidBody,
                   .errors = {{"/command",
                               "Only raise is taken here: send every other command to the "
                               "commands of the disagreement that it is about."}}});
  }
  return submit(call, std::move(submission));
}

const DutyRule* rule_of(const RecordDone& done, const Loaded& loaded) {
  const Policy& policy = *loaded.rules.policy;
  if (done.number == 0) {
    return policy.duty(done.scope, done.id);
  }
  const DutyState* duty = loaded.state.duty(done.number);
  return duty != nullptr ? policy.duty(duty->scope, duty->id) : nullptr;
}

bool says_who_took_part(const Evidence& evidence, std::string_view body) {
  if (!evidence.participants.empty()) {
    return true;
  }
  const auto json = parse_json(body);
  return !evidence.texts.empty() && json && (*json)["evidence"].contains("participants");
}

/// Of a discussion it is recorded who took part, as the page asks: an empty list has to be sent in
/// so many words, since it says that the directory lists none of them.
std::optional<Refusal> lacks_participants(const CommandBody& body, std::string_view sent,
                                          const Loaded& loaded) {
  const auto* done = std::get_if<RecordDone>(&body);
  const DutyRule* rule = done != nullptr ? rule_of(*done, loaded) : nullptr;
  if (rule == nullptr || rule->proof != Proof::Contact ||
      says_who_took_part(done->evidence, sent)) {
    return std::nullopt;
  }
  return Refusal{.kind = Refusal::Kind::Incomplete,
                 .what = "Say who took part.",
                 .rule = "",
                 .clause = rule->source.clause,
                 .instead =
                     "Send their ids from the directory in evidence.participants; an empty "
                     "list where nobody whom it lists took part, and say who did in a text.",
                 .field = "participants"};
}

Answered command(const ApiCall& call) {
  // First whether it is theirs to see: the answer to anything else would say that it is there.
  const auto loaded = call.service.load(call.id(), call.request.parameter("reference"), call.actor);
  if (!loaded) {
    return std::unexpected(to_problem(loaded.error()));
  }
  Submission submission;
  submission.disagreement = loaded->id;
  ACCORD_TRY(submission.command_id, command_id(call));
  ACCORD_TRY(submission.based_on, version_seen(call.request));
  if (submission.based_on > loaded->state.version) {
    return std::unexpected(to_problem(Conflict{*submission.based_on, loaded->state.version}));
  }
  ACCORD_TRY(submission.command.body, body_of(call.request, read_command));
  if (std::holds_alternative<Raise>(submission.command.body)) {
    return std::unexpected(
        ApiProblem{.kind = ProblemKind::InvalidBody,
                   .errors = {{"/command",
                               "raise begins a new disagreement: send it to the partnership's "
                               "disagreements."}}});
  }
  if (auto lacks = lacks_participants(submission.command.body, call.request.body, *loaded)) {
    return std::unexpected(to_problem(ServiceError{*std::move(lacks)}));
  }
  return submit(call, std::move(submission));
}

/// To the policy: what the partnership's own people record of its reviews, and each agency's
/// adoption (GLO-22). Everybody may read those, so nothing is given away by what is said of a body.
Answered policy_command(const ApiCall& call) {
  ACCORD_TRY(const CommandId id, command_id(call));
  ACCORD_TRY(const PolicyCommand body, body_of(call.request, read_policy_command));
  const auto recorded = call.service.add_to_partnership_record(
      call.id(), to_partnership_entry(body, call.actor, *call.partnership->policy), id,
      fmt::format("{}\n{}", call.request.path, call.request.body));
  if (!recorded) {
    return std::unexpected(to_problem(recorded.error(), &call.zone()));
  }
  nlohmann::ordered_json json;
  json["recorded"] = recorded->first;
  return json_answer(json);
}

/// Whoever considers learning never sees the disagreement (ALL-10): the key names it here, the
/// number of their duty is ours to know, and no answer has a reference.
Answered consider(const ApiCall& call) {
  const std::string& key = call.request.parameter("key");
  auto found = waiting_learning(call.service, call.id(), key, call.actor);
  ACCORD_TRY(const CommandId id, command_id(call));
  Submission submission;
  submission.command_id = id;
  if (found) {
    submission.disagreement = found->id;
  } else {
    // Sent again, it waits no more: the first answer is still theirs.
    const auto before = find_recorded(call.service, call.id(), id);
    if (!before || !*before || learning_key((*before)->disagreement) != key) {
      return std::unexpected(to_problem(found.error()));
    }
    submission.disagreement = (*before)->disagreement;
  }
  ACCORD_TRY(submission.command.body, body_of(call.request, read_command));
  auto* done = std::get_if<RecordDone>(&submission.command.body);
  if (done == nullptr || done->number != 0 || !done->scope.empty() || !done->id.empty()) {
    return std::unexpected(ApiProblem{
        .kind = ProblemKind::InvalidBody,
        .errors = {{"/command", "Only record_done is taken here, without number, scope and id."}}});
  }
  if (found) {
    done->number = learning_card(call.service, *found, call.actor).waiting;
  }
  if (const auto recorded = record(call, std::move(submission)); !recorded) {
    ApiProblem problem = to_problem(recorded.error(), &call.zone());
    problem.earlier.reset();
    return std::unexpected(std::move(problem));
  }
  nlohmann::ordered_json json;
  json["key"] = key;
  return json_answer(json);
}

/// Whoever the form was copied to says that it came, and may add a word: a note, and no step.
Answered note_receipt(const ApiCall& call) {
  const auto loaded =
      load_form(call.service, call.id(), call.request.parameter("reference"), call.actor);
  if (!loaded || !notes_receipt(*loaded)) {
    return std::unexpected(to_problem(loaded ? ServiceError{NotThere{}} : loaded.error()));
  }
  Submission submission;
  submission.disagreement = loaded->id;
  ACCORD_TRY(submission.command_id, command_id(call));
  ACCORD_TRY(submission.command.body, body_of(call.request, read_command));
  auto* note = std::get_if<AddNote>(&submission.command.body);
  if (note == nullptr) {
    return std::unexpected(ApiProblem{.kind = ProblemKind::InvalidBody,
                                      .errors = {{"/command", "Only add_note is taken here."}}});
  }
  note->text = receipt_text(note->text);
  return submit(call, std::move(submission));
}

}  // namespace

void add_command_routes(Router& router, Service& service) {
  router.post("/api/v1/p/{partnership}/disagreements", kRaise,
              answering(service, Asks::Somebody, {}, raise));
  router.post("/api/v1/p/{partnership}/disagreements/{reference}/commands", kCommand,
              answering(service, Asks::Somebody, {}, command));
  router.post("/api/v1/p/{partnership}/policy/commands", kPolicyCommand,
              answering(service, Asks::Somebody, {}, policy_command));
  router.post("/api/v1/p/{partnership}/learning/{key}/commands", kConsider,
              answering(service, Asks::Somebody, {}, consider));
  router.post("/api/v1/p/{partnership}/disagreements/{reference}/monitoring/commands", kNoteReceipt,
              answering(service, Asks::Somebody, {}, note_receipt));
}

}  // namespace accord
