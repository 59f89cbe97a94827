// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace lowband {

/// What a normalisation does to its outputs in the same pass over memory.
enum class Activation : std::uint8_t { none, relu };

}  // namespace lowband
