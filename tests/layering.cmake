# Do the rooms include only what docs/architecture.md allows them?   cmake -DSRC=<root> -P tests/layering.cmake
# One row per room below; a folder without a row is an error, so that a new room cannot slip by.
cmake_minimum_required(VERSION 3.25)
set(rooms "")
set(violations "")

# room(FOLDER [MAY what…] [USES library…] [PURE] [PRINTS])
#   MAY     "other/" rooms with all below them, "other/*" those alone, or single headers, besides its own
#   USES    libraries, as "boost/" or, for one file only, "file.cpp:boost/process"
#   PURE    neither I/O nor a clock nor the environment
#   PRINTS  may have std::cout and std::cerr; the others are handed a stream
function(room folder)
  cmake_parse_arguments(arg "PURE;PRINTS" "" "MAY;USES" ${ARGN})
  set(rooms ${rooms} ${folder} PARENT_SCOPE)
  file(GLOB files ${SRC}/${folder}/*.cpp ${SRC}/${folder}/*.hpp ${SRC}/${folder}/*.in)
  foreach(file IN LISTS files)
    check_includes(${file})
    check_words(${file})
  endforeach()
  set(violations "${violations}" PARENT_SCOPE)
endfunction()

macro(violation file line why)
  file(RELATIVE_PATH shown ${SRC} ${file})
  string(APPEND violations "\n  ${shown}: ${line}  (${why})")
  set(violations "${violations}" PARENT_SCOPE)
endmacro()

# Sets `allowed` when `header` begins with one of the prefixes in ARGN.
macro(match_prefix header)
  set(allowed FALSE)
  foreach(prefix ${ARGN})
    string(FIND "${header}" "${prefix}" at)
    if(at EQUAL 0)
      set(allowed TRUE)
    endif()
  endforeach()
endmacro()

function(check_includes file)
  get_filename_component(name ${file} NAME)
  set(libraries "")
  foreach(use IN LISTS arg_USES)
    if(NOT use MATCHES ":" OR use MATCHES "^${name}:")
      string(REGEX REPLACE "^.*:" "" library ${use})
      list(APPEND libraries ${library})
    endif()
  endforeach()
  file(STRINGS ${file} lines REGEX "^[ \t]*#[ \t]*include")
  foreach(line IN LISTS lines)
    if(line MATCHES "\"([^\"]*)\"")
      get_filename_component(from "${CMAKE_MATCH_1}" DIRECTORY)
      match_prefix("${CMAKE_MATCH_1}" ${arg_MAY})
      if(NOT from STREQUAL folder AND NOT "${from}/*" IN_LIST arg_MAY AND NOT allowed)
        violation(${file} "${line}" "${folder} must not know it")
      endif()
    elseif(NOT line MATCHES "<sys/" AND line MATCHES "<([^>]*/[^>]*)>")
      match_prefix("${CMAKE_MATCH_1}" ${libraries})
      if(NOT allowed)
        violation(${file} "${line}" "the library belongs elsewhere")
      endif()
    endif()
    if(NOT arg_PRINTS AND line MATCHES "<(iostream|cstdio|stdio.h|print)>")
      violation(${file} "${line}" "only app/verbs prints by itself")
    endif()
    if(arg_PURE AND line MATCHES "<(sys/.*|unistd.h|fcntl.h|poll.h|signal.h|csignal|fstream|filesystem|thread|spawn.h)>")
      violation(${file} "${line}" "${folder} does no I/O")
    endif()
  endforeach()
  set(violations "${violations}" PARENT_SCOPE)
endfunction()

function(check_words file)
  if(NOT arg_PURE)
    return()
  endif()
  file(STRINGS ${file} lines REGEX "_clock::now|::time\\(|getenv|std::system\\(|popen\\(")
  foreach(line IN LISTS lines)
    string(STRIP "${line}" line)
    violation(${file} "${line}" "${folder} is handed the time and the environment")
  endforeach()
  set(violations "${violations}" PARENT_SCOPE)
endfunction()

room(thinner PURE USES date/)
room(transport USES spawn.cpp:boost/process crossing.cpp:arpa/)
room(zfs PURE MAY thinner/ transport/dialect.hpp)
room(selector PURE MAY zfs/ thinner/)
room(app/check MAY transport/ zfs/says.hpp USES sha1.cpp:openssl)
set(planner thinner/ selector/ zfs/ transport/pipeline.hpp transport/stages.hpp transport/link.hpp transport/host.hpp transport/crossing.hpp)
room(app/plan PURE MAY ${planner})                                             # what a plan is, and how it is spelled
room(app/plan/retain PURE MAY app/plan/* ${planner})                       # one side
room(app/plan/replicate PURE MAY app/plan/retain/ app/plan/* ${planner})   # a pair
room(app/plan/follow PURE MAY app/plan/replicate/ app/plan/retain/ app/plan/* ${planner})  # names that change
room(app/plan/handover PURE MAY app/plan/* ${planner})                     # the use of a tree, from twin to twin
room(app/plan/local PURE MAY app/plan/* ${planner})                            # within one pool
room(app/plan/whole PURE MAY app/plan/ ${planner})                             # all of it
room(app/run MAY app/plan/ thinner/ selector/ zfs/ transport/)
room(app/verify PURE MAY app/run/ app/plan/ app/check/names.hpp selector/ zfs/ transport/)
room(app/holds PURE MAY app/plan/ thinner/ selector/ zfs/)
room(app/match PURE MAY app/plan/ selector/ zfs/)                              # what source and copy are to each other
room(app/status PURE MAY app/match/ app/plan/ thinner/ selector/ zfs/)          # what is wrong with a backup
room(app/retrieve PURE MAY transport/pipeline.hpp transport/host.hpp)
room(app/report MAY app/holds/ app/match/ app/status/ app/run/ app/plan/ app/manner.hpp app/version.hpp thinner/ selector/ zfs/ transport/ USES date/ rapidjson/)
room(app/pages PURE MAY app/report/ app/match/ app/version.hpp thinner/)                       # HTML and SVG
room(app/cli PURE MAY app/manner.hpp app/version.hpp transport/stages.hpp transport/quote.hpp USES boost/program_options)
room(app/verbs PRINTS MAY app/ thinner/ selector/ zfs/ transport/)
room(app PRINTS MAY app/ transport/)   # main.cpp, and what all of app shares

file(GLOB_RECURSE sources RELATIVE ${SRC} ${SRC}/thinner/*.?pp ${SRC}/transport/*.?pp ${SRC}/zfs/*.?pp ${SRC}/selector/*.?pp ${SRC}/app/*.?pp)
if(NOT sources)
  message(FATAL_ERROR "no sources below '${SRC}': there is nothing to check")
endif()
foreach(source IN LISTS sources)
  get_filename_component(folder ${source} DIRECTORY)
  if(NOT folder IN_LIST rooms)
    string(APPEND violations "\n  ${source}: ${folder} has no row in tests/layering.cmake")
  endif()
endforeach()

if(violations)
  message(FATAL_ERROR "The arrows between the rooms are broken:${violations}")
endif()
list(LENGTH sources count)
message(STATUS "${count} files keep to the arrows")
