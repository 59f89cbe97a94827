// SPDX-License-Identifier: Apache-2.0
#include "sim/trace/replay.hpp"

#include <catch2/catch.hpp>

#include <numeric>

#include "sim/trace/recording_worker.hpp"
#include "sim/trace/trace_writer.hpp"
#include "tests/simulated.hpp"
#include "tests/temporary_folder.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

/// Something of everything: contents, empty work, computations too short for SimGrid's clock, jitter, several tags.
void work(Worker& worker, Json& json) {
  const int next = (worker.rank() + 1) % worker.size();
  const int previous = (worker.rank() + worker.size() - 1) % worker.size();
  float sum = 0.0F;
  for (std::uint32_t step = 0; step < 40; ++step) {
    const auto vector = std::make_shared<FloatBuffer>(100 + 50 * step % 7);
    worker.compute(3e5 + 0.5 * worker.rank(), [&] { worker.random(Purpose::batches, step).uniform(*vector); });
    worker.compute(0.25, [] {});
    worker.compute_in_parts(
        std::vector<double>{1e5, 2e5 + step, 0.0}, [&](PartIsReady /*none*/) { sum += 1.0F; },
        [&](std::size_t part) {
          worker.send(next, 6, Message(vector, 0, 10 * part));
          static_cast<void>(worker.receive(previous, 6));
          if (part == 1) worker.compute(5e4, [] {});
        });
    worker.send(next, step % 2, Message(vector));
    worker.send(previous, 5, Message(vector, 0, step).standing_for(0));
    const Message message = worker.receive(previous, step % 2);
    static_cast<void>(worker.receive(next, 5));
    worker.compute(0.0, [&] { sum += std::accumulate(message.floats().begin(), message.floats().end(), 0.0F); });
  }
  json = sum;
}

Json outcome(const Simulation& simulation) {
  const Traffic traffic = simulation.traffic();
  Json json = {simulation.now(), simulation.bytes_sent(), traffic.payload_bytes, traffic.coordinates};
  for (const auto& worker : traffic.nodes) {
    json.push_back({worker.bytes_sent, worker.bytes_received, worker.messages_sent, worker.compute_s, worker.wait_s});
  }
  for (const auto& link : traffic.links) json.push_back({link.name, link.bytes});
  for (const auto& point : traffic.curve.points()) json.push_back({point.sim_time_s, point.bytes});
  return json;
}

}  // namespace

TEST_CASE("a replay on another platform gives what a run on it gives, bit for bit", "[trace]") {
  const TemporaryFolder folder;
  const auto recorded_on = star(4, 1e6, 0.001);
  const auto file = folder / "t.trace";
  const auto recorded = simulated(
      recorded_on,
      [&](Worker& worker, Json& json) {
        static TraceWriter* trace = new TraceWriter(file, 4);  // of this child process, which ends without destructors
        static int done = 0;
        RecordingWorker recording(worker, *trace, "a");
        work(recording, json);
        trace->write({worker.rank()}, {.kind = TraceOperation::Kind::report, .iteration = 7});
        recording.returned();
        if (++done == 4) trace->commit("");
      },
      outcome, jittery());
  CHECK(recorded.workers == simulated(recorded_on, work, outcome, jittery()).workers);

  auto slow = star(4, 2e4, 0.05, 1e8, "tcp");
  for (const auto& platform : {recorded_on, slow, shipped("dumbbell_8.xml", 4), star(4, 1e9, 0.0, 1e6, "lv08")}) {
    const TraceFile trace(file);
    const auto replayed = simulated(
        platform,
        [&](Worker& worker, Json& json) {
          replay(worker, trace, [&](Worker& /*worker*/, std::uint64_t iteration) { json.push_back(iteration); });
        },
        outcome, jittery());
    CHECK(replayed.all == simulated(platform, work, outcome, jittery()).all);
    CHECK(replayed.workers == std::vector<Json>(4, Json({7})));
  }
}

TEST_CASE("second programs, and sleep, are replayed", "[trace]") {
  // Worker 0 sleeps until 0.5 s and asks worker 1, whose second program answers after 4e8 operations, while its first
  // one computes as many: both share the core, and take twice as long.
  const TemporaryFolder folder;
  const auto file = folder / "t.trace";
  const auto asked = [](Worker& worker, Json& json) {
    if (worker.rank() == 0) {
      worker.sleep_until(0.5);
      worker.send(1, 1, Message::without_content(84, 0));
      static_cast<void>(worker.receive(1, 2));
    } else {
      worker.run_beside([](Worker& beside) {
        static_cast<void>(beside.receive(0, 1));
        beside.compute(4e8, [] {});
        beside.send(0, 2, Message::without_content(84, 0));
      });
      worker.compute(4e8, [] {});
      worker.compute(4e8, [] {});
    }
    json = 1;
  };
  const auto recorded = simulated(
      star(2, 1e6, 0.001),
      [&](Worker& worker, Json& json) {
        static TraceWriter* trace = new TraceWriter(file, 2);  // of this child process, which ends without destructors
        static int done = 0;
        RecordingWorker recording(worker, *trace, "a");
        asked(recording, json);
        recording.returned();
        if (++done == 2) trace->commit("");
      },
      outcome);
  CHECK(recorded.all == simulated(star(2, 1e6, 0.001), asked, outcome).all);
  for (const auto& platform : {star(2, 1e6, 0.001), star(2, 2e4, 0.05, 1e8)}) {
    const TraceFile trace(file);
    const auto replayed = simulated(
        platform,
        [&](Worker& worker, Json& /*json*/) { replay(worker, trace, [](Worker& /*worker*/, std::uint64_t) {}); },
        outcome);
    CHECK(replayed.all == simulated(platform, asked, outcome).all);
  }
}

TEST_CASE("what depends on time cannot be recorded", "[trace]") {
  const std::vector<std::function<void(Worker&)>> programs = {
      [](Worker& worker) { static_cast<void>(worker.now()); },
      [](Worker& worker) { static_cast<void>(worker.available_from(0)); },
      [](Worker& worker) { static_cast<void>(worker.receive_until(0, inbox_bit, 0.0)); },
      [](Worker& worker) { static_cast<void>(worker.receive_any(inbox_bit)); },
      [](Worker& worker) { static_cast<void>(worker.receive_any_until(inbox_bit, 0.0)); },
      [](Worker& worker) { worker.await([] { return true; }); },
  };
  for (const auto& asks : programs) {
    const TemporaryFolder folder;
    const auto program = [&](Worker& worker, Json& /*json*/) {
      TraceWriter trace(folder / "t.trace", 1);
      RecordingWorker recording(worker, trace, "my method");
      asks(recording);
    };
    CHECK_THROWS_WITH(simulated(star(1, 1e6, 0.0), program),
                      Catch::StartsWith("\"my method\" asks for") && Catch::Contains("not timing-independent"));
  }
}

TEST_CASE("a program that the end of the run has cut off cannot be replayed where it would go on", "[trace]") {
  // The second program sends once a second until worker 1 has its 3 kB: after 3 s at 1 kB/s, after 30 s at 100 B/s.
  const TemporaryFolder folder;
  const auto file = folder / "t.trace";
  const auto asked = [](Worker& worker) {
    if (worker.rank() == 0) {
      worker.run_beside([](Worker& beside) {
        for (int i = 1;; ++i) {
          beside.sleep_until(i - 0.5);
          beside.send(1, 2, Message::without_content(0, 0));
        }
      });
      worker.send(1, 1, Message::without_content(3000 - message_header_bytes, 0));
      return;
    }
    static_cast<void>(worker.receive(0, 1));
  };
  static_cast<void>(simulated(star(2, 1e3, 0.0), [&](Worker& worker, Json& /*json*/) {
    static TraceWriter* trace = new TraceWriter(file, 2);  // of this child process, which ends without destructors
    static int done = 0;
    RecordingWorker recording(worker, *trace, "a");
    asked(recording);
    recording.returned();
    if (++done == 2) trace->commit("");
  }));
  const TraceFile trace(file);
  const auto program = [&](Worker& worker, Json& /*json*/) {
    replay(worker, trace, [](Worker& /*worker*/, std::uint64_t) {});
  };
  CHECK_NOTHROW(simulated(star(2, 1e3, 0.0), program));
  CHECK_THROWS_WITH(simulated(star(2, 1e2, 0.0), program), Catch::Contains("here that is too early"));
}
