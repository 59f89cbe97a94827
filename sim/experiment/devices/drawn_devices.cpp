// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/devices/drawn_devices.hpp"

#include <algorithm>
#include <utility>

#include "sim/base/random.hpp"

namespace lowband {

namespace {

std::vector<double> without_names(const Json& listed) {
  std::vector<double> speeds;
  for (const auto& item : listed.items()) speeds.push_back(item.value().get<double>());
  return speeds;
}

/// The middle one, or the mean of the two in the middle.
double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2.0;
}

}  // namespace

DrawnDevices::DrawnDevices(Json listed, std::optional<double> reference, std::optional<int> seed)
    : listed_(std::move(listed)),
      speeds_(without_names(listed_)),
      reference_(reference ? *reference : median(speeds_)),
      seed_(seed) {}

double DrawnDevices::slowdown_of(std::uint32_t worker, std::uint64_t run_seed) const {
  const std::uint64_t seed = seed_ ? static_cast<std::uint64_t>(*seed_) : run_seed;
  Stream random(seed, Purpose::devices, worker, 0);
  return reference_ / speeds_[random.below(static_cast<std::uint32_t>(speeds_.size()))];
}

Json DrawnDevices::values() const {
  return {{"speeds", listed_}, {"reference", reference_}, {"seed", seed_ ? Json(*seed_) : Json(nullptr)}};
}

}  // namespace lowband
