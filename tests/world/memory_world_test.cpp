// SPDX-License-Identifier: Apache-2.0
#include "tests/world/memory_world.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>
#include <stdexcept>

using namespace lowband;
using namespace lowband::test;

namespace {

Message of_bytes(std::size_t bytes) { return {std::make_shared<const Message::Bytes>(bytes), 0}; }

}  // namespace

TEST_CASE("in memory, too, a program of a node waits for what the other one has done", "[world]") {
  std::set<std::vector<int>> ways;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    MemoryWorld world(1, seed);
    int done = 0;
    std::vector<int> seen;
    world.run([&](Worker& worker) {
      worker.run_beside([&](Worker& beside) {
        while (true) {
          beside.await([&] { return seen.empty() ? done > 0 : done > seen.back(); });
          seen.push_back(done);
        }
      });
      for (int i = 0; i < 3; ++i) {
        worker.compute(1.0, [&] { ++done; });
        worker.notify();
      }
      worker.await([&] { return !seen.empty() && seen.back() == 3; });
    });
    CHECK(std::is_sorted(seen.begin(), seen.end()));
    ways.insert(seen);
  }
  CHECK(ways.size() == 4);  // 3 is seen, 1 and 2 may be
}

TEST_CASE("a world in memory delivers in the order of sending, and from any sender in any order", "[world]") {
  std::set<std::vector<int>> orders;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    MemoryWorld world(4, seed);
    std::vector<int> order;
    std::vector<std::size_t> sizes;
    world.run([&](Worker& worker) {
      if (worker.rank() > 0) {
        worker.send(0, 1, of_bytes(1));
        worker.send(0, 2, of_bytes(2));
        return worker.send(0, 2, of_bytes(3));
      }
      for (int i = 0; i < 3; ++i) order.push_back(worker.receive_any(1).first);
      for (int from = 1; from < 4; ++from) {
        sizes.push_back(worker.receive(from, 2).payload_bytes());
        sizes.push_back(worker.receive(from, 2).payload_bytes());
      }
    });
    CHECK(sizes == std::vector<std::size_t>{2, 3, 2, 3, 2, 3});
    CHECK(world.traffic().nodes[0].bytes_received == 3 * (17 + 18 + 19));
    CHECK(world.bytes_sent() == 3 * (17 + 18 + 19));
    orders.insert(order);
  }
  CHECK(orders.size() == 6);  // 3!
}

TEST_CASE("a world in memory tells of a deadlock, of divergence and of failures", "[world]") {
  MemoryWorld deadlocked(2, 1);
  CHECK_THROWS_WITH(deadlocked.run([](Worker& worker) { static_cast<void>(worker.receive(1 - worker.rank(), 1)); }),
                    "deadlock");
  MemoryWorld diverged(2, 1);
  diverged.run([](Worker& worker) {
    if (worker.rank() == 1) throw Diverged("infinite");
    static_cast<void>(worker.receive(1, 1));
  });
  REQUIRE(diverged.diverged());
  CHECK(diverged.diverged()->what() == std::string("infinite"));
  MemoryWorld failed(2, 1);
  CHECK_THROWS_AS(failed.run([](Worker& worker) {
    if (worker.rank() == 1) throw std::logic_error("no");
    static_cast<void>(worker.receive(1, 1));
  }),
                  std::logic_error);
}
