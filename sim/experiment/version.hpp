#pragma once

#include <string_view>

namespace lowband {

/// Of this program, as "0.2.0".
[[nodiscard]] std::string_view program_version() noexcept;

/// What it was compiled by, as "GNU 12.2.0".
[[nodiscard]] std::string_view program_compiler() noexcept;

}  // namespace lowband
