# The few libraries we stand on; docs/dependencies.md gives the reason for each.
set(Boost_USE_STATIC_LIBS ON)   # the program must run where no Boost is installed
set(boost_parts program_options)
if(ZWINNOW_TESTS)
  list(APPEND boost_parts unit_test_framework)
endif()
find_package(Boost 1.74 REQUIRED COMPONENTS ${boost_parts})

find_path(DATE_INCLUDE_DIR date/date.h REQUIRED)
add_library(dep_date INTERFACE)   # header-only use: Debian has no static date-tz
target_include_directories(dep_date SYSTEM INTERFACE ${DATE_INCLUDE_DIR})

find_path(RAPIDJSON_INCLUDE_DIR rapidjson/writer.h REQUIRED)
add_library(dep_rapidjson INTERFACE)
target_include_directories(dep_rapidjson SYSTEM INTERFACE ${RAPIDJSON_INCLUDE_DIR})

set(OPENSSL_USE_STATIC_LIBS ON)
find_package(OpenSSL 3.0 REQUIRED COMPONENTS Crypto)
