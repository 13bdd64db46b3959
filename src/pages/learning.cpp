#include "service/learning.hpp"

#include <fmt/format.h>

#include "pages/disagreement.hpp"
#include "pages/page_form.hpp"
#include "pages/pages_groups.hpp"

namespace accord {

namespace {

constexpr Action kReadLearning{"learning.read"};
constexpr Action kConsider{"learning.consider"};

void put_texts(Dictionary& card, std::string_view section, const std::vector<Texts>& all) {
  for (const Texts& texts : all) {
    Dictionary& one = card.section(section);
    for (const auto& [name, words] : texts) {
      one.section("TEXT").set("NAME", capitalised(name)).set("WORDS", words);
    }
  }
}

Response show_learning(PageContext& context) {
  const auto all = list_learning(context.service(), context.id(), context.actor());
  if (!all) {
    return context.failed(all.error());
  }
  Dictionary content;
  bool any = false;
  for (const Loaded& loaded : *all) {
    const LearningCard card = learning_card(context.service(), loaded, context.actor());
    if (card.has_nothing()) {
      continue;
    }
    any = true;
    Dictionary& shown = content.section("CARD");
    shown.set("ID", card.key).set("AREA", card.area.empty() ? "Not said" : listed(card.area));
    shown.choose(card.open, "OPEN", "DONE");
    put_texts(shown, "POINT", card.points);
    put_texts(shown, "CONSIDERED", card.considered);
    if (card.waiting != 0) {
      shown.section("CONSIDER").set("HREF", context.href("/learning/" + card.key));
    }
  }
  content.show_if(!any, "EMPTY");
  return context.page("learning.html", "Learning", std::move(content));
}

/// ALL-10: "considered there, and shared". The group sees the point and nothing else.
Response consider(PageContext& context) {
  const auto found = waiting_learning(context.service(), context.id(),
                                      context.request().parameter("key"), context.actor());
  if (!found) {
    return context.failed(found.error());
  }
  const LearningCard card = learning_card(context.service(), *found, context.actor());
  PageForm form{context, context.zone(), kConsider, card.rule->what};
  form.say(
      "You see what was drawn out, and not where from. What you write is read by the agencies: "
      "name "
      "nobody, and say nothing that could tell somebody whom it was about.");
  for (const Texts& point : card.points) {
    for (const auto& [name, words] : point) {
      form.quote(capitalised(name), words);
    }
  }
  RecordDone command;
  command.number = card.waiting;
  int number = 0;
  for (const std::string& name : card.rule->record) {
    const std::string text = form.area(
        {.name = fmt::format("text-{}", ++number), .label = capitalised(name)}, "Enter " + name);
    command.evidence.texts.emplace_back(name, text);
  }
  const Link back{"Back to learning", context.href("/learning")};
  if (!form.is_whole()) {
    return form.show("Learning", back, "Record what was considered");
  }
  Submission submission = context.submission(found->id, std::move(command));
  submission.based_on.reset();  // they never saw a version of it
  const auto recorded = context.service().submit(submission);
  if (recorded) {
    return context.go("/learning", "Recorded: " + card.rule->what);
  }
  if (const auto* refusal = std::get_if<Refusal>(&recorded.error())) {
    context.refuse(*refusal);
    return form.show("Learning", back, "Record what was considered");
  }
  return context.failed(recorded.error());
}

}  // namespace

void add_learning_pages(Pages& pages) {
  pages.get("/learning", kReadLearning, show_learning);
  pages.get("/learning/{key}", kConsider, consider);
  pages.post("/learning/{key}", kConsider, consider);
  pages.menu({.order = 45, .text = "Learning", .path = "/learning"});
}

}  // namespace accord
