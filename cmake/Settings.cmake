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

# A room or a test program is compiled as one file where CMAKE_UNITY_BUILD is on (release, asan): what the files' headers
# cost, and each template that they share, is paid once, a fourth or less in all. So a name in an anonymous namespace is
# one of its room, and what must be read by itself says so with APART. Without it (dev, clang-tidy) each file is compiled
# alone, and shows that it names what it uses.
set(CMAKE_UNITY_BUILD_BATCH_SIZE 0)

function(keep_apart)
  set_source_files_properties(${ARGN} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
endfunction()

# A room: a static library of the folder it stands in, included from the root as "<room>/<header>.hpp".
function(add_room name)
  cmake_parse_arguments(arg "" "" "SOURCES;APART;LINKS" ${ARGN})
  add_library(${name} STATIC ${arg_SOURCES} ${arg_APART})
  keep_apart(${arg_APART})
  target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR})
  target_link_libraries(${name} PUBLIC ${arg_LINKS} PRIVATE project_settings)
endfunction()
