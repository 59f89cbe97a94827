// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "sim/base/parameters.hpp"
#include "sim/engine/compute_settings.hpp"
#include "sim/experiment/devices/devices.hpp"

namespace lowband {

/// "compute" of an experiment: what holds for every run, and devices, of which some are drawn for each seed.
struct ComputeSection {
  ComputeSettings settings;
  Devices devices;
};

/// Declares it; its files are relative to `folder`.
void declare_compute(Parameters& parameters, ComputeSection& compute, const std::filesystem::path& folder);

}  // namespace lowband
