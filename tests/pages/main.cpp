#define BOOST_TEST_MODULE pages
#include <boost/test/unit_test.hpp>
