#pragma once

#include <filesystem>

#include "sim/base/place.hpp"

namespace lowband {

/// Fails at `place`, with the nearest name there is, if there is no such file.
void check_platform_file(const std::filesystem::path& file, const Place& place);

}  // namespace lowband
