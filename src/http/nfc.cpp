#include "http/nfc.hpp"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>

#include <algorithm>
#include <limits>

#include "base/check.hpp"

namespace accord {

std::string composed(std::string_view text) {
  const bool ascii = std::ranges::all_of(text, [](char c) { return (c & '\x80') == 0; });
  if (ascii) {
    return std::string{text};
  }
  ACCORD_CHECK(text.size() <= std::numeric_limits<std::int32_t>::max());
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(error);
  ACCORD_CHECK(U_SUCCESS(error));  // its tables are part of the library
  std::string out;
  icu::StringByteSink<std::string> sink{&out, static_cast<std::int32_t>(text.size())};
  nfc->normalizeUTF8(0, icu::StringPiece{text.data(), static_cast<std::int32_t>(text.size())}, sink,
                     nullptr, error);
  // What is no UTF-8 or is out of memory stays as it was: the form refuses it, or the machine does.
  return U_SUCCESS(error) ? out : std::string{text};
}

}  // namespace accord
