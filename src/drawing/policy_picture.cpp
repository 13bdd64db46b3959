#include "drawing/policy_picture.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <charconv>
#include <utility>

#include "base/try.hpp"

namespace accord {

namespace {

/// The number that stands after `name="`, as in `width="1269pt"`; 0: none.
int length_of(std::string_view svg, std::string_view name) {
  const std::string_view head = svg.substr(0, svg.find('>'));
  const std::string start = fmt::format(" {}=\"", name);
  const std::size_t at = head.find(start);
  int points = 0;
  if (at != std::string_view::npos) {
    std::from_chars(head.data() + at + start.size(), head.data() + head.size(), points);
  }
  return points;
}

}  // namespace

std::expected<PolicyPicture, std::string> policy_picture(const Flowchart& chart,
                                                         const DrawingLimits& limits) {
  ACCORD_TRY(const std::string svg, draw_with_dot(to_dot(chart), limits));
  std::string finished = finished_svg(svg, chart);
  if (finished.empty()) {
    return std::unexpected("Graphviz gave no picture");
  }
  PolicyPicture picture;
  picture.width = length_of(finished, "width");
  picture.height = length_of(finished, "height");
  picture.svg = std::move(finished);
  return picture;
}

std::shared_ptr<const PolicyPicture> PolicyPictures::picture(const Policy& policy) {
  const std::lock_guard lock{mutex_};
  const auto known = drawn_.find(policy.hash);
  if (known != drawn_.end()) {
    return known->second;
  }
  if (::access(limits_.program, X_OK) != 0) {
    return nullptr;
  }
  if (drawn_.size() == kMost) {
    drawn_.clear();
  }
  ++drawings_;
  auto drawn = policy_picture(flowchart(policy), limits_);
  auto picture = drawn ? std::make_shared<const PolicyPicture>(*std::move(drawn)) : nullptr;
  drawn_.emplace(policy.hash, picture);
  return picture;
}

}  // namespace accord
