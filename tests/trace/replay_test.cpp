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
        std::vector<double>{1e5, 2e5 + step, 0.0}, [&] { sum += 1.0F; },
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
  for (const auto& worker : traffic.workers) {
    json.push_back({worker.bytes_sent, worker.bytes_received, worker.messages_sent, worker.compute_s, worker.wait_s});
  }
  for (const auto& link : traffic.links) json.push_back({link.name, link.bytes});
  for (const auto& point : traffic.curve.points()) json.push_back({point.sim_time_s, point.bytes});
  return json;
}

SimulatedOptions jittery() {
  SimulatedOptions options;
  options.compute.jitter = 0.2;
  options.compute.slowdown = {1.0, 2.5, 1.0, 1.0};
  return options;
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
        RecordingWorker recording(worker, *trace);
        work(recording, json);
        trace->write(worker.rank(), {.kind = Operation::Kind::report, .iteration = 7});
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

TEST_CASE("an algorithm that takes what arrives first has no trace", "[trace]") {
  const TemporaryFolder folder;
  const auto program = [&](Worker& worker, Json& /*json*/) {
    TraceWriter trace(folder / "t.trace", 1);
    RecordingWorker recording(worker, trace);
    static_cast<void>(recording.receive_any(0));
  };
  CHECK_THROWS_WITH(simulated(star(1, 1e6, 0.0), program), Catch::Contains("depends on time"));
}
