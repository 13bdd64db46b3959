#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace accord {

/// What in the template `name` could let a value become markup or script, or would not work under
/// our Content-Security-Policy: "name:line: what, and what to write instead". Empty: nothing.
///
/// Refused are `:none` and any other modifier but `:p`, which escapes too and keeps the lines of a
/// text; markers as the name of a tag or an attribute, in an attribute without quotes, in
/// `formaction`, `xlink:href`, `srcset`, `style` or an `on…` attribute, and inside `<script>` or
/// `<style>`; `on…` and `style` attributes and scripts or styles written in the page; changed
/// delimiters and "inverted" sections, which the engine does not have.
[[nodiscard]] std::vector<std::string> lint_template(std::string_view name, std::string_view text);

}  // namespace accord
