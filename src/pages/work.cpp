#include "pages/work.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <set>

#include "base/try.hpp"
#include "disagreement/acts.hpp"
#include "disagreement/deadline.hpp"
#include "pages/due_words.hpp"
#include "pages/pages_groups.hpp"
#include "pages/reference.hpp"
#include "pages/reviews.hpp"
#include "policy/words.hpp"
#include "service/waiting.hpp"

namespace accord {

namespace {

constexpr Action kReadWork{"work.read"};
constexpr Instant kNever{std::numeric_limits<std::int64_t>::max()};

/// The duty as an order: what the policy says, or what was undertaken.
std::string title_of(const OpenDuty& open, const Policy& policy) {
  if (open.duty->undertaking) {
    return open.duty->undertaking->what;
  }
  if (open.rule != nullptr) {
    return open.rule->what;
  }
  const Stage* stage = policy.scope(open.duty->scope);
  return fmt::format("Resolve it at “{}”, or take it on",
                     stage != nullptr ? name_of(*stage) : open.duty->scope);
}

std::string meta_of(const Loaded& loaded, const Outlook& now) {
  std::string meta = shown_reference(now.state.raised.reference);
  if (const FactValue* area = now.state.fact("area"); area != nullptr && !area->set.words.empty()) {
    meta += " · " + area->set.words.front();
  }
  const Visit* visit = now.state.stage();
  const Stage* stage = visit != nullptr ? loaded.rules.policy->scope(visit->stage) : nullptr;
  return meta + " · " + (stage != nullptr ? name_of(*stage) : std::string{"Resolved"});
}

std::string body_of(const OpenDuty& open, bool late, const Disagreement& state) {
  if (!late) {
    return open.rule != nullptr ? open.rule->note : std::string{};
  }
  if (state.outcome) {
    return "The date has passed. Record it if it is done.";
  }
  return "The date has passed. If it is done, record it now. If the other agency has not come back "
         "to you, you can take it on: you do not need their agreement.";
}

struct Collected {
  WorkPage page;
  int late = 0;
  int today = 0;
  std::vector<std::pair<std::optional<Instant>, DutyCard>> cards;
  std::vector<std::pair<std::optional<Instant>, WaitingRow>> waiting;
};

void collect(Collected& all, const PageContext& context, const Loaded& loaded,
             const std::set<int>& held) {
  const Circumstances at = context.service().circumstances(loaded);
  const Outlook now = outlook(loaded.state, context.actor(), at);
  const std::string reference = shown_reference(now.state.raised.reference);
  const std::string href = context.href("/d/" + percent_encode(reference));
  const FactValue* danger = now.state.fact("immediate_danger");
  if (danger != nullptr && !now.state.outcome &&
      danger->set.words == std::vector<std::string>{"yes"}) {
    all.page.danger.push_back(reference);
  }
  for (const OpenDuty& open : now.duties) {
    const auto due = open.duty->deadline.due;
    const DueWords words =
        due_words(due, context.now(), context.zone(), is_projected(*open.duty, now.state, at),
                  open.duty->overdue_at);
    if (open.mine || held.contains(open.duty->number)) {
      all.late += words.late ? 1 : 0;
      all.today += words.tag == "Due today" ? 1 : 0;
      all.cards.push_back(
          {due,
           {words.card, words.tag, words.tag_class, words.when, open.duty->deadline.local_target,
            open.rule != nullptr && open.rule->advised, title_of(open, *loaded.rules.policy),
            reference, href, meta_of(loaded, now), body_of(open, words.late, now.state),
            words.late && !now.state.outcome ? href + "#next" : std::string{}}});
    } else if (!open.duty->is_settle()) {
      all.waiting.push_back(
          {due,
           {reference, href, names_of(open.duty->owers, now.state, at),
            title_of(open, *loaded.rules.policy), words.when,
            words.tag == "Due" || !due ? std::string{} : words.tag, words.tag_class}});
    }
  }
}

std::expected<void, ServiceError> add_drafts(WorkPage& page, const PageContext& context) {
  ACCORD_TRY(const auto drafts, context.service().drafts(context.id(), context.actor().person));
  for (const Draft& draft : drafts) {
    if (draft.kind != "raise") {
      continue;
    }
    std::string title = "A disagreement, not sent yet";
    for (const auto& [name, value] : draft.fields) {
      if (name == "summary" && !value.empty()) {
        title = value;
      }
    }
    page.drafts.push_back(
        {title, context.href("/raise/" + draft.id + "/check"),
         "Saved " + clock_and_day(draft.updated_at, context.now(), context.zone()),
         "Only you can see this. Nobody has been told yet."});
  }
  return {};
}

std::string sentence_of(int late, int today, std::size_t all) {
  if (all == 0) {
    return "";
  }
  std::string words = late > 0 ? fmt::format("{} late", late) : std::string{};
  if (today > 0) {
    words += fmt::format("{}{} due today", words.empty() ? "" : ", ", today);
  }
  return (words.empty() ? std::string{"Nothing is due today"} : words) + ".";
}

/// Leaves no more of them than a page can show, those in which something is due soonest. How many
/// it took out.
std::size_t keep_soonest(std::vector<DisagreementRow>& rows, const std::vector<DutyRow>& work) {
  if (rows.size() <= WorkPage::kMost) {
    return 0;
  }
  std::map<DisagreementId, Instant> soonest;
  const auto add = [&](const DisagreementId& id, std::optional<Instant> due) {
    const Instant at = due.value_or(kNever);
    Instant& kept = soonest.try_emplace(id, at).first->second;
    kept = std::min(kept, at);
  };
  for (const DisagreementRow& row : rows) {
    add(row.id, row.due);
  }
  for (const DutyRow& duty : work) {
    add(duty.disagreement, duty.due);
  }
  std::ranges::stable_sort(rows, {},
                           [&](const DisagreementRow& row) { return soonest.at(row.id); });
  const std::size_t left_out = rows.size() - WorkPage::kMost;
  rows.resize(WorkPage::kMost);
  return left_out;
}

constexpr auto kSoonest = [](const auto& a, const auto& b) {
  return a.first && (!b.first || *a.first < *b.first);
};

Response show_work(PageContext& context) {
  const auto page = work_page(context);
  if (!page) {
    return context.failed(page.error());
  }
  return context.page("work.html", "Your work", to_dictionary(*page, context));
}

/// How many duties wait for the person: beside "Your work" in the menu.
int waiting(const PageContext& context) {
  const auto count = count_work(context.service(), context.id(), context.actor());
  return (count ? static_cast<int>(*count) : 0) + (my_next_review(context) ? 1 : 0);
}

}  // namespace

std::string owed_by(const DutyState& duty, const Disagreement& state, const Circumstances& at) {
  return names_of(duty.owers, state, at);
}

std::vector<std::string> words_shown(const Policy& policy, Words::Shown shown) {
  std::vector<std::string> texts;
  for (const Words& words : policy.words) {
    if (words.shown == shown) {
      texts.push_back(words.text);
    }
  }
  return texts;
}

std::expected<WorkPage, ServiceError> work_page(PageContext& context) {
  Collected all;
  ACCORD_TRY(auto rows,
             context.service().disagreements(context.id(), context.actor(), Which::Unfinished));
  ACCORD_TRY(const auto work, context.service().work(context.id(), context.actor()));
  all.page.left_out = keep_soonest(rows, work);
  for (const DisagreementRow& row : rows) {
    const auto loaded = context.service().load(context.id(), row.reference, context.actor());
    if (!loaded && std::holds_alternative<NotThere>(loaded.error())) {
      continue;  // once concerned, and no longer
    }
    if (!loaded) {
      return std::unexpected(loaded.error());
    }
    std::set<int> held;
    for (const DutyRow& duty : work) {
      if (duty.disagreement == row.id) {
        held.insert(duty.number);
      }
    }
    collect(all, context, *loaded, held);
  }
  ACCORD_TRY(auto others, partnership_cards(context, work));
  for (auto& [due, card] : others) {
    const DueWords words = due_words(due, context.now(), context.zone());
    all.late += words.late ? 1 : 0;
    all.today += words.tag == "Due today" ? 1 : 0;
    all.cards.emplace_back(due, std::move(card));
  }
  std::ranges::stable_sort(all.cards, kSoonest);
  std::ranges::stable_sort(all.waiting, kSoonest);
  for (auto& [due, card] : all.cards) {
    all.page.duties.push_back(std::move(card));
  }
  for (auto& [due, row] : all.waiting) {
    all.page.waiting.push_back(std::move(row));
  }
  ACCORD_TRY_DO(add_drafts(all.page, context));
  all.page.today = to_words(context.zone().to_local(context.now()).day);
  all.page.sentence = sentence_of(all.late, all.today, all.page.duties.size());
  all.page.talk = people_to_talk_to(context);
  all.page.expected = words_shown(context.policy(), Words::Shown::Hesitating);
  return all.page;
}

Dictionary to_dictionary(const WorkPage& page, const PageContext& context) {
  Dictionary content;
  content.set("SOMEBODY", context.about().a);
  content.set("TODAY", page.today).set("SENTENCE", page.sentence);
  content.set("RAISE", context.href("/raise")).set("POLICY", context.href("/policy"));
  for (const std::string& reference : page.danger) {
    content.section("DANGER")
        .set("REFERENCE", reference)
        .set("HREF", context.href("/d/" + percent_encode(reference)));
  }
  content.show_if(page.duties.empty(), "NO_DUTIES").show_if(!page.duties.empty(), "DUTIES");
  for (const DutyCard& duty : page.duties) {
    Dictionary& card = content.section("DUTY");
    card.set_if_any("CARD", "CLASS", duty.card).set_if_any("TAG_COLOUR", "CLASS", duty.tag_class);
    card.set("TAG", duty.tag).set("WHEN", duty.when).set("TITLE", duty.title);
    card.set("HREF", duty.href).set("META", duty.meta).set("REFERENCE", duty.reference);
    card.set_if_any("BODY", "TEXT", duty.body).set_if_any("GO_ON", "GO_ON_HREF", duty.go_on);
    card.show_if(duty.local_target, "LOCAL_TARGET").show_if(duty.advised, "ADVISED");
  }
  if (!page.drafts.empty()) {
    Dictionary& drafts = content.section("DRAFTS");
    for (const DraftCard& draft : page.drafts) {
      drafts.section("DRAFT")
          .set("TITLE", draft.title)
          .set("HREF", draft.href)
          .set("SAVED", draft.saved)
          .set("META", draft.meta);
    }
  }
  if (!page.waiting.empty()) {
    Dictionary& waiting = content.section("WAITING");
    for (const WaitingRow& row : page.waiting) {
      Dictionary& line = waiting.section("ROW");
      line.set("REFERENCE", row.reference).set("HREF", row.href).set("WHO", row.who);
      line.set("WHAT", row.what).set("WHEN", row.when);
      if (!row.tag.empty()) {
        line.section("ROW_TAG").set("TAG", row.tag).set("CLASS", row.tag_class);
      }
    }
  }
  if (page.left_out > 0) {
    content.section("LEFT_OUT")
        .set("MOST", std::to_string(WorkPage::kMost))
        .set("OTHERS", std::to_string(page.left_out))
        .set("HREF", context.href("/disagreements?state=open"));
  }
  put_contacts(content, page.talk);
  for (const std::string& text : page.expected) {
    content.section("EXPECTED").set("TEXT", text);
  }
  return content;
}

void add_work_pages(Pages& pages) {
  pages.menu({.order = 10, .text = "Your work", .path = "/work", .waiting = waiting});
  pages.get("/work", kReadWork, show_work);
}

}  // namespace accord
