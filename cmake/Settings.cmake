# Compiler settings shared by every target: `project_settings` is linked privately by each room.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

add_library(project_settings INTERFACE)
target_include_directories(project_settings INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(project_settings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Wold-style-cast -Wimplicit-fallthrough
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>   # GCC 12 at -O3 is wrong about "text" + std::to_string(n): gcc bug 105651
  $<$<BOOL:${ZWINNOW_WERROR}>:-Werror>)
if(ZWINNOW_SANITIZE)
  # Global, not on project_settings: the sanitizers must see every object of the program, the libraries' headers included.
  add_compile_options(-fsanitize=${ZWINNOW_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${ZWINNOW_SANITIZE})
endif()

# Half of what a file takes to compile goes into the standard library's headers, so they are read once for all files of
# the same settings. Files still name what they use: without this option (clang-tidy, `scripts/test --all`) they must
# compile, too.
option(ZWINNOW_PCH "Precompile the standard headers" ON)
set(common_headers <algorithm> <array> <charconv> <chrono> <cstdint> <functional> <map> <memory> <optional> <set> <span>
  <sstream> <stdexcept> <string> <string_view> <unordered_map> <unordered_set> <utility> <variant> <vector>)

# precompile(NAME SETTINGS… HEADERS HEADER…): makes NAME, from which targets with the same settings take the headers.
function(precompile name)
  cmake_parse_arguments(arg "" "" "HEADERS" ${ARGN})
  if(ZWINNOW_PCH)
    file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/${name}.cpp CONTENT "")   # a target needs a source
    add_library(${name} OBJECT ${CMAKE_CURRENT_BINARY_DIR}/${name}.cpp)
    target_link_libraries(${name} PRIVATE ${arg_UNPARSED_ARGUMENTS})
    target_precompile_headers(${name} PRIVATE ${arg_HEADERS})
  endif()
endfunction()

function(take_headers target from)
  if(ZWINNOW_PCH)
    target_precompile_headers(${target} REUSE_FROM ${from})
  endif()
endfunction()

# GCC 12 does not know any more that what it sees of std::string in there is a system header's, and is wrong about it.
# Without precompiled headers these two warnings are on.
if(ZWINNOW_PCH AND CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  target_compile_options(project_settings INTERFACE -Wno-array-bounds -Wno-stringop-overflow)
endif()

precompile(room_headers project_settings HEADERS ${common_headers})

# A room: a static library of the folder it stands in, included from the root as "<room>/<header>.hpp".
function(add_room name)
  cmake_parse_arguments(arg "" "" "SOURCES;LINKS" ${ARGN})
  add_library(${name} STATIC ${arg_SOURCES})
  target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR})
  target_link_libraries(${name} PUBLIC ${arg_LINKS} PRIVATE project_settings)
  take_headers(${name} room_headers)
endfunction()
