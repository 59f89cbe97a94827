// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sim/base/parameters.hpp"

namespace lowband {

/// The value of a parameter that stands on the command line, as it would stand in a JSON file: a number where the text
/// is one from end to end and no text is asked for, nor a list of texts; "4,4" of a list is [4, 4], and what begins
/// with
/// '[' is JSON itself.
/// Throws UsageError at `place`, that of the command, if it is not.
[[nodiscard]] Json option_value(const std::string& text, const Parameter& parameter, const Place& place);

}  // namespace lowband
