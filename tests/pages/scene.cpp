#include "scene.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "base/testdata/project_folder.hpp"

namespace accord::test {

namespace {

std::string attribute(const std::string& tag, std::string_view name) {
  const std::string start = fmt::format(" {}=\"", name);
  const std::size_t from = tag.find(start);
  if (from == std::string::npos) {
    return "";
  }
  const std::size_t value = from + start.size();
  return tag.substr(value, tag.find('"', value) - value);
}

/// The names of the page's radios with the first value of each, unless one is chosen.
Fields first_choices(const std::string& html) {
  Fields fields;
  std::set<std::string> seen;
  std::set<std::string> chosen;
  for (std::size_t at = html.find("<input"); at != std::string::npos;
       at = html.find("<input", at + 1)) {
    const std::string tag = html.substr(at, html.find('>', at) - at);
    if (attribute(tag, "type") != "radio") {
      continue;
    }
    const std::string name = attribute(tag, "name");
    if (tag.find(" checked") != std::string::npos) {
      chosen.insert(name);
    }
    if (seen.insert(name).second) {
      fields.emplace_back(name, attribute(tag, "value"));
    }
  }
  std::erase_if(fields, [&](const auto& field) { return chosen.contains(field.first); });
  return fields;
}

bool asks(const Shown& page, std::string_view name) {
  return page.html.find(fmt::format("name=\"{}\"", name)) != std::string::npos;
}

}  // namespace

std::vector<std::string> every_partnership() {
  std::vector<std::string> keys;
  for (const auto& entry :
       std::filesystem::directory_iterator(testdata::project_folder() / "policies")) {
    if (std::filesystem::exists(entry.path() / "demo" / "directory.yaml")) {
      keys.push_back(entry.path().filename().string());
    }
  }
  std::ranges::sort(keys);
  return keys;
}

Person practitioner(TestSite& site, const std::string& partnership, const std::string& sector) {
  const auto there = site.service().partnership(PartnershipId{partnership});
  EXPECT_TRUE(there.has_value());
  const Directory& directory = *(*there)->directory;
  for (const Person& person : directory.people()) {
    const Agency* agency = directory.agency(person.agency);
    const Post* post = directory.post_in(person.id, person.agency);
    if (agency->sector == sector && post != nullptr && !post->line_manager.empty()) {
      return person;
    }
  }
  ADD_FAILURE() << partnership << " has no practitioner in " << sector;
  return {};
}

Shown answer_page(Visitor& visitor, const Fields& given) {
  Fields fields = first_choices(visitor.page().html);
  for (const auto& [name, value] : given) {
    if (asks(visitor.page(), name)) {
      std::erase_if(fields, [&](const auto& field) { return field.first == name; });
    }
  }
  for (const auto& [name, value] : given) {
    if (asks(visitor.page(), name)) {
      fields.emplace_back(name, value);
    }
  }
  return visitor.send(fields);
}

Shown answer_everything(Visitor& visitor, const AgencyId& other, const PersonId& worker,
                        const Fields& given, std::string_view stop) {
  Fields answers{{"fact-immediate_danger", "no"},
                 {"child-1-reference", "MH-20418"},
                 {"agency", other.text()},
                 {"person-" + other.text(), worker.text()},
                 {"what", "They closed the referral. No visit was made."},
                 {"why", "I saw the child had lost weight."},
                 {"change", "I would like a visit this week."},
                 {"impact", "The child is hungry at night."},
                 {"talked", "nobody"}};
  for (const auto& [name, value] : given) {
    std::erase_if(answers, [&](const auto& answer) { return answer.first == name; });
  }
  answers.insert(answers.end(), given.begin(), given.end());
  visitor.get("/raise");
  for (int pages = 0; pages < 20 && !visitor.page().path.ends_with(stop); ++pages) {
    const std::string before = visitor.page().path;
    const Shown after = answer_page(visitor, answers);
    if (after.status != 200) {
      ADD_FAILURE() << before << ": " << after.status << " " << after.text();
      break;
    }
  }
  return visitor.page();
}

}  // namespace accord::test
