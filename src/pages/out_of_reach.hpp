#pragma once

#include "pages/site.hpp"

namespace accord {

/// 503 where the database cannot be reached: what has become of the form, what was typed in it, to
/// be copied, whom to ring meanwhile, and the number under which the log says what is wrong and how
/// to mend it.
[[nodiscard]] Response out_of_reach(PageContext& context, const Fault& fault);

/// The same before it is known which partnership is asked for: nobody's numbers are known either.
[[nodiscard]] Response out_of_reach(const Site& site, const Request& request, const Fault& fault);

}  // namespace accord
