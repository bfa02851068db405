# Makes a header of the files that pages are made of, so that the program has them in itself:
#   embed_pages(HEADER NAME=FILE[+FILE…] …)    k_NAME is their text, k_NAME_hash its SHA-256 in base64, as CSP wants it.

set(base64_digits "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")

# 64 hexadecimal digits, as string(SHA256) gives them.
function(base64_of_sha256 hex result)
  set(text "")
  foreach(at RANGE 0 60 6)   # three bytes are four digits
    string(SUBSTRING "${hex}0000" ${at} 6 bytes)
    math(EXPR number "0x${bytes}")
    foreach(shift 18 12 6 0)
      math(EXPR digit "(${number} >> ${shift}) & 63")
      string(SUBSTRING "${base64_digits}" ${digit} 1 character)
      string(APPEND text ${character})
    endforeach()
  endforeach()
  string(SUBSTRING ${text} 0 43 text)
  set(${result} "${text}=" PARENT_SCOPE)
endfunction()

function(embed_pages header)
  set(content "#pragma once\n\n#include <string_view>\n\nnamespace pages {\n")
  foreach(item IN LISTS ARGN)
    string(REGEX MATCH "^([a-z_]+)=(.*)$" item "${item}")
    set(name ${CMAKE_MATCH_1})
    string(REPLACE "+" ";" files "${CMAKE_MATCH_2}")
    set(text "")
    foreach(file IN LISTS files)
      set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${file})
      file(READ ${file} one)
      string(APPEND text "${one}")
    endforeach()
    string(SHA256 hex "${text}")
    base64_of_sha256(${hex} hash)
    string(APPEND content "\ninline constexpr std::string_view k_${name} = R\"--page--(${text})--page--\";\n"
                          "inline constexpr std::string_view k_${name}_hash = \"${hash}\";\n")
  endforeach()
  string(APPEND content "\n}  // namespace pages\n")
  file(CONFIGURE OUTPUT ${header} CONTENT "@content@" @ONLY)
endfunction()
