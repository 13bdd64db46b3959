#include <algorithm>
#include <array>

#include "policy/fields.hpp"
#include "service/demonstration.hpp"

namespace accord {

namespace {

constexpr Shape kFile{"a file of invented disagreements", {"disagreements", "further_actions"}};
constexpr Shape kInvented{
    "an invented disagreement",
    {"about", "raised_by", "with", "children", "what", "why", "change", "child", "facts",
     "days_ago", "until", "left", "finished", "child_needs_it_in_days", "child_needs_it_because",
     "says", "learns", "considered", "debrief"}};
constexpr Shape kSide{"a side", {"agency", "worker"}};
constexpr Shape kReviews{"a file of invented reviews", {"next", "held", "adopted"}};
constexpr Shape kNext{"the next review", {"by", "says", "date", "post"}};
constexpr Shape kHeld{"a review that was held", {"by", "date", "who", "what", "version"}};
constexpr Shape kAdopted{"an adoption", {"by", "who", "date", "says", "review", "version"}};
constexpr Shape kChild{"a child", {"is", "reference", "other_reference", "age", "facts"}};

void read_facts(const Fields& fields, const std::string& holder, std::vector<GivenFact>& facts,
                std::vector<Problem>& problems) {
  for (const YamlNode& node : fields.map("facts")) {
    GivenFact given;
    given.fact = node.key;
    given.holder = holder;
    if (node.is_list()) {
      for (const YamlNode& word : node.children) {
        given.words.push_back(scalar_text(word, node.key, problems).value_or(""));
      }
    } else {
      given.words.push_back(scalar_text(node, node.key, problems).value_or(""));
    }
    facts.push_back(std::move(given));
  }
}

InventedDisagreement read_one(const YamlNode& node, std::vector<Problem>& problems) {
  InventedDisagreement one;
  const Fields fields{node, kInvented, problems};
  one.mark = node.mark;
  one.raised_by = fields.need_text("raised_by");
  one.matter.summary = fields.need_text("about");
  one.matter.what = fields.need_text("what");
  one.matter.why = fields.need_text("why");
  one.matter.change = fields.need_text("change");
  one.matter.child = fields.need_text("child");
  one.days_ago = fields.whole("days_ago");
  one.until = fields.need_text("until");
  one.left = fields.flag("left");
  one.finished = fields.flag("finished");
  one.child_needs_it_in_days = fields.whole("child_needs_it_in_days");
  one.child_needs_it_because = fields.text("child_needs_it_because");
  one.says = fields.texts("says");
  one.learns = fields.text("learns");
  one.considered = fields.texts("considered");
  one.debrief = fields.text("debrief");
  read_facts(fields, "", one.facts, problems);
  for (const YamlNode& side_node : fields.one_or_list("with")) {
    Side side;
    if (side_node.is_map()) {
      const Fields side_fields{side_node, kSide, problems};
      side.agency = AgencyId{side_fields.need_text("agency")};
      side.worker = PersonId{side_fields.text("worker")};
    } else {
      side.agency = AgencyId{scalar_text(side_node, "with", problems).value_or("")};
    }
    one.with.push_back(std::move(side));
  }
  for (const YamlNode& child_node : fields.list("children")) {
    const Fields child_fields{child_node, kChild, problems};
    Child child;
    child.id = "child-" + std::to_string(one.children.size() + 1);
    child.reference = child_fields.need_text("reference");
    child.other_reference = child_fields.text("other_reference");
    constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kIs{
        {{"child", ""}, {"adult", "adult"}, {"household", "household"}}};
    child.kind = child_fields.choice("is", kIs, std::string_view{});
    child.age_band = child.kind.empty() ? child_fields.need_text("age") : child_fields.text("age");
    read_facts(child_fields, child.id, one.facts, problems);
    one.children.push_back(std::move(child));
  }
  return one;
}

PartnershipEntry read_entry(const YamlNode& node, const Shape& shape, PartnershipEntry::Kind kind,
                            std::vector<Problem>& problems) {
  PartnershipEntry entry;
  const Fields fields{node, shape, problems};
  entry.kind = kind;
  entry.by.person = PersonId{fields.need_text("by")};
  for (const std::string_view name : shape.keys) {
    if (!name.empty() && name != "by") {
      entry.fields.emplace_back(name, fields.text(name));
    }
  }
  return entry;
}

}  // namespace

std::expected<std::vector<PartnershipEntry>, std::vector<Problem>> read_invented_reviews(
    std::string_view yaml) {
  using Kind = PartnershipEntry::Kind;
  const auto tree = read_yaml(yaml);
  if (!tree) {
    return std::unexpected(tree.error());
  }
  std::vector<Problem> problems;
  std::vector<PartnershipEntry> found;
  const Fields file{*tree, kReviews, problems};
  for (const YamlNode& node : file.list("held")) {
    found.push_back(read_entry(node, kHeld, Kind::PolicyReviewed, problems));
  }
  if (const YamlNode* next = file.get("next")) {
    found.push_back(read_entry(*next, kNext, Kind::ReviewSet, problems));
  }
  for (const YamlNode& node : file.list("adopted")) {
    found.push_back(read_entry(node, kAdopted, Kind::PolicyAdopted, problems));
  }
  if (!problems.empty()) {
    return std::unexpected(std::move(problems));
  }
  return found;
}

std::expected<std::vector<InventedDisagreement>, std::vector<Problem>> read_invented(
    std::string_view yaml) {
  const auto tree = read_yaml(yaml);
  if (!tree) {
    return std::unexpected(tree.error());
  }
  std::vector<Problem> problems;
  std::vector<InventedDisagreement> found;
  const Fields file{*tree, kFile, problems};
  const std::vector<std::string> further = file.texts("further_actions");
  for (const YamlNode& node : file.list("disagreements")) {
    found.push_back(read_one(node, problems));
    // Neighbours begin at another place of the list, so that they do not promise the same.
    auto& mine = found.back().further_actions;
    mine = further;
    if (!mine.empty()) {
      const auto middle = static_cast<std::ptrdiff_t>((found.size() - 1) % mine.size());
      std::ranges::rotate(mine, mine.begin() + middle);
    }
  }
  if (!problems.empty()) {
    return std::unexpected(std::move(problems));
  }
  return found;
}

}  // namespace accord
