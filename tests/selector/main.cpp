#define BOOST_TEST_MODULE selector
#include <boost/test/unit_test.hpp>
