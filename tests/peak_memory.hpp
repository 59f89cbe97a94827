// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace lowband::test {

/// Whether peaks of memory tell what a program keeps: the sanitizers keep what is freed, too, to find who uses it
/// still.
#if defined(__SANITIZE_ADDRESS__) || defined(LOWBAND_SANITIZED)
inline constexpr bool peaks_tell = false;
#else
inline constexpr bool peaks_tell = true;
#endif

}  // namespace lowband::test
