// SPDX-License-Identifier: Apache-2.0
// Where SGD with a constant learning rate comes to rest on the quadratic, by the number of workers: small versions of
// the experiments in docs/experiments.md. With grad f(x) = x - mean(a), rate g, batches of b samples with unit variance
// in d coordinates and averages of M workers, E||grad f||^2 = g d / (b M (2 - g)).
#include <catch2/catch.hpp>

#include <cmath>
#include <numeric>

#include "tests/algorithms/trained.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

constexpr std::size_t dimensions = 256;
constexpr int batch_size = 4;

/// Normal samples, dealt to the workers in turn.
OwningProblem iid_quadratic(int workers) {
  std::vector<std::vector<float>> samples(512, std::vector<float>(dimensions));
  std::vector<std::vector<std::uint32_t>> share(static_cast<std::size_t>(workers));
  Stream random(5, Purpose::data, 0, 0);
  for (std::size_t i = 0; i < samples.size(); ++i) {
    for (float& value : samples[i]) value = random.normal();
    share[i % share.size()].push_back(static_cast<std::uint32_t>(i));
  }
  return quadratic(samples, share, batch_size);
}

/// The mean of ||grad f(xbar)||^2 over the last half of the evaluations.
double stationary_gradient(int workers, const std::string& json, std::uint64_t iterations, double learning_rate) {
  const TrainingSettings settings{.iterations = iterations, .batch_size = batch_size, .learning_rate = learning_rate};
  const auto run = trained(iid_quadratic(workers), json, star(workers, 1e9, 1e-4), settings, 4);
  const auto half = static_cast<std::ptrdiff_t>(run.metrics.size() / 2);
  return std::accumulate(run.metrics.begin() + half, run.metrics.end(), 0.0,
                         [](double sum, const MetricsRow& row) { return sum + row.gradient_norm_sq; }) /
         static_cast<double>(run.metrics.size() - static_cast<std::size_t>(half));
}

/// The slope of the least-squares line through (log x, log y).
double slope(const std::vector<double>& x, const std::vector<double>& y) {
  double mean_x = 0.0;
  double mean_y = 0.0;
  const auto points = static_cast<double>(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) {
    mean_x += std::log(x[i]) / points;
    mean_y += std::log(y[i]) / points;
  }
  double product = 0.0;
  double square = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    product += (std::log(x[i]) - mean_x) * (std::log(y[i]) - mean_y);
    square += std::pow(std::log(x[i]) - mean_x, 2);
  }
  return product / square;
}

}  // namespace

TEST_CASE("requantization at every hop adds an error that grows with the ring", "[algorithms]") {
  // A code of relative variance q adds q times the variance of what it codes. Coded once, the M differences of variance
  // V make q V M. Per hop, sums of 1, ..., M of them are coded, the last for the all-gather: q V (1 + ... + M) and
  // more, as they hold earlier errors. The ratio of the two is (M + 1) / 2 at least. With two bits q is about 1.
  constexpr auto codec = R"(, "compression": {"name": "qsgd", "bits": 2, "bucket": 32})";
  constexpr std::uint64_t iterations = 400;
  constexpr double rate = 0.05;
  std::vector<double> ratios;
  std::vector<double> per_hop_growth;
  for (const int workers : {2, 8}) {
    const double exact = stationary_gradient(workers, all_reduce("1"), iterations, rate);
    const auto by = [&](const std::string& quantization) {
      return stationary_gradient(workers, all_reduce("1", R"(, "quantization": ")" + quantization + '"' + codec),
                                 iterations, rate);
    };
    const double all_gather = by("all-gather");
    const double per_hop = by("per-hop");
    // 200 iterations are worth 200 rate = 10 independent ones, of 256 coordinates whose squares have the relative
    // variance 2: a standard error of sqrt(2 / 2560) = 3 %; five of them.
    CHECK(exact == Approx(rate * dimensions / (batch_size * workers * (2.0 - rate))).epsilon(0.15));
    ratios.push_back((per_hop - exact) / (all_gather - exact));
    per_hop_growth.push_back(per_hop / all_gather);
  }
  // The batches are the same, so that a difference is |e|^2 + 2 <x, e>, with x where full precision is and e from the
  // codes. Both are of about one size, and 2 <x, e> has a standard error of 2 / sqrt(2560) = 4 % of it: with e's own, a
  // ratio has 7 %; five of them.
  CHECK(ratios[0] > 0.65 * 1.5);
  CHECK(ratios[1] > 0.65 * 4.5);
  // (1 + q (M + 1) / 2) / (1 + q) grows from 1.25 to 2.75, by 2.2.
  CHECK(per_hop_growth[1] > 0.65 * 2.2 * per_hop_growth[0]);
}

TEST_CASE("PR-SGD with a rate of sqrt(M / N) comes to rest at a gradient of 1 / sqrt(M)", "[algorithms]") {
  constexpr std::uint64_t iterations = 600;
  const std::vector<double> workers{1.0, 2.0, 4.0, 8.0};
  std::vector<double> gradients;
  for (const double m : workers) {
    const double rate = 0.5 * std::sqrt(m / static_cast<double>(iterations));
    gradients.push_back(stationary_gradient(static_cast<int>(m), all_reduce("4"), iterations, rate));
  }
  // g d / (2 b M) with g = sqrt(M / N) / 2. With standard errors of sqrt(2 / (256 * 300 g)) = 4 % at M = 1 and less
  // beyond, that of the slope is about 0.02.
  CHECK(slope(workers, gradients) > -0.7);
  CHECK(slope(workers, gradients) < -0.3);
}
