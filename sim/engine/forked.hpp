#pragma once

#include <functional>
#include <string>

namespace lowband {

/// Runs `work` in a forked child and returns what it returned. SimGrid allows one engine per process, and may end that
/// process on bad input; a child confines both. Must be called while this process has a single thread. The child dies
/// with its parent, and has until then what its parent has locked (see ResultsLock). A signal that a
/// present Interruption takes kills it.
///
/// Rethrows here a UsageError of the child as UsageError and any other exception as std::runtime_error. If the child
/// dies of a signal or ends by itself, throws std::runtime_error that says so, with the reason that SimGrid gave, or
/// else the last line on its standard error.
[[nodiscard]] std::string run_in_child(const std::function<std::string()>& work);

}  // namespace lowband
