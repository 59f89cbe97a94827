// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>

#include "sim/engine/profile.hpp"

namespace lowband {

/// A profile as SimGrid writes it: a line "TIME VALUE" per point, and "PERIODICITY SECONDS" or "LOOPAFTER SECONDS" if
/// they repeat; lines that begin with # or % are comments. The factors of what is returned are the values as they
/// stand. `period_s` above 0 repeats them, too. Calls `fail`, which throws, with what is wrong; stochastic profiles are
/// not supported. Source: LegacyUpdateCb in SimGrid 3.32, src/kernel/resource/profile/ProfileBuilder.cpp.
[[nodiscard]] Profile read_simgrid_profile(const std::string& text, double period_s,
                                           const std::function<void(const std::string&)>& fail);

}  // namespace lowband
