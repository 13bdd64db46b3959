# accord_module(NAME LAYER core|shell SOURCES a.cpp… [HEADERS a.hpp…] [DEPENDS module…]
#               [LINKS library…] [TESTS a_test.cpp…] [TESTED_ON_BOTH_ENGINES])
#
# One folder of src/ as one static library. The layer is declared so that a test can hold it: a core
# module may depend on core modules alone. Its unit tests stand beside the code and make one program,
# `accord_NAME_test`. Headers are included as "NAME/file.hpp".
function(accord_module name)
  cmake_parse_arguments(module "TESTED_ON_BOTH_ENGINES" "LAYER" "SOURCES;HEADERS;DEPENDS;LINKS;TESTS" ${ARGN})
  if(NOT module_LAYER MATCHES "^(core|shell)$")
    message(FATAL_ERROR "accord_module(${name}): LAYER is core or shell, not '${module_LAYER}'")
  endif()
  set(target accord_${name})
  if(module_SOURCES)
    add_library(${target} STATIC ${module_SOURCES})
    set(scope PUBLIC)
  else()
    add_library(${target} INTERFACE)
    set(scope INTERFACE)
  endif()
  set_property(GLOBAL APPEND PROPERTY ACCORD_MODULES ${name})
  set_property(GLOBAL PROPERTY ACCORD_LAYER_${name} ${module_LAYER})
  target_include_directories(${target} ${scope} ${PROJECT_SOURCE_DIR}/src)
  # Every header is a public one; `ninja all_verify_interface_header_sets` compiles each alone.
  file(GLOB headers CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.hpp)
  if(headers)
    target_sources(${target} ${scope} FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR}/src
                                      FILES ${headers})
    set_target_properties(${target} PROPERTIES VERIFY_INTERFACE_HEADER_SETS ON)
  endif()
  foreach(dependency ${module_DEPENDS})
    get_property(layer GLOBAL PROPERTY ACCORD_LAYER_${dependency})
    if(NOT layer)
      message(FATAL_ERROR "accord_module(${name}): '${dependency}' is no module that stands before it")
    endif()
    if(module_LAYER STREQUAL core AND NOT layer STREQUAL core)
      message(FATAL_ERROR "accord_module(${name}): core may not depend on '${dependency}' (${layer})")
    endif()
    target_link_libraries(${target} ${scope} accord_${dependency})
  endforeach()
  target_link_libraries(${target} ${scope} ${module_LINKS})

  if(ACCORD_TESTS AND module_TESTS)
    if(module_TESTED_ON_BOTH_ENGINES)
      set(engines ON_BOTH_ENGINES)
    endif()
    accord_test(accord_${name}_test SOURCES ${module_TESTS} DEPENDS ${name} ${engines})
  endif()
endfunction()

# accord_test(NAME SOURCES a_test.cpp… [DEPENDS module…] [LINKS library…]
#             [BESIDE_POSTGRESQL | ON_BOTH_ENGINES])
#
# One GoogleTest program, run by ctest as one test. It finds files of the project through
# base/testdata/project_folder.hpp and never writes outside the temporary folder. BESIDE_POSTGRESQL: a server
# is started for it, and ends with it (tests/postgresql/with_server.sh). ON_BOTH_ENGINES: it is run once without such a
# server and once beside one.
function(accord_test name)
  cmake_parse_arguments(test "BESIDE_POSTGRESQL;ON_BOTH_ENGINES" "" "SOURCES;DEPENDS;LINKS" ${ARGN})
  add_executable(${name} ${test_SOURCES})
  list(TRANSFORM test_DEPENDS PREPEND accord_)
  target_link_libraries(${name} PRIVATE ${test_DEPENDS} ${test_LINKS}
                                        accord_project_folder GTest::gmock GTest::gtest_main)
  # What is tested is optimized; to optimize the tests too would cost a third of their compile time.
  target_compile_options(${name} PRIVATE $<$<CONFIG:Release>:-O0 -U_FORTIFY_SOURCE>)
  set(beside ${PROJECT_SOURCE_DIR}/tests/postgresql/with_server.sh)
  if(test_BESIDE_POSTGRESQL)
    add_test(NAME ${name} COMMAND ${beside} $<TARGET_FILE:${name}>)
    return()
  endif()
  add_test(NAME ${name} COMMAND ${name})
  if(test_ON_BOTH_ENGINES)
    target_link_libraries(${name} PRIVATE accord_test_database)
    add_test(NAME ${name}_postgresql COMMAND ${beside} $<TARGET_FILE:${name}>)
  endif()
endfunction()
