// SPDX-License-Identifier: Apache-2.0
#include "tests/algorithms/trained.hpp"

#include <sys/resource.h>

#include <cmath>

#include "tests/algorithms/synchronised.hpp"
#include "tests/checked_child.hpp"

namespace lowband::test {

namespace {

using Pairs = std::vector<std::pair<int, int>>;

double number(const Json& json) { return json.is_null() ? std::nan("") : json.get<double>(); }

/// How often staleness was 0, 1, 2, ...
std::vector<std::uint64_t> histogram(const StalenessCounts& staleness) {
  std::vector<std::uint64_t> counts;
  for (const auto& row : staleness.rows()) {
    counts.resize(row.staleness + 1, 0);
    counts.back() = row.count;
  }
  return counts;
}

}  // namespace

Trained trained(const OwningProblem& problem, const std::string& json, const PlatformSettings& platform,
                const TrainingSettings& settings, int every, int threads, const ComputeSettings& compute) {
  ReporterSettings reports;
  reports.evaluation = {.every = every, .train_samples = 0, .worker_test_samples = 0, .each_worker = true};
  return trained(problem, prepared(json, platform, problem.model->layout(), algorithms(), problem.samples), platform,
                 settings, reports, threads, compute);
}

Trained trained(const OwningProblem& problem, const Prepared& ready, const PlatformSettings& settled_platform,
                const TrainingSettings& settings, ReporterSettings reports, int threads, const ComputeSettings& compute,
                bool knows_pairs) {
  PlatformSettings platform = settled_platform;
  platform.others = ready.algorithm->other_nodes(platform.workers);
  reports.iterations = settings.iterations;
  reports.servers = static_cast<int>(platform.others.size());
  reports.regulariser = settings.regulariser();
  Trained result;
  result.all = Json::parse(run_in_checked_child([&] {
    TaskPool pool(threads);
    const bool are_told = knows_pairs && !ready.algorithm->is_in_step();
    Simulation simulation(platform, compute, 1, pool, are_told ? ready->pairs() : Pairs{});
    Reporter reporter(*problem.problem, reports, platform.workers, pool, simulation);
    const auto workers = static_cast<std::size_t>(platform.workers);
    std::vector<FloatBuffer> models(workers);
    std::vector<FloatBuffer> buffers(workers);
    // They outlive the programs: what one of a node's two has begun may go on when the other is over.
    std::vector<std::optional<Learner>> learners(workers);
    std::vector<std::unique_ptr<Node>> nodes(simulation.host_names().size());
    simulation.run([&](Worker& worker) {
      const auto rank = static_cast<std::size_t>(worker.rank());
      nodes[rank] = ready->node(worker.rank());
      if (rank >= workers) return nodes[rank]->run(worker, nullptr, reporter);
      Learner& learner =
          learners[rank].emplace(worker.rank(), *problem.problem, settings, ready.algorithm->optimizer_state(),
                                 ready.algorithm->exchanges_buffers());
      nodes[rank]->run(worker, &learner, reporter);
      models[rank].assign(learner.model().begin(), learner.model().end());
      buffers[rank].assign(learner.buffers().begin(), learner.buffers().end());
    });
    Json all;
    for (const auto& row : reporter.metrics()) {
      all["metrics"].push_back({row.iteration, row.sim_time_s, row.bytes_sent, row.train_loss, row.consensus_distance,
                                row.gradient_norm_sq, row.epoch, row.test_loss});
    }
    for (const auto& row : reporter.worker_metrics()) {
      all["worker_metrics"].push_back({row.iteration, row.worker, row.sim_time_s, row.test_loss});
    }
    for (const auto& worker : simulation.traffic().nodes) {
      all["messages"].push_back(worker.messages_sent);
      all["bytes"].push_back(worker.bytes_sent);
    }
    all["models"] = models;
    all["buffers"] = buffers;
    all["diverged"] = reason_of(simulation);
    all["now"] = simulation.now();
    all["staleness"] = histogram(reporter.staleness());
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    all["peak_kB"] = usage.ru_maxrss;
    return all.dump();
  }));
  result.peak_kB = result.all["peak_kB"].get<long>();
  result.all.erase("peak_kB");  // no two executions share it
  for (const auto& row : result.all["metrics"]) {
    MetricsRow metrics;
    metrics.iteration = row[0].get<std::uint64_t>();
    metrics.sim_time_s = row[1].get<double>();
    metrics.bytes_sent = row[2].get<std::uint64_t>();
    metrics.train_loss = number(row[3]);
    metrics.consensus_distance = number(row[4]);
    metrics.gradient_norm_sq = number(row[5]);
    metrics.epoch = row[6].get<double>();
    metrics.test_loss = number(row[7]);
    result.metrics.push_back(metrics);
  }
  if (result.all["diverged"] == "") {
    result.models = result.all["models"].get<std::vector<std::vector<float>>>();
    result.buffers = result.all["buffers"].get<std::vector<std::vector<float>>>();
  }
  return result;
}

ReporterSettings by_total_steps(int every) {
  ReporterSettings settings;
  settings.evaluation = {.every = every, .train_samples = 0, .worker_test_samples = 0, .each_worker = true};
  settings.clock = EvaluationClock::total_steps;
  return settings;
}

ComputeSettings random_speeds(int workers, std::uint32_t seed) {
  ComputeSettings compute;
  compute.step_time_s = 0.001;
  Stream random(3, Purpose::data, 0, seed);
  for (int i = 0; i < workers; ++i) compute.slowdown.push_back(std::exp2(3.0 * static_cast<double>(random.uniform())));
  return compute;
}

std::string all_reduce(const std::string& local_steps, const std::string& more) {
  return R"({"name": "a", "paradigm": "all-reduce", "local_steps": )" + local_steps + more + "}";
}

Named<Optimizer> optimizer(const std::string& json) {
  return read_named(optimizers(), Json::parse(json), Place("test"));
}

Named<Schedule> schedule(const std::string& json) { return read_named(schedules(), Json::parse(json), Place("test")); }

}  // namespace lowband::test
