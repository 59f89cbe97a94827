// SPDX-License-Identifier: Apache-2.0
#include "sim/engine/actor_stacks.hpp"

#include <fmt/format.h>
#include <malloc.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <algorithm>
#include <fstream>
#include <limits>

namespace lowband {

namespace {

/// Maps of memory that the rest of the process may need.
constexpr std::size_t other_maps = 8192;
constexpr int stack_kiB = 1024;

/// How many the kernel allows a process; 65,530 unless somebody has changed it.
std::size_t most_maps() {
  std::size_t most = 65530;
  std::ifstream("/proc/sys/vm/max_map_count") >> most;
  return most;
}

/// SimGrid follows flows that share links by recursion, some 100 bytes a link: around a ring of 100,000 workers that is
/// more than the usual 8 MiB. The kernel leaves 128 MiB below a stack.
void deepen_own_stack() {
  constexpr rlim_t wanted = rlim_t{112} << 20U;
  rlimit limit{};
  if (::getrlimit(RLIMIT_STACK, &limit) != 0 || limit.rlim_cur >= wanted) return;
  limit.rlim_cur = std::min(wanted, limit.rlim_max);
  ::setrlimit(RLIMIT_STACK, &limit);
}

}  // namespace

std::vector<std::string> stack_settings(std::size_t actors) {
#ifdef LOWBAND_SANITIZED
  // The sanitizers follow threads, not stacks that are swapped by hand.
  static_cast<void>(actors);
  return {"--cfg=contexts/factory:thread"};
#else
  // Actors call into the mathematics, which keeps its scratch elsewhere; the memory is touched only as far as used.
  std::vector<std::string> words = {fmt::format("--cfg=contexts/stack-size:{}", stack_kiB)};
  // A page that must not be touched ends each stack, which makes two maps of it.
  if (2 * actors + other_maps <= most_maps()) return words;
  // Without these pages SimGrid takes stacks from malloc. They must be maps of their own, which the kernel joins: from
  // its heap malloc gives memory that it clears by hand, as it would beyond 65,536 maps, or where what was freed before
  // has taught it to. And a huge page would make two whole stacks of the little that is touched.
  words.emplace_back("--cfg=contexts/guard-size:0");
  ::mallopt(M_MMAP_MAX, std::numeric_limits<int>::max());
  ::mallopt(M_MMAP_THRESHOLD, stack_kiB * 1024 / 2);
  ::prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0);
  deepen_own_stack();
  return words;
#endif
}

}  // namespace lowband
