#include "directory/directory.hpp"

#include <algorithm>

namespace accord {

namespace {

template <typename Key, typename Value>
const Value* find_in(const std::unordered_map<Key, std::size_t>& places,
                     const std::vector<Value>& values, const Key& key) {
  const auto found = places.find(key);
  return found == places.end() ? nullptr : &values[found->second];
}

/// Where an id is given twice the first stands; the readers refuse such a file.
template <typename Key, typename Value>
void index_by_id(std::unordered_map<Key, std::size_t>& places, const std::vector<Value>& values) {
  places.reserve(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    places.emplace(values[i].id, i);
  }
}

bool holds(const std::pair<Instant, Instant>& span, Instant at) {
  return span.first <= at && at < span.second;
}

bool is_away(const Person& person, Instant at) {
  return std::any_of(person.away.begin(), person.away.end(),
                     [at](const auto& span) { return holds(span, at); });
}

}  // namespace

Directory::Directory(std::vector<Agency> agencies, std::vector<Post> posts,
                     std::vector<Person> people, std::vector<OnCall> on_call)
    : agencies_(std::move(agencies)),
      posts_(std::move(posts)),
      people_(std::move(people)),
      on_call_(std::move(on_call)) {
  index_by_id(agency_at_, agencies_);
  index_by_id(post_at_, posts_);
  index_by_id(person_at_, people_);
  for (std::size_t i = 0; i < posts_.size(); ++i) {
    by_role_[posts_[i].agency][posts_[i].role].push_back(i);
    for (const PersonId& person : posts_[i].holders) {
      held_by_[person].push_back(i);
    }
  }
  for (std::size_t i = 0; i < on_call_.size(); ++i) {
    on_call_of_[on_call_[i].agency].push_back(i);
  }
}

const Agency* Directory::agency(const AgencyId& id) const {
  return find_in(agency_at_, agencies_, id);
}

const Post* Directory::post(const PostId& id) const {
  return find_in(post_at_, posts_, id);
}

const Person* Directory::person(const PersonId& id) const {
  return find_in(person_at_, people_, id);
}

const Agency* Directory::partnership() const {
  const auto found = std::find_if(agencies_.begin(), agencies_.end(),
                                  [](const Agency& agency) { return agency.is_partnership; });
  return found == agencies_.end() ? nullptr : &*found;
}

std::vector<const Post*> Directory::posts_of(const PersonId& id) const {
  std::vector<const Post*> posts;
  if (const auto found = held_by_.find(id); found != held_by_.end()) {
    for (const std::size_t place : found->second) {
      posts.push_back(&posts_[place]);
    }
  }
  return posts;
}

const Post* Directory::post_in(const PersonId& person, const AgencyId& agency) const {
  const auto found = held_by_.find(person);
  if (found == held_by_.end()) {
    return nullptr;
  }
  const auto place =
      std::find_if(found->second.begin(), found->second.end(),
                   [&](std::size_t candidate) { return posts_[candidate].agency == agency; });
  return place == found->second.end() ? nullptr : &posts_[*place];
}

std::vector<const Post*> Directory::posts_with(const AgencyId& agency,
                                               std::string_view role) const {
  const auto of_agency = by_role_.find(agency);
  if (of_agency == by_role_.end()) {
    return {};
  }
  std::vector<std::size_t> places;
  const auto add = [&](std::string_view wanted) {
    if (const auto found = of_agency->second.find(wanted); found != of_agency->second.end()) {
      places.insert(places.end(), found->second.begin(), found->second.end());
    }
  };
  add(role);
  if (const Agency* here = this->agency(agency)) {
    for (const auto& [policys, own] : here->equivalents) {
      if (policys == role && own != role) {
        add(own);
      }
    }
  }
  std::sort(places.begin(), places.end());
  places.erase(std::unique(places.begin(), places.end()), places.end());

  std::vector<const Post*> posts;
  posts.reserve(places.size());
  for (const std::size_t place : places) {
    posts.push_back(&posts_[place]);
  }
  return posts;
}

PersonId Directory::first_present(const Post& post, Instant at, const May* may) const {
  for (const PersonId& id : post.holders) {
    const Person* holder = person(id);
    if (holder != nullptr && !is_away(*holder, at) && (may == nullptr || (*may)(id))) {
      return id;
    }
  }
  return {};
}

Holder Directory::holder(const PostId& post_id, Instant at) const {
  return holder_among(post_id, at, nullptr);
}

Holder Directory::holder(const PostId& post_id, Instant at, const May& may) const {
  return holder_among(post_id, at, &may);
}

Holder Directory::holder_among(const PostId& post_id, Instant at, const May* may) const {
  const Post* wanted = post(post_id);
  if (wanted == nullptr) {
    return {post_id, {}, false};
  }
  if (PersonId present = first_present(*wanted, at, may); !present.empty()) {
    return {post_id, std::move(present), false};
  }
  if (const Post* deputy = post(wanted->deputy)) {
    if (PersonId present = first_present(*deputy, at, may); !present.empty()) {
      return {post_id, std::move(present), true};
    }
  }
  return {post_id, {}, false};
}

std::optional<OnCall> Directory::on_call(const AgencyId& agency, std::string_view role,
                                         Instant at) const {
  const auto found = on_call_of_.find(agency);
  if (found == on_call_of_.end()) {
    return std::nullopt;
  }
  const OnCall* always = nullptr;
  for (const std::size_t place : found->second) {
    const OnCall& entry = on_call_[place];
    const Person* who = person(entry.person);
    if (entry.role != role || who == nullptr || is_away(*who, at)) {
      continue;
    }
    if (entry.shift && holds(*entry.shift, at)) {
      return entry;
    }
    if (!entry.shift && always == nullptr) {
      always = &entry;
    }
  }
  return always == nullptr ? std::nullopt : std::optional{*always};
}

const Post* Directory::line_manager(const PostId& post_id, Instant at,
                                    std::vector<PostId>* passed) const {
  const Post* below = post(post_id);
  // A line has no more levels than there are posts: a circle ends at the top, as if it had one.
  for (std::size_t level = 0; below != nullptr && level < posts_.size(); ++level) {
    const Post* above = post(below->line_manager);
    if (above == nullptr || above->id == post_id) {
      return nullptr;
    }
    if (!above->holders.empty() || !holder(above->id, at).person.empty()) {
      return above;
    }
    if (passed != nullptr) {
      passed->push_back(above->id);
    }
    below = above;
  }
  return nullptr;
}

bool Directory::acts_for(const PersonId& person, const PostId& post_id, Instant at) const {
  const Post* wanted = post(post_id);
  if (wanted == nullptr || person.empty()) {
    return false;
  }
  const auto is_among = [&](const Post& of) {
    return std::find(of.holders.begin(), of.holders.end(), person) != of.holders.end();
  };
  if (is_among(*wanted)) {
    return true;
  }
  const Post* deputy = post(wanted->deputy);
  return deputy != nullptr && is_among(*deputy) && first_present(*wanted, at).empty();
}

}  // namespace accord
