#include "pages/overtaken.hpp"

#include <fmt/format.h>

#include "pages/disagreement_events.hpp"
#include "pages/label.hpp"
#include "pages/sent_again.hpp"

namespace accord {

namespace {

/// Enough to see what has happened; the page of the disagreement has them all.
constexpr std::size_t kMostShown = 3;

}  // namespace

void put_overtaken(Dictionary& page, const OpenedDisagreement& opened, std::int64_t seen) {
  Dictionary& alert = page.include("OVERTAKEN", "overtaken.html");
  const auto entries = chronology_of(opened);
  std::size_t found = 0;
  for (auto entry = entries.rbegin(); entry != entries.rend() && entry->sequence > seen; ++entry) {
    if (++found > kMostShown) {
      continue;
    }
    Dictionary& item = alert.section("NEW");
    item.set("TITLE", entry->title)
        .set("WHO", entry->by.empty() ? std::string{"as the procedure says"} : "by " + entry->by)
        .set("WHEN", entry->happened);
    for (const auto& [label, text] : entry->texts) {
      item.section("TEXT").set_if_any("LABEL", "NAME", as_label(label)).set("WORDS", text);
    }
  }
  if (found > kMostShown) {
    alert.section("MORE").set("WORDS", fmt::format("And {} more.", found - kMostShown));
  }
  alert.set("HREF", opened.href());
}

Response overtaken_for_good(PageContext& context, const Refusal& why, const Texts& typed) {
  Dictionary content;
  content.set("HEADING", "Somebody else added something while you were writing");
  const auto say = [&](const std::string& sentence) {
    if (!sentence.empty()) {
      content.section("PARAGRAPH").set("SENTENCE", sentence);
    }
  };
  say(fmt::format("Nothing of yours was recorded, and it cannot be sent any more. {}", why.what));
  say(why.instead);
  if (show_typed(content, typed)) {
    say("What you wrote stands below, so that you can copy it.");
  }
  return context.page("failed.html", "Somebody else added something", std::move(content), 409);
}

}  // namespace accord
