// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/quantization/fixed_grid.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>
#include <stdexcept>

#include "sim/base/error.hpp"
#include "tests/compression/codecs.hpp"

using namespace lowband;
using namespace lowband::testing;

namespace {

const auto half = R"({"name": "grid", "step": 0.5})";

void check_refused(const Code& code, std::size_t size) {
  std::vector<float> vector(size);
  CHECK_THROWS_AS(codec(half)->decode(code, vector), std::runtime_error);
}

}  // namespace

TEST_CASE("grid: wire format by hand", "[codec]") {
  // 1, -0.5 and 0 are 2, -1 and 0 steps, coded as 4, 1 and 0, in 3 bits each: 100, then 001 above it, then 000.
  CHECK(coded(*codec(half), {1.0F, -0.5F, 0.0F}) == bytes({3, 0b00001100, 0}));
  CHECK(coded(*codec(half), std::vector<float>(512, 0.0F)) == bytes({0}));
  // A second block has a width of its own: -1 step is 1, in 1 bit.
  std::vector<float> two_blocks(513, 0.0F);
  two_blocks.back() = -0.5F;
  CHECK(coded(*codec(half), two_blocks) == bytes({0, 1, 1}));
  CHECK(coded(*codec(half), {}).empty());
}

TEST_CASE("grid: multiples of the step come back as they are, others as a neighbour", "[codec]") {
  const std::vector<float> multiples = {0.0F, 0.5F, -0.5F, 1024.0F, -77.5F, 8388608.0F, -8388608.0F};  // 2^24 halves
  CHECK(coded_and_back(*codec(half), multiples) == multiples);
  bool up = false;
  bool down = false;
  for (std::uint32_t step = 0; step < 50; ++step) {
    const float value = coded_and_back(*codec(half), {-1.3F}, step)[0];
    CHECK((value == -1.5F || value == -1.0F));
    up = up || value == -1.0F;
    down = down || value == -1.5F;
  }
  CHECK((up && down));
}

TEST_CASE("grid: the variance does not depend on the norm, and is at most d step^2 / 4", "[codec]") {
  // Every coordinate a quarter of a step above a multiple: f (1 - f) = 3/16, of step^2 = 1/4.
  for (const float large : {0.0F, 3.0F, 4000.0F}) {
    CHECK(*codec(half)->variance(std::vector<float>(100, large + 0.125F)) == Approx(100 * 0.25 * 3.0 / 16.0));
  }
  CHECK(*codec(half)->variance(std::vector<float>(100, 7.25F)) == Approx(100 * 0.25 / 4.0));
  check_unbiased(*codec(half), std::vector<float>(100, -1000.125F), 100 * 0.25 * 3.0 / 16.0, 400);
}

TEST_CASE("grid: what is beyond 2^24 steps has diverged", "[codec]") {
  const float largest = codec(half)->largest_magnitude();
  CHECK(largest == 8388608.0F);
  CHECK_THROWS_AS(coded(*codec(half), {std::nextafter(largest, 1e30F)}), Diverged);
  CHECK_THROWS_AS(coded(*codec(half), {0.0F, std::numeric_limits<float>::quiet_NaN()}), Diverged);
  // A step that is no float: still nothing above 2^24 steps.
  CHECK(static_cast<double>(codec(R"({"name": "grid", "step": 0.1})")->largest_magnitude()) <= 0.1 * 16777216.0);
}

TEST_CASE("grid: bad codes are refused", "[codec]") {
  check_refused({}, 1);
  check_refused(bytes({27, 0, 0, 0, 0}), 1);              // no such width
  check_refused(bytes({26, 0xFF, 0xFF, 0xFF, 0x03}), 1);  // an integer of -2^25
  check_refused(bytes({3, 0}), 3);                        // cut short
  check_refused(bytes({0, 0}), 1);                        // too long
  check_other_sizes_refused(*codec(half), coded(*codec(half), gaussian(700)), 700);
}
