#include "http/edge.hpp"
#include "http/text.hpp"

namespace accord {
ErrorWords words_for(int status) {
  switch (status) {
    case 400:
      return {"Accord could not read that request",
              "The address or the form may be damaged. Go back and try again."};
    case 403:
      return {"This form did not come from Accord",
              "Go back to the page, load it again, and send it once more."};
    case 404: return {"Page not found", "You may not have access, or the link may be old."};
    case 405:
      return {"This page cannot be used in that way",
              "Go to the start page and follow the links from there."};
    case 408:
      return {"That took too long",
              "Your connection was too slow to send everything in time. Try again."};
    case 409:
      return {"Somebody else added something while you were writing",
              "Go back, read what was added, and send yours again."};
    case 413: return {"That is too big", "Shorten what you send, and try again."};
    case 414: return {"That address is too long", "Go to the start page and start from there."};
    case 415:
      return {"Accord cannot read that kind of content",
              "Send a form (application/x-www-form-urlencoded) or JSON (application/json)."};
    case 431:
      return {"Your browser sent too much with the request",
              "Delete the cookies of this site, and try again."};
    case 503: return {"Accord is busy", "Wait a moment, then try again. Nothing was recorded."};
    default:
      return status >= 500 ? ErrorWords{"Sorry, something went wrong",
                                        "Go back and try again. If it happens again, tell whoever "
                                        "looks after Accord the number below."}
                           : ErrorWords{"Accord could not do that", "Go back and try again."};
  }
}

bool is_of_api(const Request& request) {
  return !request.segments.empty() && request.segments.front() == "api";
}

bool wants_json(const Request& request) {
  if (is_of_api(request)) {
    return true;
  }
  const std::string accepted = lower_case(request.header("accept").value_or(""));
  return accepted.find("json") != std::string::npos &&
         accepted.find("text/html") == std::string::npos;
}

bool has_incident(int status) {
  return status >= 500;
}

Response problem_for(const Request& request, int status) {
  const ErrorWords words = words_for(status);
  return Response::problem({.status = status,
                            .title = std::string{words.heading},
                            .detail = std::string{words.sentence},
                            .instance = has_incident(status) ? request.id : ""});
}

ErrorPage bare_error_page() {
  return [](const Request& request, int status) {
    if (wants_json(request)) {
      return problem_for(request, status);
    }
    const ErrorWords words = words_for(status);
    return Response::text(std::string{words.heading} + "\n" + std::string{words.sentence} +
                              (has_incident(status) ? "\nIncident number: " + request.id : "") +
                              "\n",
                          status);
  };
}

}  // namespace accord
