// SPDX-License-Identifier: Apache-2.0
#include "tests/checked_child.hpp"

#include <catch2/catch.hpp>

#include "tests/simulated.hpp"

using namespace lowband;
using namespace lowband::test;

TEST_CASE("assertions that fail in a child are counted", "[tests]") {
  CHECK(assertions_failed_in_child([] { CHECK(1 + 1 == 2); }) == 0);
  CHECK(assertions_failed_in_child([] {
          CHECK(1 + 1 == 3);
          CHECK(1 + 1 == 2);
          CHECK_THROWS(1 + 1);
        }) == 2);
}

TEST_CASE("assertions that fail in a simulation fail its test", "[tests]") {
  // The child of this child simulates; what fails there is one more failure here.
  CHECK(assertions_failed_in_child([] {
          static_cast<void>(simulated(star(2, 1e6, 0.0), [](Worker& worker, Json&) { CHECK(worker.size() == 3); }));
        }) == 1);
}
