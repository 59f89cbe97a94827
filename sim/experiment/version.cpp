#include "sim/experiment/version.hpp"

// The build says both to this file alone, so that a new version compiles no other one anew.

namespace lowband {

std::string_view program_version() noexcept { return LOWBAND_VERSION; }

std::string_view program_compiler() noexcept { return LOWBAND_COMPILER " " __VERSION__; }

}  // namespace lowband
