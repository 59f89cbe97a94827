// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace lowband {

/// Tells the user something on standard error, in one line that begins with "lowband: ", by printable(). What cannot be
/// written there is lost, and changes nothing: not the exit status either.
void print_error(std::string_view text);
/// The same with "warning: " before it: what is allowed, but should not go unnoticed.
void print_warning(std::string_view text);
/// The same with "note: " before it: good to know.
void print_note(std::string_view text);

}  // namespace lowband
