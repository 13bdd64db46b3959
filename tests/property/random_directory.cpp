#include <fmt/format.h>

#include <array>
#include <string_view>
#include <vector>

#include "random_policy.hpp"
#include "world.hpp"

namespace accord::property {

namespace {

class DirectoryWriter {
 public:
  explicit DirectoryWriter(std::uint64_t seed) : random_(seed ^ 0x5eed) {}

  std::string write() {
    partnership();
    text_ += "agencies:\n";
    constexpr std::array<std::string_view, 5> kSectors{"social care", "health", "police",
                                                       "education", "voluntary"};
    const std::size_t count = 2 + random_.below(kSectors.size() - 1);
    for (std::size_t i = 0; i < count; ++i) {
      agency(fmt::format("a{}", i + 1), kSectors[i]);
    }
    return std::move(text_);
  }

 private:
  bool in_a_hundred(std::size_t times) { return random_.below(100) < times; }

  void partnership() {
    text_ += "partnership:\n  name: Partnership of chance\n  people:\n";
    for (int i = 1; i <= 4; ++i) {
      text_ += fmt::format("    - {{id: p{}, name: Partner {}}}\n", i, i);
    }
    text_ += "  posts:\n";
    text_ += fmt::format("    - {{id: chair, title: Chair, role: chair{}, deputy: unit}}\n",
                         in_a_hundred(80) ? ", held_by: [p1, p2]" : "");
    text_ += fmt::format("    - {{id: unit, title: Unit, role: support_unit{}}}\n",
                         in_a_hundred(90) ? ", held_by: [p3, p4]" : "");
  }

  std::string leave() {
    if (!in_a_hundred(30)) {
      return "";
    }
    const std::size_t month = random_.below(11) + 1;
    return fmt::format(", away: [{0}-{1:02}-10 to {0}-{2:02}-05]", 2026 + random_.below(2), month,
                       month + 1);
  }

  void agency(const std::string& id, std::string_view sector) {
    const std::size_t people = 4 + random_.below(4);
    text_ += fmt::format(
        "  - id: {0}\n    name: Agency {0}\n    sector: {1}\n    safeguarding_lead: {0}_lead\n", id,
        sector);
    text_ += in_a_hundred(20) ? "    equivalents: {service_manager: team_leader}\n" : "";
    text_ += "    people:\n";
    for (std::size_t i = 0; i < people; ++i) {
      text_ += fmt::format("      - {{id: {0}_{1}, name: Person {0} {1}{2}}}\n", id, i, leave());
    }
    const auto held = [&](std::size_t from, std::size_t vacant) {
      if (in_a_hundred(vacant)) {
        return std::string{};
      }
      const std::string first = fmt::format("{}_{}", id, from % people);
      return in_a_hundred(30)
                 ? fmt::format(", held_by: [{}, {}_{}]", first, id, (from + 1) % people)
                 : fmt::format(", held_by: {}", first);
    };
    const auto deputy = [&] {
      return in_a_hundred(30) ? fmt::format(", deputy: {}_lead", id) : std::string{};
    };
    text_ += "    posts:\n";
    const std::size_t height = random_.below(3);  // of the line above the worker, less one
    const std::array<std::string_view, 3> line{"team_leader", "service_manager", "director"};
    text_ += fmt::format(
        "      - {{id: {0}_worker, title: Worker, role: worker{1}, reports_to: "
        "{0}_team_leader}}\n",
        id, held(0, 0));
    for (std::size_t i = 0; i <= height; ++i) {
      const std::string above =
          i < height ? fmt::format(", reports_to: {}_{}", id, line[i + 1]) : std::string{};
      text_ += fmt::format("      - {{id: {0}_{1}, title: Above, role: {1}{2}{3}{4}}}\n", id,
                           line[i], held(i + 1, 15), above, deputy());
    }
    text_ += fmt::format("      - {{id: {0}_lead, title: Lead, role: safeguarding_lead{1}}}\n", id,
                         held(2, 15));
    if (in_a_hundred(60)) {
      text_ +=
          fmt::format("      - {{id: {0}_review, title: Review, role: reviewing_officer{1}}}\n", id,
                      held(3, 15));
    }
    if (in_a_hundred(60)) {
      text_ += fmt::format(
          "    on_call:\n      - {{role: on_call_manager, person: {0}_1, from: 2026-03-01, to: "
          "2026-05-01}}\n      - {{role: on_call_manager, person: {0}_{1}}}\n",
          id, people - 1);
    }
  }

  Random random_;
  std::string text_;
};

}  // namespace

std::string random_directory(std::uint64_t seed) {
  return DirectoryWriter{seed}.write();
}

}  // namespace accord::property
