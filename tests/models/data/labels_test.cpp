// SPDX-License-Identifier: Apache-2.0
#include "models/data/labels.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <vector>

#include "models/data/samples.hpp"

namespace lowband {
namespace {

const std::array<std::uint32_t, 3> which = {1, 0, 1};

TEST_CASE("labels: classes beyond a byte, one of each sample") {
  const Labels labels = Labels::of_classes({7, 300}, 301);
  CHECK(labels.size() == 2);
  CHECK(labels.shape() == LabelShape{.classes = 301});
  std::vector<Label> gathered(3);
  labels.gather(which, gathered, {});
  CHECK(gathered == std::vector<Label>{300, 7, 300});
  CHECK_THROWS_AS(Labels::of_classes({301}, 301), std::logic_error);
}

TEST_CASE("labels: several of each sample stay together") {
  const Labels labels = Labels::of_classes({0, 1, 2, 3, 4, 5}, 6, 3);
  CHECK(labels.size() == 2);
  std::vector<Label> gathered(9);
  labels.gather(which, gathered, {});
  CHECK(gathered == std::vector<Label>{3, 4, 5, 0, 1, 2, 3, 4, 5});
  const Labels second = labels.select(std::array<std::uint32_t, 1>{1});
  CHECK(second.shape() == labels.shape());
  CHECK(std::vector<Label>(second.classes().begin(), second.classes().end()) == std::vector<Label>{3, 4, 5});
  CHECK_THROWS_AS(Labels::of_classes({0, 1}, 6, 3), std::logic_error);
}

TEST_CASE("labels: real numbers") {
  const Labels labels = Labels::of_values({0.5F, -1.0F, 2.0F, 8.0F}, 2);
  CHECK(labels.size() == 2);
  CHECK_FALSE(labels.are_classes());
  CHECK(labels.shape() == LabelShape{.classes = 0, .per_sample = 2});
  std::vector<float> gathered(6);
  labels.gather(which, {}, gathered);
  CHECK(gathered == std::vector<float>{2, 8, 0.5F, -1, 2, 8});
  CHECK_THROWS_AS(labels.gather(std::array<std::uint32_t, 1>{2}, {}, std::span(gathered).first(2)), std::logic_error);
  std::vector<Label> classes(3);
  CHECK_THROWS_AS(labels.gather(which, classes, gathered), std::logic_error);
}

TEST_CASE("the sha256 of samples tells what kind of labels they have") {
  const auto hash = [](Labels labels) { return Samples::from_floats({1, 2}, std::move(labels), {1}).sha256(); };
  // Python's hashlib of b"2 float32 of 1 features, LABELS, scale 0x1p+0, offset 0x0p+0\n" + struct.pack("<2f", 1, 2) +
  // the labels, where LABELS and these are: b"301 classes", struct.pack("<2I", 7, 300);
  CHECK(hash(Labels::of_classes({7, 300}, 301)) == "c1a9db48f6b50e0288e0ef1f47ffadf68ffc8d971943850e5209c0047f4340b5");
  // b"6 classes for each of 2", bytes([0, 1, 2, 3]);
  CHECK(hash(Labels::of_classes({0, 1, 2, 3}, 6, 2)) ==
        "1ddc00ee1ae28a9477f743cd34c8a8d112b9cf9909d0a3dd8063aff9a7e47e18");
  // b"1 numbers", struct.pack("<2f", 0.5, -1).
  CHECK(hash(Labels::of_values({0.5F, -1.0F})) == "37c4f2662f31cc2124839155a2e6c8b3a0f7c4917f457a89301aeaaec61f13a1");
}

}  // namespace
}  // namespace lowband
