// SPDX-License-Identifier: Apache-2.0
#include "sim/world/task_series.hpp"

#include <catch2/catch.hpp>

#include <numeric>
#include <stdexcept>
#include <string>
#include <vector>

using namespace lowband;

TEST_CASE("the steps of a series run once, each after the one before it", "[world]") {
  for (const int threads : {1, 2, 4}) {
    TaskPool pool(threads);
    std::vector<std::size_t> ran;  // no lock: what is before happens before
    const auto work = [&](std::size_t i) { ran.push_back(i); };
    TaskSeries series(pool, 200, work, 0.0, 1.0);
    series.wait();
    std::vector<std::size_t> expected(200);
    std::iota(expected.begin(), expected.end(), 0U);
    CHECK(ran == expected);
  }
}

TEST_CASE("series take turns", "[world]") {
  TaskPool pool(1);
  std::string ran;
  const auto upper = [&](std::size_t i) { ran += static_cast<char>('A' + i); };
  const auto lower = [&](std::size_t i) { ran += static_cast<char>('a' + i); };
  TaskSeries first(pool, 3, upper, 0.0, 1.0);
  TaskSeries second(pool, 3, lower, 0.0, 1.0);
  second.wait();
  first.wait();
  CHECK(ran == "AaBbCc");
}

TEST_CASE("of several series that goes on which is due first", "[world]") {
  TaskPool pool(1);
  std::string ran;
  const auto upper = [&](std::size_t i) { ran += static_cast<char>('A' + i); };
  const auto lower = [&](std::size_t i) { ran += static_cast<char>('a' + i); };
  TaskSeries slow(pool, 2, upper, 0.0, 4.0);  // due at 4 and 8
  TaskSeries fast(pool, 6, lower, 0.5, 1.0);  // at 1.5, 2.5, ..., 6.5
  slow.wait();
  fast.wait();
  CHECK(ran == "abcAdefB");
}

TEST_CASE("a series ends with the step that throws", "[world]") {
  for (const int threads : {1, 2}) {
    TaskPool pool(threads);
    std::size_t ran = 0;
    const auto work = [&](std::size_t i) {
      ++ran;
      if (i == 4) throw std::runtime_error("the fifth");
    };
    TaskSeries series(pool, 10, work, 0.0, 1.0);
    CHECK_THROWS_WITH(series.wait(), "the fifth");
    CHECK(ran == 5);
  }
}

TEST_CASE("a series that is abandoned runs no further", "[world]") {
  for (const int threads : {1, 2}) {
    TaskPool pool(threads);
    std::size_t ran = 0;
    const auto work = [&](std::size_t) { ++ran; };
    {
      TaskSeries series(pool, 100'000, work, 0.0, 1.0);
      series.abandon();
    }
    const std::size_t then = ran;
    pool.for_each(100, [](std::size_t) {});
    CHECK(ran == then);
    if (threads == 1) CHECK(then == 1);  // the step that had been handed over
  }
}
