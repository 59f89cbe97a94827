// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <catch2/catch_all.hpp>

#include <string>

// The names that tests use, which are those of Catch2 2, on Catch2 3. The folder is searched for headers there alone.

using Catch::Approx;

namespace Catch {

using Matchers::EndsWith;
using Matchers::Matches;
using Matchers::StartsWith;
using Matchers::VectorContains;
using TestEventListenerBase = EventListenerBase;

inline auto Contains(const std::string& part) { return Matchers::ContainsSubstring(part); }

}  // namespace Catch
