#pragma once

#include <filesystem>

#include "sim/base/parameters.hpp"
#include "sim/engine/compute_settings.hpp"

namespace lowband {

/// Declares "compute" of an experiment, whose files are relative to `folder`.
void declare_compute(Parameters& parameters, ComputeSettings& compute, const std::filesystem::path& folder);

}  // namespace lowband
