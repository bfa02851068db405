#define BOOST_TEST_MODULE thinner
#include <boost/test/unit_test.hpp>
