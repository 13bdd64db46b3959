#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

#include "http/message.hpp"
#include "http/router.hpp"

namespace accord {

/// One answered request, for the log: ids only, nothing that anybody typed and no query.
struct Served {
  std::string request_id;
  std::string action;  ///< of the route; empty where none was found
  Method method = Method::Get;
  int status = 0;
  /// What a handler threw or says of the machine, why it was refused; empty: none.
  std::string fault;
  std::chrono::steady_clock::duration took{};  ///< from the whole request to the whole answer
};

/// The words of an error that came without any: HTML, or RFC 9457 for a program.
using ErrorPage = std::function<Response(const Request& request, int status)>;

/// Everything between the wire and the handlers, and nothing of either: whether the request comes
/// from our own page, the route, the last catch, the words of errors, the headers of every answer.
class Edge {
 public:
  struct Options {
    ErrorPage error_page;                    ///< absent: `bare_error_page`
    std::function<void(const Served&)> log;  ///< absent: no log; called from many threads
  };

  explicit Edge(Router router);
  Edge(Router router, Options options);

  /// Always an answer: whatever a handler throws becomes a 500 with the request's id as its
  /// incident number, and a failed allocation a 503. Called from many threads at once.
  [[nodiscard]] Response answer(Request request) const noexcept;

  /// The answer to what never became a request: `status` with the usual words and headers.
  /// @param reason for the log
  [[nodiscard]] Response refuse(const Request& request, int status,
                                std::string_view reason) const noexcept;

 private:
  [[nodiscard]] Response handled(Request& request, std::string& fault) const;
  void finish(const Request& request, Response& response, std::string fault,
              std::chrono::steady_clock::time_point begun) const;

  Router router_;
  Options options_;
};

/// The words alone, as text; RFC 9457 for a program. The pages have one in their own look.
[[nodiscard]] ErrorPage bare_error_page();

/// Whether the path is one of the API's, which takes JSON alone.
[[nodiscard]] bool is_of_api(const Request& request);

/// Whether whoever asked is a program, which gets RFC 9457 problems instead of pages.
[[nodiscard]] bool wants_json(const Request& request);

/// What went wrong and what to do now, in the words of the page for `status`.
struct ErrorWords {
  std::string_view heading;
  std::string_view sentence;
};
[[nodiscard]] ErrorWords words_for(int status);

/// Whether the page for `status` gives the request's id, for whoever looks after Accord.
[[nodiscard]] bool has_incident(int status);

/// The same words for a program (RFC 9457).
[[nodiscard]] Response problem_for(const Request& request, int status);

}  // namespace accord
