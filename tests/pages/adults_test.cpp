#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cctype>
#include <deque>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>

#include "base/testdata/project_folder.hpp"
#include "scene.hpp"

namespace accord::test {
namespace {

using testing::HasSubstr;

constexpr const char* kKey = "only_adults";

std::string construct(std::string_view name) {
  const auto folder = testdata::project_folder() / "tests" / "constructs" / "17_subjects";
  std::ifstream file{folder / name};
  return {std::istreambuf_iterator<char>{file}, {}};
}

/// The invented people, in agencies whose names say nothing of children.
std::string people_for_adults() {
  std::string text = construct("directory.yaml");
  for (const auto& [from, to] : {std::pair{std::string{"Children's Services"}, "Adult Services"},
                                 {std::string{"Safeguarding Children"}, "Safeguarding Adults"}}) {
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from)) {
      text.replace(at, from.size(), to);
    }
  }
  return text;
}

/// All that a reader meets: the text, and what a screen reader says beside it.
std::string everything_said(const Shown& page) {
  std::string said = page.text();
  const std::regex spoken{"(?:aria-label|alt|title|placeholder|data-label)=\"([^\"]*)\""};
  for (std::sregex_iterator at{page.html.begin(), page.html.end(), spoken}, end; at != end; ++at) {
    said += " " + (*at)[1].str();
  }
  std::ranges::transform(said, said.begin(), [](unsigned char c) { return std::tolower(c); });
  return said;
}

/// A few words around the first "child".
std::string around_child(const std::string& said) {
  const std::size_t at = said.find("child");
  return at == std::string::npos ? "" : said.substr(at < 60 ? 0 : at - 60, 120);
}

/// Follows every link within the partnership, and sends every form as it stands, empty: what is
/// said of that is read too.
class Reader {
 public:
  explicit Reader(Visitor& visitor) : visitor_(visitor) {}

  void read(const std::string& from) {
    wanted_.push_back(from);
    while (!wanted_.empty()) {
      const std::string path = wanted_.front();
      wanted_.pop_front();
      if (seen_.insert(path).second) {
        look(visitor_.get(path), path);
        send(path);
      }
    }
  }
  [[nodiscard]] const std::set<std::string>& seen() const { return seen_; }

 private:
  void look(const Shown& page, const std::string& path) {
    EXPECT_EQ(around_child(everything_said(page)), "") << path;
    const std::regex link{"href=\"(/p/[^\"#]+)"};
    for (std::sregex_iterator at{page.html.begin(), page.html.end(), link}, end; at != end; ++at) {
      const std::string address = std::regex_replace((*at)[1].str(), std::regex{"&amp;"}, "&");
      // Other people's pages are read by them; the drawing is no text; a draft would never end.
      if (address.find("/people") == std::string::npos &&
          address.find(".svg") == std::string::npos &&
          address.find("/raise") == std::string::npos) {
        wanted_.push_back(address);
      }
    }
  }
  void send(const std::string& path) {
    if (visitor_.page().html.find("method=\"post\"") != std::string::npos &&
        path.find("/way/") == std::string::npos) {
      look(visitor_.send({}), path + " sent as it stands");
    }
  }

  Visitor& visitor_;
  std::deque<std::string> wanted_;
  std::set<std::string> seen_;
};

class AdultsAlone : public testing::Test {
 protected:
  AdultsAlone() : site{{}} {
    const auto added = site.service().add_partnership(
        {PartnershipId{kKey}, "Fernbeck Safeguarding Adults Board", true},
        construct("only_adults.yaml"), people_for_adults());
    EXPECT_TRUE(added.has_value()) << to_words(added.error());
  }

  /// Raised by the nurse with Adult Services; every question is read, and what each says when it is
  /// left empty. Its path.
  std::string raised() {
    Visitor nell{site, kKey, "nell"};
    Shown page = nell.get("/raise");
    for (int i = 0; i < 20 && !page.path.ends_with("/check"); ++i) {
      EXPECT_EQ(around_child(everything_said(page)), "") << page.path;
      EXPECT_EQ(around_child(everything_said(nell.send({}))), "") << page.path << ", left empty";
      if (nell.page().status == 422) {
        page = answer_page(nell, {{"fact-immediate_danger", "no"},
                                  {"child-1-reference", "VH-31"},
                                  {"agency", "care"},
                                  {"person-care", "sam"},
                                  {"what", "The visits stopped."},
                                  {"why", "Nobody has seen her."},
                                  {"change", "A visit this week."},
                                  {"impact", "She is alone."},
                                  {"needed", "policy"},
                                  {"fact-level", "routine"},
                                  {"talked", "nobody"}});
      } else {
        page = nell.page();
      }
    }
    EXPECT_EQ(around_child(everything_said(page)), "") << page.path;
    EXPECT_EQ(around_child(everything_said(nell.send({}))), "") << "sent";
    const auto rows = site.service().all_disagreements(PartnershipId{kKey});
    EXPECT_TRUE(rows.has_value() && rows->size() == 1) << nell.page().text();
    return rows && !rows->empty() ? "/d/" + rows->front().reference : std::string{};
  }

  TestSite site;
};

// ALL-2: where a procedure is for adults, what is said of a disagreement says so, on every page and
// in every message; the child is in the words of a policy for children.
TEST_F(AdultsAlone, ALL_2_NoPageSaysChild) {
  const std::string path = raised();
  ASSERT_NE(path, "");
  for (const char* person : {"nell", "sam", "lena", "otto"}) {
    Visitor visitor{site, kKey, person};
    Reader reader{visitor};
    reader.read("/p/only_adults/work");
    reader.read(fmt::format("/p/only_adults{}", path));
    EXPECT_GT(reader.seen().size(), 8U) << person;
  }
}

// The word stands where a child's would.
TEST_F(AdultsAlone, ALL_2_TheAdultStandsInItsPlace) {
  Visitor nell{site, kKey, "nell"};
  EXPECT_THAT(nell.get("/raise").text(), HasSubstr("An adult in immediate danger? Call 999"));
  const std::string path = raised();
  const Shown page = nell.get(path);
  EXPECT_THAT(page.text(), HasSubstr("The adult comes first"));
  EXPECT_THAT(page.text(), HasSubstr("What it means for the adult"));

  nell.get(path + "/child-date");
  nell.send({{"to-day", "20"},
             {"to-month", "11"},
             {"to-year", "2026"},
             {"to-time", "12pm"},
             {"reason", "She leaves hospital then."}});
  EXPECT_THAT(nell.get(path).text(), HasSubstr("A date that protects the adult is set by"));
  EXPECT_EQ(around_child(everything_said(nell.page())), "");
  nell.get(path + "/child-date");
  EXPECT_THAT(nell.page().text(), HasSubstr("The adult no longer needs a date: lift it"));
  nell.send({{"lift", "yes"}, {"reason", "She stays."}});
  EXPECT_THAT(nell.get(path).text(),
              HasSubstr("proposes to lift the date that protects the adult"));
  EXPECT_EQ(around_child(everything_said(nell.get(path + "/record"))), "");
}

// Whom nobody reported to be in danger is not the only one: the page for danger says the adult too.
TEST_F(AdultsAlone, ALL_2_DangerSaysTheAdult) {
  const std::string path = raised();
  Visitor sam{site, kKey, "sam"};
  sam.get(path + "/danger");
  EXPECT_THAT(sam.page().text(), HasSubstr("If the adult is in danger now, call 999 first"));
  EXPECT_THAT(sam.send({}).text(), HasSubstr("Select whether the adult is in immediate danger"));
  sam.send({{"fact-immediate_danger", "yes"}, {"reason", "She fell."}});
  EXPECT_EQ(around_child(everything_said(sam.get(path))), "");
}

}  // namespace
}  // namespace accord::test
