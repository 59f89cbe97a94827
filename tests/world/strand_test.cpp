// SPDX-License-Identifier: Apache-2.0
#include "sim/world/strand.hpp"

#include <catch2/catch.hpp>

#include <deque>
#include <functional>
#include <stdexcept>
#include <vector>

using namespace lowband;

TEST_CASE("tasks of a strand run in the order in which they were submitted, one at a time", "[world]") {
  for (const int threads : {1, 2, 4}) {
    TaskPool pool(threads);
    Strand strand(pool);
    std::vector<int> order;  // no lock: two at a time would be a race
    const auto append = [&order](int number) { order.push_back(number); };
    std::deque<std::function<void()>> works;
    std::deque<Strand::Task> tasks;
    std::vector<int> expected;
    for (int i = 0; i < 200; ++i) {
      works.emplace_back([&append, i] { append(i); });
      strand.submit(tasks.emplace_back(strand, works.back(), -i));  // although the last is due first
      expected.push_back(i);
    }
    for (auto& task : tasks) task.wait();
    CHECK(order == expected);
  }
}

TEST_CASE("a task of a strand that throws holds up none of those after it", "[world]") {
  TaskPool pool(2);
  Strand strand(pool);
  bool is_done = false;
  const auto throws = [] { throw std::runtime_error("no"); };
  const auto works = [&is_done] { is_done = true; };
  Strand::Task first(strand, throws, 0.0);
  Strand::Task second(strand, works, 0.0);
  strand.submit(first);
  strand.submit(second);
  second.wait();
  CHECK(is_done);
  CHECK_THROWS_WITH(first.wait(), "no");
}

TEST_CASE("strands of one pool do not hold up each other", "[world]") {
  // With one thread, waiting for the last task of one strand runs those of the other, too, and none is stuck.
  TaskPool pool(1);
  Strand a(pool);
  Strand b(pool);
  int sum = 0;
  const auto work = [&sum] { ++sum; };
  std::deque<Strand::Task> tasks;
  for (int i = 0; i < 50; ++i) {
    a.submit(tasks.emplace_back(a, work, i));
    b.submit(tasks.emplace_back(b, work, i));
  }
  for (auto task = tasks.rbegin(); task != tasks.rend(); ++task) task->wait();
  CHECK(sum == 100);
}
