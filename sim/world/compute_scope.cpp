// SPDX-License-Identifier: Apache-2.0
#include "sim/world/compute_scope.hpp"

namespace lowband {

namespace {

thread_local int depth = 0;  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)

}  // namespace

ComputeScope::ComputeScope() noexcept { ++depth; }
ComputeScope::~ComputeScope() { --depth; }
bool ComputeScope::active() noexcept { return depth > 0; }

}  // namespace lowband
