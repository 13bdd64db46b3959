#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/service.hpp"

namespace accord {

/// The form that tells the partnership of a disagreement (GLO-15): what the record says at the
/// entry that copied it, computed anew whenever somebody asks, so that it has the same words for
/// ever.

/// Whether the procedure has such a form: each disagreement has its page for it then.
[[nodiscard]] bool has_monitoring_form(const Policy& policy);

/// The entry that copied the form to the partnership, the latest where there are several; null:
/// none yet. It points into `loaded`.
[[nodiscard]] const Event* copied_form(const Loaded& loaded);
/// The notes that it came, oldest first.
[[nodiscard]] std::vector<const Event*> form_receipts(const Loaded& loaded);
/// The text of such a note: that it came, and what is said with it.
[[nodiscard]] std::string receipt_text(std::string_view note);
/// Whether the form was copied to them, so that they say that it came.
[[nodiscard]] bool notes_receipt(const Loaded& loaded);

/// The record up to one entry, as it stood when that was recorded, and nothing that came after.
struct RecordThen {
  Loaded loaded;
  std::optional<Instant> at;  ///< when that entry was recorded
};
[[nodiscard]] RecordThen as_it_stood(const Loaded& loaded, std::int64_t sequence);

/// The disagreement, for whoever may see its form: those to whom it was copied, and until then
/// those who may read it.
[[nodiscard]] std::expected<Loaded, ServiceError> load_form(Service& service,
                                                            const PartnershipId& partnership,
                                                            const std::string& reference,
                                                            const Actor& viewer);
/// Those whose form came to the partnership, for its own people; the latest raised first.
[[nodiscard]] std::expected<std::vector<Loaded>, ServiceError> list_forms(
    Service& service, const PartnershipId& partnership, const Actor& viewer);

}  // namespace accord
