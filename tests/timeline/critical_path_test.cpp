// SPDX-License-Identifier: Apache-2.0
// Critical paths and their shares, against closed forms. Between two workers of a star are two links of 1 ms and 1 MB/s
// each, a host computes 1e9 operations a second, and messages have 1000 bytes: alone they take L + b/B = 2 ms + 1 ms.
#include "sim/timeline/critical_path.hpp"

#include <catch2/catch.hpp>

#include "sim/timeline/path_time.hpp"
#include "tests/timeline/recorded.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

constexpr double step_flops = 5e6;
constexpr double step_s = 0.005;
constexpr double latency_s = 0.002;
constexpr double line_s = 0.001;
constexpr double exact = 1e-8;  // seconds: SimGrid's own resolution, over some hundred messages

/// Rounds of a ring all-reduce without arithmetic: local steps, then 2 (M - 1) hops of 246 floats.
std::function<void(Worker&)> ring(int rounds) {
  return [rounds](Worker& worker) {
    const int size = worker.size();
    for (int round = 0; round < rounds; ++round) {
      worker.compute_steps(step_flops / 5, 5, [](std::size_t /*step*/) {});
      for (int hop = 0; hop < 2 * (size - 1); ++hop) {
        worker.send((worker.rank() + 1) % size, 1, message_of(1000, 246));
        static_cast<void>(worker.receive((worker.rank() + size - 1) % size, 1));
      }
    }
  };
}

SimulatedOptions around(int workers, bool is_told) {
  SimulatedOptions options;
  for (int rank = 0; is_told && rank < workers; ++rank) options.pairs.emplace_back(rank, (rank + 1) % workers);
  return options;
}

PathTime time_of(const Timeline& timeline) { return path_time(timeline, critical_path(timeline)); }

/// Without gaps, from the end of the run to its beginning.
void check_whole(const Timeline& timeline) {
  const auto path = critical_path(timeline);
  REQUIRE_FALSE(path.empty());
  CHECK(path.front().end_s == timeline.end_s);
  CHECK(path.back().begin_s == 0.0);
  for (std::size_t i = 1; i < path.size(); ++i) CHECK(path[i].end_s == path[i - 1].begin_s);
  CHECK(path_time(timeline, path).total_s() == Approx(timeline.end_s).margin(1e-12));
}

}  // namespace

TEST_CASE("the critical path of a ring of equal workers: steps, and 2 (M - 1) hops", "[timeline]") {
  // By SimGrid, or, where it is told who talks to whom, by private lines.
  const bool is_told = GENERATE(true, false);
  constexpr int rounds = 10;
  const Timeline timeline = recorded(star(4, 1e6, 0.001), ring(rounds), {}, around(4, is_told));
  check_whole(timeline);
  const PathTime time = time_of(timeline);
  CHECK(time.synchronisations == rounds);
  CHECK(time.computing_s == Approx(rounds * step_s).margin(exact));
  CHECK(time.latency_s == Approx(rounds * 6 * latency_s).margin(exact));
  CHECK(time.transmission_s == Approx(rounds * 6 * line_s).margin(exact));
  for (const double nothing : {time.stragglers_s, time.coding_s, time.queueing_s, time.waiting_s}) {
    CHECK(nothing == Approx(0.0).margin(exact));
  }
  // Of a message of 1000 bytes, 16 of which are header, 246 coordinates of 4 bits leave 139.
  const double all_s = rounds * (step_s + 6 * (latency_s + line_s));
  CHECK(time.gain(4.0) == Approx(rounds * 6 * line_s * 0.861 / all_s).margin(1e-6));
  CHECK(time.gain(32.0) == Approx(0.0).margin(1e-6));
  CHECK(time.gain(64.0) == Approx(-rounds * 6 * line_s * 0.984 / all_s).margin(1e-6));

  const auto parts = path_time_by_synchronisation(timeline, critical_path(timeline));
  REQUIRE(parts.size() == rounds);
  for (const auto& part : parts) {
    CHECK(part.computing_s == Approx(step_s).margin(exact));
    CHECK(part.latency_s == Approx(6 * latency_s).margin(exact));
    CHECK(part.transmission_s == Approx(6 * line_s).margin(exact));
    CHECK(part.total_s() == Approx(step_s + 6 * (latency_s + line_s)).margin(exact));
  }
}

TEST_CASE("the critical path where latency is all", "[timeline]") {
  // 1000 bytes take 1 ns, the steps 5 ms of 5 + 6 * 2 ms.
  const PathTime time = time_of(recorded(star(4, 1e12, 0.001), ring(5)));
  CHECK(time.latency_s / time.total_s() == Approx(12.0 / 17.0).margin(1e-6));
  CHECK(time.computing_s / time.total_s() == Approx(5.0 / 17.0).margin(1e-6));
  CHECK(time.gain(1.0) == Approx(0.0).margin(1e-6));
}

TEST_CASE("the critical path through a straggler, whose messages then share its link", "[timeline]") {
  // Two workers, of whom the second takes 15 ms for its steps, and the first 5: 10 in the mean. What the first one has
  // sent is there by then, so the straggler sends both its messages at once. Each takes L + 2 b/B. Then the first one
  // sends its second message, which takes L + b/B: the round is over, and the first one already at its next steps.
  SimulatedOptions options;
  options.compute.slowdown = {1.0, 3.0};
  constexpr int rounds = 7;
  const Timeline timeline = recorded(star(2, 1e6, 0.001), ring(rounds), {}, options);
  check_whole(timeline);
  const PathTime time = time_of(timeline);
  CHECK(time.synchronisations == rounds);
  CHECK(time.computing_s == Approx(rounds * 2 * step_s).margin(exact));
  CHECK(time.stragglers_s == Approx(rounds * step_s).margin(exact));
  CHECK(time.latency_s == Approx(rounds * 2 * latency_s).margin(exact));
  CHECK(time.transmission_s == Approx(rounds * 2 * line_s).margin(exact));
  CHECK(time.queueing_s == Approx(rounds * line_s).margin(exact));
  CHECK(time.coding_s == 0.0);
}

TEST_CASE("the critical path through a server: what others send at once is queueing", "[timeline]") {
  // Three workers send at 5 ms; all of it is there after L + 3 b/B. The fourth adds for 3 ms, and answers one after the
  // other: the last of three that share its link comes after L + 3 b/B, too.
  const auto program = [](Worker& worker) {
    worker.compute_steps(step_flops, 1, [](std::size_t /*step*/) {});
    if (worker.rank() > 0) {
      worker.send(0, 1, message_of(1000));
      return void(worker.receive(0, 1));
    }
    for (int from = 1; from < 4; ++from) static_cast<void>(worker.receive(from, 1));
    worker.compute(3e6, [] {});
    for (int to = 1; to < 4; ++to) worker.send(to, 1, message_of(1000));
  };
  const Timeline timeline = recorded(star(4, 1e6, 0.001), program);
  check_whole(timeline);
  const PathTime time = time_of(timeline);
  CHECK(time.computing_s == Approx(step_s).margin(exact));
  CHECK(time.coding_s == Approx(0.003).margin(exact));
  CHECK(time.latency_s == Approx(2 * latency_s).margin(exact));
  CHECK(time.transmission_s == Approx(2 * line_s).margin(exact));
  CHECK(time.queueing_s == Approx(4 * line_s).margin(exact));
  CHECK(time.gain(4.0) == 0.0);  // nothing stands for coordinates
}

TEST_CASE("the critical path of a step with messages within", "[timeline]") {
  // Two parts of 1 ms. A message after the first one takes from 1 to 4 ms, while the second part goes on; another from
  // then to 7 ms. So a millisecond of the step is on the path.
  const Timeline timeline = recorded(star(2, 1e6, 0.001), [](Worker& worker) {
    worker.compute_in_parts(
        std::vector<double>{1e6, 1e6}, [](PartIsReady /*none*/) {},
        [&](std::size_t /*part*/) {
          worker.send(1 - worker.rank(), 1, message_of(1000));
          static_cast<void>(worker.receive(1 - worker.rank(), 1));
        });
  });
  check_whole(timeline);
  const PathTime time = time_of(timeline);
  CHECK(time.computing_s == Approx(0.001).margin(exact));
  CHECK(time.latency_s == Approx(2 * latency_s).margin(exact));
  CHECK(time.transmission_s == Approx(2 * line_s).margin(exact));
  CHECK(time.synchronisations == 1);
}

TEST_CASE("a program that nothing holds up in time is waiting", "[timeline]") {
  const Timeline timeline = recorded(star(1, 1e6, 0.001), [](Worker& worker) {
    worker.compute(1e6, [] {});
    worker.sleep_until(0.01);
    worker.compute_steps(1e6, 1, [](std::size_t /*step*/) {});
  });
  check_whole(timeline);
  const PathTime time = time_of(timeline);
  CHECK(time.coding_s == Approx(0.001).margin(exact));
  CHECK(time.waiting_s == Approx(0.009).margin(exact));
  CHECK(time.computing_s == Approx(0.001).margin(exact));
}

TEST_CASE("the critical path of a part of a run", "[timeline]") {
  // From the third round, which begins at 2 * 23 ms, to the end of its steps.
  const Timeline timeline = recorded(star(4, 1e6, 0.001), ring(10), {.from_s = 0.046, .to_s = 0.0509}, around(4, true));
  const PathTime time = time_of(timeline);
  CHECK(time.computing_s == Approx(0.0049).margin(exact));
  CHECK(time.total_s() == Approx(0.0049).margin(exact));
  CHECK(critical_path(Timeline()).empty());
}
