// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "sim/base/place.hpp"

namespace lowband {

/// Fails at `place` if `name` cannot be part of a file name of the results.
void check_name(const std::string& name, const Place& place);

/// The same for names that must differ, also as folder names; each with its place.
void check_names(const std::vector<std::pair<std::string, Place>>& names);

}  // namespace lowband
