// SPDX-License-Identifier: Apache-2.0
#include "sim/engine/jitter.hpp"

#include <cmath>
#include <numeric>
#include <utility>

namespace lowband {

namespace {

/// Uniform on (0, 1]: two numbers, the first one's bits in front.
double uniform(Stream& random) {
  const double high = static_cast<double>(random() >> 5U);
  const double low = static_cast<double>(random() >> 6U);
  return (high * 0x1p26 + low + 1.0) * 0x1p-53;
}

/// X from the law, times the mean of its durations.
struct Draw {
  Stream& random;

  double operator()(const Jitter::LogNormal& law) const {
    return std::exp(law.sigma * static_cast<double>(random.normal()) - law.sigma * law.sigma / 2);
  }
  double operator()(const Jitter::Exponential& /*law*/) const { return -std::log(uniform(random)); }
  double operator()(const Jitter::Pareto& law) const {
    return (1.0 - 1.0 / law.shape) * std::pow(uniform(random), -1.0 / law.shape);
  }
  double operator()(const Jitter::Durations& law) const {
    return law.durations[random.below(static_cast<std::uint32_t>(law.durations.size()))];
  }
};

}  // namespace

Jitter::Jitter(Law law) : law_(std::move(law)) {
  if (const auto* listed = std::get_if<Durations>(&law_)) {
    const auto& durations = listed->durations;
    mean_ = std::accumulate(durations.begin(), durations.end(), 0.0) / static_cast<double>(durations.size());
  }
}

bool Jitter::is_none() const noexcept {
  const auto* normal = std::get_if<LogNormal>(&law_);
  return normal != nullptr && normal->sigma <= 0.0;
}

double Jitter::factor(Stream& random) const { return std::visit(Draw{random}, law_) / mean_; }

}  // namespace lowband
