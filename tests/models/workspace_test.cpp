// SPDX-License-Identifier: Apache-2.0
#include "models/workspace.hpp"

#include <catch2/catch.hpp>

#include <cstdint>

namespace lowband {
namespace {

TEST_CASE("workspace slots are aligned, and reused") {
  Workspace workspace;
  const float* const large = workspace.floats(3, 1000).data();
  CHECK(reinterpret_cast<std::uintptr_t>(large) % 64 == 0);
  CHECK(workspace.floats(3, 10).data() == large);
  CHECK(workspace.floats(3, 10).size() == 10);
  CHECK_THROWS(workspace.floats(Workspace::slots, 1));
}

}  // namespace
}  // namespace lowband
