#include "pages/team.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "pages/due_words.hpp"
#include "pages/reference.hpp"
#include "pages/site.hpp"

namespace accord {

namespace {

constexpr Action kReadTeam{"team.read"};

/// Whoever answers to this person: the holders of each post whose line goes to a post that this
/// person acts for, past posts that nobody holds.
std::vector<PersonId> people_under(const PageContext& context) {
  std::vector<PersonId> people;
  const Directory& directory = context.directory();
  const PersonId& me = context.actor().person;
  for (const Post& post : directory.posts()) {
    const Post* manager = directory.line_manager(post.id, context.now());
    if (manager == nullptr || !directory.acts_for(me, manager->id, context.now())) {
      continue;
    }
    for (const PersonId& holder : post.holders) {
      if (holder != me && std::ranges::find(people, holder) == people.end()) {
        people.push_back(holder);
      }
    }
  }
  return people;
}

bool has_people(const PageContext& context) {
  return !people_under(context).empty();
}

/// One of the team with what waits for them.
struct Member {
  const Person* person = nullptr;
  std::vector<DutyRow> duties;
  std::size_t late = 0;
};

std::expected<std::vector<Member>, ServiceError> team_of(const PageContext& context) {
  std::vector<Member> team;
  for (const PersonId& id : people_under(context)) {
    const Person* person = context.directory().person(id);
    if (person == nullptr) {
      continue;
    }
    auto duties = context.service().work(context.id(), {person->id, person->agency});
    if (!duties) {
      return std::unexpected(duties.error());
    }
    Member member{person, *std::move(duties), 0};
    member.late = static_cast<std::size_t>(std::ranges::count_if(
        member.duties, [&](const DutyRow& duty) { return duty.due && *duty.due < context.now(); }));
    team.push_back(std::move(member));
  }
  std::ranges::stable_sort(team, [](const Member& a, const Member& b) {
    return (a.late > 0) != (b.late > 0) ? a.late > 0 : a.person->name < b.person->name;
  });
  return team;
}

std::string counted(std::size_t number, std::string_view one, std::string_view several) {
  return fmt::format("{} {}", number, number == 1 ? one : several);
}

/// Dates and, where the manager has a part in it too, the way there. What it is about stays with
/// those who have a part: a manager is told when the procedure brings them in.
void put_duties(Dictionary& card, const Member& member, const std::set<DisagreementId>& mine,
                const PageContext& context) {
  for (const DutyRow& duty : member.duties) {
    const DueWords words = due_words(duty.due, context.now(), context.zone());
    Dictionary& line = card.section("DUTY");
    line.set("TAG", words.tag).set("WHEN", words.when);
    line.set_if_any("TAG_COLOUR", "CLASS", words.tag_class);
    const std::string reference = shown_reference(duty.reference);
    if (mine.contains(duty.disagreement)) {
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
  const auto team = team_of(context);
  if (!team) {
    return context.failed(team.error());
  }
  const auto rows = context.service().disagreements(context.id(), context.actor());
  if (!rows) {
    return context.failed(rows.error());
  }
  std::set<DisagreementId> mine;
  for (const DisagreementRow& row : *rows) {
    mine.insert(row.id);
  }
  Dictionary content;
  std::size_t late = 0;
  for (const Member& member : *team) {
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
    put_duties(card, member, mine, context);
  }
  content.set("SENTENCE",
              late == 0 ? std::string{"Nothing of your people’s is late."}
                        : fmt::format("{} to speak to today.", counted(late, "person", "people")));
  return context.page("team.html", "Your team", std::move(content));
}

}  // namespace

void add_team_pages(Pages& pages) {
  pages.menu({.order = 15, .text = "Your team", .path = "/team", .shown = has_people});
  pages.get("/team", kReadTeam, show_team);
}

}  // namespace accord
