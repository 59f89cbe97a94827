// SPDX-License-Identifier: Apache-2.0
#include "sim/base/recycled.hpp"

#include <catch2/catch.hpp>
#include <set>
#include <vector>

using namespace lowband;

TEST_CASE("a buffer is used again when all others have let go", "[recycled]") {
  Recycled<std::vector<int>> buffers;
  const std::vector<int>* first = nullptr;
  {
    const auto buffer = buffers.take();
    buffer->assign(100, 7);
    first = buffer.get();
  }
  const auto again = buffers.take();
  CHECK(again.get() == first);
  CHECK(again->capacity() >= 100);
  CHECK(buffers.take().get() != first);
}

TEST_CASE("buffers that others hold are not given out", "[recycled]") {
  Recycled<int> buffers;
  std::vector<std::shared_ptr<int>> held;
  for (int i = 0; i < 20; ++i) held.push_back(buffers.take());
  CHECK(std::set<std::shared_ptr<int>>(held.begin(), held.end()).size() == 20);
}

TEST_CASE("as many buffers as are away at a time are enough, whatever one of them is kept for", "[recycled]") {
  Recycled<int> buffers;
  const auto kept = buffers.take();
  std::set<int*> seen;
  std::vector<std::shared_ptr<int>> away;
  for (int i = 0; i < 1000; ++i) {
    away.push_back(buffers.take());
    seen.insert(away.back().get());
    if (away.size() == 8) away.erase(away.begin());
  }
  CHECK(seen.size() <= 12);
  CHECK(seen.count(kept.get()) == 0);
}
