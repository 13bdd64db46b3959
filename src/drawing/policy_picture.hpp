#pragma once

#include <atomic>
#include <expected>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "drawing/graphviz.hpp"
#include "policy/flowchart.hpp"

namespace accord {

/// A flowchart as one SVG with a title and a description, and its size in points.
struct PolicyPicture {
  std::string svg;
  int width = 0;
  int height = 0;
};

/// The error says how to mend it.
[[nodiscard]] std::expected<PolicyPicture, std::string> policy_picture(
    const Flowchart& chart, const DrawingLimits& limits = {});

/// The pictures of the policies that are shown, each drawn once and then kept: a policy never
/// changes under its hash. Safe from any thread; one is drawn at a time.
class PolicyPictures {
 public:
  explicit PolicyPictures(DrawingLimits limits) : limits_(limits) {}
  /// The limits of a service: nobody waits longer than a page takes on a bad line.
  PolicyPictures() : PolicyPictures({.time = std::chrono::seconds{4}, .bytes = 1U << 20U}) {}

  /// Nothing where it cannot be drawn here: the list says the same in words. What could
  /// not be drawn is not tried again, except where Graphviz was not installed.
  [[nodiscard]] std::shared_ptr<const PolicyPicture> picture(const Policy& policy);

  /// How often Graphviz was run.
  [[nodiscard]] std::size_t drawings() const { return drawings_; }

 private:
  static constexpr std::size_t kMost = 256;  // of a few tens of kilobytes each

  DrawingLimits limits_;
  std::mutex mutex_;
  std::atomic<std::size_t> drawings_ = 0;
  std::map<std::string, std::shared_ptr<const PolicyPicture>> drawn_;  // nullptr: cannot be
};

}  // namespace accord
