// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

/// The names of what lowband keeps in a results folder for itself, none of which is left when a command has ended. No
/// user's file is taken for one of them: all begin with ".lowband-" and are matched as a whole.
namespace lowband::internal_names {

/// Held by the process that writes there: ResultsLock.
inline constexpr std::string_view lock = ".lowband-lock";
/// What is to replace the contents of the folder, and the same when they are gone: replace_contents().
inline constexpr std::string_view next = ".lowband-next";
inline constexpr std::string_view placing = ".lowband-placing";

/// A new name for what is being written, ".lowband-partial-" and 16 random hexadecimal digits.
[[nodiscard]] std::string partial();
[[nodiscard]] bool is_partial(std::string_view name);

/// Whether `name` is one of those above.
[[nodiscard]] bool is_internal(std::string_view name);

}  // namespace lowband::internal_names
