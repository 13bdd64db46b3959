#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "directory/directory.hpp"

namespace accord {

/// What an import would change, shown before it is applied.

enum class DirectoryPart { Agency, Post, Person };
enum class ChangeKind { Added, Removed, Changed };

struct FieldChange {
  std::string field;  ///< as the YAML file calls it
  std::string before;
  std::string after;

  bool operator==(const FieldChange&) const = default;
};

struct DirectoryDifference {
  ChangeKind kind = ChangeKind::Changed;
  DirectoryPart part = DirectoryPart::Agency;
  std::string id;
  std::string name;                 ///< the new one where there is one
  std::vector<FieldChange> fields;  ///< of ChangeKind::Changed

  bool operator==(const DirectoryDifference&) const = default;
};

/// Somebody who held a post and no longer would: what they owe there goes to whoever holds it then.
struct LostPost {
  PostId post;
  std::string title;
  PersonId person;
  std::string name;
  bool post_removed = false;
  bool left_vacant = false;  ///< the post stays and nobody holds it

  bool operator==(const LostPost&) const = default;
};

struct DirectoryChange {
  std::vector<DirectoryDifference> differences;  ///< agencies, posts, people; each: removed last
  std::vector<LostPost> lost;

  [[nodiscard]] bool empty() const { return differences.empty(); }
  [[nodiscard]] std::size_t count(DirectoryPart part, ChangeKind kind) const;
};

/// An agency's on-call rota counts as part of the agency. The order of agencies, posts and people
/// counts as nothing; that of a post's holders does.
[[nodiscard]] DirectoryChange preview(const Directory& old_one, const Directory& new_one);

/// "2 agencies, 5 posts and 7 people added; 1 post changed; 1 person removed", or "Nothing
/// changes".
[[nodiscard]] std::string summary(const DirectoryChange& change);

/// A line for each difference and each lost post, in words for a person.
[[nodiscard]] std::vector<std::string> to_lines(const DirectoryChange& change);

}  // namespace accord
