#pragma once

#include <expected>
#include <string>
#include <utility>
#include <vector>

#include "calendar/zone.hpp"
#include "directory/directory.hpp"
#include "policy/mark.hpp"
#include "policy/yaml_tree.hpp"

namespace accord {

/// A directory as it stands in a file, before anything is checked: what both readers make and
/// `assemble` turns into a Directory. Inside this folder only.

/// A word of the file and its place. Empty: not given.
struct Given {
  std::string text;
  Mark mark;

  [[nodiscard]] bool empty() const { return text.empty(); }
};

struct AgencyDraft {
  Given id;
  Given name;
  Given sector;
  Given statutory;
  Given phone;
  Given out_of_hours;
  Given guide;
  Given safeguarding_lead;
  Given supporter;
  std::vector<std::pair<Given, Given>> equivalents;
  std::vector<Given> closures;
  bool is_partnership = false;
  Mark mark;
};

struct PostDraft {
  Given id;
  Given title;
  Given role;
  Given agency;
  Given reports_to;
  Given deputy;
  std::vector<Given> held_by;
  Given phone;
  Mark mark;
};

struct PersonDraft {
  Given id;
  Given name;
  Given job;
  Given agency;
  Given phone;
  Given email;
  std::vector<Given> away;
  Mark mark;
};

struct OnCallDraft {
  Given role;
  Given agency;
  Given person;
  Given phone;
  Given shift;  ///< "FROM to TO"; empty: always
  Mark mark;
};

struct DirectoryDraft {
  std::vector<AgencyDraft> agencies;
  std::vector<PostDraft> posts;
  std::vector<PersonDraft> people;
  std::vector<OnCallDraft> on_call;
};

/// The directory, or every problem in the draft and those `found` in its form, in the order of the
/// file. Agencies come with the
/// partnership first, posts, people and on-call entries agency by agency: the order in which
/// `to_yaml` writes them.
[[nodiscard]] std::expected<Directory, std::vector<Problem>> assemble(
    DirectoryDraft draft, const Zone& zone, std::vector<Problem> found = {});

}  // namespace accord
