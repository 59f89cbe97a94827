// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/quantization/uniform_grid.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <cstring>
#include <limits>
#include <numeric>
#include <stdexcept>
#include <vector>

#include "tests/compression/codecs.hpp"

using namespace lowband;
using namespace lowband::testing;

namespace {

std::vector<float> all_points(const UniformGrid& grid) {
  std::vector<std::uint32_t> indices(static_cast<std::size_t>(grid.points));
  std::iota(indices.begin(), indices.end(), 0U);
  std::vector<float> values(indices.size());
  grid.look_up(indices, values);
  return values;
}

}  // namespace

TEST_CASE("points of a grid are evenly spaced and reach its ends exactly", "[uniform_grid]") {
  CHECK(all_points({-1.0F, 3.0F, 5}) == std::vector<float>{-1, 0, 1, 2, 3});
  CHECK(all_points({-1.0F, 3.0F, 2}) == std::vector<float>{-1, 3});
  CHECK(all_points({2.0F, 2.0F, 4}) == std::vector<float>{2, 2, 2, 2});
  using Limits = std::numeric_limits<float>;
  const float tiny = Limits::denorm_min();
  CHECK(all_points({-tiny, 2 * tiny, 4}) == std::vector<float>{-tiny, 0, tiny, 2 * tiny});
  CHECK(all_points({Limits::lowest(), Limits::max(), 3}) == std::vector<float>{Limits::lowest(), 0, Limits::max()});
  const auto uneven = gaussian(200);
  for (std::size_t i = 0; i + 1 < uneven.size(); ++i) {
    const float low = std::min(uneven[i], uneven[i + 1]);
    const float high = std::max(uneven[i], uneven[i + 1]);
    for (const int points : {2, 3, 7, 1000}) {
      const auto values = all_points({low, high, points});
      REQUIRE(values.front() == low);
      REQUIRE(values.back() == high);
      REQUIRE(std::is_sorted(values.begin(), values.end()));
    }
  }
  const auto many = all_points({-0.3F, 0.7F, 65536});
  CHECK(many.front() == -0.3F);
  CHECK(many.back() == 0.7F);
}

TEST_CASE("values on a grid are never rounded, others to a neighbour", "[uniform_grid]") {
  const float huge = std::numeric_limits<float>::max();
  for (const UniformGrid& grid :
       {UniformGrid{-1.0F, 3.0F, 5}, UniformGrid{0.0F, 8.0F, 65}, UniformGrid{-huge, huge, 3}}) {
    const auto points = all_points(grid);
    std::vector<std::uint32_t> indices(points.size());
    std::vector<float> between;
    for (std::size_t i = 0; i + 1 < points.size(); ++i) {
      between.push_back(0.75F * points[i] + 0.25F * points[i + 1]);
    }
    for (std::uint32_t step = 0; step < 50; ++step) {
      Stream seeds = stream(step);
      Lanes numbers(seeds);
      grid.round(points, numbers, indices);
      for (std::size_t i = 0; i < points.size(); ++i) REQUIRE(indices[i] == i);
      grid.round(between, numbers, indices);
      for (std::size_t i = 0; i < between.size(); ++i) REQUIRE((indices[i] == i || indices[i] == i + 1));
    }
    CHECK(grid.variance(points) == 0.0);
    // f = 1/4 everywhere: (width / n)^2 * 3/16 for each.
    const double step = (static_cast<double>(grid.highest) - static_cast<double>(grid.lowest)) / (grid.points - 1);
    CHECK(grid.variance(between) == Approx(static_cast<double>(between.size()) * step * step * 3 / 16));
  }
}

TEST_CASE("indices of a grid take ceil(log2 points) bits", "[uniform_grid]") {
  CHECK(UniformGrid{.points = 2}.bits() == 1);
  CHECK(UniformGrid{.points = 3}.bits() == 2);
  CHECK(UniformGrid{.points = 4}.bits() == 2);
  CHECK(UniformGrid{.points = 5}.bits() == 3);
  CHECK(UniformGrid{.points = 65536}.bits() == 16);
}

TEST_CASE("packed indices come back as points, and those beyond the grid are refused", "[uniform_grid]") {
  const UniformGrid grid{0.0F, 2.0F, 3};
  std::vector<float> values(3);
  grid.unpack(bytes({0b00100100}), values);  // indices 0, 1, 2 in two bits each, the first in the lowest
  CHECK(values == std::vector<float>{0, 1, 2});
  CHECK_THROWS_AS(grid.unpack(bytes({0b00110100}), values), std::runtime_error);
}

TEST_CASE("the ends of a grid are two floats in order", "[uniform_grid]") {
  Code code(8);
  UniformGrid{-1.0F, 2.0F, 7}.write_ends(code);
  CHECK(code == bytes({0x00, 0x00, 0x80, 0xBF, 0x00, 0x00, 0x00, 0x40}));
  const UniformGrid read = UniformGrid::read_ends(code, 7);
  CHECK(read.lowest == -1.0F);
  CHECK(read.highest == 2.0F);
  CHECK(read.points == 7);
  CHECK_THROWS_AS(UniformGrid::read_ends(std::span(code).first(7), 7), std::runtime_error);
  using Limits = std::numeric_limits<float>;
  const std::vector<std::pair<float, float>> bad_ends = {{1.0F, 0.5F},
                                                         {-Limits::infinity(), 0.0F},
                                                         {0.0F, Limits::infinity()},
                                                         {Limits::quiet_NaN(), 0.0F},
                                                         {0.0F, Limits::quiet_NaN()}};
  for (const auto& [lowest, highest] : bad_ends) {
    std::memcpy(code.data(), &lowest, 4);
    std::memcpy(code.data() + 4, &highest, 4);
    CHECK_THROWS_AS(UniformGrid::read_ends(code, 7), std::runtime_error);
  }
}
