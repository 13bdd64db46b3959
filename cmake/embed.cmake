# accord_embed(TARGET FUNCTION DIRECTORY [PATTERN…])
#
# Puts the files below DIRECTORY (all, or those that match a PATTERN such as *.html) into the program, and
# declares `std::span<const accord::EmbeddedFile> accord::FUNCTION();` (base/embedded.hpp) in
# "FUNCTION.hpp". GCC 12 has no #embed; .incbin costs no compile time. A changed file is embedded again.
function(accord_embed target function directory)
  set(patterns ${ARGN})
  if(NOT patterns)
    set(patterns "*")
  endif()
  list(TRANSFORM patterns PREPEND "${directory}/")
  file(GLOB_RECURSE files CONFIGURE_DEPENDS RELATIVE "${directory}" ${patterns})
  list(SORT files)
  set(assembly "    .section .rodata\n")
  set(declarations "")
  set(rows "")
  set(index 0)
  set(dependencies "")
  foreach(file IN LISTS files)
    file(SHA256 "${directory}/${file}" hash)
    set(symbol "accord_${function}_${index}")
    string(APPEND assembly "    .balign 16\n    .global ${symbol}\n${symbol}:\n"
      "    .incbin \"${directory}/${file}\"\n    .global ${symbol}_end\n${symbol}_end:\n    .byte 0\n")
    string(APPEND declarations "extern \"C\" const char ${symbol}[];\nextern \"C\" const char ${symbol}_end[];\n")
    string(APPEND rows "      {\"${file}\", {${symbol}, ${symbol}_end}, \"${hash}\"},\n")
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${directory}/${file}")
    list(APPEND dependencies "${directory}/${file}")
    math(EXPR index "${index}+1")
  endforeach()
  # Without this section the linker marks the stack executable.
  string(APPEND assembly "    .section .note.GNU-stack,\"\",%progbits\n")
  set(out "${CMAKE_CURRENT_BINARY_DIR}/embedded/${function}")
  file(CONFIGURE OUTPUT "${out}.S" CONTENT "${assembly}" @ONLY)
  file(CONFIGURE OUTPUT "${out}.hpp" @ONLY CONTENT
"#pragma once
#include <span>
#include \"base/embedded.hpp\"
namespace accord {
[[nodiscard]] std::span<const EmbeddedFile> ${function}();
}
")
  file(CONFIGURE OUTPUT "${out}.cpp" @ONLY CONTENT
"#include \"${function}.hpp\"
#include <array>
${declarations}namespace accord {
std::span<const EmbeddedFile> ${function}() {
  static const std::array<EmbeddedFile, ${index}> files{{
${rows}  }};
  return files;
}
}  // namespace accord
")
  set_source_files_properties("${out}.S" PROPERTIES OBJECT_DEPENDS "${dependencies}")
  target_sources(${target} PRIVATE "${out}.S" "${out}.cpp")
  target_include_directories(${target} PRIVATE "${CMAKE_CURRENT_BINARY_DIR}/embedded")
endfunction()
