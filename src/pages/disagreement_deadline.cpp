#include "pages/disagreement_deadline.hpp"

namespace accord {

void put(Dictionary& page, const OpenedDisagreement& opened, const DeadlineWords& panel,
         std::string_view summary) {
  Dictionary& part = page.include("DEADLINE", "disagreement_deadline.html");
  part.set("SUMMARY", summary)
      .set("THE", opened.about().the)
      .set("SENTENCE", panel.sentence)
      .show_if(panel.both_may_agree, "AGREE");
  for (const LimitLine& limit : panel.limits) {
    Dictionary& line = part.section("LIMIT");
    line.set("WORDS", limit.words);
    line.show_if(limit.binds, "BINDS").show_if(limit.local_target, "LOCAL_TARGET");
    if (!limit.clause.empty()) {
      line.section("CLAUSE")
          .set("HREF", opened.clause_href(limit.clause))
          .set("NAME", limit.clause);
    }
    line.set_if_any("READING", "TEXT", limit.reading).set_if_any("RULE", "TEXT", limit.rule);
    line.show_if(limit.projected, "PROJECTED");
    if (limit.cells.empty()) {
      continue;
    }
    Dictionary& count = line.section("COUNT");
    for (const CountCell& cell : limit.cells) {
      Dictionary& item = count.section("CELL");
      item.set("DAY", cell.day).set("NUMBER", cell.number).set("NOTE", cell.note);
      item.show_if(cell.off, "OFF").show_if(cell.due, "DUE");
    }
  }
}

}  // namespace accord
