// SPDX-License-Identifier: Apache-2.0
#include "models/data/pixels.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <vector>

namespace lowband {
namespace {

std::vector<float> placed(const Pixels& images, std::size_t size, std::uint32_t image, const Placement& placement) {
  const std::array<std::uint32_t, 1> which = {image};
  std::vector<float> out(size);
  images.gather(which, std::span(&placement, 1), out.data());
  return out;
}

TEST_CASE("a window is cut from an image with black around it, then turned over") {
  // The image, and what its pixels p become by 2 p + 1; black is 1.
  //   1 2 3      3  5  7
  //   4 5 6      9 11 13
  const Pixels image({1, 2, 3, 4, 5, 6}, {1, 2, 3}, {{2.0F, 1.0F}});
  const auto window = [&](int down, int right, bool flipped) { return placed(image, 6, 0, {down, right, flipped}); };
  CHECK(window(0, 0, false) == std::vector<float>{3, 5, 7, 9, 11, 13});
  CHECK(window(0, 0, true) == std::vector<float>{7, 5, 3, 13, 11, 9});
  CHECK(window(1, 0, false) == std::vector<float>{9, 11, 13, 1, 1, 1});
  CHECK(window(-1, 0, false) == std::vector<float>{1, 1, 1, 3, 5, 7});
  CHECK(window(0, 1, false) == std::vector<float>{5, 7, 1, 11, 13, 1});
  CHECK(window(0, -2, false) == std::vector<float>{1, 1, 3, 1, 1, 9});
  CHECK(window(1, -1, false) == std::vector<float>{1, 9, 11, 1, 1, 1});
  CHECK(window(1, -1, true) == std::vector<float>{11, 9, 1, 1, 1, 1});
  CHECK(window(-1, 2, true) == std::vector<float>{1, 1, 1, 1, 1, 7});
  for (const int beyond : {-100, -3, 3, 100}) CHECK(window(0, beyond, true) == std::vector<float>(6, 1.0F));
  for (const int beyond : {-100, -2, 2, 100}) CHECK(window(beyond, 0, false) == std::vector<float>(6, 1.0F));
}

TEST_CASE("a window of any place is that of the padded image, channel by channel") {
  // Two images of 2 x 5 x 19: an independent cut, pixel by pixel. 19 is a vector of 16 and a rest.
  constexpr int height = 5;
  constexpr int width = 19;
  const std::array<PixelScale, 2> scales = {{{0.25F, -1.0F}, {0.5F, 3.0F}}};
  std::vector<std::uint8_t> bytes(2 * 2 * height * width);
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(1 + 37 * i % 255);
  const Pixels images(bytes, {2, height, width}, {scales.begin(), scales.end()});
  for (const bool flipped : {false, true}) {
    for (int down = -6; down <= 6; ++down) {
      for (int right = -20; right <= 20; ++right) {
        std::vector<float> expected;
        for (int channel = 0; channel < 2; ++channel) {
          const PixelScale& by = scales.at(static_cast<std::size_t>(channel));
          for (int y = 0; y < height; ++y) {
            for (int x = 0; x < width; ++x) {
              const int row = y + down;
              const int column = (flipped ? width - 1 - x : x) + right;
              const bool inside = row >= 0 && row < height && column >= 0 && column < width;
              const int at = ((2 + channel) * height + row) * width + column;  // of the second image
              const auto pixel = inside ? static_cast<float>(bytes[static_cast<std::size_t>(at)]) : 0.0F;
              expected.push_back(by.scale * pixel + by.offset);  // exact: quarters of small integers
            }
          }
        }
        REQUIRE(placed(images, expected.size(), 1, {down, right, flipped}) == expected);
      }
    }
  }
}

TEST_CASE("a place at the origin changes no bit of an image") {
  std::vector<std::uint8_t> bytes(3 * 32 * 32);
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(i % 251);
  const std::vector<PixelScale> scales(3, PixelScale::standardising(0.4914, 0.2470));
  const Pixels image(bytes, {3, 32, 32}, scales);
  const std::array<std::uint32_t, 1> which = {0};
  std::vector<float> plain(bytes.size());
  image.gather(which, plain.data());
  CHECK(placed(image, bytes.size(), 0, {}) == plain);
}

}  // namespace
}  // namespace lowband
