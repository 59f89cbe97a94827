// SPDX-License-Identifier: Apache-2.0
// What is written down of a run, against times that follow from the platform by hand. Between two workers of a star are
// two links of 1 ms and 1 MB/s each, and a host computes 1e9 operations a second: 1000 bytes take 2 ms + 1 ms.
#include "sim/timeline/timeline_recorder.hpp"

#include <catch2/catch.hpp>

#include "sim/timeline/timeline_worker.hpp"
#include "sim/trace/recording_worker.hpp"
#include "sim/trace/replay.hpp"
#include "sim/trace/trace_writer.hpp"
#include "tests/checked_child.hpp"
#include "tests/temporary_folder.hpp"
#include "tests/timeline/recorded.hpp"

using namespace lowband;
using namespace lowband::test;
using Kind = Timeline::Box::Kind;

namespace {

PlatformSettings small_star(int workers) { return star(workers, 1e6, 0.001); }

constexpr double rounding = 1e-12;  // seconds: what sums of waits are rounded to

void check_box(const Timeline::Box& box, Kind kind, double begin_s, double end_s) {
  CHECK(box.kind == kind);
  CHECK(box.begin_s == Approx(begin_s).margin(rounding));
  CHECK(box.end_s == Approx(end_s).margin(rounding));
}

}  // namespace

TEST_CASE("a timeline has what programs do, and messages with their arrivals", "[timeline]") {
  const Timeline timeline = recorded(small_star(2), [](Worker& worker) {
    if (worker.rank() == 0) {
      worker.compute_steps(1e6, 2, [](std::size_t /*step*/) {});
      worker.compute(5e5, [] {});
      worker.send(1, 7, message_of(1000, 246));
      worker.compute(4e6, [] {});
      return;
    }
    static_cast<void>(worker.receive(0, 7));
    worker.sleep_until(0.006);
  });
  CHECK(timeline.end_s == Approx(0.0065).margin(rounding));
  CHECK_FALSE(timeline.is_cut());
  CHECK(timeline.nodes == std::vector<Timeline::Node>{{"w0", "worker"}, {"w1", "worker"}});
  REQUIRE(timeline.boxes.size() == 4);
  const auto& first = timeline.boxes_of({0});
  REQUIRE(first.size() == 3);
  check_box(first[0], Kind::step, 0.0, 0.002);
  CHECK(first[0].steps == 2);
  CHECK(first[0].round == 1);
  check_box(first[1], Kind::compute, 0.002, 0.0025);
  check_box(first[2], Kind::compute, 0.0025, 0.0065);
  CHECK(first[2].round == 1);
  const auto& second = timeline.boxes_of({1});
  REQUIRE(second.size() == 2);
  check_box(second[0], Kind::wait, 0.0, 0.0055);
  CHECK(second[0].from == 0);
  CHECK(second[0].message == 0);
  CHECK(second[0].round == 0);
  check_box(second[1], Kind::sleep, 0.0055, 0.006);
  REQUIRE(timeline.messages.size() == 1);
  const auto& message = timeline.messages.front();
  CHECK(message.from == 0);
  CHECK(message.to == 1);
  CHECK(message.tag == 7);
  CHECK(message.bytes == 1000);
  CHECK(message.coordinates == 246);
  CHECK(message.departed_s == Approx(0.0025).margin(rounding));
  CHECK(message.arrived_s == Approx(0.0055).margin(rounding));
  CHECK(message.taken_s == Approx(0.0055).margin(rounding));
  CHECK(message.latency_s == Approx(0.002).margin(rounding));
  CHECK(message.transmission_s == Approx(0.001).margin(rounding));
  REQUIRE(timeline.routes.size() == 1);
  const auto& route = timeline.routes.at({0, 1});
  REQUIRE(route.size() == 2);
  for (const auto link : route) CHECK(timeline.links[link].usable_Bps == 1e6);
}

TEST_CASE("a message arrives when it does, whenever it is taken, and however it is carried", "[timeline]") {
  // Worker 0 computes for 10 ms; what 1 and 2 sent it at once has come after 3 ms alone. On the last link both share it
  // has 2000 bytes to carry, and comes after 4 ms.
  const auto program = [](Worker& worker) {
    if (worker.rank() > 0) return worker.send(0, 7, message_of(1000));
    worker.compute(1e7, [] {});
    for (int from = 1; from < worker.size(); ++from) static_cast<void>(worker.receive(from, 7));
  };
  const int workers = GENERATE(2, 3);
  SimulatedOptions options;
  if (GENERATE(true, false)) options.pairs = {{1, 0}, {2, 0}};  // alone, by a private line
  if (workers == 2 && !options.pairs.empty()) options.pairs.pop_back();
  const Timeline timeline = recorded(small_star(workers), program, {}, options);
  REQUIRE(timeline.messages.size() == static_cast<std::size_t>(workers - 1));
  for (const auto& message : timeline.messages) {
    CHECK(message.arrived_s == Approx(workers == 2 ? 0.003 : 0.004).margin(1e-9));  // the resolution of SimGrid
    CHECK(message.taken_s == Approx(0.01).margin(rounding));
    CHECK(message.transmission_s == Approx(0.001).margin(rounding));
  }
  CHECK(timeline.boxes_of({0}).size() == 1);  // it never waits
}

TEST_CASE("messages of inboxes, deadlines, second programs and what they wait for", "[timeline]") {
  const Timeline timeline = recorded(small_star(2), [](Worker& worker) {
    constexpr Tag inbox = inbox_bit | 1;
    bool has_come = false;
    if (worker.rank() == 0) {
      worker.compute(1e6, [] {});
      return worker.send(1, inbox, message_of(1000));
    }
    worker.run_beside([&has_come](Worker& beside) {
      CHECK_FALSE(beside.receive_any_until(inbox, 0.001).has_value());  // 1 ms too early
      CHECK(beside.receive_any(inbox).first == 0);
      has_come = true;
      beside.notify();
      beside.sleep_until(1.0);  // the run is over before
    });
    worker.await([&has_come] { return has_come; });
    worker.sleep_until(0.005);
  });
  const auto& first = timeline.boxes_of({1});
  REQUIRE(first.size() == 2);
  check_box(first[0], Kind::attend, 0.0, 0.004);
  check_box(first[1], Kind::sleep, 0.004, 0.005);
  const auto& beside = timeline.boxes_of({1, true});
  REQUIRE(beside.size() == 3);
  check_box(beside[0], Kind::wait, 0.0, 0.001);
  CHECK(beside[0].from == -1);
  CHECK_FALSE(beside[0].message.has_value());
  check_box(beside[1], Kind::wait, 0.001, 0.004);
  CHECK(beside[1].from == 0);
  CHECK(beside[1].message == 0);
  check_box(beside[2], Kind::sleep, 0.004, 0.005);  // what goes on ends with the run
  REQUIRE(timeline.messages.size() == 1);
  CHECK(timeline.messages[0].is_to_beside);
  CHECK_FALSE(timeline.messages[0].is_from_beside);
}

TEST_CASE("what is done while a local step goes on lies in it", "[timeline]") {
  // Two parts of 1 ms; after the first one a message of 3 ms is awaited, so that the program is back at 5 ms.
  const Timeline timeline = recorded(small_star(2), [](Worker& worker) {
    worker.compute_steps(1e6, 1, [](std::size_t /*step*/) {});
    worker.compute_in_parts(
        std::vector<double>{1e6, 1e6}, [](PartIsReady /*none*/) {},
        [&](std::size_t part) {
          worker.send(1 - worker.rank(), 1, message_of(1000));
          static_cast<void>(worker.receive(1 - worker.rank(), 1));
          if (part == 1) worker.compute(1e6, [] {});
        });
  });
  for (const int rank : {0, 1}) {
    const auto& boxes = timeline.boxes_of({rank});
    REQUIRE(boxes.size() == 4);
    check_box(boxes[0], Kind::step, 0.0, 0.005);  // with the step before, with nothing in between: one box
    CHECK(boxes[0].steps == 2);
    check_box(boxes[1], Kind::wait, 0.002, 0.005);
    check_box(boxes[2], Kind::wait, 0.005, 0.008);
    check_box(boxes[3], Kind::compute, 0.008, 0.009);
    for (const auto& box : boxes) CHECK(box.round == 1);
  }
}

TEST_CASE("local steps in a row are one box, and what comes between begins a round", "[timeline]") {
  const Timeline timeline = recorded(small_star(2), [](Worker& worker) {
    for (int round = 0; round < 3; ++round) {
      for (int step = 0; step < 4; ++step) worker.compute_steps(1e6, 1, [](std::size_t /*step*/) {});
      if (worker.rank() == 0) worker.send(1, 1, message_of(100));
      if (worker.rank() == 1) static_cast<void>(worker.receive(0, 1));
    }
  });
  const auto& boxes = timeline.boxes_of({0});
  REQUIRE(boxes.size() == 3);  // sending takes no time
  for (std::uint32_t round = 0; round < 3; ++round) {
    check_box(boxes[round], Kind::step, 0.004 * round, 0.004 * (round + 1));
    CHECK(boxes[round].steps == 4);
    CHECK(boxes[round].round == round + 1);
  }
  CHECK(timeline.boxes_of({1}).back().round == 3);
}

TEST_CASE("limits leave out what is over before, begins later, or is too much", "[timeline]") {
  // Every 10 ms a step of 1 ms, a message, and its arrival 3 ms later.
  const auto program = [](Worker& worker) {
    for (int i = 0; i < 10; ++i) {
      worker.sleep_until(0.01 * i);
      worker.compute_steps(1e6, 1, [](std::size_t /*step*/) {});
      worker.send(1 - worker.rank(), 1, message_of(1000));
      static_cast<void>(worker.receive(1 - worker.rank(), 1));
    }
  };
  const Timeline all = recorded(small_star(2), program);
  CHECK(all.messages.size() == 20);
  CHECK(all.boxes_of({0}).size() == 29);  // three each, and no first sleep

  const Timeline part = recorded(small_star(2), program, {.from_s = 0.0205, .to_s = 0.032});
  CHECK(part.from_s == 0.0205);
  CHECK(part.to_s == 0.032);
  CHECK(part.is_cut());
  CHECK(part == between(all, 0.0205, 0.032));
  // The step from 20 to 21 ms, the wait to 24, the sleep to 30, a step to 31, and a wait that is cut off.
  const auto& boxes = part.boxes_of({0});
  REQUIRE(boxes.size() == 5);
  check_box(boxes[0], Kind::step, 0.02, 0.021);
  check_box(boxes[4], Kind::wait, 0.031, 0.032);
  REQUIRE(part.messages.size() == 4);
  CHECK(part.messages.at(boxes[4].message.value()).taken_s == Approx(0.034).margin(rounding));

  const Timeline little = recorded(small_star(2), program, {.most = 9});
  CHECK(little.is_cut());
  CHECK(little.end_s == all.end_s);
  std::size_t kept = little.messages.size();
  for (const auto& its : little.boxes) kept += its.size();
  CHECK(kept == 9);
  CHECK(little.to_s > 0.0);
  for (const auto& its : little.boxes) {
    for (const auto& box : its) CHECK(box.end_s <= little.to_s);
  }
}

namespace {

/// Something of everything, in which chance and time decide.
void work(Worker& worker) {
  const int next = (worker.rank() + 1) % worker.size();
  const int previous = (worker.rank() + worker.size() - 1) % worker.size();
  for (std::uint32_t step = 0; step < 40; ++step) {
    worker.compute_steps(3e5 + worker.rank(), 1 + step % 3, [](std::size_t /*step*/) {});
    worker.compute(0.25, [] {});  // too short for the clock
    worker.compute_in_parts(
        std::vector<double>{1e5, 2e5 + step, 0.0}, [](PartIsReady /*none*/) {},
        [&](std::size_t part) {
          worker.send(next, 6, message_of(100 + 10 * part));
          static_cast<void>(worker.receive(previous, 6));
          if (part == 1) worker.compute(5e4, [] {});
        });
    worker.send(next, step % 2, message_of(1000 + step));
    worker.send(previous, 5, message_of(16));
    static_cast<void>(worker.receive(previous, step % 2));
    static_cast<void>(worker.receive(next, 5));
  }
}

}  // namespace

TEST_CASE("nothing changes because it is written down", "[timeline]") {
  const PlatformSettings platform = GENERATE(star(4, 1e6, 0.001), star(4, 2e4, 0.05, 1e8, "tcp"),
                                             shipped("dumbbell_8.xml", 4), star(4, 1e9, 0.0, 1e6, "lv08"));
  const auto outcome = [&](bool is_written) {
    return run_in_checked_child([&] {
      TaskPool pool(1);
      const SimulatedOptions options = jittery();
      Simulation simulation(platform, options.compute, options.seed, pool);
      TimelineRecorder recorder({});
      if (is_written) simulation.observe(recorder);
      Json times = Json::array();
      simulation.run([&](Worker& worker) {
        TimelineWorker written(worker, recorder);
        work(is_written ? written : worker);
        times.push_back({worker.rank(), worker.now()});
      });
      Json json = {simulation.now(), simulation.bytes_sent(), times};
      for (const auto& node : simulation.traffic().nodes) {
        json.push_back({node.bytes_sent, node.bytes_received, node.compute_s, node.wait_s});
      }
      return json.dump();
    });
  };
  CHECK(outcome(true) == outcome(false));
}

TEST_CASE("a replay has the timeline of what is replayed", "[timeline]") {
  const TemporaryFolder folder;
  const auto file = folder / "t.trace";
  const auto platform = star(4, 1e6, 0.001);
  const Timeline trained = recorded(
      platform,
      [&](Worker& worker) {
        static TraceWriter* trace = new TraceWriter(file, 4);  // of this child process, which ends without destructors
        static int done = 0;
        RecordingWorker recording(worker, *trace, "a");
        work(recording);
        recording.returned();
        if (++done == 4) trace->commit("");
      },
      {}, jittery());
  const TraceFile trace(file);
  const Timeline replayed = recorded(
      platform, [&](Worker& worker) { replay(worker, trace, [](Worker& /*worker*/, std::uint64_t /*iteration*/) {}); },
      {}, jittery());
  CHECK(replayed == trained);
  CHECK(trained.messages.size() == 4 * 40 * 5);
}
