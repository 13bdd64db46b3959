#include "service/team.hpp"

#include <algorithm>

#include "base/try.hpp"

namespace accord {

std::vector<PersonId> people_under(const PersonId& manager, const Directory& directory,
                                   Instant now) {
  std::vector<PersonId> people;
  for (const Post& post : directory.posts()) {
    const Post* above = directory.line_manager(post.id, now);
    if (above == nullptr || !directory.acts_for(manager, above->id, now)) {
      continue;
    }
    for (const PersonId& holder : post.holders) {
      if (holder != manager && std::ranges::find(people, holder) == people.end()) {
        people.push_back(holder);
      }
    }
  }
  return people;
}

std::expected<std::vector<TeamMember>, ServiceError> team_of(Service& service,
                                                             const Partnership& partnership,
                                                             const Actor& manager) {
  const Instant now = service.now();
  std::vector<TeamMember> team;
  for (const PersonId& id : people_under(manager.person, *partnership.directory, now)) {
    const Person* person = partnership.directory->person(id);
    if (person == nullptr) {
      continue;
    }
    TeamMember member{person, {}, 0};
    ACCORD_TRY(member.duties,
               service.work(partnership.row.partnership, {person->id, person->agency}));
    member.late = static_cast<std::size_t>(std::ranges::count_if(
        member.duties, [&](const DutyRow& duty) { return duty.due && *duty.due < now; }));
    team.push_back(std::move(member));
  }
  std::ranges::stable_sort(team, [](const TeamMember& a, const TeamMember& b) {
    return (a.late > 0) != (b.late > 0) ? a.late > 0 : a.person->name < b.person->name;
  });
  return team;
}

std::expected<std::set<DisagreementId>, ServiceError> disagreements_of(
    Service& service, const PartnershipId& partnership, const Actor& viewer) {
  ACCORD_TRY(const auto rows, service.disagreements(partnership, viewer, Which::Unfinished));
  std::set<DisagreementId> ids;
  for (const DisagreementRow& row : rows) {
    ids.insert(row.id);
  }
  return ids;
}

}  // namespace accord
