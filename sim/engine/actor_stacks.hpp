// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace lowband {

/// SimGrid's settings of the stacks of so many actors, as words of its command line. To be called before the engine is
/// made; where there are very many, it also changes how this process gets memory.
[[nodiscard]] std::vector<std::string> stack_settings(std::size_t actors);

}  // namespace lowband
