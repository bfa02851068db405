#define BOOST_TEST_MODULE status
#include <boost/test/unit_test.hpp>
