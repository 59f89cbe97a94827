// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace lowband {

/// What stands in place of a text in some language of markup.
struct Replacement {
  std::string_view text;
  std::string_view by;
};

/// `text` with all that `replacements` name replaced, from left to right and once. None of them may be what another one
/// begins with.
[[nodiscard]] std::string replaced(std::string_view text, std::span<const Replacement> replacements);

}  // namespace lowband
