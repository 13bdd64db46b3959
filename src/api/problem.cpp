#include "api/problem.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "base/check.hpp"

namespace accord {

namespace {

constexpr std::array<ProblemSort, 20> kSorts{{
    {ProblemKind::BadRequest, "bad-request", 400, "The request could not be read",
     "Send HTTP/1.1 with a valid address and valid headers."},
    {ProblemKind::InvalidBody, "invalid-body", 400, "The body is not what this path takes",
     "Mend each place named in errors; the schema is in the OpenAPI document."},
    {ProblemKind::InvalidQuery, "invalid-query", 400, "The query is not what this path takes",
     "Leave out what the OpenAPI document does not name."},
    {ProblemKind::InvalidHeader, "invalid-header", 400, "A header is missing or cannot be read",
     "Send the headers that the OpenAPI document names for this path."},
    {ProblemKind::PersonNeeded, "person-needed", 401, "Nobody was named as acting",
     "Send the header Accord-Person with the id of somebody in the partnership's directory. In a "
     "demonstration anybody can be chosen; there is no sign-in."},
    {ProblemKind::ForeignPage, "foreign-page", 403, "This came from a page of another site",
     "Send it from a program, or from a page of this address."},
    {ProblemKind::NotFound, "not-found", 404, "There is nothing here that you may see",
     "Check the address and who acts: what is not there and what may not be seen answer alike."},
    {ProblemKind::WrongMethod, "wrong-method", 405, "This path does not take that method",
     "Use a method that the Allow header names."},
    {ProblemKind::TooSlow, "too-slow", 408, "The request did not arrive in time", "Send it again."},
    {ProblemKind::Conflict, "conflict", 409, "Another command came first",
     "Somebody was writing at the same moment. Nothing was recorded: read the disagreement again, "
     "then send with a new Idempotency-Key."},
    {ProblemKind::MovedOn, "moved-on", 412, "Somebody else acted since the version you saw",
     "Nothing was recorded: read what was added, then send again with the new version."},
    {ProblemKind::TooLarge, "too-large", 413, "The body is too large", "Shorten what you send."},
    {ProblemKind::AddressTooLong, "address-too-long", 414, "The address is too long",
     "Use an address as the OpenAPI document gives it."},
    {ProblemKind::WrongType, "wrong-type", 415, "Only JSON is taken here",
     "Send Content-Type: application/json, in UTF-8, without a Content-Encoding."},
    {ProblemKind::Refused, "refused", 422, "The procedure does not allow this",
     "Do what stands under instead, if anything does."},
    {ProblemKind::KeyReused, "key-reused", 409, "This Idempotency-Key was used for another command",
     "What the first one recorded stands, and nothing of this one was recorded: read the "
     "disagreement, then send with a new key what is still missing."},
    {ProblemKind::HeadersTooLarge, "headers-too-large", 431, "The headers are too large",
     "Send fewer or shorter headers."},
    {ProblemKind::Broken, "broken", 500, "Something went wrong in Accord",
     "Try again. If it happens again, tell whoever looks after Accord the instance below."},
    {ProblemKind::Busy, "busy", 503, "Accord is busy",
     "Nothing was recorded. Wait a moment, then send it again with the same Idempotency-Key."},
    {ProblemKind::OutOfReach, "out-of-reach", 503, "The record cannot be reached",
     "Nothing was recorded. Ring the other agency meanwhile, as the procedure allows, and send it "
     "again later with the same Idempotency-Key."},
}};

constexpr std::string_view kMayBeRecorded =
    "It is not known whether this was recorded. Send it again later with the same "
    "Idempotency-Key: it is recorded once at most.";

constexpr std::string_view kTypes = "/api/v1/problems#";

void put_refusal(nlohmann::ordered_json& json, const Refusal& refusal) {
  json["refusal"] = to_word(refusal.kind);
  const auto put = [&](const char* name, const std::string& text) {
    if (!text.empty()) {
      json[name] = text;
    }
  };
  put("rule", refusal.rule);
  put("clause", refusal.clause);
  put("instead", refusal.instead);
  put("field", refusal.field);
}

}  // namespace

std::span<const ProblemSort> problem_sorts() {
  return kSorts;
}

const ProblemSort& sort_of(ProblemKind kind) {
  const auto found = std::ranges::find(kSorts, kind, &ProblemSort::kind);
  ACCORD_CHECK(found != kSorts.end());
  return *found;
}

std::optional<ProblemKind> kind_of_status(int status) {
  const auto found = std::ranges::find(kSorts, status, &ProblemSort::status);
  return found == kSorts.end() ? std::nullopt : std::optional{found->kind};
}

std::string_view to_word(Refusal::Kind kind) {
  switch (kind) {
    case Refusal::Kind::NotFound: return "not_found";
    case Refusal::Kind::NotYours: return "not_yours";
    case Refusal::Kind::NotNow: return "not_now";
    case Refusal::Kind::Incomplete: return "incomplete";
    case Refusal::Kind::BadTime: return "bad_time";
    case Refusal::Kind::Elsewhere: return "elsewhere";
    case Refusal::Kind::Closed: return "closed";
  }
  return "";
}

ApiProblem to_problem(const ServiceError& error, const Zone* zone) {
  struct Converting {
    const Zone* zone;

    ApiProblem operator()(const Refusal& refusal) const {
      return {.kind = ProblemKind::Refused, .detail = refusal.what, .refusal = refusal};
    }
    ApiProblem operator()(const Conflict& conflict) const {
      if (conflict.expected == 0) {
        return {.kind = ProblemKind::Conflict};
      }
      return {.kind = ProblemKind::MovedOn,
              .detail = fmt::format("You saw version {}, and version {} stands now. {}",
                                    conflict.expected, conflict.actual,
                                    sort_of(ProblemKind::MovedOn).mend),
              .version = conflict.actual};
    }
    ApiProblem operator()(const RecordedBefore& before) const {
      ApiProblem problem{.kind = ProblemKind::KeyReused};
      if (zone != nullptr) {
        problem.earlier = EarlierAnswer{before, iso_local(*zone, before.recorded_at)};
      }
      return problem;
    }
    ApiProblem operator()(const NotThere&) const { return {.kind = ProblemKind::NotFound}; }
    // What the machine said is for the log: it may name a file.
    ApiProblem operator()(const Fault& fault) const {
      ApiProblem problem{.kind = ProblemKind::OutOfReach, .fault = fault.what};
      if (fault.kind == FaultKind::Corrupt) {
        problem.kind = ProblemKind::Broken;
      } else if (fault.retryable()) {
        problem.kind = ProblemKind::Busy;
      } else if (fault.kind == FaultKind::OutcomeUnknown) {
        problem.detail = kMayBeRecorded;
      }
      return problem;
    }
  };
  return std::visit(Converting{zone}, error);
}

Response to_response(const ApiProblem& problem, const Request& request) {
  const ProblemSort& sort = sort_of(problem.kind);
  nlohmann::ordered_json json;
  json["type"] = fmt::format("{}{}", kTypes, sort.name);
  json["title"] = sort.title;
  json["status"] = sort.status;
  json["detail"] = problem.detail.empty() ? std::string{sort.mend} : problem.detail;
  json["instance"] = request.id;
  if (problem.refusal) {
    put_refusal(json, *problem.refusal);
  }
  if (problem.version) {
    json["version"] = *problem.version;
  }
  if (problem.earlier) {
    const Recorded& first = problem.earlier->before.first;
    if (!first.reference.empty()) {  // what is the partnership's own is of no disagreement
      json["reference"] = first.reference;
    }
    json["recorded"] = {{"first", first.first}, {"last", first.last}};
    json["recorded_at"] = problem.earlier->recorded_at;
    json["event"] = problem.earlier->before.kind;
  }
  if (!problem.errors.empty()) {
    auto errors = nlohmann::ordered_json::array();
    for (const BodyError& error : problem.errors) {
      errors.push_back({{"pointer", error.pointer}, {"detail", error.detail}});
    }
    json["errors"] = std::move(errors);
  }
  // What somebody typed may stand in a detail: whatever is no UTF-8 in it is shown as such.
  Response response{
      .status = sort.status,
      .content_type = "application/problem+json",
      .body = json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n"};
  if (problem.kind == ProblemKind::PersonNeeded) {
    response.with_header("WWW-Authenticate", "Accord-Person realm=\"demonstration\"");
  }
  if (problem.kind == ProblemKind::Busy) {
    response.with_header("Retry-After", "5");
  }
  if (problem.kind == ProblemKind::OutOfReach) {
    response.with_header("Retry-After", "30");
  }
  response.fault = sort.name;
  if (problem.refusal) {
    response.fault += fmt::format(" {}", to_word(problem.refusal->kind));
  }
  if (!problem.fault.empty()) {
    response.fault += fmt::format(": {}", problem.fault);
  }
  return response;
}

}  // namespace accord
