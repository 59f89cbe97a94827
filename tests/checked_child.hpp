// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>

namespace lowband::test {

/// run_in_child(), whose assertions count: one that fails in the child fails in the test that calls this, too.
[[nodiscard]] std::string run_in_checked_child(const std::function<std::string()>& work);

/// How many assertions fail in `work`, in a child whose report of them is not shown.
[[nodiscard]] int assertions_failed_in_child(const std::function<void()>& work);

}  // namespace lowband::test
