#include "pages/team.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <span>

#include "pages/due_words.hpp"
#include "pages/reference.hpp"
#include "pages/site.hpp"
#include "pages/work.hpp"
#include "service/team.hpp"

namespace accord {

namespace {

constexpr Action kReadTeam{"team.read"};
constexpr std::size_t kMostShown = 30;  // of one person, what is due soonest

bool has_people(const PageContext& context) {
  return !people_under(context.actor().person, context.directory(), context.now()).empty();
}

std::string counted(std::size_t number, std::string_view one, std::string_view several) {
  return fmt::format("{} {}", number, number == 1 ? one : several);
}

/// Dates and, where the manager has a part in it too, the way there. What it is about stays with
/// those who have a part: a manager is told when the procedure brings them in.
void put_duties(Dictionary& card, const TeamMember& member, const std::set<DisagreementId>& mine,
                const PageContext& context) {
  const std::size_t shown = std::min(member.duties.size(), kMostShown);
  if (member.duties.size() > shown) {
    card.section("MORE").set("COUNT", std::to_string(member.duties.size() - shown));
  }
  for (const DutyRow& duty : std::span{member.duties}.first(shown)) {
    const DueWords words = due_words(duty.due, context.now(), context.zone(),
                                     is_projected(duty, context.calendar()), duty.overdue_at);
    Dictionary& line = card.section("DUTY");
    line.set("TAG", words.tag).set("WHEN", words.when);
    line.set_if_any("TAG_COLOUR", "CLASS", words.tag_class);
    const std::string reference = shown_reference(duty.reference);
    if (reference.empty()) {
      line.show("LEARNING");  // it says nothing of where it was drawn from
    } else if (mine.contains(duty.disagreement)) {
      line.section("LINK")
          .set("HREF", context.href("/d/" + percent_encode(reference)))
          .set("REFERENCE", reference);
    } else {
      line.show("NOT_MINE");
    }
  }
}

/// `/team`: whom to speak to today. No score and no order of merit.
Response show_team(PageContext& context) {
  if (!has_people(context)) {
    return Response::not_found();
  }
  const auto team = team_of(context.service(), context.partnership(), context.actor());
  if (!team) {
    return context.failed(team.error());
  }
  const auto mine = disagreements_of(context.service(), context.id(), context.actor());
  if (!mine) {
    return context.failed(mine.error());
  }
  Dictionary content;
  std::size_t late = 0;
  bool projected = false;
  for (const TeamMember& member : *team) {
    projected = projected || std::ranges::any_of(member.duties, [&](const DutyRow& duty) {
                  return is_projected(duty, context.calendar());
                });
    late += member.late > 0 ? 1 : 0;
    Dictionary& card = content.section("MEMBER");
    card.set("NAME", member.person->name).set("JOB", member.person->job);
    card.set_if_any("CALL", "PHONE", member.person->phone);
    card.show_if(member.late > 0, "LATE_CARD");
    if (member.late > 0) {
      card.section("SPEAK").set("NAME", member.person->name);
    }
    if (member.duties.empty()) {
      card.show("NOTHING");
      continue;
    }
    card.section("OPEN").set(
        "COUNT", counted(member.duties.size(), "thing to do", "things to do") +
                     (member.late > 0 ? fmt::format(", {} late", member.late) : std::string{}));
    put_duties(card, member, *mine, context);
  }
  content.set("SENTENCE",
              late == 0 ? std::string{"Nothing of your people’s is late."}
                        : fmt::format("{} to speak to today.", counted(late, "person", "people")));
  if (projected) {
    content.section("PROJECTED").set("WORDS", kWhatProjectedMeans);
  }
  return context.page("team.html", "Your team", std::move(content));
}

}  // namespace

void add_team_pages(Pages& pages) {
  pages.menu({.order = 15, .text = "Your team", .path = "/team", .shown = has_people});
  pages.get("/team", kReadTeam, show_team);
}

}  // namespace accord
