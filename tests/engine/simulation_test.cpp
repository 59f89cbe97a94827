// SPDX-License-Identifier: Apache-2.0
#include "sim/engine/simulation.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "sim/base/error.hpp"
#include "tests/simulated.hpp"
#include "tests/temporary_folder.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

constexpr Tag tag = 7;
constexpr std::size_t kilobyte = 1000;

Message zeros(std::size_t bytes) { return {std::make_shared<const std::vector<std::byte>>(bytes), bytes}; }

/// When worker 1 has one message of `bytes` from worker 0.
double arrival(const PlatformSettings& platform, std::size_t bytes) {
  const auto found = simulated(platform, [bytes](Worker& worker, Json& json) {
    if (worker.rank() == 0) worker.send(1, tag, zeros(bytes));
    if (worker.rank() == 1) {
      static_cast<void>(worker.receive(0, tag));
      json = worker.now();
    }
  });
  return found.workers[1].get<double>();
}

}  // namespace

TEST_CASE("a message takes the latency of its route and its wire bytes over the bandwidth", "[engine]") {
  // Two links of 2 ms; 999,984 bytes of payload and 16 of header at 1 MB/s take 1 s.
  const std::size_t payload = 1000 * kilobyte - message_header_bytes;
  CHECK(arrival(star(2, 1e6, 0.002, 1e9, "ideal"), payload) == Approx(0.004 + 1.0).epsilon(1e-9));
  // Under tcp 1448 of 1538 bytes of a frame are payload, and 45 of an acknowledgement go back; the second link begins
  // when it has the first frame.
  CHECK(arrival(star(2, 1e6, 0.002, 1e9, "tcp"), payload) == Approx(0.004 + 0.001538 + 1583.0 / 1448.0).epsilon(1e-9));
  // LV08: 13.01 x the latency, 0.97 x the bandwidth; its weight-S and cross traffic do not matter to a single flow.
  CHECK(arrival(star(2, 1e6, 0.002, 1e9, "lv08"), payload) == Approx(0.004 * 13.01 + 1.0 / 0.97).epsilon(1e-6));
}

TEST_CASE("an empty message costs its header", "[engine]") {
  CHECK(arrival(star(2, 1e6, 0.0, 1e9), 0) == Approx(16e-6).epsilon(1e-9));
}

TEST_CASE("what follows a part of a computation goes on beside the next parts", "[engine]") {
  // Parts of 1, 2 and 1 s at 1 Gflop/s are over at 1, 3 and 4 s.
  for (const bool is_varying : {false, true}) {
    auto platform = star(1, 1e6, 0.0);
    if (is_varying) {  // through SimGrid's executions; the speed never changes, but it might
      platform.host_changes.push_back(
          {.match = "w0", .speed_profile = std::make_shared<const Profile>(Profile{{{100.0, 1.0}}, std::nullopt})});
    }
    const auto found = simulated(platform, [](Worker& worker, Json& json) {
      bool is_done = false;
      worker.compute_in_parts(
          std::vector<double>{1e9, 2e9, 1e9}, [&](PartIsReady /*none*/) { is_done = true; },
          [&](std::size_t part) {
            json.push_back({part, worker.now(), is_done});
          });
      json.push_back(worker.now());
    });
    const Json& seen = found.workers[0];
    REQUIRE(seen.size() == 4);
    CHECK(seen[0] == Json({0, 1.0, true}));
    CHECK(seen[1] == Json({1, 3.0, true}));
    CHECK(seen[2] == Json({2, 4.0, true}));
    CHECK(seen[3] == 4.0);
  }
}

TEST_CASE("parts share their core with what is computed after one of them, whatever the host", "[engine]") {
  // Parts of 1, 2 and 1 s at 1 Gflop/s. At 1 s the worker computes for 1 s more: at half the speed until 3 s, when 1 s
  // of the second part is left, which is over at 4 s. From there on it computes for 3 s: at half the speed until 6 s,
  // when the third part is over, too; alone until 8 s. The core has never been idle: 1 + 2 + 1 + 1 + 3 s.
  const auto run = [](bool is_varying, const std::string& cores) {
    const auto file = scratch_folder() / "cores.xml";
    put(file,
        "<?xml version=\"1.0\"?><!DOCTYPE platform SYSTEM \"https://simgrid.org/simgrid.dtd\">"
        "<platform version=\"4.1\"><zone id=\"z\" routing=\"Full\"><host id=\"w0\" speed=\"1Gf\" core=\"" +
            cores + "\"/></zone></platform>");
    PlatformSettings platform;
    platform.file = file.string();
    platform.network.preset = "ideal";
    if (is_varying) {  // through SimGrid's executions; the speed never changes, but it might
      platform.host_changes.push_back(
          {.match = "w0", .speed_profile = std::make_shared<const Profile>(Profile{{{100.0, 1.0}}, std::nullopt})});
    }
    return simulated(
        platform,
        [](Worker& worker, Json& json) {
          worker.compute_in_parts(
              std::vector<double>{1e9, 2e9, 1e9}, [](PartIsReady /*none*/) {},
              [&](std::size_t part) {
                if (part == 0) worker.compute(1e9, [] {});
                if (part == 1) worker.compute_steps(1e9, 3, [](std::size_t) {});
                json.push_back(worker.now());
              });
          worker.compute(5e8, [] {});
          json.push_back(worker.now());
        },
        [](const Simulation& simulation) { return Json(simulation.traffic().nodes[0].compute_s); });
  };
  for (const bool is_varying : {false, true}) {
    for (const std::string cores : {"1", "4"}) {  // a worker has one core, however many the host has
      INFO("varying: " << is_varying << ", cores: " << cores);
      const auto found = run(is_varying, cores);
      const Json& seen = found.workers[0];
      REQUIRE(seen.size() == 4);
      CHECK(seen[0].get<double>() == Approx(3.0).epsilon(1e-9));
      CHECK(seen[1].get<double>() == Approx(8.0).epsilon(1e-9));
      CHECK(seen[2].get<double>() == Approx(8.0).epsilon(1e-9));
      CHECK(seen[3].get<double>() == Approx(8.5).epsilon(1e-9));
      CHECK(found.all.get<double>() == Approx(8.5).epsilon(1e-9));
    }
  }
}

TEST_CASE("parts on a host whose speed changes go on at its speed", "[engine]") {
  // Half the speed from 2 s on. Of parts of 1 and 3 s, the second has done 1 s then, and needs 4 s more: 6 s. The
  // worker waits until 3 s meanwhile (a message of 1 MB at 1 MB/s that leaves at 2 s), and computes for 0.5 s: at a
  // quarter of the speed until 5 s; the second part has 1 s left, that is until 7 s.
  auto platform = star(2, 1e6, 0.0);
  platform.host_changes.push_back(
      {.match = "w0", .speed_profile = std::make_shared<const Profile>(Profile{{{2.0, 0.5}}, std::nullopt})});
  const auto found = simulated(
      platform,
      [](Worker& worker, Json& json) {
        if (worker.rank() == 1) {
          worker.compute(2e9, [] {});
          return worker.send(0, tag, zeros(1000 * kilobyte - message_header_bytes));
        }
        worker.compute_in_parts(
            std::vector<double>{1e9, 3e9}, [](PartIsReady /*none*/) {},
            [&](std::size_t part) {
              if (part == 0) {
                static_cast<void>(worker.receive(1, tag));
                json.push_back(worker.now());
                worker.compute(5e8, [] {});
              }
              json.push_back(worker.now());
            });
      },
      [](const Simulation& simulation) { return Json(simulation.traffic().nodes[0].compute_s); });
  CHECK(found.workers[0][0].get<double>() == Approx(3.0).epsilon(1e-9));
  CHECK(found.workers[0][1].get<double>() == Approx(5.0).epsilon(1e-9));
  CHECK(found.workers[0][2].get<double>() == Approx(7.0).epsilon(1e-9));
  CHECK(found.all.get<double>() == Approx(7.0).epsilon(1e-9));
}

TEST_CASE("parts that are over before the worker asks for them keep nobody waiting", "[engine]") {
  // Parts of 1 and 1 s; the worker waits until 4 s for a message in between, then computes alone.
  for (const bool is_varying : {false, true}) {
    auto platform = star(2, 1e6, 0.0);
    if (is_varying) {
      platform.host_changes.push_back(
          {.match = "w0", .speed_profile = std::make_shared<const Profile>(Profile{{{100.0, 1.0}}, std::nullopt})});
    }
    const auto found = simulated(
        platform,
        [](Worker& worker, Json& json) {
          if (worker.rank() == 1) return worker.send(0, tag, zeros(4000 * kilobyte - message_header_bytes));
          worker.compute_in_parts(
              std::vector<double>{1e9, 1e9}, [](PartIsReady /*none*/) {},
              [&](std::size_t part) {
                if (part == 0) static_cast<void>(worker.receive(1, tag));
                worker.compute(1e9, [] {});
                json.push_back(worker.now());
              });
        },
        [](const Simulation& simulation) { return Json(simulation.traffic().nodes[0].compute_s); });
    CHECK(found.workers[0][0].get<double>() == Approx(5.0).epsilon(1e-9));
    CHECK(found.workers[0][1].get<double>() == Approx(6.0).epsilon(1e-9));
    CHECK(found.all.get<double>() == Approx(4.0).epsilon(1e-9));
  }
}

TEST_CASE("parts go on while the worker waits for a message", "[engine]") {
  // Worker 1 sends at once: 2 MB at 1 MB/s, there at 2 s. Worker 0 asks for it when its first part is over, at 1 s; the
  // second has been over since 1.5 s then, the third is at 4.5 s.
  const auto found = simulated(star(2, 1e6, 0.0), [](Worker& worker, Json& json) {
    if (worker.rank() == 1) return worker.send(0, tag, zeros(2000 * kilobyte - message_header_bytes));
    worker.compute_in_parts(
        std::vector<double>{1e9, 5e8, 3e9}, [](PartIsReady /*none*/) {},
        [&](std::size_t part) {
          if (part == 0) static_cast<void>(worker.receive(1, tag));
          json.push_back(worker.now());
        });
  });
  CHECK(found.workers[0][0].get<double>() == Approx(2.0).epsilon(1e-9));
  CHECK(found.workers[0][1].get<double>() == Approx(2.0).epsilon(1e-9));
  CHECK(found.workers[0][2].get<double>() == Approx(4.5).epsilon(1e-9));
}

TEST_CASE("what the work of a computation in parts throws is rethrown before its first part", "[engine]") {
  const auto found = simulated(star(1, 1e6, 0.0), [](Worker& worker, Json& json) {
    try {
      worker.compute_in_parts(
          std::vector<double>{1e9, 1e9}, [](PartIsReady /*none*/) { throw std::domain_error("no"); },
          [](std::size_t) { FAIL("after a part of nothing"); });
    } catch (const std::domain_error& error) {
      json = error.what();
    }
  });
  CHECK(found.workers[0] == "no");
}

TEST_CASE("a SimGrid setting refines the preset", "[engine]") {
  auto platform = star(2, 1e6, 0.5);
  platform.network.refinements["network/latency-factor"] = "3";
  CHECK(arrival(platform, 1000 * kilobyte - message_header_bytes) == Approx(3.0 + 1.0).epsilon(1e-9));
}

TEST_CASE("a message alone has at most the window in a round trip", "[engine]") {
  // 1 MB over 1 MB/s and 1 s each way. A window of 1 MB per 2 s is half the bandwidth; of it, under tcp, 1448 / 1583,
  // and a frame is stored and forwarded.
  auto platform = star(2, 1e6, 0.5);
  CHECK(arrival(platform, 1000 * kilobyte - message_header_bytes) == Approx(1.0 + 1.0).epsilon(1e-9));
  platform.network.window = 1e6;
  CHECK(arrival(platform, 1000 * kilobyte - message_header_bytes) == Approx(1.0 + 2.0).epsilon(1e-9));
  platform.network.preset = "tcp";
  platform.network.tcp.initial_window.reset();
  CHECK(arrival(platform, 1000 * kilobyte - message_header_bytes) ==
        Approx(1.0 + 0.001538 + 2.0 * 1583 / 1448).epsilon(1e-9));
  // Where the bandwidth is less than that, the window holds back nothing.
  platform = star(2, 4e5, 0.5);
  platform.network.window = 1e6;
  CHECK(arrival(platform, 1000 * kilobyte - message_header_bytes) == Approx(1.0 + 2.5).epsilon(1e-9));
  // 10 Gbps over 100 ms: 12.7 MB take 10 ms, and 0.4 s by tcp's own window of 6 MiB.
  const std::size_t model = 12'700 * kilobyte - message_header_bytes;
  CHECK(arrival(star(2, 1.25e9, 0.05), model) == Approx(0.1 + 12.7 / 1250).epsilon(1e-9));
  platform = star(2, 1.25e9, 0.05, 1e9, "tcp");
  platform.network.tcp.initial_window.reset();
  CHECK(arrival(platform, model) ==
        Approx(0.1 + 1538 / 1.25e9 + 12.7e6 * 0.2 / (6 * 1024 * 1024) * 1583 / 1448).epsilon(1e-9));
}

TEST_CASE("messages are eager: they travel while the receiver computes", "[engine]") {
  const auto found = simulated(star(2, 1e6, 0.0), [](Worker& worker, Json& json) {
    if (worker.rank() == 0) {
      worker.send(1, tag, zeros(1000 * kilobyte));  // about 1 s on the way
      json = worker.now();                          // the sender does not wait
    } else {
      worker.compute(3e9, [] {});  // 3 s at 1 Gflop/s
      static_cast<void>(worker.receive(0, tag));
      json = worker.now();
    }
  });
  CHECK(found.workers[0].get<double>() == 0.0);
  CHECK(found.workers[1].get<double>() == Approx(3.0).epsilon(1e-9));
}

TEST_CASE("flows share a link: two across the backbone take twice as long", "[engine]") {
  // dumbbell_8: ports of 125 MB/s, a backbone of 25 MB/s, latency 50 us + 5 ms + 50 us. Two flows of 25 MB share it.
  const auto found = simulated(shipped("dumbbell_8.xml", 8), [](Worker& worker, Json& json) {
    const std::size_t bytes = 25'000 * kilobyte - message_header_bytes;
    if (worker.rank() < 2) worker.send(worker.rank() + 4, tag, zeros(bytes));
    if (worker.rank() == 4 || worker.rank() == 5) {
      static_cast<void>(worker.receive(worker.rank() - 4, tag));
      json = worker.now();
    }
  });
  CHECK(found.workers[4].get<double>() == Approx(0.0051 + 2.0).epsilon(1e-6));
  CHECK(found.workers[5].get<double>() == Approx(0.0051 + 2.0).epsilon(1e-6));
}

TEST_CASE("compute takes flops over speed, times the slow-down of the worker", "[engine]") {
  SimulatedOptions options;
  options.compute.slowdown = {1.0, 4.0};
  const auto found = simulated(
      star(2, 1e6, 0.0, 2e9),
      [](Worker& worker, Json& json) {
        bool done = false;
        worker.compute(1e9, [&] { done = true; });
        json = {worker.now(), done};
      },
      nullptr, options);
  CHECK(found.workers[0][0].get<double>() == Approx(0.5).epsilon(1e-12));
  CHECK(found.workers[1][0].get<double>() == Approx(2.0).epsilon(1e-12));
  CHECK(found.workers[0][1].get<bool>());
}

TEST_CASE("slow-downs by host are those of all patterns that match, and of workers alone", "[engine]") {
  // 1e9 operations at 2e9 a second: 0.5 s, times 2 on every host, and times 4 on the second one.
  SimulatedOptions options;
  options.compute.host_slowdown = {{"w*", 2.0}, {"w1", 4.0}};
  auto platform = star(3, 1e6, 0.0, 2e9);
  platform.workers = 2;
  platform.others = {{"server", "w2", std::nullopt}};
  const auto found = simulated(
      platform,
      [](Worker& worker, Json& json) {
        worker.compute(1e9, [] {});
        json = worker.now();
        if (worker.rank() == 2) worker.send(0, tag, zeros(kilobyte));
        if (worker.rank() == 0) static_cast<void>(worker.receive(2, tag));  // the run waits for workers alone
      },
      nullptr, options);
  CHECK(found.workers[0].get<double>() == Approx(1.0).epsilon(1e-12));
  CHECK(found.workers[1].get<double>() == Approx(4.0).epsilon(1e-12));
  CHECK(found.workers[2].get<double>() == Approx(0.5).epsilon(1e-12));
}

TEST_CASE("steps are calls of compute after one another, to the bit", "[engine]") {
  SimulatedOptions options;
  options.compute.slowdown = {1.0, 2.5, 0.3};
  options.compute.jitter = 0.2;
  for (const double flops : {1.0, 1e3, 1e9}) {  // the first two are done at once
    std::vector<std::vector<Json>> outcomes;
    for (const int threads : {0, 1, 3}) {  // 0: calls of compute
      const auto program = [flops, threads](Worker& worker, Json& json) {
        std::vector<std::size_t> done;
        const auto work = [&](std::size_t i) { done.push_back(i); };
        worker.compute(flops, [] {});
        if (threads > 0) {
          worker.compute_steps(flops, 7, work);
        } else {
          for (std::size_t i = 0; i < 7; ++i) worker.compute(flops, [&] { work(i); });
        }
        json = {worker.now(), done};
        worker.compute(flops, [] {});
        json.push_back(worker.now());
      };
      options.threads = std::max(threads, 1);
      outcomes.push_back(simulated(star(3, 1e6, 0.0), program, nullptr, options).workers);
    }
    CHECK(outcomes[0][0][1] == Json({0, 1, 2, 3, 4, 5, 6}));
    CHECK(outcomes[0] == outcomes[1]);
    CHECK(outcomes[0] == outcomes[2]);
  }
}

TEST_CASE("steps after one that throws do not run, and what it throws is rethrown", "[engine]") {
  SimulatedOptions options;
  for (const int threads : {1, 2}) {
    options.threads = threads;
    const auto found = simulated(
        star(2, 1e6, 0.0),
        [](Worker& worker, Json& json) {
          int begun = 0;
          try {
            worker.compute_steps(1e9, 5, [&](std::size_t i) {
              ++begun;
              if (i == 2) throw std::domain_error("no");
            });
          } catch (const std::domain_error& error) {
            json = {error.what(), begun};
          }
        },
        nullptr, options);
    CHECK(found.workers[0] == Json({"no", 3}));
  }
}

TEST_CASE("a worker may be stopped in the middle of its steps", "[engine]") {
  SimulatedOptions options;
  for (const int threads : {1, 2}) {
    options.threads = threads;
    const auto found = simulated(
        star(2, 1e6, 0.0),
        [](Worker& worker, Json& /*json*/) {
          if (worker.rank() == 1) {
            worker.compute(2.5e9, [] {});
            throw Diverged("enough");
          }
          std::vector<int> on_its_stack(5, 0);
          worker.compute_steps(1e9, on_its_stack.size(), [&](std::size_t i) { on_its_stack[i] = 1; });
          FAIL("it should have been stopped");
        },
        [](const Simulation& simulation) {
          return Json({reason_of(simulation), simulation.now()});
        },
        options);
    CHECK(found.all[0] == "enough");
    CHECK(found.all[1].get<double>() == Approx(2.5));
  }
}

TEST_CASE("computations shorter than SimGrid's clock are not lost", "[engine]") {
  // 10,000 x 0.1 ns = 1 us, though SimGrid would round each up to 1 ns.
  const auto found = simulated(star(1, 1e6, 0.0, 1e10), [](Worker& worker, Json& json) {
    for (int i = 0; i < 10'000; ++i) worker.compute(1.0, [] {});
    json = worker.now();
  });
  CHECK(found.workers[0].get<double>() == Approx(1e-6).margin(1e-9));
}

TEST_CASE("jitter has mean 1, changes time alone, and is the same for the same seed", "[engine]") {
  const auto run = [](std::uint64_t seed) {
    SimulatedOptions options;
    options.compute.jitter = 0.3;
    options.seed = seed;
    const auto found = simulated(
        star(1, 1e6, 0.0),
        [](Worker& worker, Json& json) {
          for (int i = 0; i < 4000; ++i) worker.compute(1e9, [] {});
          json = worker.now();
        },
        nullptr, options);
    return found.workers[0].get<double>();
  };
  // Variance of a factor: exp(0.09) - 1 = 0.0942; standard error of the mean of 4000: 0.00485.
  CHECK(run(1) / 4000 == Approx(1.0).margin(5 * 0.00485));
  CHECK(run(1) == run(1));
  CHECK(run(1) != run(2));
}

TEST_CASE("jitter of any distribution has mean 1, the same for any number of threads", "[engine]") {
  // Variances: 1, 1 / (3 * 1), and of the factors 1/2 and 3/2 1/4.
  const std::pair<Jitter, double> distributions[] = {{Jitter(Jitter::Exponential{}), 1.0},
                                                     {Jitter(Jitter::Pareto{3.0}), 1.0 / 3.0},
                                                     {Jitter(Jitter::Durations{{1.0, 3.0}}), 0.25}};
  for (const auto& [jitter, variance] : distributions) {
    std::vector<double> times;
    for (const int threads : {1, 3}) {
      SimulatedOptions options;
      options.compute.jitter = jitter;
      options.threads = threads;
      const auto found = simulated(
          star(2, 1e6, 0.0),
          [](Worker& worker, Json& json) {
            worker.compute_steps(1e9, 2000, [](std::size_t /*step*/) {});
            json = worker.now();
          },
          nullptr, options);
      for (const auto& time : found.workers) times.push_back(time.get<double>());
    }
    CHECK(times[0] / 2000 == Approx(1.0).margin(5.0 * std::sqrt(variance / 2000)));
    CHECK(times[1] / 2000 == Approx(1.0).margin(5.0 * std::sqrt(variance / 2000)));
    CHECK(times[0] != times[1]);
    CHECK(times[0] == times[2]);
    CHECK(times[1] == times[3]);
  }
}

TEST_CASE("messages of one pair and tag keep their order, whatever their size, tags are apart", "[engine]") {
  const auto found = simulated(star(2, 1e6, 0.001), [](Worker& worker, Json& json) {
    if (worker.rank() == 0) {
      worker.send(1, 1, zeros(500 * kilobyte));
      worker.send(1, 1, zeros(kilobyte));
      worker.send(1, 2, zeros(2 * kilobyte));
      return;
    }
    json = {worker.receive(0, 2).payload_bytes(), worker.receive(0, 1).payload_bytes(),
            worker.receive(0, 1).payload_bytes()};
  });
  CHECK(found.workers[1] == Json({2000, 500'000, 1000}));
}

TEST_CASE("receive_any takes messages as they arrive", "[engine]") {
  // Over links of their own (the receiver's is shared): worker 1 sends 300 kB, worker 2 100 kB at the same time, and
  // worker 3 10 kB a little later. By hand the small ones overtake: order 3, 2, 1.
  const auto found = simulated(star(4, 1e6, 0.001), [](Worker& worker, Json& json) {
    if (worker.rank() == 0) {
      worker.compute(1e6, [] {});  // some are on their way before anybody asks
      for (int i = 0; i < 3; ++i) json.push_back(worker.receive_any(inbox_bit).first);
      return;
    }
    if (worker.rank() == 3) worker.compute(2e6, [] {});
    const std::vector<std::size_t> sizes = {0, 300, 100, 10};
    worker.send(0, inbox_bit, zeros(sizes[static_cast<std::size_t>(worker.rank())] * kilobyte));
  });
  CHECK(found.workers[0] == Json({3, 2, 1}));
}

TEST_CASE("a deadlock is an error, not an endless wait", "[engine]") {
  const auto program = [](Worker& worker, Json& /*json*/) {
    static_cast<void>(worker.receive(1 - worker.rank(), tag));
  };
  CHECK_THROWS_WITH(simulated(star(2, 1e6, 0.0), program), Catch::Contains("deadlock"));
}

TEST_CASE("what a computation throws reaches the caller of the run", "[engine]") {
  for (const double flops : {1.0, 1e9}) {
    const auto program = [flops](Worker& worker, Json& /*json*/) {
      worker.compute(worker.rank() == 1 ? flops : 1e12, [&worker] {
        if (worker.rank() == 1) throw std::runtime_error("broken mathematics");
      });
    };
    SimulatedOptions options;
    options.threads = 2;
    CHECK_THROWS_WITH(simulated(star(3, 1e6, 0.0), program, nullptr, options), Catch::Contains("broken mathematics"));
  }
}

TEST_CASE("a worker that diverges stops all at that instant", "[engine]") {
  const auto found = simulated(
      star(3, 1e6, 0.0),
      [](Worker& worker, Json& /*json*/) {
        for (int i = 0; i < 10; ++i) worker.compute(1e9, [] {});
        if (worker.rank() == 2) throw Diverged("worker 2's loss is nan");
        for (int i = 0; i < 1000; ++i) worker.compute(1e9, [] {});
      },
      [](const Simulation& simulation) {
        return Json({reason_of(simulation), simulation.now()});
      });
  CHECK(found.all[0] == "worker 2's loss is nan");
  CHECK(found.all[1].get<double>() == Approx(10.0));
}

TEST_CASE("first and second law: threads change nothing, and messages are closed outside compute", "[engine]") {
  const auto program = [](Worker& worker, Json& json) {
    std::vector<float> sums;
    float sum = 0.0F;
    for (std::uint32_t step = 0; step < 20; ++step) {
      auto vector = std::make_shared<FloatBuffer>(1000);
      worker.compute(1e6, [&] { worker.random(Purpose::batches, step).uniform(*vector); });
      worker.send((worker.rank() + 1) % worker.size(), tag, Message(vector));
      const Message message = worker.receive((worker.rank() + worker.size() - 1) % worker.size(), tag);
      CHECK_THROWS_AS(message.content(), std::logic_error);
      worker.compute(1e5 * worker.rank(),
                     [&] { sum = std::accumulate(message.floats().begin(), message.floats().end(), sum); });
      sums.push_back(sum);
    }
    json = {{"sums", sums}, {"now", worker.now()}};
  };
  std::vector<std::vector<Json>> outcomes;
  for (const int threads : {1, 2, 5}) {
    SimulatedOptions options;
    options.threads = threads;
    outcomes.push_back(simulated(star(8, 1e6, 0.001), program, nullptr, options).workers);
  }
  CHECK(outcomes[0] == outcomes[1]);
  CHECK(outcomes[0] == outcomes[2]);
}

TEST_CASE("third law: random numbers depend on seed, purpose, worker and step, not on when they are drawn",
          "[engine]") {
  const auto found = simulated(star(2, 1e6, 0.0), [](Worker& worker, Json& json) {
    std::map<std::uint32_t, std::uint32_t> drawn;  // worker 1 draws in the opposite order, and later
    if (worker.rank() == 1) worker.compute(1e9, [] {});
    for (std::uint32_t i = 0; i < 5; ++i) {
      const std::uint32_t step = worker.rank() == 0 ? i : 4 - i;
      drawn[step] = worker.random(Purpose::batches, step)();
    }
    for (const auto& [step, number] : drawn) {
      Stream expected(1, Purpose::batches, static_cast<std::uint32_t>(worker.rank()), step);
      json.push_back(number == expected());
    }
  });
  CHECK(found.workers[0] == Json(std::vector<bool>(5, true)));
  CHECK(found.workers[1] == Json(std::vector<bool>(5, true)));
}
