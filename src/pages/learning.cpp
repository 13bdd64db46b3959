#include "pages/learning.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "disagreement/outlook.hpp"
#include "ledger/digest.hpp"
#include "pages/disagreement.hpp"
#include "pages/page_form.hpp"
#include "pages/pages_groups.hpp"
#include "pages/reference.hpp"

namespace accord {

namespace {

constexpr Action kReadLearning{"learning.read"};
constexpr Action kConsider{"learning.consider"};

constexpr std::size_t kKeyLength = 16;

const std::vector<Purpose>& learning() {
  static const std::vector<Purpose> kBoth{Purpose::LearningPoint, Purpose::LearningConsidered};
  return kBoth;
}

Purpose purpose_of(const Done& done, const Loaded& loaded) {
  const DutyState* duty = done.number > 0 ? loaded.state.duty(done.number) : nullptr;
  const DutyRule* rule = duty != nullptr ? loaded.rules.policy->duty(duty->scope, duty->id)
                                         : loaded.rules.policy->duty(done.scope, done.id);
  return rule != nullptr ? rule->purpose : Purpose::None;
}

void put_texts(Dictionary& card, std::string_view section, const std::vector<Texts>& all) {
  for (const Texts& texts : all) {
    Dictionary& one = card.section(section);
    for (const auto& [name, words] : texts) {
      one.section("TEXT").set("NAME", capitalised(name)).set("WORDS", words);
    }
  }
}

Response show_learning(PageContext& context) {
  const auto all = context.service().about(context.id(), learning(), context.actor());
  if (!all) {
    return context.failed(all.error());
  }
  Dictionary content;
  bool any = false;
  for (const Loaded& loaded : *all) {
    const LearningCard card = learning_card(context, loaded);
    if (card.points.empty() && card.considered.empty()) {
      continue;
    }
    any = true;
    Dictionary& shown = content.section("CARD");
    shown.set("ID", card.key).set("AREA", card.area.empty() ? "Not said" : card.area);
    shown.choose(card.open, "OPEN", "DONE");
    put_texts(shown, "POINT", card.points);
    put_texts(shown, "CONSIDERED", card.considered);
    if (!card.waiting.empty()) {
      shown.section("CONSIDER").set("HREF", context.href("/learning/" + card.key));
    }
  }
  content.show_if(!any, "EMPTY");
  return context.page("learning.html", "Learning", std::move(content));
}

/// The disagreement of that key, where its learning waits for the person who asks.
std::expected<Loaded, ServiceError> find_waiting(const PageContext& context, std::string_view key) {
  auto all = context.service().about(context.id(), learning(), context.actor());
  if (!all) {
    return std::unexpected(all.error());
  }
  for (Loaded& loaded : *all) {
    if (learning_key(loaded.id) == key && !learning_card(context, loaded).waiting.empty()) {
      return std::move(loaded);
    }
  }
  return std::unexpected(NotThere{});
}

/// ALL-10: "considered there, and shared". The group sees the point and nothing else.
Response consider(PageContext& context) {
  const auto found = find_waiting(context, context.request().parameter("key"));
  if (!found) {
    return context.failed(found.error());
  }
  const LearningCard card = learning_card(context, *found);
  const DutyState* duty = found->state.duty(card.waiting.front());
  const DutyRule* rule = found->rules.policy->duty(duty->scope, duty->id);
  PageForm form{context, context.zone(), kConsider, rule->what};
  form.say(
      "You see what was drawn out, and not where from. What you write is read by the agencies: "
      "name "
      "nobody, and say nothing that could tell somebody which child it was.");
  for (const Texts& point : card.points) {
    for (const auto& [name, words] : point) {
      form.quote(capitalised(name), words);
    }
  }
  RecordDone command;
  command.number = duty->number;
  int number = 0;
  for (const std::string& name : rule->record) {
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
    return context.go("/learning", "Recorded: " + rule->what);
  }
  if (const auto* refusal = std::get_if<Refusal>(&recorded.error())) {
    context.refuse(*refusal);
    return form.show("Learning", back, "Record what was considered");
  }
  return context.failed(recorded.error());
}

}  // namespace

std::string learning_key(const DisagreementId& id) {
  const std::string text = "learning/" + id.text();
  return to_hex(sha256(std::as_bytes(std::span{text}))).substr(0, kKeyLength);
}

LearningCard learning_card(const PageContext& context, const Loaded& loaded) {
  LearningCard card;
  card.key = learning_key(loaded.id);
  if (const FactValue* area = loaded.state.fact("area")) {
    card.area = listed(area->set.words);
  }
  const bool learns =
      may(loaded.relations, Act::Learn) || serves_partnership(context.actor(), context.directory());
  for (const Event& event : loaded.events) {
    const auto* done = std::get_if<Done>(&event.body);
    if (done == nullptr) {
      continue;
    }
    const Purpose purpose = purpose_of(*done, loaded);
    if (purpose == Purpose::LearningPoint && learns) {
      card.points.push_back(done->evidence.texts);
    } else if (purpose == Purpose::LearningConsidered) {
      card.considered.push_back(done->evidence.texts);
    }
  }
  const Outlook now =
      outlook(loaded.state, context.actor(), context.service().circumstances(loaded));
  for (const OpenDuty& open : now.duties) {
    if (open.rule != nullptr && open.rule->purpose == Purpose::LearningConsidered) {
      card.open = true;
      if (open.mine) {
        card.waiting.push_back(open.duty->number);
      }
    }
  }
  return card;
}

std::vector<std::string> what_identifies(const Loaded& loaded, std::string_view text) {
  std::vector<std::string> found;
  const auto look_for = [&](std::string_view words) {
    const bool there = words.size() > 2 && text.find(words) != std::string_view::npos;
    if (there && std::ranges::find(found, words) == found.end()) {
      found.emplace_back(words);
    }
  };
  look_for(shown_reference(loaded.state.raised.reference));
  for (const Child& child : loaded.state.raised.children) {
    look_for(child.reference);
    look_for(child.other_reference);
  }
  for (const Person& person : loaded.partnership->directory->people()) {
    look_for(person.name);
  }
  return found;
}

void add_learning_pages(Pages& pages) {
  pages.get("/learning", kReadLearning, show_learning);
  pages.get("/learning/{key}", kConsider, consider);
  pages.post("/learning/{key}", kConsider, consider);
  pages.menu({.order = 45, .text = "Learning", .path = "/learning"});
}

}  // namespace accord
