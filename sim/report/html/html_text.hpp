// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "sim/base/place.hpp"

namespace lowband {

/// Text as it stands between tags, or in an attribute between double quotes.
[[nodiscard]] std::string html_escaped(std::string_view text);

/// JSON inside a script element, which nothing in it can end: '<', '>' and '&' stand as escapes of JSON, and so do the
/// line ends U+2028 and U+2029.
[[nodiscard]] std::string json_in_script(const Json& json);

}  // namespace lowband
