#include "pages/disagreement_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "pages/act_form.hpp"
#include "pages/contacts.hpp"
#include "pages/ics.hpp"
#include "pages/label.hpp"
#include "pages/pages_groups.hpp"
#include "policy/words.hpp"
#include "service/file_copy.hpp"
#include "service/monitoring.hpp"

namespace accord {

namespace {

constexpr Action kReadDisagreement{"disagreement.read"};
constexpr Action kPrint{"disagreement.record.read"};

/// Up to so many stages stand in a row on any screen but a phone, and so many on a wide one.
constexpr std::size_t kFewStages = 4;
constexpr std::size_t kMostInARow = 7;

void put_due(Dictionary& line, const DutyLine& duty) {
  line.set("TAG", duty.due.tag).set_if_any("TAG_COLOUR", "CLASS", duty.due.tag_class);
  line.set("WHEN", duty.due.when).set("WHO", duty.who).set("WHAT", duty.what);
  line.show_if(duty.local_target, "LOCAL_TARGET");
}

std::string done_path(int number) {
  return fmt::format("/done/{}", number);
}

void put_next(Dictionary& page, const OpenedDisagreement& opened) {
  const auto next = next_step(opened);
  if (!next) {
    return;
  }
  Dictionary& box = page.section("NEXT");
  const DutyLine& duty = next->duty;
  box.show_if(duty.due.late && !opened.state().outcome, "LATE_HELP");
  box.show_if(duty.due.late, "LATE").choose(duty.mine, "MINE_NEXT", "THEIRS_NEXT");
  put_due(box, duty);
  box.set_if_any("NOTE", "TEXT", next->note).set_if_any("AIM", "WHEN", next->aim);
  put(box, opened, next->why);
  if (next->stage_why) {
    box.section("STAGE_LIMIT").set("WHEN", next->stage_by);
    put(box, opened, *next->stage_why, "Why that date for the stage?");
  }
  if (opened.my_side() != kNoSide && !opened.state().outcome) {
    const Side& mine = opened.state().raised.sides[static_cast<std::size_t>(opened.my_side())];
    put_guide(box, opened.directory().agency(mine.agency));
  }
  const auto link = [&](std::string_view section, const std::string& page_path,
                        std::string_view text) {
    box.section(section).set("HREF", opened.href(page_path)).set("TEXT", text);
  };
  if (duty.mine) {
    link("DO", done_path(duty.number), "Record that it is done");
  }
  if (!opened.state().outcome) {
    box.section("LINKS").set("HREF", "#ways").set("TEXT", "See the ways on");
    if (opened.my_side() != kNoSide) {
      link("LINKS", "/child-date", "Set a date that protects " + opened.about().the);
    }
    if (next->why.both_may_agree && opened.my_side() != kNoSide && opened.i_may(Act::Step)) {
      link("LINKS", fmt::format("/date/{}", duty.number), "Agree another date");
    }
  }
  if (opened.i_may(Act::Write)) {
    link("LINKS", "/note", "Add a note");
  }
  const DutyState* state = opened.state().duty(duty.number);
  if (state != nullptr && state->deadline.due) {
    link("LINKS", fmt::format("/calendar/{}.ics", duty.number), "Put this date in your calendar");
  }
}

void put_outcome(Dictionary& page, const OpenedDisagreement& opened) {
  const auto& outcome = opened.state().outcome;
  if (!outcome) {
    return;
  }
  Dictionary& box = page.section("OUTCOME");
  box.set("KIND", capitalised(opened.ending(outcome->kind, outcome->scope, outcome->exit)));
  box.set("AT", opened.when(outcome->at)).set("TITLE", opened.exit(outcome->scope, outcome->exit));
  for (const auto& [name, text] : outcome->record) {
    box.section("TEXT").set("NAME", as_label(capitalised(name))).set("WORDS", text);
  }
  const Stage* scope = opened.policy().scope(outcome->scope);
  for (const ExitRule& exit : scope != nullptr ? scope->exits : std::vector<ExitRule>{}) {
    if (exit.id == outcome->exit) {
      box.set_if_any("SIGNPOST", "WORDS", exit.signpost);
    }
  }
  const std::size_t left = opened.now().duties.size();
  if (left > 0) {
    box.section("LEFT").set("COUNT", left == 1 ? "1 thing is" : fmt::format("{} things are", left));
  }
}

/// What to do now, above everything; danger alone goes before it, and says whom to ring.
void put_now(Dictionary& page, const OpenedDisagreement& opened) {
  const auto next = next_step(opened);
  if (!next || opened.danger() != nullptr) {
    return;
  }
  Dictionary& line = page.section("DO_NOW");
  const DutyLine& duty = next->duty;
  line.set("TAG", duty.due.tag).set_if_any("TAG_COLOUR", "CLASS", duty.due.tag_class);
  line.set("WHEN", duty.due.when);
  if (duty.mine) {
    line.section("FOR_YOU").set("WHAT", duty.what).set("HREF", opened.href(done_path(duty.number)));
  } else {
    line.section("FOR_OTHERS").set("WHO", duty.who).set("WHAT", duty.what);
  }
}

/// "Stage 2: line managers", "Step 2: manager to manager": the circle's number beside it, read
/// aloud, would be a second one.
bool has_own_number(std::string_view name) {
  constexpr std::array<std::string_view, 4> kWords{"Step ", "Stage ", "Level ", "Tier "};
  return std::ranges::any_of(kWords, [&](std::string_view word) {
    return name.starts_with(word) && name.size() > word.size() && name[word.size()] >= '0' &&
           name[word.size()] <= '9';
  });
}

void put_stages(Dictionary& page, const OpenedDisagreement& opened) {
  const auto steps = stage_steps(opened);
  page.show_if(steps.size() > kFewStages && steps.size() <= kMostInARow, "SOME");
  page.show_if(steps.size() > kMostInARow, "MANY");
  int number = 0;
  for (const StageStep& step : steps) {
    Dictionary& item = page.section("STAGE");
    item.set("NUMBER", fmt::to_string(++number)).set("NAME", step.name).set("STATE", step.words);
    item.show_if(!has_own_number(step.name), "UNNUMBERED");
    item.show_if(step.state == StageStep::State::Done, "DONE");
    item.show_if(step.state == StageStep::State::Now, "NOW");
  }
}

void put_duties(Dictionary& page, const OpenedDisagreement& opened) {
  const auto lines = duty_lines(opened);
  page.show_if(lines.empty(), "NO_DUTIES");
  for (const DutyLine& duty : lines) {
    Dictionary& item = page.section("DUTY");
    put_due(item, duty);
    item.set("NUMBER", fmt::to_string(duty.number));
    const bool linked = duty.mine || (duty.settles && !opened.state().outcome);
    item.show_if(linked, "LINKED").show_if(duty.advised, "ADVISED");
    if (linked) {
      item.section("MINE").set(
          "HREF", duty.settles ? std::string{"#ways"} : opened.href(done_path(duty.number)));
    } else {
      item.show("THEIRS");
    }
    item.set_if_any("CLAUSE", "NAME", duty.clause).set_if_any("HOW", "TEXT", duty.how);
  }
  for (const Proposal& proposal : proposals(opened)) {
    Dictionary& item = page.section("PROPOSAL");
    item.set("WORDS", proposal.words).set("REASON", proposal.reason);
    if (!proposal.answer.empty()) {
      item.section("ANSWER").set("HREF", proposal.answer).set("TEXT", "Answer this");
    }
  }
}

/// What can be arranged beside the duties.
void put_arrangements(Dictionary& page, const OpenedDisagreement& opened) {
  if (!opened.i_may(Act::Write)) {
    return;
  }
  Dictionary& list = page.section("ARRANGE");
  const auto link = [&](const std::string& page_path, const std::string& text) {
    list.section("ARRANGE_LINK").set("HREF", opened.href(page_path)).set("TEXT", text);
  };
  link("/note", "Add a note");
  if (opened.my_side() != kNoSide && !opened.state().finished && opened.i_may(Act::Step)) {
    link("/undertake", "Take on an action or an outstanding issue");
  }
  if (opened.state().outcome) {
    return;
  }
  link("/fact",
       fmt::format("Something we know about {} or the case has changed", opened.about().the));
  for (const OpenDuty& open : opened.now().duties) {
    if (opened.my_side() != kNoSide && opened.i_may(Act::Step) &&
        may_agree_date(opened, *open.duty)) {
      link(fmt::format("/date/{}", open.duty->number),
           "Agree another date for: " + opened.duty(*open.duty));
    }
    const bool of_my_side =
        !open.duty->is_settle() && std::ranges::any_of(open.duty->owers, [&](const Ower& ower) {
          return ower.side == opened.my_side();
        });
    if (of_my_side && !open.duty->undertaking) {
      link(fmt::format("/name/{}", open.duty->number),
           "Name somebody else for: " + opened.duty(*open.duty));
    }
  }
}

void put_actions(Dictionary& item, const OpenedDisagreement& opened, const Way& way) {
  if (!way.mine) {
    return;
  }
  Dictionary& actions = item.section("ACTIONS");
  const std::string tail =
      fmt::format("{}/{}", percent_encode(way.scope), percent_encode(way.exit));
  const auto button = [&](std::string_view page, std::string_view text, bool second) {
    Dictionary& take = actions.section("TAKE");
    take.set("HREF", opened.href(fmt::format("/{}/{}", page, tail)));
    take.set("TEXT", text).set("OF", way.title).show_if(second, "SECOND");
  };
  if (!way.proposed) {
    button("way", "Choose this", false);
    return;
  }
  if (!way.taken_by_me && !way.terms.empty()) {
    button("confirm", "Read and confirm", false);
  } else if (!way.taken_by_me) {
    button("way", "Choose this too", false);
  }
  if (!way.terms.empty()) {
    button("way", "Write it differently", true);
  }
  button("decline", "This is not what we agreed", true);
}

void put_ways(Dictionary& page, const OpenedDisagreement& opened) {
  const std::vector<Way> ways = ways_on(opened);
  page.show_if(opened.state().outcome.has_value() && ways.empty(), "NO_WAYS");
  for (const Way& way : ways) {
    Dictionary& item = page.section("WAY");
    item.set("TITLE", way.title).show_if(!way.mine, "WAY_THEIRS");
    item.set_if_any("NOTE", "TEXT", way.note);
    if (!way.terms.empty()) {
      Dictionary& terms = item.section("TERMS");
      terms.set("BY", way.terms_by).set("AT", way.terms_at);
      for (const auto& [name, text] : way.terms) {
        terms.section("TERM").set("NAME", as_label(name)).set("WORDS", text);
      }
    }
    std::vector<std::string> takers;
    for (const auto& [who, has] : way.needed) {
      takers.push_back(who);
    }
    item.set_if_any("TAKES", "WHO", way.proposed ? std::string{} : listed(takers));
    for (const auto& [who, has] : way.needed) {
      if (!way.proposed) {
        continue;
      }
      item.section("NEEDED").set("WHO", who).choose(has, "HAS", "HAS_NOT");
    }
    item.set_if_any("CLOSED", "CONDITION", way.closed_because);
    if (!way.until.empty()) {
      item.section(way.lapsed ? "LAPSED" : "UNTIL")
          .set("DATE", way.until)
          .set("WHY", way.until_why);
    }
    if (!way.clause.empty()) {
      item.section("CLAUSE").set("HREF", opened.clause_href(way.clause)).set("NAME", way.clause);
    }
    put_actions(item, opened, way);
  }
  const auto& open = opened.now().rights;
  const auto& lapsed = opened.now().lapsed;
  if (!open.empty() || !lapsed.empty()) {
    Dictionary& rights = page.section("RIGHTS");
    for (const OpenRight& right : open) {
      rights.section("RIGHT")
          .set("WHAT", right.rule->what)
          .set("HREF", opened.href(fmt::format("/use/{}/{}", percent_encode(right.scope),
                                               percent_encode(right.rule->id))))
          .set_if_any("UNTIL", "DATE", right.until ? opened.when(*right.until) : std::string{});
    }
    for (const OpenRight& right : lapsed) {
      rights.section("GONE").set("WHAT", right.rule->what).set("DATE", opened.when(*right.until));
    }
  }
}

void put_people(Dictionary& page, const OpenedDisagreement& opened) {
  bool first = true;
  for (const SidePeople& side : people_of(opened)) {
    Dictionary& section = page.section("SIDE");
    section.show_if(!first, "OTHER").set("ROLE", side.role).set("AGENCY", side.agency);
    first = false;
    for (const SidePerson& person : side.people) {
      Dictionary& item = section.section("PERSON");
      item.set("NAME", person.name).set("JOB", person.job).show_if(person.leading, "LEADING");
      item.set_if_any("CALL", "PHONE", person.phone);
    }
    if (!side.rename.empty()) {
      section.section("RENAME")
          .set("HREF", side.rename)
          .set("TEXT", side.somebody_missing ? "Name a person to speak for this agency"
                                             : "Name somebody else to speak for this agency");
    }
  }
}

void put_raised(Dictionary& page, const OpenedDisagreement& opened) {
  for (const auto& [key, value] : what_was_raised(opened)) {
    page.section("RAISED").set("KEY", key).set("VALUE", value);
  }
}

/// The version it runs under, whether it was moved to it, and whether another is in force since.
void put_version(Dictionary& page, const PageContext& context, const OpenedDisagreement& opened) {
  const Disagreement& state = opened.state();
  page.set("UNDER", state.governed_by.version).set("POLICY", context.policy_href(opened.policy()));
  const auto& earlier = opened.loaded().earlier;
  if (!earlier.empty()) {
    const auto& events = opened.loaded().events;
    const auto moved = std::ranges::find(events, earlier.back().until, &Event::sequence);
    const auto* body = moved != events.end() ? std::get_if<PolicyChanged>(&moved->body) : nullptr;
    if (body != nullptr) {
      page.section("MOVED")
          .set("FROM", earlier.back().rules.policy->version)
          .set("AT", opened.when(moved->recorded_at))
          .set("REASON", body->reason);
    }
  }
  if (state.governed_by.hash != context.policy().hash) {
    page.section("NEWER")
        .set("HREF", context.href("/policy/versions"))
        .set("NOW", context.policy().version);
  }
}

std::string heading_of(const OpenedDisagreement& opened) {
  const Matter& matter = opened.state().raised.matter;
  return matter.summary.empty() ? "Disagreement " + opened.reference() : matter.summary;
}

std::string caption_of(const OpenedDisagreement& opened) {
  const FactValue* area = opened.state().fact("area");
  return area == nullptr || area->set.words.empty()
             ? opened.reference()
             : opened.reference() + " · " + opened.value(area->set);
}

Response show_disagreement(PageContext& context) {
  const auto opened = open_disagreement(context);
  if (!opened) {
    return context.failed(opened.error());
  }
  context.frame.breadcrumbs = {{"Your work", context.href("/work")}};
  Dictionary page = to_dictionary(**opened);
  put_version(page, context, **opened);
  return context.page("disagreement.html", "Disagreement " + (*opened)->reference(),
                      std::move(page));
}

/// The whole record on one page, oldest first: the copy for the agency's file.
Response show_record(PageContext& context) {
  const auto found = open_disagreement(context);
  if (!found) {
    return context.failed(found.error());
  }
  const OpenedDisagreement& opened = **found;
  Dictionary content;
  content.set("REFERENCE", opened.reference()).set("HEADING", heading_of(opened));
  content.set("POLICY", fmt::format("{}, version {}", opened.policy().title,
                                    opened.state().governed_by.version));
  content.set("NOW", context.words(context.now()));
  content.set("COPY", to_words(copy_of(opened.loaded(), opened.loaded().state.version)));
  put_child(content, opened);
  put_outcome(content, opened);
  put_raised(content, opened);
  put_people(content, opened);
  put_duties(content, opened);
  put_entries(content.include("ENTRIES", "disagreement_entry.html"), opened, chronology_of(opened),
              LongLists::Shown);
  context.frame.back = Link{"Back to the disagreement", opened.href()};
  content.set("FILE", opened.about().own("file"));
  return context.page("disagreement_record.html", "Record of " + opened.reference(),
                      std::move(content));
}

}  // namespace

Dictionary to_dictionary(const OpenedDisagreement& opened) {
  Dictionary content;
  content.set("CAPTION", caption_of(opened)).set("HEADING", heading_of(opened));
  content.set("RECORD", opened.href("/record"));
  put_now(content, opened);
  if (opened.my_side() != kNoSide) {
    content.section("FILE_COPY").set("HREF", opened.href("/file-copy"));
  }
  if (has_monitoring_form(opened.policy()) && opened.i_may(Act::SeeForm)) {
    content.section("MONITORING").set("HREF", opened.href("/monitoring"));
  }
  put_child(content, opened);
  put_outcome(content, opened);
  put_next(content, opened);
  put_stages(content, opened);
  put_duties(content, opened);
  put_arrangements(content, opened);
  put_ways(content, opened);
  put_raised(content, opened);
  put_newest_first(content, opened, chronology_of(opened));
  put_people(content, opened);
  return content;
}

void add_disagreement_pages(Pages& pages) {
  pages.get("/d/{ref}", kReadDisagreement, show_disagreement);
  pages.get("/d/{ref}/record", kPrint, show_record);
  add_duty_acts(pages);
  add_exit_acts(pages);
  add_date_acts(pages);
  add_fact_acts(pages);
  add_note_acts(pages);
  add_file_copy_acts(pages);
  add_debrief_acts(pages);
  add_learning_acts(pages);
  add_calendar_acts(pages);
}

}  // namespace accord
