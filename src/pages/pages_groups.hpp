#pragma once

namespace accord {

class Pages;

// A group of pages NAME is one line in pages.def and a file that defines this function.
#define ACCORD_PAGES(name) void add_##name##_pages(Pages& pages);
#include "pages/pages.def"
#undef ACCORD_PAGES

}  // namespace accord
