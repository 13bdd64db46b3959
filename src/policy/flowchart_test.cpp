#include "policy/flowchart.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "policy/testdata/texts.hpp"

namespace accord {
namespace {

using testdata::northmoor;
using testdata::read_sound;
using testdata::with;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

// GLO-21, and the flowcharts that the other documents carry: drawn from the policy, whatever it is.
TEST(FlowchartOfAPolicy, GLO_21_HasABoxForEachStageAndEachOutcomeThatCanCome) {
  const Flowchart chart = flowchart(read_sound(northmoor()));
  std::vector<std::string> titles;
  for (const FlowBox& box : chart.boxes) {
    titles.push_back(box.title);
  }
  EXPECT_THAT(titles,
              ElementsAre("Before raising", "Frontline staff", "Line managers", "The Chair decides",
                          "At any stage", "Agreed", "Decided", "Withdrawn", "Taken elsewhere"));
  EXPECT_THAT(chart.boxes[2].lines,
              ElementsAre("Speaking: each side's line manager or Director, then up the line of "
                          "management",
                          "Time: 5 working days from the beginning of “Line managers”"));
}

TEST(FlowchartOfAPolicy, SaysEachWayInTheListForScreenReaders) {
  const auto steps = as_list(flowchart(read_sound(northmoor())));
  ASSERT_EQ(steps.size(), 5U);
  EXPECT_THAT(
      steps[2].ways,
      ElementsAre("“Agreed” leads to “Agreed”; taken by the person who raised it and each "
                  "side (clause 3)",
                  "“Go up one level” leads one tier higher in this stage; taken by any side, "
                  "when there is a higher tier of management to go to (clause 3)",
                  "“Go to the Chair” leads to “The Chair decides”; taken by the raising "
                  "side, when there is no higher tier of management to go to (clause 3)"));
  EXPECT_THAT(steps[2].lines, Contains("Clause 3"));
}

TEST(FlowchartOfAPolicy, EscapesEveryText) {
  const std::string text = with(with(northmoor(), "title: Line managers", R"(title: '<B>"\N&'']')"),
                                "title: Decided", R"(title: 'a&lt;"];\n}')");
  const std::string dot = to_dot(flowchart(read_sound(text)));
  EXPECT_THAT(dot, HasSubstr(R"(<B>&lt;B&gt;&quot;\N&amp;&#39;]</B>)"));
  EXPECT_THAT(dot, HasSubstr(R"(A&amp;lt;\"];\\n})"));
  EXPECT_THAT(dot, Not(HasSubstr("<B><B>")));
}

// COV-9: what is the partnership's own is marked wherever it is drawn.
TEST(FlowchartOfAPolicy, COV_9_MarksWhatIsLocal) {
  const std::string text =
      with(northmoor(), "id: not_agreed", "id: not_agreed\n        local: true");
  const Flowchart chart = flowchart(read_sound(text));
  EXPECT_THAT(to_dot(chart), HasSubstr("(local)"));
  EXPECT_THAT(to_bpmn(chart), HasSubstr("(local)"));
  EXPECT_THAT(as_list(chart)[1].ways, Contains(HasSubstr("(local)")));
  EXPECT_THAT(to_dot(flowchart(read_sound(northmoor()))), Not(HasSubstr("(local)")));
}

TEST(FlowchartOfAPolicy, SaysTheTimeOfAWay) {
  const Flowchart chart = flowchart(
      read_sound(with(northmoor(), "id: not_agreed",
                      "id: not_agreed\n        until: {within: 3 working days, from: raised}")));
  EXPECT_THAT(as_list(chart)[1].ways, Contains(HasSubstr("its time 3 working days from raising")));
  EXPECT_THAT(to_bpmn(chart), HasSubstr("Its time: 3 working days from raising"));
}

TEST(FlowchartOfAPolicy, AsBpmnSaysThatItIsAPictureAndEscapesEveryText) {
  const std::string text = with(northmoor(), "title: Decided", R"(title: '</bpmn:task>"&'']')");
  const std::string bpmn = to_bpmn(flowchart(read_sound(text)));
  EXPECT_THAT(bpmn, HasSubstr("isExecutable=\"false\""));
  EXPECT_THAT(bpmn, HasSubstr("are not executed from it"));
  EXPECT_THAT(bpmn, HasSubstr("&lt;/bpmn:task&gt;&quot;&amp;&#39;]"));
}

// A policy with an error is drawn as far as it goes, so that its author sees where.
TEST(FlowchartOfAPolicy, AsBpmnLeavesOutAWayToAStageThatIsNotThere) {
  Policy policy = read_sound(northmoor());
  policy.stages.front().exits.front().go = "nowhere";
  policy.stages.front().exits.front().end.reset();
  EXPECT_THAT(to_bpmn(flowchart(policy)), Not(HasSubstr("nowhere")));
}

TEST(FlowchartOfAPolicy, GivesThePictureATitleAndADescription) {
  const Flowchart chart{.title = "A & B", .description = "C < D"};
  EXPECT_EQ(
      finished_svg("<?xml version=\"1.0\"?>\n<!DOCTYPE svg>\n<svg width=\"1pt\">x</svg>", chart),
      "<svg role=\"img\" aria-labelledby=\"flowchart-title flowchart-description\" "
      "width=\"1pt\">\n<title id=\"flowchart-title\">A &amp; B</title>\n"
      "<desc id=\"flowchart-description\">C &lt; D</desc>x</svg>");
  EXPECT_EQ(finished_svg("no picture", chart), "");
}

}  // namespace
}  // namespace accord
