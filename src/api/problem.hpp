#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "calendar/zone.hpp"
#include "http/message.hpp"
#include "service/service.hpp"

namespace accord {

/// Every way in which the API says no: one family, each a problem document (RFC 9457) whose type
/// stays the same for ever.
enum class ProblemKind {
  BadRequest,       ///< 400: could not be read as a request
  InvalidBody,      ///< 400: the JSON is not what the schema says; `errors` has each place
  InvalidQuery,     ///< 400
  InvalidHeader,    ///< 400
  PersonNeeded,     ///< 401: who acts was not said
  ForeignPage,      ///< 403: sent by a page of another site
  NotFound,         ///< 404: not there, or not yours to see
  WrongMethod,      ///< 405
  TooSlow,          ///< 408
  Conflict,         ///< 409: somebody wrote at the same moment
  MovedOn,          ///< 412: somebody else acted since the version of `If-Match`
  TooLarge,         ///< 413
  AddressTooLong,   ///< 414
  WrongType,        ///< 415
  Refused,          ///< 422: the procedure says no; `rule`, `clause`, `instead`
  KeyReused,        ///< 409: the key was used for another command; `recorded` is what that did
  HeadersTooLarge,  ///< 431
  Broken,           ///< 500
  Busy,             ///< 503
  OutOfReach,       ///< 503: the record cannot be reached
};

/// What is the same in every problem of a kind.
struct ProblemSort {
  ProblemKind kind;
  std::string_view name;  ///< "refused": the type is "/api/v1/problems#refused"
  int status;
  std::string_view title;
  std::string_view mend;  ///< what to do, where this time has no words of its own
};
[[nodiscard]] std::span<const ProblemSort> problem_sorts();
[[nodiscard]] const ProblemSort& sort_of(ProblemKind kind);
/// The kind of an answer that is known by its status alone; none for statuses without one.
[[nodiscard]] std::optional<ProblemKind> kind_of_status(int status);

/// One place in a body (a JSON pointer; empty: the whole) and how to mend it.
struct BodyError {
  std::string pointer;
  std::string detail;

  bool operator==(const BodyError&) const = default;
};

/// What the first command with a key recorded: it stands, and nothing of the second one.
struct EarlierAnswer {
  RecordedBefore before;
  std::string recorded_at;  ///< local, with its offset
};

struct ApiProblem {
  ProblemKind kind = ProblemKind::BadRequest;
  std::string detail{};  ///< empty: the sort's `mend`
  std::vector<BodyError> errors{};
  std::optional<Refusal> refusal{};
  std::optional<std::int64_t> version{};   ///< MovedOn: the version that stands now
  std::optional<EarlierAnswer> earlier{};  ///< KeyReused
  std::string fault{};                     ///< of the machine, for the log
};

using Answered = std::expected<Response, ApiProblem>;

/// @param zone of the partnership, where its instants may be shown
[[nodiscard]] ApiProblem to_problem(const ServiceError& error, const Zone* zone = nullptr);
/// The document. `instance` is the request's id, which the log has too.
[[nodiscard]] Response to_response(const ApiProblem& problem, const Request& request);
/// For the log and tests: "not_now".
[[nodiscard]] std::string_view to_word(Refusal::Kind kind);

}  // namespace accord
