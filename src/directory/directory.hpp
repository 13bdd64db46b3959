#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/id.hpp"
#include "base/instant.hpp"

namespace accord {

/// Who works where, under whom, and who stands in: all that a policy's roles are resolved against.
/// A value without clock or table; docs/directory-format.md says how it is written.

/// An organisation that can be a side, or the partnership itself (its own posts: chair, manager …).
struct Agency {
  AgencyId id;
  std::string name;
  std::string sector;  ///< social care, health, police, education, probation, voluntary, faith …
  bool is_partnership = false;
  bool statutory = false;  ///< has an on-call manager and director (LIN-12)
  std::string phone;       ///< the duty number, shown first where a child is in danger
  std::string out_of_hours_phone;
  std::string guide;         ///< the agency's one-page guide (LIN-16): words or an address
  PostId safeguarding_lead;  ///< may be empty: shown to the partnership as a gap
  PersonId supporter;        ///< the named supporter (ALL-9, LIN-16); may be empty
  std::vector<std::pair<std::string, std::string>> equivalents;  ///< policy's post → this agency's
  std::vector<std::pair<std::string, std::string>> closures;     ///< own closures: from, to (dates)

  bool operator==(const Agency&) const = default;
};

/// A job in an agency. One may be held by several people; a duty then names the first.
struct Post {
  PostId id;
  std::string title;  ///< "Team manager, north"
  std::string role;   ///< what policies name: team_manager
  AgencyId agency;
  PostId line_manager;            ///< empty: the top of the line
  PostId deputy;                  ///< may be empty
  std::vector<PersonId> holders;  ///< empty: vacant
  std::string phone;

  bool operator==(const Post&) const = default;
};

struct Person {
  PersonId id;
  std::string name;
  std::string job;
  AgencyId agency;
  std::string phone;
  std::string email;
  std::vector<std::pair<Instant, Instant>> away;  ///< [from, to)

  bool operator==(const Person&) const = default;
};

/// Who answers for an agency out of hours, in order: the manager, then the director (LIN-12).
struct OnCall {
  AgencyId agency;
  std::string role;  ///< on_call_manager, on_call_director
  PersonId person;
  std::string phone;
  std::optional<std::pair<Instant, Instant>> shift;  ///< none: always

  bool operator==(const OnCall&) const = default;
};

/// A post with who answers for it now.
struct Holder {
  PostId post;
  PersonId person;      ///< empty: nobody; the disagreement asks for a person
  bool deputy = false;  ///< the deputy stands in: the post is vacant or its holder away

  bool operator==(const Holder&) const = default;
};

class Directory {
 public:
  Directory() = default;
  Directory(std::vector<Agency> agencies, std::vector<Post> posts, std::vector<Person> people,
            std::vector<OnCall> on_call);

  [[nodiscard]] const Agency* agency(const AgencyId& id) const;
  [[nodiscard]] const Post* post(const PostId& id) const;
  [[nodiscard]] const Person* person(const PersonId& id) const;
  [[nodiscard]] const Agency* partnership() const;

  [[nodiscard]] const std::vector<Agency>& agencies() const { return agencies_; }
  [[nodiscard]] const std::vector<Post>& posts() const { return posts_; }
  [[nodiscard]] const std::vector<Person>& people() const { return people_; }
  [[nodiscard]] const std::vector<OnCall>& on_call() const { return on_call_; }

  /// Posts that the person holds, in file order.
  [[nodiscard]] std::vector<const Post*> posts_of(const PersonId& id) const;
  /// The person's first post in that agency, if any: where their line of management begins.
  [[nodiscard]] const Post* post_in(const PersonId& person, const AgencyId& agency) const;

  /// The posts of `agency` that hold `role`, or its equivalent of it, in file order.
  [[nodiscard]] std::vector<const Post*> posts_with(const AgencyId& agency,
                                                    std::string_view role) const;
  /// Who answers for `post` at `at`: the first holder who is not away, else the deputy's, else
  /// nobody. The deputy's own deputy is not asked.
  [[nodiscard]] Holder holder(const PostId& post, Instant at) const;
  /// The same among those of whom `may` is true.
  using May = std::function<bool(const PersonId&)>;
  [[nodiscard]] Holder holder(const PostId& post, Instant at, const May& may) const;
  /// Who is on call for `role` (on_call_manager …) in `agency` at `at`. A shift that holds `at`
  /// comes before an entry without a shift; who is away is passed over.
  [[nodiscard]] std::optional<OnCall> on_call(const AgencyId& agency, std::string_view role,
                                              Instant at) const;
  /// The post one level up; vacant posts are passed and listed in `passed` (kernel rule 8). Vacant:
  /// no holder, and no deputy who answers. A manager on leave is not passed: the level stands.
  [[nodiscard]] const Post* line_manager(const PostId& post, Instant at,
                                         std::vector<PostId>* passed = nullptr) const;
  /// Whether `person` may act for `post` at `at`: a holder always (somebody may be back early), the
  /// deputy's holder while the post is vacant or all its holders are away.
  [[nodiscard]] bool acts_for(const PersonId& person, const PostId& post, Instant at) const;

  friend bool operator==(const Directory& left, const Directory& right) {
    return left.agencies_ == right.agencies_ && left.posts_ == right.posts_ &&
           left.people_ == right.people_ && left.on_call_ == right.on_call_;
  }

 private:
  [[nodiscard]] PersonId first_present(const Post& post, Instant at,
                                       const May* may = nullptr) const;
  [[nodiscard]] Holder holder_among(const PostId& post, Instant at, const May* may) const;

  std::vector<Agency> agencies_;
  std::vector<Post> posts_;
  std::vector<Person> people_;
  std::vector<OnCall> on_call_;
  std::unordered_map<AgencyId, std::size_t> agency_at_;
  std::unordered_map<PostId, std::size_t> post_at_;
  std::unordered_map<PersonId, std::size_t> person_at_;
  // Places in posts_ and on_call_, in file order.
  std::unordered_map<PersonId, std::vector<std::size_t>> held_by_;
  std::unordered_map<AgencyId, std::map<std::string, std::vector<std::size_t>, std::less<>>>
      by_role_;
  std::unordered_map<AgencyId, std::vector<std::size_t>> on_call_of_;
};

}  // namespace accord
