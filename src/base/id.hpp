#pragma once

#include <compare>
#include <functional>
#include <string>
#include <utility>

namespace accord {

/// A name that one kind of thing is known by. Two kinds do not mix: `AgencyId` is no `PersonId`.
template <typename Tag>
class Id {
 public:
  Id() = default;
  explicit Id(std::string text) : text_(std::move(text)) {}

  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] bool empty() const { return text_.empty(); }
  auto operator<=>(const Id&) const = default;

 private:
  std::string text_;
};

using PartnershipId = Id<struct PartnershipTag>;
using DisagreementId = Id<struct DisagreementTag>;
using AgencyId = Id<struct AgencyTag>;
using PostId = Id<struct PostTag>;
using PersonId = Id<struct PersonTag>;
using CommandId = Id<struct CommandTag>;

}  // namespace accord

template <typename Tag>
struct std::hash<accord::Id<Tag>> {
  std::size_t operator()(const accord::Id<Tag>& id) const noexcept {
    return std::hash<std::string>{}(id.text());
  }
};
