// SPDX-License-Identifier: Apache-2.0
#include "sim/base/huge_pages.hpp"

#include <cstdint>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace lowband {

void prefer_huge_pages([[maybe_unused]] std::span<float> memory) noexcept {
#ifdef __linux__
  constexpr std::uintptr_t page = std::uintptr_t{2} << 20U;  // the usual size; part of a larger page is left as it is
  const auto begin = (reinterpret_cast<std::uintptr_t>(memory.data()) + page - 1) / page * page;
  const auto end = reinterpret_cast<std::uintptr_t>(memory.data() + memory.size()) / page * page;
  if (begin < end) (void)madvise(reinterpret_cast<void*>(begin), end - begin, MADV_HUGEPAGE);
#endif
}

}  // namespace lowband
