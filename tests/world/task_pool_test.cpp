// SPDX-License-Identifier: Apache-2.0
#include "sim/world/task_pool.hpp"

#include <catch2/catch.hpp>

#include <oneapi/tbb/global_control.h>

#include <atomic>
#include <deque>
#include <stdexcept>
#include <vector>

#include "sim/world/compute_scope.hpp"

using namespace lowband;

// These tests start threads in the test's own process, and other tests fork from it: catch_discover_tests runs each
// test in a process of its own.

TEST_CASE("for_each runs every index once, on any number of threads", "[world]") {
  for (const int threads : {1, 2, 4}) {
    TaskPool pool(threads);
    std::vector<std::atomic<int>> runs(1000);
    pool.for_each(runs.size(), [&](std::size_t i) { ++runs[i]; });
    for (const auto& count : runs) CHECK(count == 1);
    pool.for_each(0, [](std::size_t) { FAIL("there is no index"); });
  }
}

TEST_CASE("for_each rethrows the exception of the lowest index after all have ended", "[world]") {
  for (const int threads : {1, 3}) {
    TaskPool pool(threads);
    std::atomic<int> ended = 0;
    const auto work = [&](std::size_t i) {
      ++ended;
      if (i % 10 == 7) throw std::runtime_error(std::to_string(i));
    };
    CHECK_THROWS_WITH(pool.for_each(100, work), "7");
    CHECK(ended == 100);
  }
}

TEST_CASE("a task may be waited for in any order", "[world]") {
  TaskPool pool(2);
  std::vector<int> results(50, 0);
  const auto body = [&](std::size_t i) { results[i] = static_cast<int>(i) + 1; };
  std::deque<TaskPool::Task> tasks;
  for (std::size_t i = 0; i < results.size(); ++i) pool.submit(tasks.emplace_back(body, i), 0.0);
  for (auto task = tasks.rbegin(); task != tasks.rend(); ++task) pool.wait(*task);
  for (std::size_t i = 0; i < results.size(); ++i) CHECK(results[i] == static_cast<int>(i) + 1);
}

TEST_CASE("what is due first runs first, and in order of submission where nothing is", "[world]") {
  TaskPool pool(1);  // nothing runs before it is waited for
  std::string ran;
  const auto body = [&](std::size_t i) { ran += static_cast<char>('a' + i); };
  std::deque<TaskPool::Task> tasks;
  const std::vector<double> dues{3.0, 1.0, 2.0, 1.0, -1.0};
  for (std::size_t i = 0; i < dues.size(); ++i) pool.submit(tasks.emplace_back(body, i), dues[i]);
  for (auto& task : tasks) pool.wait(task);
  CHECK(ran == "ebdca");
}

TEST_CASE("tasks run inside a compute scope, and nothing else does", "[world]") {
  TaskPool pool(1);
  bool inside = false;
  pool.for_each(1, [&](std::size_t) { inside = ComputeScope::active(); });
  CHECK(inside);
  CHECK_FALSE(ComputeScope::active());
}

TEST_CASE("the number of threads binds what tasks run in parallel themselves, too", "[world]") {
  using oneapi::tbb::global_control;
  for (const int threads : {1, 2, 3}) {
    const TaskPool pool(threads);
    CHECK(global_control::active_value(global_control::max_allowed_parallelism) == static_cast<std::size_t>(threads));
  }
}
