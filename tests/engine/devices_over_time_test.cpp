// SPDX-License-Identifier: Apache-2.0
// Devices whose speed varies over time, and stands still, wherever something is computed.
#include <catch2/catch.hpp>

#include "tests/simulated.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

constexpr Tag tag = 7;
constexpr std::size_t megabyte = 1'000'000;

Message zeros(std::size_t wire_bytes) {
  return {std::make_shared<const std::vector<std::byte>>(wire_bytes - message_header_bytes), 0};
}

/// Hosts w0, w1, ... of 1 Gf; w0 stands still from 2 s to 5 s, and has half its speed from then on.
SimulatedOptions with_pause() {
  SimulatedOptions options;
  options.compute.over_time.add("w0", {{{2.0, 0.0}, {5.0, 0.5}}, {}});
  return options;
}

/// When worker 0 has computed what `compute` lets it.
double computed(const SimulatedOptions& options, const std::function<void(Worker&)>& compute,
                const PlatformSettings& platform = star(1, 1e6, 0.0)) {
  const auto found = simulated(
      platform,
      [&](Worker& worker, Json& json) {
        if (worker.rank() == 0) compute(worker);
        json = worker.now();
      },
      nullptr, options);
  return found.workers[0].get<double>();
}

std::function<void(Worker&)> flops(double flops) {
  return [flops](Worker& worker) { worker.compute(flops, [] {}); };
}

}  // namespace

TEST_CASE("a computation that straddles a pause goes on after it", "[engine]") {
  CHECK(computed(with_pause(), flops(1.5e9)) == Approx(1.5).epsilon(1e-12));
  // 2 s, the pause of 3 s, and 1 s of work at half the speed.
  CHECK(computed(with_pause(), flops(3e9)) == Approx(7.0).epsilon(1e-12));
  // Hosts that are not named run as ever.
  auto options = with_pause();
  options.compute.over_time = {};
  options.compute.over_time.add("w1", {{{2.0, 0.0}, {5.0, 0.5}}, {}});
  CHECK(computed(options, flops(3e9)) == Approx(3.0).epsilon(1e-12));
}

TEST_CASE("factors over time are multiplied with all others", "[engine]") {
  auto options = with_pause();
  options.compute.over_time.add("w*", {{{6.0, 2.0}}, {}});
  // 2 s, the pause, half a second of work at half the speed until 6 s, and 0.5 at the whole.
  CHECK(computed(options, flops(3e9)) == Approx(6.5).epsilon(1e-12));
  options.compute.slowdown = {1.5};
  CHECK(computed(options, flops(2e9)) == Approx(6.5).epsilon(1e-12));
  // A step takes what is said, times 1.5.
  options.compute.step_time_s = 2.0;
  const auto step = [](Worker& worker) { worker.compute_steps(1.0, 1, [](std::size_t /*step*/) {}); };
  CHECK(computed(options, step) == Approx(6.5).epsilon(1e-12));
  // A profile of the scenario, half the speed from 6 s on: then 0.5 takes a second.
  auto platform = star(1, 1e6, 0.0);
  platform.host_changes.push_back(
      {.match = "w0", .speed_profile = std::make_shared<const Profile>(Profile{{{6.0, 0.5}}, {}})});
  CHECK(computed(options, step, platform) == Approx(7.0).epsilon(1e-12));
}

TEST_CASE("jitter is drawn as without devices over time, and stretched by them", "[engine]") {
  // Half the speed throughout: every step takes twice its time.
  SimulatedOptions plain;
  plain.compute.jitter = 0.4;
  SimulatedOptions half = plain;
  half.compute.over_time.add("*", {{{0.0, 0.5}}, {}});
  const auto steps = [](Worker& worker) { worker.compute_steps(1e8, 20, [](std::size_t /*step*/) {}); };
  CHECK(computed(half, steps) == Approx(2.0 * computed(plain, steps)).epsilon(1e-12));
}

TEST_CASE("messages arrive at a device that stands still, over private lines and by SimGrid", "[engine]") {
  // Worker 0 begins 1.5 s of work at 1 s; it has half a second left when it is in use again, at half the speed: it is
  // done at 6 s. The megabyte that left at 1 s is there at 2 s all the same, as its sender hears from the network.
  for (const bool are_told : {true, false}) {
    auto options = with_pause();
    if (are_told) options.pairs = {{0, 1}, {1, 0}};
    const auto found = simulated(
        star(2, 1e6, 0.0),
        [](Worker& worker, Json& json) {
          const Tag inbox = inbox_bit | tag;
          if (worker.rank() == 0) {
            worker.run_beside([](Worker& beside) {
              static_cast<void>(beside.receive_any(inbox_bit | tag));
              beside.send(1, tag, zeros(megabyte));
            });
            worker.sleep_until(1.0);
            worker.compute(1.5e9, [] {});
          } else {
            worker.compute(1e9, [] {});
            worker.send(0, inbox, zeros(megabyte));
            static_cast<void>(worker.receive(0, tag));
          }
          json = worker.now();
        },
        nullptr, options);
    CHECK(found.workers[0].get<double>() == Approx(6.0).epsilon(1e-9));
    CHECK(found.workers[1].get<double>() == Approx(3.0).epsilon(1e-9));  // 1 s there, 1 s back
  }
}

TEST_CASE("what shares a core stands still together", "[engine]") {
  // By halves 1 s of each is done at 2 s; the pause until 5 s; at half the speed the server's other 0.5 s take 2 s, and
  // what the worker has left of its 2 s then, 0.5 s, another one.
  const auto check = [](const Findings& found) {
    CHECK(found.workers[0][0].get<double>() == Approx(8.0).epsilon(1e-12));
    CHECK(found.workers[0][1].get<double>() == Approx(7.0).epsilon(1e-12));
  };
  SECTION("a server beside a worker") {
    auto platform = star(1, 1e6, 0.0);
    platform.others = {{"server", "", 0}};
    const auto found = simulated(
        platform,
        [](Worker& worker, Json& json) {
          worker.compute(worker.rank() == 0 ? 2e9 : 1.5e9, [] {});
          json = worker.now();
        },
        nullptr, with_pause());
    check({{Json({found.workers[0], found.workers[1]})}, {}});
  }
  SECTION("a second program") {
    check(simulated(
        star(1, 1e6, 0.0),
        [](Worker& worker, Json& json) {
          static double second = 0.0;
          worker.run_beside([](Worker& beside) {
            beside.compute(1.5e9, [] {});
            second = beside.now();
          });
          worker.compute(2e9, [] {});
          json = {worker.now(), second};
        },
        nullptr, with_pause()));
  }
}

TEST_CASE("the parts of a step stand still as a whole step does", "[engine]") {
  // Parts of 1 s, 2 s and 1 s. While the second one goes on, 0.5 s are computed beside it, by halves: from 1 s to 2 s.
  // So the second has 1.5 s left when the device stands still; at half the speed from 5 s on it is over at 8 s, and the
  // third at 10 s.
  const auto found = simulated(
      star(1, 1e6, 0.0),
      [](Worker& worker, Json& json) {
        const std::vector<double> parts = {1e9, 2e9, 1e9};
        worker.compute_in_parts(
            parts, [](PartIsReady /*ready*/) {},
            [&](std::size_t part) {
              json.push_back(worker.now());
              if (part == 0) worker.compute(0.5e9, [] {});
              json.push_back(worker.now());
            });
        json.push_back(worker.now());
      },
      [](const Simulation& simulation) { return Json(simulation.traffic().nodes.front().compute_s); }, with_pause());
  const std::vector<double> expected = {1, 2, 8, 8, 10, 10, 10};
  REQUIRE(found.workers[0].size() == expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    CHECK(found.workers[0][i].get<double>() == Approx(expected[i]).epsilon(1e-12));
  }
  CHECK(found.all.get<double>() == Approx(10.0));  // the stand-still is part of it
}

TEST_CASE("what is computed after years ends, though the clock tells less apart", "[engine]") {
  // From 1e8 s on a double has steps of 15 ns, more than what the engine takes for the same instant.
  auto options = with_pause();
  options.compute.over_time.add("w*", {{{1.0, 0.7}, {1.1e8, 0.3}}, {}});
  const auto found = simulated(
      star(2, 1e6, 0.0),
      [](Worker& worker, Json& json) {
        worker.sleep_until(1e8 + 0.1);
        for (int i = 0; i < 1000; ++i) worker.compute(3.3e8, [] {});
        json = worker.now() - 1e8;
      },
      nullptr, options);
  CHECK(found.workers[0].get<double>() == Approx(0.1 + 330.0 / 0.35).margin(1e-4));
  CHECK(found.workers[1].get<double>() == Approx(0.1 + 330.0 / 0.7).margin(1e-4));
}

TEST_CASE("a node can ask from when on a device is in use", "[engine]") {
  auto options = with_pause();
  options.compute.over_time.add("w*", {{{4.0, 0.0}, {5.5, 1.0}}, {}});
  const auto found = simulated(
      star(2, 1e6, 0.0),
      [](Worker& worker, Json& json) {
        if (worker.rank() == 0) return;
        for (const double time : {1.0, 2.0, 3.0, 4.5, 5.5, 6.0}) {
          worker.sleep_until(time);
          json.push_back({worker.available_from(0), worker.available_from(1)});
        }
      },
      nullptr, options);
  CHECK(found.workers[1] == Json::parse("[[1.0, 1.0], [5.5, 2.0], [5.5, 3.0], [5.5, 5.5], [5.5, 5.5], [6.0, 6.0]]"));
}

TEST_CASE("who is to compute on a device that stands still for ever fails", "[engine]") {
  SimulatedOptions options;
  options.compute.over_time.add("*", {{{1.0, 0.0}}, {}});
  CHECK_THROWS_WITH(computed(options, flops(2e9)), Catch::Contains("stands still for ever"));
}
