#include <nlohmann/json.hpp>

#include "api/caller.hpp"
#include "api/paging.hpp"
#include "api/routes.hpp"
#include "api/views.hpp"
#include "base/try.hpp"
#include "disagreement/roles.hpp"
#include "service/monitoring.hpp"

namespace accord {

namespace {

using Json = nlohmann::ordered_json;

constexpr Action kReadFileCopy{"disagreement.file_copy"};
constexpr Action kReadForm{"disagreement.monitoring"};
constexpr Action kReadForms{"monitoring.read"};

/// For the sides alone: each agency keeps its own file (ALL-6).
Answered show_file_copy(const ApiCall& call) {
  const auto loaded = call.service.load(call.id(), call.request.parameter("reference"), call.actor);
  if (!loaded) {
    return std::unexpected(to_problem(loaded.error()));
  }
  const Circumstances at = call.service.circumstances(*loaded);
  const Outlook now = outlook(loaded->state, call.actor, at);
  if (acting_side(call.actor, now.state, at) == kNoSide) {
    return std::unexpected(ApiProblem{.kind = ProblemKind::NotFound});
  }
  return json_answer(file_copy_json(*loaded, at, call.actor));
}

Answered show_form(const ApiCall& call) {
  const auto loaded =
      load_form(call.service, call.id(), call.request.parameter("reference"), call.actor);
  if (!loaded) {
    return std::unexpected(to_problem(loaded.error()));
  }
  return json_answer(monitoring_json(*loaded, call.service.circumstances(*loaded), call.actor));
}

/// For the partnership's own people alone (GLO-15).
Answered show_forms(const ApiCall& call) {
  const auto forms = list_forms(call.service, call.id(), call.actor);
  if (!forms) {
    return std::unexpected(to_problem(forms.error()));
  }
  return page_answer(call.request, "forms", forms->size(), [&](std::size_t i) {
    const Loaded& loaded = (*forms)[i];
    return form_row_json(loaded, call.service.circumstances(loaded), call.actor);
  });
}

}  // namespace

void add_case_routes(Router& router, Service& service) {
  router.get("/api/v1/p/{partnership}/monitoring", kReadForms,
             answering(service, Asks::Somebody, {"limit", "page"}, show_forms));
  router.get("/api/v1/p/{partnership}/disagreements/{reference}/file-copy", kReadFileCopy,
             answering(service, Asks::Somebody, {}, show_file_copy));
  router.get("/api/v1/p/{partnership}/disagreements/{reference}/monitoring", kReadForm,
             answering(service, Asks::Somebody, {}, show_form));
}

}  // namespace accord
