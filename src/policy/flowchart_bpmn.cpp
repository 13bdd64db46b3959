#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "policy/flowchart.hpp"
#include "policy/xml_text.hpp"

namespace accord {
namespace {

// Sizes of the diagram, in its own units. Each box with ways stands in a row of its own: the box,
// the choice, and below one another its ways, each with the end or the line that follows.
constexpr int kBoxX = 160;
constexpr int kTaskWidth = 200;
constexpr int kTaskHeight = 90;
constexpr int kRound = 36;  ///< an event
constexpr int kGateway = 50;
constexpr int kChoiceX = 420;
constexpr int kWayX = 540;
constexpr int kWayWidth = 330;
constexpr int kWayHeight = 56;
constexpr int kBetweenWays = 90;
constexpr int kEndX = 940;
constexpr int kLanesX = 1020;  ///< where the lines to other rows go up and down
constexpr int kLane = 14;
constexpr int kBetweenRows = 60;
constexpr int kTop = 160;

struct Shape {
  int x = 0;
  int y = 0;
  int width = 0;
  int height = 0;

  [[nodiscard]] int right() const { return x + width; }
  [[nodiscard]] int middle() const { return y + height / 2; }
  [[nodiscard]] int centre() const { return x + width / 2; }
};

/// A node of the process: a box of the chart, the choice behind one with several ways, a way, an
/// end.
struct Node {
  std::string id;
  std::string tag;  ///< startEvent, task, exclusiveGateway, userTask, endEvent
  std::string name;
  std::string documentation;
  Shape shape;
  int row = 0;  ///< where its row begins: lines from others come in above that
};

struct Flow {
  std::string id;
  std::size_t from;
  std::size_t to;
  int lane = 0;  ///< of a line to another row: which of the lines that go up and down
};

class Process {
 public:
  explicit Process(const Flowchart& chart) : chart_(chart) {
    add_boxes();
    add_ways();
  }

  [[nodiscard]] std::string text() const {
    std::string out =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<bpmn:definitions xmlns:bpmn=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" "
        "xmlns:bpmndi=\"http://www.omg.org/spec/BPMN/20100524/DI\" "
        "xmlns:dc=\"http://www.omg.org/spec/DD/20100524/DC\" "
        "xmlns:di=\"http://www.omg.org/spec/DD/20100524/DI\" id=\"definitions\" "
        "targetNamespace=\"urn:accord:policy\">\n";
    out += fmt::format(
        "  <bpmn:process id=\"process\" name=\"{}\" isExecutable=\"false\">\n"
        "    <bpmn:documentation>{}</bpmn:documentation>\n",
        xml_text(chart_.title), xml_text(kPicture));
    for (const Node& node : nodes_) {
      out += element(node);
    }
    for (const Flow& flow : flows_) {
      out += fmt::format("    <bpmn:sequenceFlow id=\"{}\" sourceRef=\"{}\" targetRef=\"{}\"/>\n",
                         flow.id, nodes_[flow.from].id, nodes_[flow.to].id);
    }
    out += fmt::format(
        "    <bpmn:textAnnotation id=\"picture\"><bpmn:text>{}</bpmn:text></bpmn:textAnnotation>\n"
        "  </bpmn:process>\n",
        xml_text(kPicture));
    return out + diagram() + "</bpmn:definitions>\n";
  }

 private:
  static constexpr std::string_view kPicture =
      "A picture of the procedure: duties, deadlines and who may act are not executed from it.";

  [[nodiscard]] std::size_t box(const std::string& id) const {
    return static_cast<std::size_t>(std::ranges::find(chart_.boxes, id, &FlowBox::id) -
                                    chart_.boxes.begin());
  }

  [[nodiscard]] int ways_of(const FlowBox& box) const {
    return static_cast<int>(std::ranges::count(chart_.arrows, box.id, &FlowArrow::from));
  }

  /// Lines that come into the row from others, each at a height of its own above the box.
  [[nodiscard]] int ways_into(const FlowBox& box) const {
    return static_cast<int>(std::ranges::count(chart_.arrows, box.id, &FlowArrow::to));
  }

  void add_boxes() {
    int y = kTop;
    for (const FlowBox& box : chart_.boxes) {
      places_.push_back(nodes_.size());
      if (box.kind == FlowBox::Kind::Outcome) {
        continue;  // each way has an end of its own
      }
      const bool task = box.kind == FlowBox::Kind::Stage;
      const int ways = ways_of(box);
      const int height = std::max(kTaskHeight, ways * kBetweenWays);
      y += ways_into(box) * kLane;
      const int width = task ? kTaskWidth : kRound;
      std::vector<std::string> lines = box.lines;
      if (!box.clause.empty()) {
        lines.push_back("Clause " + box.clause);
      }
      nodes_.push_back({fmt::format("box_{}", places_.size()), task ? "task" : "startEvent",
                        box.title + (box.local ? " (local)" : ""), sentences(lines),
                        Shape{.x = kBoxX + (kTaskWidth - width) / 2,
                              .y = y + (height - (task ? kTaskHeight : kRound)) / 2,
                              .width = width,
                              .height = task ? kTaskHeight : kRound},
                        y});
      if (ways > 1) {
        nodes_.push_back({fmt::format("choice_{}", places_.size()), "exclusiveGateway", "", "",
                          Shape{.x = kChoiceX,
                                .y = y + (height - kGateway) / 2,
                                .width = kGateway,
                                .height = kGateway}});
        flows_.push_back(
            {fmt::format("to_choice_{}", places_.size()), nodes_.size() - 2, nodes_.size() - 1});
      }
      rows_.push_back(y);
      y += height + kBetweenRows;
    }
  }

  void add_ways() {
    std::size_t row = 0;
    for (std::size_t i = 0; i < chart_.boxes.size(); ++i) {
      const FlowBox& from = chart_.boxes[i];
      if (from.kind == FlowBox::Kind::Outcome) {
        continue;
      }
      const std::size_t leaf = places_[i] + (ways_of(from) > 1 ? 1 : 0);
      int y = rows_[row++] + (kBetweenWays - kWayHeight) / 2;
      for (const FlowArrow& arrow : chart_.arrows) {
        if (arrow.from == from.id) {
          add_way(arrow, leaf, y);
          y += kBetweenWays;
        }
      }
    }
  }

  void add_way(const FlowArrow& arrow, std::size_t leaf, int y) {
    const std::size_t to = box(arrow.to);
    if (to == chart_.boxes.size()) {
      return;  // leads to a stage that is not there, which the checker says
    }
    std::vector<std::string> lines;
    if (!arrow.taken_by.empty()) {
      lines.push_back("Taken by " + arrow.taken_by);
    }
    if (!arrow.condition.empty()) {
      lines.push_back("When " + arrow.condition);
    }
    if (!arrow.until.empty()) {
      lines.push_back("Its time: " + arrow.until);
    }
    if (!arrow.clause.empty()) {
      lines.push_back("Clause " + arrow.clause);
    }
    const std::size_t number = ++ways_;
    const std::size_t way = nodes_.size();
    nodes_.push_back({fmt::format("way_{}", number), arrow.taken_by.empty() ? "task" : "userTask",
                      arrow.title + (arrow.local ? " (local)" : ""), sentences(lines),
                      Shape{.x = kWayX, .y = y, .width = kWayWidth, .height = kWayHeight}});
    flows_.push_back({fmt::format("to_way_{}", number), leaf, way});
    if (chart_.boxes[to].kind == FlowBox::Kind::Outcome) {
      nodes_.push_back(
          {fmt::format("end_{}", number), "endEvent", chart_.boxes[to].title, "",
           Shape{
               .x = kEndX, .y = y + (kWayHeight - kRound) / 2, .width = kRound, .height = kRound}});
      flows_.push_back({fmt::format("from_way_{}", number), way, nodes_.size() - 1});
    } else {
      flows_.push_back({fmt::format("from_way_{}", number), way, places_[to], ++lanes_});
    }
  }

  /// The lines as sentences, whether they end as such or not.
  static std::string sentences(const std::vector<std::string>& lines) {
    std::string out;
    for (const std::string& line : lines) {
      out += fmt::format("{}{}{}", out.empty() ? "" : " ", line, line.ends_with('.') ? "" : ".");
    }
    return out;
  }

  static std::string documented(const std::string& text) {
    return text.empty()
               ? std::string{}
               : fmt::format("<bpmn:documentation>{}</bpmn:documentation>", xml_text(text));
  }

  [[nodiscard]] std::string element(const Node& node) const {
    std::string out = fmt::format("    <bpmn:{} id=\"{}\" name=\"{}\">{}", node.tag, node.id,
                                  xml_text(node.name), documented(node.documentation));
    const auto place = static_cast<std::size_t>(&node - nodes_.data());
    for (const Flow& flow : flows_) {
      if (flow.to == place) {
        out += fmt::format("<bpmn:incoming>{}</bpmn:incoming>", flow.id);
      }
    }
    for (const Flow& flow : flows_) {
      if (flow.from == place) {
        out += fmt::format("<bpmn:outgoing>{}</bpmn:outgoing>", flow.id);
      }
    }
    return out + fmt::format("</bpmn:{}>\n", node.tag);
  }

  static std::string bounds(const Shape& shape) {
    return fmt::format("<dc:Bounds x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>", shape.x,
                       shape.y, shape.width, shape.height);
  }

  [[nodiscard]] std::string waypoints(const Flow& flow, int above) const {
    const Shape& from = nodes_[flow.from].shape;
    const Shape& to = nodes_[flow.to].shape;
    const auto point = [](int x, int y) {
      return fmt::format("<di:waypoint x=\"{}\" y=\"{}\"/>", x, y);
    };
    if (flow.lane == 0) {
      const int turn = to.x - (to.x - from.right()) / 2;
      return point(from.right(), from.middle()) + point(turn, from.middle()) +
             point(turn, to.middle()) + point(to.x, to.middle());
    }
    const int lane = kLanesX + flow.lane * kLane;
    const int x = to.centre() + above * kLane / 2;
    const int y = nodes_[flow.to].row - above * kLane;
    return point(from.right(), from.middle()) + point(lane, from.middle()) + point(lane, y) +
           point(x, y) + point(x, to.y);
  }

  [[nodiscard]] std::string diagram() const {
    std::string out =
        "  <bpmndi:BPMNDiagram id=\"diagram\"><bpmndi:BPMNPlane id=\"plane\" "
        "bpmnElement=\"process\">\n";
    for (const Node& node : nodes_) {
      out += fmt::format(
          "    <bpmndi:BPMNShape id=\"{0}_shape\" bpmnElement=\"{0}\"{2}>{1}"
          "</bpmndi:BPMNShape>\n",
          node.id, bounds(node.shape),
          node.tag == "exclusiveGateway" ? " isMarkerVisible=\"true\"" : "");
    }
    out += fmt::format(
        "    <bpmndi:BPMNShape id=\"picture_shape\" "
        "bpmnElement=\"picture\">{}</bpmndi:BPMNShape>\n",
        bounds({.x = kBoxX, .y = kTop / 4, .width = kEndX - kBoxX, .height = kTop / 4}));
    std::vector<int> into(nodes_.size(), 0);
    for (const Flow& flow : flows_) {
      const int above = flow.lane == 0 ? 0 : ++into[flow.to];
      out += fmt::format(
          "    <bpmndi:BPMNEdge id=\"{0}_edge\" bpmnElement=\"{0}\">{1}</bpmndi:BPMNEdge>\n",
          flow.id, waypoints(flow, above));
    }
    return out + "  </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>\n";
  }

  const Flowchart& chart_;
  std::vector<std::size_t> places_;  ///< of each box of the chart, its node
  std::vector<int> rows_;            ///< of each box with a row, where it begins
  std::vector<Node> nodes_;
  std::vector<Flow> flows_;
  std::size_t ways_ = 0;
  int lanes_ = 0;
};

}  // namespace

std::string to_bpmn(const Flowchart& chart) {
  return Process{chart}.text();
}

}  // namespace accord
