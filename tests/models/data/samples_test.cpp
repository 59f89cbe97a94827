// SPDX-License-Identifier: Apache-2.0
#include "models/data/samples.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <vector>

namespace lowband {
namespace {

const Labels one_class = Labels::of_classes({0, 0}, 1);  // of two samples

Samples pixels() {
  return Samples::from_pixels({0, 2, 4, 6, 8, 255}, Labels::of_classes({1, 0}, 2), {1, 1, 3}, {{0.5F, -1.0F}});
}
Samples floats() { return Samples::from_floats({1, 2, 3, 4}, Labels::of_classes({2, 0}, 3), {2}); }

TEST_CASE("gathering pixels scales them") {
  const std::array<std::uint32_t, 3> which = {1, 0, 1};
  std::vector<float> features(9);
  std::vector<Label> labels(3);
  pixels().gather(which, features);
  pixels().labels().gather(which, labels, {});
  // 0.5 p - 1: sample 1 is (2, 3, 126.5), sample 0 is (-1, 0, 1).
  CHECK(features == std::vector<float>{2, 3, 126.5F, -1, 0, 1, 2, 3, 126.5F});
  CHECK(labels == std::vector<Label>{0, 1, 0});
}

TEST_CASE("each channel of an image has its own scale") {
  // Two images of 2 x 1 x 2; channel 0 becomes 2 p + 1, channel 1 becomes p / 2 - 3.
  const Samples samples =
      Samples::from_pixels({1, 2, 10, 20, 0, 5, 30, 255}, one_class, {2, 1, 2}, {{2.0F, 1.0F}, {0.5F, -3.0F}});
  const std::array<std::uint32_t, 2> which = {1, 0};
  std::vector<float> features(8);
  samples.gather(which, features);
  CHECK(features == std::vector<float>{1, 11, 12, 124.5F, 3, 5, 2, 7});
  // Python's hashlib of b"2 uint8 of 4 features, 1 classes, scale 0x1p+1 0x1p-1, offset 0x1p+0 -0x1.8p+1\n" +
  // bytes([1, 2, 10, 20, 0, 5, 30, 255, 0, 0]).
  CHECK(samples.sha256() == "cebb876ad4b795a971cf46bc3a53848f931369772c7dbf271051a3849131fa34");
}

TEST_CASE("gathering floats copies them") {
  const std::array<std::uint32_t, 2> which = {1, 1};
  std::vector<float> features(4);
  std::vector<Label> labels(2);
  floats().gather(which, features);
  floats().labels().gather(which, labels, {});
  CHECK(features == std::vector<float>{3, 4, 3, 4});
  CHECK(labels == std::vector<Label>{0, 0});
}

TEST_CASE("a pixel gathers to the same bits at any place and address") {
  constexpr std::size_t features = 53;
  std::vector<std::uint8_t> same(features * 2, 77);
  const Samples samples = Samples::from_pixels(same, one_class, {1, 1, features}, {{0.0123F, -0.4567F}});
  const std::array<std::uint32_t, 2> which = {0, 1};
  for (std::size_t shift = 0; shift < 16; ++shift) {
    std::vector<float> storage(2 * features + shift);
    const std::span<float> out = std::span(storage).subspan(shift);
    samples.gather(which, out);
    for (const float value : out) REQUIRE(value == out[0]);
  }
}

TEST_CASE("the sha256 of samples is that of their header, content and labels") {
  // Computed with Python's hashlib from
  // b"2 uint8 of 3 features, 2 classes, scale 0x1p-1, offset -0x1p+0\n" + bytes([0, 2, 4, 6, 8, 255, 1, 0]) and
  // b"2 float32 of 2 features, 3 classes, scale 0x1p+0, offset 0x0p+0\n" + struct.pack("<4f", 1, 2, 3, 4) +
  // bytes([2, 0]).
  CHECK(pixels().sha256() == "feb0db510c3b4be85c7835de6e1f30112dec44d85c2caffb92a4837c39bcc391");
  CHECK(floats().sha256() == "afbe4ae2447d5fc8deca8e4a56bf786d92c39ba6c25d8b99bdcc44e2a4f02eac");
}

TEST_CASE("samples whose parts do not fit are a broken invariant") {
  CHECK_THROWS_AS(Samples::from_pixels({1, 2, 3}, one_class, {1, 1, 2}, {{}}), std::logic_error);
  CHECK_THROWS_AS(Samples::from_pixels({1, 2, 3, 4}, one_class, {2}, {{}}),
                  std::logic_error);  // two channels, one scale
  CHECK_THROWS_AS(Samples::from_floats({1, 2}, one_class, {2}), std::logic_error);
  const std::array<std::uint32_t, 1> beyond = {2};
  std::array<float, 2> features{};
  CHECK_THROWS_AS(floats().gather(beyond, features), std::logic_error);
}

}  // namespace
}  // namespace lowband
