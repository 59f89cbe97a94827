// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace lowband {

/// The version of SimGrid that is linked, such as "3.32".
[[nodiscard]] std::string simgrid_version();

}  // namespace lowband
