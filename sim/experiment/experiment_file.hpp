// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sim/base/place.hpp"

namespace lowband {

/// Reads a file that people write, of an experiment or of scenarios: JSON in which there may be comments, and in every
/// object a text "description". Neither says anything to the program, so only the document's own description, which is
/// about all of it, is left in what is returned. Throws UsageError.
[[nodiscard]] Json read_experiment_file(const std::string& file);

}  // namespace lowband
