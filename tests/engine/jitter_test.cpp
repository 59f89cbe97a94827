// SPDX-License-Identifier: Apache-2.0
#include "sim/engine/jitter.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <cstdint>

using namespace lowband;

namespace {

constexpr std::uint32_t draws = 100'000;

/// Each from a stream of its own, as computations have them.
double drawn(const Jitter& jitter, std::uint32_t step, std::uint64_t seed = 1) {
  Stream random(seed, Purpose::jitter, 0, step);
  return jitter.factor(random);
}

double mean_of(const Jitter& jitter) {
  double sum = 0.0;
  for (std::uint32_t step = 0; step < draws; ++step) sum += drawn(jitter, step);
  return sum / draws;
}

double share_above(const Jitter& jitter, double bound) {
  double count = 0.0;
  for (std::uint32_t step = 0; step < draws; ++step) count += drawn(jitter, step) > bound ? 1.0 : 0.0;
  return count / draws;
}

/// Five standard errors of a mean, and of a share p.
double margin_of_mean(double variance) { return 5.0 * std::sqrt(variance / draws); }
double margin_of_share(double p) { return margin_of_mean(p * (1.0 - p)); }

}  // namespace

TEST_CASE("log-normal jitter is a function of one normal number", "[jitter]") {
  Stream random(1, Purpose::jitter, 0, 7);
  const double z = static_cast<double>(random.normal());
  CHECK(drawn(0.3, 7) == std::exp(0.3 * z - 0.3 * 0.3 / 2));
  CHECK(drawn(Jitter(Jitter::LogNormal{0.3}), 7) == drawn(0.3, 7));
  // Variance exp(0.09) - 1 = 0.0942. Half of all are below the median, exp(-0.045).
  CHECK(mean_of(0.3) == Approx(1.0).margin(margin_of_mean(0.0942)));
  CHECK(share_above(0.3, std::exp(-0.045)) == Approx(0.5).margin(margin_of_share(0.5)));
}

TEST_CASE("exponential jitter is the negative logarithm of a number with 53 bits", "[jitter]") {
  const Jitter jitter(Jitter::Exponential{});
  Stream random(1, Purpose::jitter, 0, 7);
  const double high = static_cast<double>(random() >> 5U);  // 27 bits, then 26
  const double low = static_cast<double>(random() >> 6U);
  CHECK(drawn(jitter, 7) == -std::log((std::ldexp(high, 26) + low + 1.0) / std::ldexp(1.0, 53)));
  // Variance 1, P(X > 2) = exp(-2).
  CHECK(mean_of(jitter) == Approx(1.0).margin(margin_of_mean(1.0)));
  CHECK(share_above(jitter, 2.0) == Approx(std::exp(-2.0)).margin(margin_of_share(std::exp(-2.0))));
}

TEST_CASE("Pareto jitter has a least factor and a heavy tail", "[jitter]") {
  // Shape 3: the least factor is 2/3, P(X > 2) = (1/3)^3, the variance 1 / (3 * 1).
  const Jitter jitter(Jitter::Pareto{3.0});
  CHECK(mean_of(jitter) == Approx(1.0).margin(margin_of_mean(1.0 / 3.0)));
  CHECK(share_above(jitter, 2.0) == Approx(1.0 / 27.0).margin(margin_of_share(1.0 / 27.0)));
  CHECK(share_above(jitter, 2.0 / 3.0 - 1e-12) == 1.0);
  // Shape 1.5, whose variance is infinite: P(X > 10) = (1/30)^1.5 = 0.0060858.
  CHECK(share_above(Jitter(Jitter::Pareto{1.5}), 10.0) == Approx(0.0060858).margin(margin_of_share(0.0060858)));
}

TEST_CASE("jitter by durations is one of them over their mean", "[jitter]") {
  // Mean 3: factors 1/3, 2/3, 1 and 2, of the mean square (1/9 + 4/9 + 1 + 4) / 4 = 1.3889, each in a quarter.
  const Jitter jitter(Jitter::Durations{{1.0, 2.0, 6.0, 3.0}});
  CHECK(mean_of(jitter) == Approx(1.0).margin(margin_of_mean(0.3889)));
  CHECK(share_above(jitter, 1.5) == Approx(0.25).margin(margin_of_share(0.25)));
  CHECK(share_above(jitter, 0.5) == Approx(0.75).margin(margin_of_share(0.75)));
  Stream random(1, Purpose::jitter, 0, 7);
  const double listed[] = {1.0, 2.0, 6.0, 3.0};
  CHECK(drawn(jitter, 7) == listed[random.below(4)] / 3.0);
  CHECK(drawn(Jitter(Jitter::Durations{{0.007}}), 7) == 1.0);
}

TEST_CASE("jitter is the same for the same seed, and none by default", "[jitter]") {
  CHECK(Jitter().is_none());
  CHECK(Jitter(0.0).is_none());
  for (const Jitter& jitter : {Jitter(0.3), Jitter(Jitter::Exponential{}), Jitter(Jitter::Pareto{1.1}),
                               Jitter(Jitter::Durations{{1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0}})}) {
    CHECK_FALSE(jitter.is_none());
    double same = 0.0;
    for (std::uint32_t step = 0; step < 100; ++step) {
      CHECK(drawn(jitter, step) == drawn(jitter, step));
      same += drawn(jitter, step, 1) == drawn(jitter, step, 2) ? 1.0 : 0.0;
    }
    CHECK(same < 40.0);  // of eight durations every eighth is the same by chance
  }
}
