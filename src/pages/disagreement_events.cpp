#include "pages/disagreement_events.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "pages/label.hpp"

namespace accord {

namespace {

/// How many entries stand open, and how few behind them are not worth a fold.
constexpr std::size_t kOpenEntries = 5;
constexpr std::size_t kFewMore = 3;
/// How much follows from one act before that is folded.
constexpr std::size_t kLongList = 4;

}  // namespace

std::vector<ChronologyEntry> chronology_of(const OpenedDisagreement& opened) {
  std::vector<std::unique_ptr<const OpenedDisagreement>> then;
  std::vector<EarlierNames> earlier;
  for (const EarlierRules& before : opened.loaded().earlier) {
    then.push_back(opened.before(before.until));
    earlier.push_back({before.until, *then.back()});
  }
  return chronology(opened.loaded().events, opened, earlier);
}

void put_entries(Dictionary& page, const OpenedDisagreement& opened,
                 std::span<const ChronologyEntry> entries, LongLists lists) {
  for (const ChronologyEntry& entry : entries) {
    Dictionary& item = page.section("ENTRY");
    item.set("TITLE", entry.title).set("NUMBER", fmt::to_string(entry.sequence));
    item.set_if_any("BY", "NAME", entry.by);
    item.set("MACHINE", entry.machine).set("HAPPENED", entry.happened);
    item.set_if_any("RECORDED", "WHEN", entry.recorded);
    if (!entry.clause.empty()) {
      item.section("CLAUSE")
          .set("HREF", opened.clause_href(entry.clause))
          .set("NAME", entry.clause);
    }
    for (const auto& [label, text] : entry.texts) {
      item.section("TEXT").set_if_any("LABEL", "NAME", as_label(label)).set("WORDS", text);
    }
    if (!entry.follows.empty()) {
      const bool folded = lists == LongLists::Folded && entry.follows.size() > kLongList;
      Dictionary& list = item.section(folded ? "MUCH_FOLLOWS" : "FOLLOWS");
      if (folded) {
        list.set("COUNT", fmt::to_string(entry.follows.size()));
      }
      for (const Following& line : entry.follows) {
        list.section("LINE").set("WORDS", line.words);
      }
    }
    if (!entry.by.empty() && opened.i_may(Act::Write)) {
      item.section("CORRECT")
          .set("CORRECT_HREF", opened.href(fmt::format("/correction/{}", entry.sequence)))
          .set("OF", entry.title);
    }
  }
}

void put_newest_first(Dictionary& page, const OpenedDisagreement& opened,
                      std::vector<ChronologyEntry> entries) {
  std::ranges::reverse(entries);
  const std::span all{entries};
  const bool fold = all.size() > kOpenEntries + kFewMore;
  put_entries(page.include("ENTRIES", "disagreement_entry.html"), opened,
              fold ? all.first(kOpenEntries) : all, LongLists::Folded);
  std::span rest = fold ? all.subspan(kOpenEntries) : std::span<ChronologyEntry>{};
  while (!rest.empty()) {
    const auto other = std::ranges::find_if(
        rest, [&](const ChronologyEntry& entry) { return entry.stage != rest.front().stage; });
    const auto same = static_cast<std::size_t>(other - rest.begin());
    const std::span group = rest.first(same);
    rest = rest.subspan(same);
    const std::string days = group.back().day == group.front().day
                                 ? group.front().day
                                 : fmt::format("{} to {}", group.back().day, group.front().day);
    Dictionary& older = page.section("OLDER");
    older.set("HEADING", fmt::format("{}: {} earlier {}, {}", group.front().stage, same,
                                     same == 1 ? "entry" : "entries", days));
    put_entries(older.include("ENTRIES", "disagreement_entry.html"), opened, group,
                LongLists::Folded);
  }
}

}  // namespace accord
