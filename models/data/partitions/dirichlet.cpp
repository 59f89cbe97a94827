// SPDX-License-Identifier: Apache-2.0
#include "models/data/partitions/dirichlet.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "models/data/partitions/gamma.hpp"
#include "models/data/partitions/shuffle.hpp"

namespace lowband {

namespace {

using Parts = std::vector<std::vector<std::uint32_t>>;

/// Dirichlet(alpha, ..., alpha): independent Gamma(alpha) numbers over their sum. Relative to the largest, so that the
/// sum is never 0.
std::vector<double> proportions(double alpha, std::size_t count, Stream& random) {
  std::vector<double> values(count);
  double largest = -std::numeric_limits<double>::infinity();
  for (double& value : values) {
    value = log_gamma_variate(alpha, random);
    largest = std::max(largest, value);
  }
  double sum = 0.0;
  for (double& value : values) {
    value = std::exp(value - largest);
    sum += value;
  }
  for (double& value : values) value /= sum;
  return values;
}

/// Cuts one class at the cumulated proportions, rounded.
void share_out(std::span<const std::uint32_t> samples, std::span<const double> proportion, Parts& parts) {
  double cumulated = 0.0;
  std::size_t begin = 0;
  for (std::size_t worker = 0; worker < parts.size(); ++worker) {
    cumulated += proportion[worker];
    const bool last = worker + 1 == parts.size();
    const auto cut = static_cast<std::size_t>(std::llround(cumulated * static_cast<double>(samples.size())));
    const std::size_t end = last ? samples.size() : std::clamp(cut, begin, samples.size());
    parts[worker].insert(parts[worker].end(), samples.begin() + static_cast<std::ptrdiff_t>(begin),
                         samples.begin() + static_cast<std::ptrdiff_t>(end));
    begin = end;
  }
}

void fill_empty(Parts& parts) {
  for (auto& part : parts) {
    if (!part.empty()) continue;
    auto& largest =
        *std::max_element(parts.begin(), parts.end(), [](const auto& a, const auto& b) { return a.size() < b.size(); });
    part.push_back(largest.back());
    largest.pop_back();
  }
}

}  // namespace

void DirichletPartition::parameters(Parameters& parameters) {
  parameters.number("alpha", alpha_, {.least = 1e-4, .most = 1e6}, "",
                    "concentration: large is nearly iid, small gives each class to few workers");
}

std::vector<std::vector<std::uint32_t>> DirichletPartition::split(const Labels& labels, int workers,
                                                                  std::uint64_t seed) const {
  const auto class_of = class_of_each(labels, "dirichlet");
  const auto count = static_cast<std::size_t>(workers);
  require_samples(labels.size(), count, "workers");
  std::vector<std::vector<std::uint32_t>> by_class(static_cast<std::size_t>(labels.shape().classes));
  for (std::size_t i = 0; i < labels.size(); ++i) by_class[class_of[i]].push_back(static_cast<std::uint32_t>(i));
  Parts parts(count);
  for (std::size_t label = 0; label < by_class.size(); ++label) {
    Stream random(seed, Purpose::partition, 0, static_cast<std::uint32_t>(label));
    shuffle(std::span(by_class[label]), random);
    share_out(by_class[label], proportions(alpha_, count, random), parts);
  }
  fill_empty(parts);
  for (auto& part : parts) std::sort(part.begin(), part.end());
  return parts;
}

}  // namespace lowband
