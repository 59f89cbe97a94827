// SPDX-License-Identifier: Apache-2.0
#include "sim/runs/run_queue.hpp"

#include <catch2/catch.hpp>

#include "tests/commands/workplace.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

/// The runs of two algorithms in two scenarios; each algorithm has a trace of its own.
struct Queue {
  explicit Queue(const std::set<std::string>& untraceable = {}) {
    place.write("experiment.json", Workplace::small_experiment());
    experiment = std::make_unique<Experiment>((place.path() / "experiment.json").string());
    queue = std::make_unique<RunQueue>(
        plan(*experiment),
        [&untraceable](const PlannedRun& run) -> std::optional<std::filesystem::path> {
          if (untraceable.contains(run.trial.algorithm.name())) return std::nullopt;
          return run.trial.algorithm.name();
        },
        [this](const PlannedRun& run) { return written.contains(run.trial.algorithm.name()); });
  }

  /// The next run that may begin, with "*" if it is replayed; "" if there is none.
  std::string next() {
    if (auto step = queue->next()) {
      steps.push_back(*step);
      return step->run.folder + (step->is_replayed ? "*" : "");
    }
    return "";
  }

  Workplace place;
  std::unique_ptr<Experiment> experiment;
  std::set<std::string> written;
  std::unique_ptr<RunQueue> queue;
  std::vector<RunQueue::Step> steps;
};

}  // namespace

TEST_CASE("a run whose trace is being written waits for it, and is timed", "[runs]") {
  Queue queue;
  CHECK(queue.next() == "ring@fast@seed1");
  CHECK(queue.next() == "gossip-4@fast@seed1");
  CHECK(queue.next().empty());
  CHECK(queue.queue->waiting() == 2);
  queue.written.insert("gossip/4");
  queue.queue->ended(queue.steps[1]);
  CHECK(queue.next() == "gossip-4@slow@seed1*");  // before the other one, which still waits
  CHECK(queue.next().empty());
  queue.queue->ended(queue.steps[0]);  // and has left no trace: it has diverged, say
  CHECK(queue.next() == "ring@slow@seed1");
  CHECK(queue.queue->waiting() == 0);
}

TEST_CASE("what has no trace is trained in every scenario, at any time", "[runs]") {
  Queue queue({"ring"});
  queue.written = {"gossip/4"};
  CHECK(queue.next() == "ring@fast@seed1");
  CHECK(queue.next() == "gossip-4@fast@seed1*");
  CHECK(queue.next() == "ring@slow@seed1");
  CHECK(queue.next() == "gossip-4@slow@seed1*");
  CHECK(queue.next().empty());
}
