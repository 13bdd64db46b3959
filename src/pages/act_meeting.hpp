#pragma once

#include "pages/act_form.hpp"

namespace accord {

/// What a meeting or panel asks for, where the rule has one: who sat, how they voted, who declared
/// a conflict of interest, the minutes and what was decided. Each is one field of `form`; what came
/// is put into `evidence`.
void ask_meeting(ActForm& form, const OpenedDisagreement& opened, const DutyRule& rule,
                 Evidence& evidence);

}  // namespace accord
