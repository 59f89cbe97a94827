// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/version.hpp"

// The build says all three to this file alone, so that a new version compiles no other one anew.

namespace lowband {

std::string_view program_version() noexcept { return LOWBAND_VERSION; }

std::string_view program_compiler() noexcept { return LOWBAND_COMPILER " " __VERSION__; }

std::string_view program_target() noexcept { return LOWBAND_ARCH; }

}  // namespace lowband
