// A value, whatever it is, stays a value: between the tags of the page it makes no tag, no
// attribute and no address that runs a script.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/check.hpp"
#include "pages/template.hpp"

using namespace accord;

namespace {

constexpr std::string_view kPage =
    "<p title=\"{{X}}\" class='{{X}}'>{{X}}</p><textarea>{{X:p}}</textarea><a href=\"{{X}}\">z</a>";

Templates the_templates() {
  const std::array<EmbeddedFile, 1> files{{{"page.html", kPage, ""}}};
  auto templates = Templates::load(files);
  ACCORD_CHECK(templates.has_value());
  return *std::move(templates);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Templates templates = the_templates();
  Dictionary values;
  values.set("X", {reinterpret_cast<const char*>(data), size});
  const std::string page = templates.render("page.html", values);
  ACCORD_CHECK(std::ranges::count(page, '<') == std::ranges::count(kPage, '<'));
  ACCORD_CHECK(std::ranges::count(page, '>') == std::ranges::count(kPage, '>'));
  ACCORD_CHECK(std::ranges::count(page, '"') == std::ranges::count(kPage, '"'));
  ACCORD_CHECK(std::ranges::count(page, '\'') == std::ranges::count(kPage, '\''));
  const std::size_t href = page.rfind("href=\"") + 6;
  const std::string_view address = std::string_view{page}.substr(href, page.find('"', href) - href);
  const std::string_view scheme = address.substr(0, address.find(':'));
  ACCORD_CHECK(scheme.size() == address.size() || scheme.find_first_of("/?#") != scheme.npos ||
               scheme == "http" || scheme == "https" || scheme == "ftp" || scheme == "mailto" ||
               !std::ranges::equal(scheme.substr(0, 4), std::string_view{"java"}));
  return 0;
}
