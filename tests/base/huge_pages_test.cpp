// SPDX-License-Identifier: Apache-2.0
#include "sim/base/huge_pages.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstddef>

#include "sim/base/float_buffer.hpp"

using namespace lowband;

TEST_CASE("memory for which huge pages are preferred serves as any other", "[base]") {
  constexpr std::size_t mebi = std::size_t{1} << 20U;
  for (const std::size_t floats : {std::size_t{0}, std::size_t{1}, mebi / 4, 2 * mebi + 17}) {  // up to 8 MiB and a bit
    FloatBuffer memory(floats);
    prefer_huge_pages(memory);
    std::fill(memory.begin(), memory.end(), 3.0F);
    prefer_huge_pages(memory);  // late, which does no harm
    CHECK(std::all_of(memory.begin(), memory.end(), [](float value) { return value == 3.0F; }));
  }
}
