#pragma once

#include <string>
#include <vector>

#include "visitor.hpp"

namespace accord::test {

/// The partnerships that the repository has: every folder of `policies/`.
[[nodiscard]] std::vector<std::string> every_partnership();

/// A practitioner who can raise: somebody with a line manager, of an agency of that sector.
[[nodiscard]] Person practitioner(TestSite& site, const std::string& partnership,
                                  const std::string& sector);

/// Answers the page that is shown: what `given` holds; otherwise the first of each list of radios
/// and a text in each empty box that has to be filled; then Continue.
Shown answer_page(Visitor& visitor, const Fields& given = {});

/// Goes through every question, from danger ("no") to the page that shows all answers, or to the
/// one whose address ends with `stop`.
Shown answer_everything(Visitor& visitor, const AgencyId& other, const PersonId& worker,
                        const Fields& given = {}, std::string_view stop = "/check");

}  // namespace accord::test
