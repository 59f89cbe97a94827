// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace lowband {

/// Of this program, as "0.2.0".
[[nodiscard]] std::string_view program_version() noexcept;

/// What it was compiled by, as "GNU 12.2.0".
[[nodiscard]] std::string_view program_compiler() noexcept;

/// The instruction set that it was compiled for, as the compiler was told: "x86-64-v3", or "native" for that of the
/// machine it was compiled on. What was compiled for "native" twice can differ in its results where machines do.
[[nodiscard]] std::string_view program_target() noexcept;

}  // namespace lowband
