#include "pages/error_page.hpp"

#include <memory>

#include "pages/frame.hpp"

namespace accord {

ErrorPage plain_error_page() {
  const auto templates = std::make_shared<const Templates>(load_page_templates());
  return [templates](const Request& request, int status) {
    if (wants_json(request)) {
      return problem_for(request, status);
    }
    const ErrorWords words = words_for(status);
    Dictionary content;
    content.set("HEADING", words.heading).set("HOME", "/");
    content.section("PARAGRAPH").set("SENTENCE", words.sentence);
    if (has_incident(status)) {
      content.section("INCIDENT").set("NUMBER", request.id);
    }
    return Response::html(render_page(*templates, {.title = std::string{words.heading}},
                                      "error.html", std::move(content)),
                          status);
  };
}

}  // namespace accord
