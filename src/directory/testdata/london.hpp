#pragma once

#include <string_view>

#include "calendar/zone.hpp"

namespace accord::testdata {

inline const Zone& london() {
  static const Zone zone = Zone::load("Europe/London").value();
  return zone;
}

/// The instant of "2026-04-02T16:30" in London.
inline Instant at(std::string_view text) {
  return parse_local(london(), text).value();
}

}  // namespace accord::testdata
