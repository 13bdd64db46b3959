#include "service/monitoring.hpp"

#include <fmt/format.h>

#include "pages/disagreement_page.hpp"
#include "pages/fields.hpp"
#include "pages/pages_groups.hpp"
#include "pages/reference.hpp"

namespace accord {

namespace {

constexpr Action kReadMonitoring{"monitoring.read"};
constexpr Action kForm{"disagreement.monitoring"};

/// The form, from the record as `then` has it and nothing else: whoever asks, and whenever, it has
/// the same words (GLO-15).
void put_form(Dictionary& content, const OpenedDisagreement& then, const Event* copy) {
  Dictionary& form = content.section("FORM");
  const Disagreement& state = then.state();
  form.set("TITLE", copy != nullptr ? fmt::format("Copied {} by {}", then.when(copy->recorded_at),
                                                  then.person(copy->by.person))
                                    : fmt::format("As at {}", then.when(then.at().now)));
  const auto row = [&](const std::string& key, const std::string& value) {
    form.section("ROW").set("KEY", key).set("VALUE", value);
  };
  row("Reference", then.reference());
  std::vector<std::string> responding;
  for (std::size_t i = 1; i < state.raised.sides.size(); ++i) {
    responding.push_back(then.agency(state.raised.sides[i].agency));
  }
  row("Raised by", then.side(0));
  row("Raised with", listed(responding));
  for (const auto& [key, value] : what_was_raised(then)) {
    row(key, value);
  }
  if (copy != nullptr) {
    for (const auto& [name, words] : std::get<Done>(copy->body).evidence.texts) {
      row(capitalised(name), words);
    }
  }
  row("Record", fmt::format("Entries 1 to {}", then.loaded().state.version));
  for (const StageStep& step : stage_steps(then)) {
    if (step.state != StageStep::State::Later) {
      form.section("STAGE").set("NAME", step.name).set("STATE", step.words);
    }
  }
  for (const ChronologyEntry& entry : chronology_of(then)) {
    if (!entry.by.empty()) {
      form.section("STEP")
          .set("AT", entry.happened)
          .set("WHAT", entry.title)
          .set_if_any("BY", "NAME", entry.by);
    }
  }
}

/// Whoever it was copied to says that it came, and may add a word: a note, and no step.
void put_receipt_form(PageContext& context, Dictionary& content) {
  Dictionary& form = content.section("ACKNOWLEDGE");
  form.set("ACTION", context.request().path);
  TextField field{.name = "note",
                  .label = "Anything to say with it (you can leave this empty)",
                  .value = context.form().typed("note"),
                  .error = context.problem_of("note"),
                  .rows = 3};
  put(form, "PART", field);
  context.hide(form, kForm);
}

Response show_form(PageContext& context, const OpenedDisagreement& opened) {
  Dictionary content;
  content.set("CAPTION", "Disagreement " + opened.reference());
  const Event* copy = copied_form(opened.loaded());
  if (copy == nullptr) {
    Dictionary& draft = content.section("DRAFT");
    for (const OpenDuty& open : opened.now().duties) {
      if (open.mine && open.rule != nullptr && open.rule->purpose == Purpose::Monitoring) {
        draft.section("COPY_IT")
            .set("HREF", opened.href(fmt::format("/done/{}", open.duty->number)))
            .set("TEXT", open.rule->what);
      }
    }
    put_form(content, opened, nullptr);
  } else {
    put_form(content, *as_it_stood(context, opened.loaded(), copy->sequence), copy);
  }
  const auto noted = form_receipts(opened.loaded());
  content.show_if(!noted.empty(), "RECEIPTS");
  for (const Event* event : noted) {
    content.section("RECEIPT")
        .set("WHO", opened.person(event->by.person))
        .set("AT", opened.when(event->recorded_at))
        .set("WORDS", std::get<Noted>(event->body).text);
  }
  if (notes_receipt(opened.loaded())) {
    put_receipt_form(context, content);
  }
  context.frame.back = opened.i_may(Act::Read)
                           ? Link{"Back to the disagreement", opened.href()}
                           : Link{"Back to the monitoring forms", context.href("/monitoring")};
  return context.page("monitoring.html", "Monitoring form – " + opened.reference(),
                      std::move(content));
}

std::expected<std::unique_ptr<const OpenedDisagreement>, ServiceError> open_form(
    PageContext& context) {
  auto loaded = load_form(context.service(), context.id(),
                          stored_reference(context.request().parameter("ref")), context.actor());
  if (!loaded) {
    return std::unexpected(loaded.error());
  }
  return std::make_unique<const OpenedDisagreement>(context, *std::move(loaded));
}

Response show_monitoring(PageContext& context) {
  const auto opened = open_form(context);
  return opened ? show_form(context, **opened) : context.failed(opened.error());
}

Response note_receipt(PageContext& context) {
  const auto opened = open_form(context);
  if (!opened) {
    return context.failed(opened.error());
  }
  if (!notes_receipt((*opened)->loaded())) {
    return Response::not_found();
  }
  const auto note = context.form().text("note");
  if (!note) {
    context.add_problem(note.error());
    return show_form(context, **opened);
  }
  const auto recorded = context.service().submit(
      context.submission((*opened)->loaded().id, AddNote{receipt_text(*note)}));
  return recorded ? context.go((*opened)->path("/monitoring"), "The receipt is noted")
                  : context.failed(recorded.error());
}

bool monitors(const PageContext& context) {
  return serves_partnership(context.actor(), context.directory()) &&
         has_monitoring_form(context.policy());
}

/// The forms that came to the partnership: no content, only where each stood when it was copied.
Response show_monitoring_list(PageContext& context) {
  const auto all = list_forms(context.service(), context.id(), context.actor());
  if (!all) {
    return context.failed(all.error());
  }
  Dictionary content;
  Dictionary* table = nullptr;
  for (const Loaded& loaded : *all) {
    const OpenedDisagreement opened{context, loaded};
    const Event* copy = copied_form(loaded);
    const auto then = as_it_stood(context, loaded, copy->sequence);
    table = table == nullptr ? &content.section("TABLE") : table;
    Dictionary& row = table->section("ROW");
    row.set("HREF", opened.href("/monitoring")).set("REFERENCE", opened.reference());
    row.set("AGENCY", opened.side(0)).set("AT", opened.when(copy->recorded_at));
    const Visit* visit = then->state().stage();
    row.set("STAGE", visit != nullptr ? then->stage(visit->stage) : std::string{"Ended"});
    const auto noted = form_receipts(loaded);
    row.show_if(noted.empty(), "NOT_NOTED");
    if (!noted.empty()) {
      row.section("NOTED").set("WHO", fmt::format("{}, {}", opened.person(noted.back()->by.person),
                                                  opened.when(noted.back()->recorded_at)));
    }
  }
  content.show_if(all->empty(), "EMPTY");
  return context.page("monitoring_list.html", "Monitoring forms", std::move(content));
}

}  // namespace

void add_monitoring_pages(Pages& pages) {
  pages.get("/monitoring", kReadMonitoring, show_monitoring_list);
  pages.get("/d/{ref}/monitoring", kForm, show_monitoring);
  pages.post("/d/{ref}/monitoring", kForm, note_receipt);
  pages.menu({.order = 46, .text = "Monitoring", .path = "/monitoring", .shown = monitors});
}

}  // namespace accord
