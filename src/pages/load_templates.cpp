#include <fmt/format.h>

#include <utility>

#include "base/check.hpp"
#include "page_templates.hpp"
#include "pages/template.hpp"

namespace accord {

Templates load_page_templates() {
  auto templates = Templates::load(page_templates());
  if (!templates) {
    fmt::print(stderr, "{}\n", templates.error());
  }
  ACCORD_CHECK(templates.has_value());
  return *std::move(templates);
}

}  // namespace accord
