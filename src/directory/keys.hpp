#pragma once

#include "policy/fields.hpp"

namespace accord {

/// The keys of a directory file; schema/directory.schema.json has the same (a test compares them).
inline constexpr Shape kDirectoryShape{"a directory", {"partnership", "agencies"}};
inline constexpr Shape kAgencyShape{
    "an agency",
    {"id", "name", "sector", "statutory", "phone", "out_of_hours", "guide", "safeguarding_lead",
     "supporter", "equivalents", "closures", "people", "posts", "on_call"}};
inline constexpr Shape kPersonShape{"a person", {"id", "name", "job", "phone", "email", "away"}};
inline constexpr Shape kPostShape{
    "a post", {"id", "title", "role", "held_by", "reports_to", "deputy", "phone"}};
inline constexpr Shape kOnCallShape{"an entry of `on_call`",
                                    {"role", "person", "phone", "from", "to"}};

}  // namespace accord
