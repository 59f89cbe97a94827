// SPDX-License-Identifier: Apache-2.0
#include "models/data/augmentation.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <map>
#include <vector>

#include "tests/usage_error.hpp"

namespace lowband {
namespace {

Augmentation make(const char* json) {
  Augmentation augmentation;
  Parameters parameters;
  augmentation.parameters(parameters);
  parameters.read(Json::parse(json), Place("test"));
  return augmentation;
}

std::vector<Placement> draw(const Augmentation& augmentation, std::size_t count) {
  std::vector<Placement> placements(count);
  augmentation.draw(Stream(1, Purpose::batches, 0, 0), placements);
  return placements;
}

TEST_CASE("augmentation is off unless stated") {
  CHECK_FALSE(make("{}").varies());
  CHECK(make(R"({"augmentation": "crop"})").varies());
  CHECK(make(R"({"augmentation": "crop-flip"})").varies());
  CHECK_THAT(usage_error([] { (void)make(R"({"augmentation": "flip-crop"})"); }),
             Catch::Contains("/augmentation") && Catch::Contains("crop-flip"));
  CHECK_THAT(usage_error([] { (void)make(R"({"crop_padding": -1})"); }), Catch::Contains("/crop_padding"));
  CHECK_THAT(usage_error([] { (void)make(R"({"crop_padding": 257})"); }), Catch::Contains("/crop_padding"));
}

TEST_CASE("every place of a crop is equally likely, and every other image is turned over") {
  constexpr std::size_t count = 100000;
  const auto drawn = draw(make(R"({"augmentation": "crop-flip", "crop_padding": 1})"), count);
  std::map<std::pair<int, int>, int> places;
  int flipped = 0;
  for (const Placement& placement : drawn) {
    ++places[{placement.down, placement.right}];
    flipped += placement.flipped ? 1 : 0;
  }
  // Of 9 places one has count / 9 = 11111 on average, standard error sqrt(n 1/9 8/9) = 99.4; flips n / 2 and 158.
  REQUIRE(places.size() == 9);
  for (const auto& [place, times] : places) {
    CHECK(std::abs(place.first) <= 1);
    CHECK(std::abs(place.second) <= 1);
    CHECK(std::abs(times - 11111.1) < 5 * 99.4);
  }
  CHECK(std::abs(flipped - 50000) < 5 * 158.2);
}

TEST_CASE("a crop alone turns no image over, and padding of 0 moves none") {
  bool moved = false;
  for (const Placement& placement : draw(make(R"({"augmentation": "crop"})"), 1000)) {
    REQUIRE_FALSE(placement.flipped);
    REQUIRE(std::abs(placement.down) <= 4);
    REQUIRE(std::abs(placement.right) <= 4);
    moved = moved || placement.down != 0;
  }
  CHECK(moved);
  bool flipped = false;
  for (const Placement& placement : draw(make(R"({"augmentation": "crop-flip", "crop_padding": 0})"), 1000)) {
    REQUIRE(placement.down == 0);
    REQUIRE(placement.right == 0);
    flipped = flipped || placement.flipped;
  }
  CHECK(flipped);
}

}  // namespace
}  // namespace lowband
