#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pages/site.hpp"
#include "pages/when.hpp"

namespace accord {

/// Two answers of one page that cannot both be meant; to send them would leave one of them out.
struct Contradiction {
  std::string_view step;   ///< the page
  std::string_view field;  ///< where it is mended
  std::string what;        ///< and how
};

/// What somebody has answered so far while raising: a draft, and what it comes to under the policy.
/// Names of fields: `what`, `why` …; `fact-ID` of a fact, `fact-ID-HOLDER` where each child holds
/// it.
class RaiseAnswers {
 public:
  RaiseAnswers(const PageContext& context, Draft draft)
      : context_(&context), draft_(std::move(draft)) {}

  [[nodiscard]] const Draft& draft() const { return draft_; }
  /// Where that step of the draft is asked: "/raise/ID/why".
  [[nodiscard]] std::string path(std::string_view step) const;
  [[nodiscard]] std::string get(std::string_view name) const;
  [[nodiscard]] std::vector<std::string> all(std::string_view name) const;
  [[nodiscard]] bool has(std::string_view name, std::string_view value) const;
  [[nodiscard]] TypedWhen when(std::string_view name) const;
  /// Replaces every answer under `name`.
  void set(std::string_view name, const std::vector<std::string>& values);

  /// @name What it comes to
  /// @{
  [[nodiscard]] int children() const;  ///< how many are asked about; at least 1
  [[nodiscard]] bool no_single_child() const;
  /// The words for those whom it is about, as far as it is answered.
  [[nodiscard]] AboutWhom about() const;
  [[nodiscard]] std::vector<AgencyId> agencies() const;
  /// Whether the answers say that the child is, or may be, in danger now.
  [[nodiscard]] bool danger() const;
  /// The facts asked on that page of raising whose condition holds with the answers so far.
  [[nodiscard]] std::vector<const FactRule*> facts(Asked asked) const;
  /// Who holds the fact: its children's ids, or one empty holder.
  [[nodiscard]] std::vector<std::string> holders(const FactRule& fact) const;
  /// The exit of `start` that sends this elsewhere, if one does (ALL-12).
  [[nodiscard]] const ExitRule* diversion() const;
  [[nodiscard]] std::vector<Contradiction> contradictions() const;
  [[nodiscard]] Raise command() const;
  /// The disagreement as it would stand if this were sent now, or why it cannot be.
  [[nodiscard]] std::expected<Disagreement, Refusal> preview() const;
  /// @}

 private:
  [[nodiscard]] Disagreement with_facts() const;
  [[nodiscard]] std::vector<GivenFact> given() const;
  void add_children(Raise& raise) const;
  void put_parties(Disagreement& state) const;
  void add_talk(Raise& raise) const;

  const PageContext* context_;
  Draft draft_;
};

/// "fact-child_status-child-1".
[[nodiscard]] std::string fact_field(const FactRule& fact, std::string_view holder);

/// "no one child"; where it may be about others too, "nobody in particular".
[[nodiscard]] std::string nobody_alone(const Policy& policy);

/// The policy's fact of immediate danger; none where it has no such fact.
[[nodiscard]] const FactRule* danger_fact(const Policy& policy);

}  // namespace accord
