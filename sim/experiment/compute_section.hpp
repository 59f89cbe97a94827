#pragma once

#include <cstdint>
#include <filesystem>

#include "sim/base/parameters.hpp"
#include "sim/engine/compute_settings.hpp"
#include "sim/experiment/devices.hpp"

namespace lowband {

/// "compute" of an experiment: what holds for every run, and devices, which are drawn for each seed.
struct ComputeSection {
  ComputeSettings settings;
  Devices devices;

  /// What holds for so many workers in a run of this seed.
  [[nodiscard]] ComputeSettings settings_for(int workers, std::uint64_t seed) const;
};

/// Declares it; its files are relative to `folder`.
void declare_compute(Parameters& parameters, ComputeSection& compute, const std::filesystem::path& folder);

}  // namespace lowband
