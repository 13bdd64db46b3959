#include "drawing/graphviz.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace accord {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

/// A program that stands in for Graphviz: a script, removed with this.
class StandIn {
 public:
  explicit StandIn(const std::string& body) {
    std::string name = (std::filesystem::temp_directory_path() / "accord-dot-XXXXXX").string();
    folder_ = mkdtemp(name.data());
    path_ = (folder_ / "dot").string();
    std::ofstream{path_} << "#!/bin/sh\n" << body << '\n';
    std::filesystem::permissions(path_, std::filesystem::perms::owner_all);
  }
  ~StandIn() { std::filesystem::remove_all(folder_); }
  StandIn(const StandIn&) = delete;
  StandIn& operator=(const StandIn&) = delete;

  [[nodiscard]] const char* path() const { return path_.c_str(); }

 private:
  std::filesystem::path folder_;
  std::string path_;
};

TEST(DrawWithDot, GLO_21_DrawsAPicture) {
  const auto svg = draw_with_dot("digraph p { a -> b; }");

  ASSERT_TRUE(svg.has_value()) << svg.error();
  EXPECT_THAT(*svg, AllOf(HasSubstr("<svg "), HasSubstr("</svg>")));
}

TEST(DrawWithDot, SaysThatItCannotDrawWhatIsNoChart) {
  EXPECT_EQ(draw_with_dot("digraph p {").error(), "Graphviz could not draw it");
}

TEST(DrawWithDot, NamesThePackageWhereItIsNotInstalled) {
  EXPECT_THAT(draw_with_dot("digraph p {}", {.program = "/nowhere/dot"}).error(),
              AllOf(HasSubstr("there is no /nowhere/dot"), HasSubstr("apt-get install graphviz")));
}

// What somebody wrote in a policy may keep Graphviz busy for hours: the page must not wait.
TEST(DrawWithDot, StopsWhatTakesTooLong) {
  const StandIn slow{"exec /bin/sleep 60"};
  const auto begun = std::chrono::steady_clock::now();

  const auto svg = draw_with_dot("digraph p {}",
                                 {.time = std::chrono::milliseconds{200}, .program = slow.path()});

  EXPECT_THAT(svg.error(), StartsWith("Graphviz took too long"));
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds{10});
}

TEST(DrawWithDot, StopsWhatDrawsTooMuch) {
  const StandIn endless{"while :; do echo '<svg>'; done"};

  EXPECT_THAT(draw_with_dot("digraph p {}", {.bytes = 4096, .program = endless.path()}).error(),
              StartsWith("Graphviz drew more than can be shown"));
}

// Nothing of ours is for it: no key, no path, no locale.
TEST(DrawWithDot, GivesAnEmptyEnvironment) {
  ASSERT_EQ(setenv("ACCORD_TEST_SECRET", "key", 1), 0);
  const StandIn telling{"/usr/bin/env"};

  const auto told = draw_with_dot("digraph p {}", {.program = telling.path()});

  ASSERT_TRUE(told.has_value());
  EXPECT_THAT(*told, testing::Not(HasSubstr("ACCORD_TEST_SECRET")));
}

}  // namespace
}  // namespace accord
