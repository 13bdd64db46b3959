#include "pages/sent_again.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "pages/disagreement_events.hpp"
#include "pages/label.hpp"
#include "pages/reference.hpp"

namespace accord {

namespace {

constexpr std::size_t kIdLength = 32;

bool is_hidden_field(std::string_view name) {
  return name == "form_token" || name == "command" || name == "version" || name == "shown" ||
         name == "copied" || name.ends_with("-rows");
}

void put_link(Dictionary& content, const std::string& href, std::string_view text) {
  content.section("LINK").set("HREF", href).set("TEXT", text);
}

/// The act that was recorded, in the words of the chronology, and where to correct it.
void put_entry(PageContext& context, Dictionary& content, const RecordedBefore& before) {
  auto loaded = context.service().load(context.id(), stored_reference(before.first.reference),
                                       context.actor());
  if (!loaded) {
    return;  // whoever may not read it is told that it was recorded, and no more
  }
  const OpenedDisagreement opened{context, *std::move(loaded)};
  const auto entries = chronology_of(opened);
  const auto entry = std::ranges::find_if(entries, [&](const ChronologyEntry& one) {
    return one.sequence >= before.first.first && one.sequence <= before.first.last;
  });
  if (entry == entries.end()) {
    return;
  }
  Dictionary& box = content.section("BEFORE");
  box.set("TITLE", entry->title);
  for (const auto& [label, text] : entry->texts) {
    box.section("TEXT").set_if_any("LABEL", "NAME", as_label(label)).set("WORDS", text);
  }
  put_link(content, opened.href(fmt::format("#entry-{}", entry->sequence)),
           fmt::format("Open it in disagreement {}", opened.reference()));
  put_link(content, opened.href(fmt::format("/correction/{}", entry->sequence)),
           "Add a correction to it");
}

}  // namespace

Response recorded_before(PageContext& context, const RecordedBefore& before, const Texts* typed) {
  Dictionary content;
  content.set("HEADING", "You sent this form before");
  content.section("PARAGRAPH")
      .set("SENTENCE",
           fmt::format("What you sent first was recorded on {} and stands. What you sent now is "
                       "different, and was not recorded.",
                       context.words(before.recorded_at)));
  content.section("PARAGRAPH")
      .set("SENTENCE",
           "If what was recorded is wrong, add a correction to it. If both are to stand, begin the "
           "form anew. What you sent now stands below, so that you can copy it.");
  if (!before.first.reference.empty()) {
    put_entry(context, content, before);
  }
  put_link(content, context.request().path, "Begin the form anew");
  content.show("TYPED_NOW");
  if (typed != nullptr) {
    show_typed(content, *typed);
  } else {
    show_typed(content, context.form());
  }
  return context.page("failed.html", "You sent this form before", std::move(content), 409);
}

bool is_command_id(std::string_view text) {
  return text.size() == kIdLength && std::ranges::all_of(text, [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

bool show_typed(Dictionary& content, const Form& form) {
  bool any = false;
  for (const std::string& name : form.names()) {
    for (const std::string& value : form.all_typed(name)) {
      if (!value.empty() && !is_hidden_field(name)) {
        content.section("TYPED").section("WRITTEN").set("VALUE", value);
        any = true;
      }
    }
  }
  return any;
}

bool show_typed(Dictionary& content, const Texts& typed) {
  bool any = false;
  std::string under;
  for (const auto& [label, text] : typed) {
    if (text.empty()) {
      under = label;
      continue;
    }
    Dictionary& shown = content.section("TYPED");
    shown.set_if_any("UNDER", "WORDS", std::exchange(under, ""));
    shown.set_if_any("LABEL", "NAME", label);
    shown.section("WRITTEN").set("VALUE", text);
    any = true;
  }
  return any;
}

Response of_another_session(PageContext& context) {
  const Person* me = context.person();
  const std::string heading =
      me != nullptr ? "This form was opened as somebody else" : "Choose again who you act as";
  Dictionary content;
  content.set("HEADING", heading);
  content.section("PARAGRAPH")
      .set("SENTENCE",
           me != nullptr
               ? fmt::format("You act as {} now, and the form was opened as somebody else or long "
                             "ago. Nothing was recorded.",
                             me->name)
               : std::string{"Accord does not know any more who you act as: it was started again, "
                             "or your browser forgot. Nothing was recorded."});
  content.section("PARAGRAPH")
      .set("SENTENCE",
           "What was in the form stands below, so that you can copy it into the form when you have "
           "opened it again.");
  if (me != nullptr) {
    put_link(content, context.request().path, "Begin the form anew");
  } else {
    put_link(content, context.href("/people"), "Choose a person to act as");
  }
  content.show("TYPED_NOW");
  show_typed(content, context.form());
  return context.page("failed.html", heading, std::move(content), 403);
}

Response without_command(PageContext& context, Action action) {
  Dictionary content;
  content.set("HEADING", "This form came without its number");
  content.section("PARAGRAPH")
      .set("SENTENCE",
           "Each form of Accord has a number, so that what is sent twice is recorded once. This "
           "one came without, so nothing was recorded.");
  content.section("PARAGRAPH")
      .set("SENTENCE",
           "What was in it is still here. If it is not on record yet, send it with a number now.");
  show_typed(content, context.form());
  Dictionary& again = content.section("AGAIN");
  again.set("ACTION", context.request().path);
  context.hide(again, action);
  for (const std::string& name : context.form().names()) {
    if (name == "form_token" || name == "command") {
      continue;
    }
    for (const std::string& value : context.form().all_typed(name)) {
      again.section("KEPT").set("NAME", name).set("VALUE", value);
    }
  }
  return context.page("failed.html", "This form came without its number", std::move(content), 400);
}

}  // namespace accord
