// SPDX-License-Identifier: Apache-2.0
// Nodes that are no workers, second programs, and the end of a run.
#include <catch2/catch.hpp>

#include "sim/base/error.hpp"
#include "sim/engine/simulation.hpp"
#include "tests/simulated.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

constexpr Tag requests = inbox_bit | 7;
constexpr Tag answers = 3;

Message zeros(std::size_t wire_bytes) {
  return {std::make_shared<const std::vector<std::byte>>(wire_bytes - message_header_bytes), 0};
}

/// A star of so many hosts, of which `workers` work, and `others` beside them.
PlatformSettings star_with(int hosts, int workers, std::vector<NodePlace> others) {
  auto platform = star(hosts, 1e6, 0.001);
  platform.workers = workers;
  platform.others = std::move(others);
  return platform;
}

void serve(Worker& worker) {
  while (true) {
    const int from = worker.receive_any(requests).first;
    worker.compute(1e8, [] {});
    worker.send(from, answers, zeros(1000));
  }
}

}  // namespace

TEST_CASE("a server has the next host, and the run is over when the workers are", "[nodes]") {
  // Both ask at 0 with 1 kB: their ports are their own, the server's is shared, so both requests arrive after 2 ms and
  // two latencies of 1 ms. It computes 0.1 s for worker 0, whose answer takes 1 ms + 2 ms, then as long for worker 1.
  const auto found = simulated(
      star_with(4, 2, {{"server"}}),
      [](Worker& worker, Json& json) {
        if (worker.rank() == 2) return serve(worker);
        worker.send(2, requests, zeros(1000));
        static_cast<void>(worker.receive(2, answers));
        json = worker.now();
      },
      [](const Simulation& simulation) {
        Json all = {simulation.now(), simulation.host_names()};
        for (const auto& node : simulation.traffic().nodes) all.push_back({node.bytes_sent, node.compute_s});
        return all;
      });
  CHECK(found.workers[0].get<double>() == Approx(0.004 + 0.1 + 0.003));
  CHECK(found.workers[1].get<double>() == Approx(0.004 + 0.2 + 0.003));
  CHECK(found.all[0].get<double>() == Approx(0.207));
  CHECK(found.all[1].size() == 3);
  CHECK(found.all[1][2] != found.all[1][0]);
  CHECK(found.all[2] == Json({1000, 0.0}));
  CHECK(found.all[4][0] == 2000);
  CHECK(found.all[4][1].get<double>() == Approx(0.2));
}

TEST_CASE("hosts of nodes that are no workers: the next one, one by name, one beside a worker", "[nodes]") {
  const auto names = [](const PlatformSettings& platform) {
    return simulated(
               platform, [](Worker& /*worker*/, Json& /*json*/) {},
               [](const Simulation& simulation) { return Json(simulation.host_names()); })
        .all;
  };
  const Json all = names(star(5, 1e6, 0.001));
  auto platform = star_with(5, 2, {{"server"}, {"server", all[4].get<std::string>()}, {"server", "", 1}, {"server"}});
  CHECK(names(platform) == Json({all[0], all[1], all[2], all[4], all[1], all[3]}));
  platform.hosts = {all[3].get<std::string>(), all[0].get<std::string>()};
  platform.others = {{"server"}, {"server"}};
  CHECK(names(platform) == Json({all[3], all[0], all[1], all[2]}));
  CHECK_THROWS_WITH(names(star_with(2, 2, {{"server"}})),
                    Catch::Contains("expected at least 3 hosts, for 2 workers and 1 server, found 2"));
  CHECK_THROWS_WITH(names(star_with(2, 1, {{"server", "nowhere"}})), Catch::Contains("no host \"nowhere\""));
}

TEST_CASE("two nodes on one host share its core, as two programs of one node do", "[nodes]") {
  // 1e9 operations at 1 Gf take 1 s alone. Node 1, on the same host, computes 5e8 from 0 on: half of the core each, so
  // it is done after 1 s, when 5e8 are left of the others: 1.5 s.
  const auto computing = [](Worker& worker, double flops, Json& json) {
    worker.compute(flops, [] {});
    json = worker.now();
  };
  SECTION("a server beside a worker") {
    const auto found = simulated(star_with(1, 1, {{"server", "", 0}}), [&](Worker& worker, Json& json) {
      computing(worker, worker.rank() == 0 ? 1e9 : 5e8, json);
      if (worker.rank() == 0) json = {json, worker.now()};
    });
    CHECK(found.workers[0][0].get<double>() == Approx(1.5));
    CHECK(found.workers[1].get<double>() == Approx(1.0));
  }
  SECTION("a second program") {
    const auto found = simulated(
        star(1, 1e6, 0.0),
        [&](Worker& worker, Json& json) {
          static Json second;
          worker.run_beside([&](Worker& beside) { computing(beside, 5e8, second); });
          Json first;
          computing(worker, 1e9, first);
          json = {first, second};
        },
        [](const Simulation& simulation) { return Json(simulation.traffic().nodes.front().compute_s); });
    CHECK(found.workers[0][0].get<double>() == Approx(1.5));
    CHECK(found.workers[0][1].get<double>() == Approx(1.0));
    CHECK(found.all.get<double>() == Approx(2.5));  // seconds in which its programs computed, each by itself
  }
  SECTION("slower workers take longer by as much") {
    SimulatedOptions options;
    options.compute.slowdown = {2.0};
    const auto found = simulated(
        star_with(1, 1, {{"server", "", 0}}),
        [&](Worker& worker, Json& json) { computing(worker, worker.rank() == 0 ? 5e8 : 1e9, json); }, nullptr, options);
    CHECK(found.workers[0].get<double>() == Approx(2.0));  // 1 s of work each, on half a core
  }
}

TEST_CASE("what two programs of a node compute runs in the order in which it begins", "[nodes]") {
  // The first program begins at 0, 1, 2, ... s, the second one at 0.25, 1.25, ... s, while the first one computes: on
  // one core both take longer, but less than a second, and begin by turns. So must the real work.
  for (const int threads : {1, 2, 4}) {
    SimulatedOptions options;
    options.threads = threads;
    const auto found = simulated(
        star(1, 1e6, 0.0),
        [](Worker& worker, Json& json) {
          static std::vector<int> order;
          const auto go_on = [](Worker& program, int first, double at) {
            for (int i = 0; i < 20; ++i) {
              program.sleep_until(at + i);
              program.compute(4.5e8, [&order = order, number = first + 2 * i] { order.push_back(number); });
            }
          };
          worker.run_beside([&](Worker& beside) { go_on(beside, 1, 0.25); });
          go_on(worker, 0, 0.0);
          worker.sleep_until(30.0);
          json = order;
        },
        nullptr, options);
    std::vector<int> expected(40);
    for (int i = 0; i < 40; ++i) expected[static_cast<std::size_t>(i)] = i;
    CHECK(found.workers[0] == Json(expected));
  }
}

TEST_CASE("a program of a node waits for what the other one has done", "[nodes]") {
  // The first program has done something after 1, 2, 3 and 4 s. The second one waits for news, at first; from 1 to 3.5
  // s it sleeps, and then does not wait for what is there, but for what is not.
  const auto found = simulated(
      star(1, 1e6, 0.0),
      [](Worker& worker, Json& json) {
        static int done;
        static std::vector<double> seen;
        worker.run_beside([](Worker& beside) {
          for (const int enough : {0, 1, 3, 4}) {
            beside.await([&] { return done >= enough; });
            seen.push_back(beside.now());
            if (enough == 1) beside.sleep_until(3.5);
          }
        });
        for (int i = 0; i < 4; ++i) {
          worker.compute(1e9, [] {});
          ++done;
          worker.notify();
          worker.notify();  // twice tells no more than once
        }
        worker.sleep_until(5.0);
        json = seen;
      },
      [](const Simulation& simulation) { return Json(simulation.bytes_sent()); });
  REQUIRE(found.workers[0].size() == 4);
  CHECK(found.workers[0][0] == 0.0);
  CHECK(found.workers[0][1].get<double>() == Approx(1.0));
  CHECK(found.workers[0][2].get<double>() == Approx(3.5));
  CHECK(found.workers[0][3].get<double>() == Approx(4.0));
  CHECK(found.all == 0);
}

TEST_CASE("a node has two programs at most", "[nodes]") {
  const auto program = [](Worker& worker, Json& /*json*/) {
    worker.run_beside([](Worker& /*beside*/) {});
    worker.run_beside([](Worker& /*beside*/) {});
  };
  CHECK_THROWS_WITH(simulated(star(1, 1e6, 0.0), program), Catch::Contains("has a second program"));
}

TEST_CASE("what is under way at the end of a run has been sent, and nobody waits for it", "[nodes]") {
  // Worker 1 sends 1 MB, which takes a second, and returns at once; worker 0 returns after half of it.
  const auto ends = [](Tag tag) {
    return simulated(
               star(2, 1e6, 0.0),
               [tag](Worker& worker, Json& /*json*/) {
                 if (worker.rank() == 0) return worker.sleep_until(0.5);
                 for (int i = 0; i < 300; ++i) worker.send(0, tag, zeros(3000));  // more than SimGrid carries by itself
               },
               [](const Simulation& simulation) {
                 const auto nodes = simulation.traffic().nodes;
                 return Json({simulation.now(), nodes[1].bytes_sent, nodes[0].bytes_received});
               })
        .all;
  };
  CHECK(ends(3) == Json({0.5, 900'000, 0}));
  CHECK(ends(requests) == Json({0.5, 900'000, 0}));
}

TEST_CASE("a program ends the run at an instant of its choice", "[nodes]") {
  const auto found = simulated(
      star(3, 1e6, 0.0),
      [](Worker& worker, Json& json) {
        json = 0;
        if (worker.rank() == 1) {
          worker.sleep_until(0.25);
          throw RunIsOver();
        }
        worker.compute(worker.rank() == 0 ? 1e9 : 1e3, [] {});
        json = 1;
      },
      [](const Simulation& simulation) {
        return Json({simulation.now(), simulation.diverged().has_value()});
      });
  CHECK(found.all == Json({0.25, false}));
  CHECK(found.workers == std::vector<Json>({0, 0, 1}));
}

TEST_CASE("a deadlock names nodes by what they are for", "[nodes]") {
  const auto program = [](Worker& worker, Json& /*json*/) { static_cast<void>(worker.receive(1 - worker.rank(), 1)); };
  CHECK_THROWS_WITH(simulated(star_with(2, 1, {{"server"}}), program),
                    Catch::Contains("worker 0") && Catch::Contains("waits for a message of server 1"));
}
