// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/sparse/selection.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "sim/base/error.hpp"
#include "tests/compression/codecs.hpp"

using namespace lowband;
using namespace lowband::testing;

namespace {

using Indices = std::vector<std::uint32_t>;

Indices selected(const std::vector<float>& vector, const Selection& selection) {
  Indices indices(3, 7);  // its old content does not matter
  list_selected(vector, selection, indices);
  return indices;
}

bool on_side(float value, Side side) {
  return side == Side::both || (side == Side::positive ? value > 0.0F : value < 0.0F);
}

/// By sorting.
Indices sorted_selection(const std::vector<float>& vector, Side side, std::size_t count) {
  Indices indices;
  for (std::uint32_t i = 0; i < vector.size(); ++i) {
    if (on_side(vector[i], side)) indices.push_back(i);
  }
  std::stable_sort(indices.begin(), indices.end(),
                   [&](auto a, auto b) { return std::abs(vector[a]) > std::abs(vector[b]); });
  indices.resize(count);
  std::sort(indices.begin(), indices.end());
  return indices;
}

/// Vectors with many equal magnitudes, with few, and with all orders of magnitude.
std::vector<std::vector<float>> vectors() {
  auto result = awkward_vectors();
  result.push_back(gaussian(3000));
  std::vector<float> coarse = gaussian(3000);
  for (float& value : coarse) value = std::round(value * 2.0F);
  result.push_back(coarse);
  std::vector<float> wide = gaussian(1000);
  for (std::size_t i = 0; i < wide.size(); ++i) wide[i] *= std::ldexp(1.0F, static_cast<int>(i % 200) - 120);
  result.push_back(wide);
  // Equal but for the last bits.
  std::vector<float> close(500, 1.0F);
  for (std::size_t i = 0; i < close.size(); ++i) close[i] += static_cast<float>(i * 7919 % 500) * 0x1p-23F;
  result.push_back(close);
  return result;
}

}  // namespace

TEST_CASE("selection: the largest are those of a sort, equal ones by index", "[selection]") {
  for (const auto& vector : vectors()) {
    for (const Side side : {Side::both, Side::positive, Side::negative}) {
      const auto most = static_cast<std::size_t>(
          std::count_if(vector.begin(), vector.end(), [&](float v) { return on_side(v, side); }));
      for (const std::size_t count : {most / 100, most / 2, most - std::min<std::size_t>(most, 1), most}) {
        REQUIRE(selected(vector, select_largest(vector, side, count)) == sorted_selection(vector, side, count));
      }
    }
  }
}

TEST_CASE("selection: ties by hand", "[selection]") {
  const std::vector<float> vector = {0, -2, 1, 2, -3, 2, -2};
  CHECK(selected(vector, select_largest(vector, Side::both, 1)) == Indices{4});
  CHECK(selected(vector, select_largest(vector, Side::both, 3)) == Indices{1, 3, 4});
  CHECK(selected(vector, select_largest(vector, Side::positive, 1)) == Indices{3});
  CHECK(selected(vector, select_largest(vector, Side::negative, 2)) == Indices{1, 4});
  CHECK(selected(vector, select_largest(vector, Side::negative, 0)).empty());
}

TEST_CASE("selection: all above a bound, not those at it", "[selection]") {
  const std::vector<float> vector = {0, -2, 1, 2, -3, 2, -2.000001F, -0.0F};
  CHECK(selected(vector, select_above(vector, 2.0F)) == Indices{4, 6});
  CHECK(selected(vector, select_above(vector, 0.0F)) == Indices{1, 2, 3, 4, 5, 6});
  CHECK(selected(vector, select_above(vector, 4.0F)).empty());
  CHECK(select_above(vector, 1.0F).count == 5);
  for (const auto& other : vectors()) {
    Indices expected;
    for (std::uint32_t i = 0; i < other.size(); ++i) {
      if (std::abs(other[i]) > 0.75F) expected.push_back(i);
    }
    REQUIRE(selected(other, select_above(other, 0.75F)) == expected);
  }
}

TEST_CASE("selection: what is not finite has diverged", "[selection]") {
  using Limits = std::numeric_limits<float>;
  for (const float bad : {Limits::quiet_NaN(), Limits::infinity(), -Limits::infinity(), -Limits::quiet_NaN()}) {
    auto vector = gaussian(50);
    vector[33] = bad;
    CHECK_THROWS_AS(select_largest(vector, Side::both, 1), Diverged);
    CHECK_THROWS_AS(select_above(vector, 1.0F), Diverged);
  }
}
