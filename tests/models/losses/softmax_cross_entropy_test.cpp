// SPDX-License-Identifier: Apache-2.0
#include "models/losses/softmax_cross_entropy.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <cmath>
#include <limits>
#include <vector>

namespace lowband {
namespace {

// Two classes, two samples. Logits (classes x samples by rows): sample 0 has (0, ln 3), sample 1 has (0, 0).
// softmax: sample 0 (1/4, 3/4), sample 1 (1/2, 1/2). With labels 1 and 0 the losses are -ln(3/4) and -ln(1/2).
const std::vector<float> example = {0.0F, 0.0F, std::log(3.0F), 0.0F};
const std::array<Label, 2> labels = {1, 0};
const double sum_of_losses = std::log(4.0 / 3.0) + std::log(2.0);
constexpr double tolerance = 4 * 0x1p-23;  // a few roundings of numbers around 1

TEST_CASE("softmax cross-entropy: losses and hits of a hand-derived example") {
  std::vector<float> logits = example;
  std::vector<float> scratch(6);
  const Evaluation evaluation = evaluate_softmax_cross_entropy(logits, labels, scratch);
  CHECK(evaluation.loss == Approx(sum_of_losses).margin(tolerance));
  CHECK(evaluation.correct == 2);  // sample 1 is a tie, and the first of equal logits is the prediction
}

TEST_CASE("softmax cross-entropy: gradient of a hand-derived example") {
  std::vector<float> logits = example;
  std::vector<float> scratch(6);
  const double loss = softmax_cross_entropy_gradient(logits, labels, scratch);
  CHECK(loss == Approx(sum_of_losses / 2.0).margin(tolerance));
  // (softmax - [c = label]) / 2: class 0 (1/4, -1/2) / 2, class 1 (-1/4, 1/2) / 2.
  const std::array<double, 4> expected = {0.125, -0.25, -0.125, 0.25};
  for (std::size_t i = 0; i < expected.size(); ++i) {
    CHECK(static_cast<double>(logits[i]) == Approx(expected[i]).margin(tolerance));
  }
}

TEST_CASE("softmax cross-entropy: large logits do not overflow") {
  // One sample, logits (1000, 0), label 1: loss = 1000 + ln(1 + e^-1000) = 1000.
  std::vector<float> logits = {1000.0F, 0.0F};
  std::vector<float> scratch(3);
  const std::array<Label, 1> label = {1};
  CHECK(softmax_cross_entropy_gradient(logits, label, scratch) == Approx(1000.0));
  CHECK(logits[0] == Approx(1.0F));
  CHECK(logits[1] == Approx(-1.0F));
}

TEST_CASE("softmax cross-entropy: the second of equal logits is no hit, nor is NaN") {
  std::vector<float> scratch(6);
  std::vector<float> tie = {1.0F, 2.0F, 1.0F, 2.0F};
  const std::array<Label, 2> second = {1, 1};
  CHECK(evaluate_softmax_cross_entropy(tie, second, scratch).correct == 0);

  const float nan = std::numeric_limits<float>::quiet_NaN();
  std::vector<float> diverged = {nan, 0.0F, 1.0F, nan};
  const Evaluation evaluation = evaluate_softmax_cross_entropy(diverged, labels, scratch);
  CHECK(std::isnan(evaluation.loss));
  std::vector<float> all_nan(4, nan);
  CHECK(evaluate_softmax_cross_entropy(all_nan, labels, scratch).correct == 0);
}

/// How many of these samples, each with the logits of seven classes, have their label among the first five.
double in_top_5(const std::vector<std::array<float, 7>>& samples, const std::vector<Label>& of) {
  std::vector<float> by_class;
  for (std::size_t c = 0; c < 7; ++c) {
    for (const auto& sample : samples) by_class.push_back(sample[c]);
  }
  std::vector<float> scratch(3 * samples.size());
  return evaluate_softmax_cross_entropy(by_class, of, scratch).in_top_5;
}

TEST_CASE("softmax cross-entropy: labels of rank 1 to 5 of seven are among the first five") {
  const std::array<float, 7> descending = {6.0F, 5.0F, 4.0F, 3.0F, 2.0F, 1.0F, 0.0F};
  for (Label label = 0; label < 7; ++label) {
    CAPTURE(label);
    CHECK(in_top_5({descending}, {label}) == (label < 5 ? 1.0 : 0.0));  // class c has c larger ones
  }
  const std::array<float, 7> ascending = {0.0F, 1.0F, 2.0F, 3.0F, 4.0F, 5.0F, 6.0F};
  CHECK(in_top_5({descending, ascending, ascending, descending}, {4, 1, 2, 5}) == 2.0);  // ranks 5, 6, 5, 6
}

TEST_CASE("softmax cross-entropy: of equal logits the first classes come first") {
  const std::array<float, 7> all_equal = {1.0F, 1.0F, 1.0F, 1.0F, 1.0F, 1.0F, 1.0F};
  CHECK(in_top_5({all_equal}, {4}) == 1.0);
  CHECK(in_top_5({all_equal}, {5}) == 0.0);
  // Four are larger: of classes 2 and 6, which are equal, 2 is the fifth.
  const std::array<float, 7> tie_for_fifth = {9.0F, 9.0F, 3.0F, 9.0F, 9.0F, 0.0F, 3.0F};
  CHECK(in_top_5({tie_for_fifth}, {2}) == 1.0);
  CHECK(in_top_5({tie_for_fifth}, {6}) == 0.0);
}

TEST_CASE("softmax cross-entropy: a NaN comes before all numbers, and is not among the first") {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const std::array<float, 7> one_nan = {9.0F, 8.0F, 7.0F, 6.0F, 5.0F, nan, 0.0F};
  CHECK(in_top_5({one_nan}, {3}) == 1.0);  // after NaN, 9, 8, 7
  CHECK(in_top_5({one_nan}, {4}) == 0.0);
  CHECK(in_top_5({one_nan}, {5}) == 0.0);
  std::array<float, 7> all_nan{};
  all_nan.fill(nan);
  CHECK(in_top_5({all_nan}, {0}) == 0.0);
}

TEST_CASE("softmax cross-entropy: of five classes nobody counts the first five, of six somebody does") {
  for (const std::size_t classes : {std::size_t{5}, std::size_t{6}}) {
    std::vector<float> logits(classes, 0.0F);
    std::vector<float> scratch(3);
    const std::array<Label, 1> first = {0};
    const double found = evaluate_softmax_cross_entropy(logits, first, scratch).in_top_5;
    if (classes == 5) CHECK(std::isnan(found));
    if (classes == 6) CHECK(found == 1.0);
  }
}

}  // namespace
}  // namespace lowband
