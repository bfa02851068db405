#define BOOST_TEST_MODULE holds
#include <boost/test/unit_test.hpp>
