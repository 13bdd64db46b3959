#include <fmt/format.h>

#include "directory/draft.hpp"
#include "directory/keys.hpp"
#include "directory/reader.hpp"

namespace accord {

namespace {

constexpr int kDeepest = 8;

class Reader {
 public:
  explicit Reader(std::vector<Problem>& problems) : problems_(problems) {}

  DirectoryDraft read(const YamlNode& root);

 private:
  Given given(const YamlNode& node, std::string_view key);
  Given given(const Fields& fields, std::string_view key);
  std::vector<Given> several(const Fields& fields, std::string_view key);
  void read_agency(const YamlNode& node, bool is_partnership);
  void read_equivalents(const Fields& fields, AgencyDraft& agency);
  PersonDraft read_person(const YamlNode& node, const Given& agency);
  PostDraft read_post(const YamlNode& node, const Given& agency);
  OnCallDraft read_on_call(const YamlNode& node, const Given& agency);

  std::vector<Problem>& problems_;
  DirectoryDraft draft_;
};

Given Reader::given(const YamlNode& node, std::string_view key) {
  return {scalar_text(node, key, problems_).value_or(""), node.mark};
}

Given Reader::given(const Fields& fields, std::string_view key) {
  const YamlNode* node = fields.get(key);
  return node == nullptr ? Given{} : given(*node, key);
}

std::vector<Given> Reader::several(const Fields& fields, std::string_view key) {
  std::vector<Given> all;
  for (const YamlNode& item : fields.one_or_list(key)) {
    all.push_back(given(item, key));
  }
  return all;
}

void Reader::read_equivalents(const Fields& fields, AgencyDraft& agency) {
  for (const YamlNode& entry : fields.map("equivalents")) {
    const Given policys{entry.key, entry.key_mark};
    if (!entry.is_list()) {
      agency.equivalents.emplace_back(policys, given(entry, entry.key));
    }
    for (const YamlNode& own : entry.children) {
      if (entry.is_list()) {
        agency.equivalents.emplace_back(policys, given(own, entry.key));
      }
    }
  }
}

PersonDraft Reader::read_person(const YamlNode& node, const Given& agency) {
  const Fields fields{node, kPersonShape, problems_};
  PersonDraft person;
  person.mark = node.mark;
  person.agency = agency;
  person.id = given(fields, "id");
  person.name = given(fields, "name");
  person.job = given(fields, "job");
  person.phone = given(fields, "phone");
  person.email = given(fields, "email");
  person.away = several(fields, "away");
  return person;
}

PostDraft Reader::read_post(const YamlNode& node, const Given& agency) {
  const Fields fields{node, kPostShape, problems_};
  PostDraft post;
  post.mark = node.mark;
  post.agency = agency;
  post.id = given(fields, "id");
  post.title = given(fields, "title");
  post.role = given(fields, "role");
  post.held_by = several(fields, "held_by");
  post.reports_to = given(fields, "reports_to");
  post.deputy = given(fields, "deputy");
  post.phone = given(fields, "phone");
  return post;
}

OnCallDraft Reader::read_on_call(const YamlNode& node, const Given& agency) {
  const Fields fields{node, kOnCallShape, problems_};
  OnCallDraft entry;
  entry.mark = node.mark;
  entry.agency = agency;
  entry.role = given(fields, "role");
  entry.person = given(fields, "person");
  entry.phone = given(fields, "phone");
  const Given from = given(fields, "from");
  const Given to = given(fields, "to");
  if (from.empty() != to.empty()) {
    problems_.push_back({node.mark, "a shift has only one of `from` and `to`",
                         "give both; for somebody who is always on call, neither"});
  } else if (!from.empty()) {
    entry.shift = {fmt::format("{} to {}", from.text, to.text), from.mark};
  }
  return entry;
}

void Reader::read_agency(const YamlNode& node, bool is_partnership) {
  const Fields fields{node, kAgencyShape, problems_};
  if (!node.is_map()) {
    return;
  }
  AgencyDraft agency;
  agency.mark = node.mark;
  agency.is_partnership = is_partnership;
  agency.id = given(fields, "id");
  if (is_partnership && !fields.has("id")) {
    agency.id = {"partnership", node.mark};
  }
  agency.name = given(fields, "name");
  agency.sector = given(fields, "sector");
  agency.statutory = given(fields, "statutory");
  agency.phone = given(fields, "phone");
  agency.out_of_hours = given(fields, "out_of_hours");
  agency.guide = given(fields, "guide");
  agency.safeguarding_lead = given(fields, "safeguarding_lead");
  agency.supporter = given(fields, "supporter");
  read_equivalents(fields, agency);
  agency.closures = several(fields, "closures");
  for (const YamlNode& person : fields.list("people")) {
    draft_.people.push_back(read_person(person, agency.id));
  }
  for (const YamlNode& post : fields.list("posts")) {
    draft_.posts.push_back(read_post(post, agency.id));
  }
  for (const YamlNode& entry : fields.list("on_call")) {
    draft_.on_call.push_back(read_on_call(entry, agency.id));
  }
  draft_.agencies.push_back(std::move(agency));
}

DirectoryDraft Reader::read(const YamlNode& root) {
  const Fields fields{root, kDirectoryShape, problems_};
  if (const YamlNode* partnership = fields.need("partnership")) {
    read_agency(*partnership, true);
  }
  for (const YamlNode& agency : fields.list("agencies")) {
    read_agency(agency, false);
  }
  return std::move(draft_);
}

}  // namespace

std::expected<Directory, std::vector<Problem>> read_directory(std::string_view text,
                                                              const Zone& zone) {
  const auto tree = read_yaml(text, {kLongestDirectoryFile, kDeepest});
  if (!tree) {
    return std::unexpected(tree.error());
  }
  if (tree->kind == YamlNode::Kind::Empty) {
    return std::unexpected(std::vector<Problem>{
        {{1, 1}, "nothing is written in this file", "begin it with `partnership:`"}});
  }
  std::vector<Problem> problems;
  DirectoryDraft draft = Reader{problems}.read(*tree);
  return assemble(std::move(draft), zone, std::move(problems));
}

}  // namespace accord
