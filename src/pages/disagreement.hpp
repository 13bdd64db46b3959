#pragma once

#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pages/site.hpp"

namespace accord {

/// One disagreement as the person who asks may see it, with all that its pages need to name things.
/// Every page and form below "/d/{ref}" begins with `open_disagreement`.
class OpenedDisagreement {
 public:
  /// @param as_at as it stood then, where that is not now
  OpenedDisagreement(PageContext& context, Loaded loaded, std::optional<Instant> as_at = {});
  OpenedDisagreement(const OpenedDisagreement&) = delete;
  OpenedDisagreement& operator=(const OpenedDisagreement&) = delete;

  [[nodiscard]] const Loaded& loaded() const { return loaded_; }
  [[nodiscard]] const Circumstances& at() const { return at_; }
  [[nodiscard]] const Outlook& now() const { return now_; }
  [[nodiscard]] const Disagreement& state() const { return now_.state; }
  [[nodiscard]] const Policy& policy() const { return at_.policy; }
  [[nodiscard]] const Directory& directory() const { return at_.directory; }
  [[nodiscard]] const Zone& zone() const { return at_.calendar.zone(); }

  /// "4TXR-8B6W"
  [[nodiscard]] const std::string& reference() const { return reference_; }
  /// The path of one of its pages within the partnership: "/d/4TXR-8B6W/note" for "/note".
  [[nodiscard]] std::string path(std::string_view page = "") const;
  /// The same as a whole address.
  [[nodiscard]] std::string href(std::string_view page = "") const;
  /// Where the passage stands on the policy's page.
  [[nodiscard]] std::string clause_href(std::string_view clause) const;
  /// Whether the person who asks may do this kind of thing.
  [[nodiscard]] bool i_may(Act act) const { return may(loaded_.relations, act); }
  /// The side for which they act; kNoSide for anybody else.
  [[nodiscard]] SideIndex my_side() const { return my_side_; }

  /// @name Words
  /// @{
  [[nodiscard]] std::string when(Instant at) const { return to_words(zone(), at); }
  [[nodiscard]] std::string person(const PersonId& id) const;
  [[nodiscard]] std::string agency(const AgencyId& id) const;
  /// The agency of a side; "nobody's side" never shows.
  [[nodiscard]] std::string side(SideIndex index) const;
  /// "Hannah Osei", or the role and that nobody is named for it yet.
  [[nodiscard]] std::string ower(const Ower& ower) const;
  [[nodiscard]] std::string owers(const std::vector<Ower>& owers) const;
  /// The same with everybody who may act for them now: whom to ask.
  [[nodiscard]] std::string asked(const std::vector<Ower>& owers) const;
  /// "Line manager": the role's title in the policy, or its id in words.
  [[nodiscard]] std::string role(std::string_view id) const;
  [[nodiscard]] std::string stage(std::string_view id) const;
  /// What is undertaken, by whom, by when and how, in one text.
  [[nodiscard]] std::string undertaking(const Undertaking& undertaking) const;
  /// Each part of the terms with its name, the issues that they leave outstanding last.
  [[nodiscard]] Texts terms(const Texts& record, const std::vector<Undertaking>& outstanding) const;
  /// The duty as an order.
  [[nodiscard]] std::string duty(const DutyState& duty) const;
  [[nodiscard]] std::string duty(int number) const;
  [[nodiscard]] std::string duty(std::string_view scope, std::string_view id) const;
  /// What was done is about: of the duty that it met, or of the right that was used.
  [[nodiscard]] Purpose purpose(const Done& done) const;
  [[nodiscard]] std::string exit(std::string_view scope, std::string_view id) const;
  /// Who is meant by "raiser", "side:0", "role:chair" (`takers`): whoever was named, for the
  /// record, or everybody who may act now.
  enum class Naming { Recorded, Asked };
  [[nodiscard]] std::string taker(std::string_view taker, Naming naming = Naming::Recorded) const;
  /// An agency or a child that a fact is held by; empty for the whole disagreement.
  [[nodiscard]] std::string holder(const std::string& holder) const;
  [[nodiscard]] std::string fact(std::string_view id) const;
  /// Its words or its moment.
  [[nodiscard]] std::string value(const FactSet& set) const;
  /// @}

  /// Whether somebody has reported immediate danger and nobody has said since that it is over.
  [[nodiscard]] const FactValue* danger() const;
  /// Somebody of either side or the partnership whom forms offer: each once.
  [[nodiscard]] std::vector<PersonId> people() const;

 private:
  [[nodiscard]] std::string role_taker(std::string_view who, Naming naming) const;

  const PageContext& context_;
  Loaded loaded_;
  Circumstances at_;
  Outlook now_;
  std::string reference_;
  SideIndex my_side_ = kNoSide;
};

/// The disagreement that the address names; NotThere for who may not see it, as for one that does
/// not exist.
[[nodiscard]] std::expected<std::unique_ptr<const OpenedDisagreement>, ServiceError>
open_disagreement(PageContext& context);

/// The same as it stood when its entry `sequence` was recorded, and nothing that came after.
[[nodiscard]] std::unique_ptr<const OpenedDisagreement> as_it_stood(PageContext& context,
                                                                    const Loaded& loaded,
                                                                    std::int64_t sequence);

/// The fact by which every policy of ours asks about immediate danger, and its word for "yes".
inline constexpr std::string_view kImmediateDanger = "immediate_danger";

/// "Discuss" for "discuss".
[[nodiscard]] std::string capitalised(std::string text);
/// "a, b and c"
[[nodiscard]] std::string listed(const std::vector<std::string>& items,
                                 std::string_view last = " and ");

/// The child first: their words, what is known of them, what stands until it is resolved, and any
/// danger (disagreement_child.html at `{{>CHILD}}`).
void put_child(Dictionary& page, const OpenedDisagreement& opened);

}  // namespace accord
