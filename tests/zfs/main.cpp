#define BOOST_TEST_MODULE zfs
#include <boost/test/unit_test.hpp>
