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

}  // namespace
}  // namespace lowband
