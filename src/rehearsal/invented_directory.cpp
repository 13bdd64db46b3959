#include <algorithm>

#include "rehearsal/timeline.hpp"

namespace accord {

namespace {

struct Inventing {
  std::vector<Agency> agencies;
  std::vector<Post> posts;
  std::vector<Person> people;

  void add_post(const AgencyId& agency, const std::string& role, const std::string& above) {
    const std::string id = agency.text() + "_" + role;
    const auto same = [&](const Post& post) { return post.id.text() == id; };
    if (std::ranges::any_of(posts, same)) {
      return;
    }
    Person person;
    person.id = PersonId{id + "_holder"};
    person.name = id;
    person.agency = agency;
    Post post;
    post.id = PostId{id};
    post.title = role;
    post.role = role;
    post.agency = agency;
    post.line_manager = PostId{above.empty() ? "" : agency.text() + "_" + above};
    post.holders.push_back(person.id);
    people.push_back(std::move(person));
    posts.push_back(std::move(post));
  }

  void add_agency(const std::string& id, const std::string& sector, const Policy& policy) {
    Agency agency;
    agency.id = AgencyId{id};
    agency.name = id;
    agency.sector = sector;
    agency.is_partnership = id == "partnership";
    agency.statutory = true;
    agencies.push_back(agency);
    add_post(agency.id, "invented_manager", "");
    add_post(agency.id, "invented_worker", "invented_manager");
    add_post(agency.id, "invented_colleague", "invented_manager");
    for (const RoleRule& role : policy.roles) {
      for (const RoleAlternative& alternative : role.alternatives) {
        if (alternative.post != "line_manager") {
          add_post(agency.id, alternative.post, "invented_manager");
        }
      }
    }
  }
};

}  // namespace

Directory invented_directory(const Policy& policy) {
  Inventing inventing;
  inventing.add_agency("partnership", "", policy);
  inventing.add_agency("one", "education", policy);
  inventing.add_agency("two", "social care", policy);
  std::vector<std::string> sectors{"education", "social care"};
  for (const RoleRule& role : policy.roles) {
    for (const RoleAlternative& alternative : role.alternatives) {
      const bool known = std::ranges::find(sectors, alternative.sector) != sectors.end();
      if (alternative.in == PostIn::Sector && !known) {
        sectors.push_back(alternative.sector);
        inventing.add_agency("more_" + std::to_string(sectors.size()), alternative.sector, policy);
      }
    }
  }
  return Directory{
      std::move(inventing.agencies), std::move(inventing.posts), std::move(inventing.people), {}};
}

}  // namespace accord
