#pragma once

#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pages/site.hpp"
#include "telling/names.hpp"
#include "telling/phrase.hpp"

namespace accord {

/// What a disagreement is when a page opens it. A base of its own, so that `Names` can refer to it.
struct OpenedParts {
  OpenedParts(const PageContext& context, Loaded loaded, std::optional<Instant> as_at);

  Loaded loaded_;
  Circumstances circumstances_;
  Outlook now_;
};

/// One disagreement as the person who asks may see it, with all that its pages need to name things.
/// Every page and form below "/d/{ref}" begins with `open_disagreement`.
class OpenedDisagreement : private OpenedParts, public Names {
 public:
  /// @param as_at as it stood then, where that is not now
  OpenedDisagreement(const PageContext& context, Loaded loaded, std::optional<Instant> as_at = {});
  OpenedDisagreement(const OpenedDisagreement&) = delete;
  OpenedDisagreement& operator=(const OpenedDisagreement&) = delete;

  [[nodiscard]] const Loaded& loaded() const { return loaded_; }
  [[nodiscard]] const Outlook& now() const { return now_; }

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

  /// What was done is about: of the duty that it met, or of the right that was used.
  [[nodiscard]] Purpose purpose(const Done& done) const;
  /// Whether somebody has reported immediate danger and nobody has said since that it is over.
  [[nodiscard]] const FactValue* danger() const;
  /// As it stood just before entry `sequence`, under the policy of that time.
  [[nodiscard]] std::unique_ptr<const OpenedDisagreement> before(std::int64_t sequence) const;
  /// Somebody of either side or the partnership whom forms offer: each once.
  [[nodiscard]] std::vector<PersonId> people() const;

 private:
  const PageContext& context_;
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

/// The child first: their words, what is known of them, what stands until it is resolved, and any
/// danger (disagreement_child.html at `{{>CHILD}}`).
void put_child(Dictionary& page, const OpenedDisagreement& opened);

}  // namespace accord
