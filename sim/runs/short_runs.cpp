// SPDX-License-Identifier: Apache-2.0
#include "sim/runs/short_runs.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/resource.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cmath>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "sim/algorithms/evaluator.hpp"
#include "sim/base/error.hpp"
#include "sim/base/json.hpp"
#include "sim/engine/forked.hpp"
#include "sim/results/run_folder.hpp"
#include "sim/runs/stopwatch.hpp"
#include "sim/runs/trial.hpp"

namespace lowband {

namespace fs = std::filesystem;

namespace {

/// Of this process so far, in bytes.
std::uint64_t resident_peak() {
  constexpr std::uint64_t kibi = 1024;
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return kibi * static_cast<std::uint64_t>(usage.ru_maxrss);
}

fs::path new_folder() {
  std::string name = (fs::temp_directory_path() / "lowband-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::system_error(errno, std::generic_category(), name);
  return name;
}

void set_local_steps(Algorithm& algorithm, std::uint64_t local_steps) {
  Parameters parameters;
  algorithm.parameters(parameters);
  for (const auto& parameter : parameters.list()) {
    if (parameter.name == "local_steps") parameter.read(Json(local_steps), Place("local_steps"));
  }
}

/// A trace is known by what was learned, which here is nothing but that it was tried.
Recording recording_in(const fs::path& folder, const Experiment& experiment, const Algorithm& algorithm) {
  return {folder / "trace", Json("a short run"),
          experiment.workers + static_cast<int>(algorithm.other_nodes(experiment.workers).size())};
}

/// The first so many of `count` samples, of which `setting` says that all (0) or no more than so many are taken.
int part_of(int setting, std::size_t count, double part) {
  const double taken =
      setting == 0 ? static_cast<double>(count) : std::min<double>(setting, static_cast<double>(count));
  return static_cast<int>(std::max(1.0, std::ceil(part * taken)));
}

}  // namespace

ShortRuns::ShortRuns(Experiment& experiment, const Data& data, int threads, double patience_s)
    : experiment_(experiment),
      data_(data),
      threads_(threads),
      patience_s_(patience_s),
      shares_(experiment.split(data, experiment.seeds().front())),
      folder_(new_folder()),
      peak_bytes_(resident_peak()) {}

ShortRuns::~ShortRuns() {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

std::optional<ShortRuns::Done> ShortRuns::in_child(const std::function<double()>& work) {
  using Clock = std::chrono::steady_clock;
  const auto begun = Clock::now();
  const auto end = begun + std::chrono::duration<double>(patience_s_);
  Child child([&] { return Json({work(), resident_peak()}).dump(); });
  pollfd answer{child.descriptor(), POLLIN, 0};
  do {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now());
    const int ready = left.count() > 0 ? ::poll(&answer, 1, static_cast<int>(left.count())) : 0;
    if (ready == 0) return std::nullopt;  // the child is killed
    if (ready < 0 && errno != EINTR) throw std::system_error(errno, std::generic_category(), "poll");
  } while (answer.revents == 0 || !child.take());
  const Json told = parse_json(child.result(), "a short run");
  peak_bytes_ = std::max(peak_bytes_, told.at(1).get<std::uint64_t>());
  return Done{told.at(0).get<double>(), std::chrono::duration<double>(Clock::now() - begun).count()};
}

std::optional<double> ShortRuns::trained(std::size_t algorithm, std::uint64_t local_steps, std::uint64_t iterations) {
  Algorithm& trying = *experiment_.algorithms.at(algorithm);
  const Recording recording = recording_in(folder_, experiment_, trying);
  fs::remove(recording.file);
  fs::remove_all(folder_ / "run");
  const auto done = in_child([&] {
    set_local_steps(trying, local_steps);
    experiment_.shorten(iterations);
    const Trial trial{trying, "", experiment_.scenarios.front(), experiment_.seeds().front()};
    SharedProgress progress;
    const bool is_replayed = experiment_.is_timing_independent(trying);
    const Trained trained = train_trial(experiment_, trial, data_, shares_, threads_,
                                        is_replayed ? std::optional(recording) : std::nullopt, progress);
    write_run(folder_ / "run", trained.record, trained.timeline);
    return 0.0;
  });
  return done ? std::optional(done->real_s) : std::nullopt;
}

std::optional<double> ShortRuns::replayed(std::size_t algorithm) {
  const Algorithm& trying = *experiment_.algorithms.at(algorithm);
  const Recording recording = recording_in(folder_, experiment_, trying);
  if (!fs::exists(recording.file)) return std::nullopt;
  fs::remove_all(folder_ / "run");
  const auto done = in_child([&] {
    const Trial trial{trying, "", experiment_.scenarios.front(), experiment_.seeds().front()};
    SharedProgress progress;
    write_run(folder_ / "run", time_trial(experiment_, trial, recording, progress));
    return 0.0;
  });
  return done ? std::optional(done->real_s) : std::nullopt;
}

std::optional<double> ShortRuns::evaluated(bool are_alike, double least_s) {
  const auto done = in_child([&] {
    const Problem problem(*experiment_.model, data_, shares_, experiment_.training.batch_size,
                          experiment_.seeds().front());
    TaskPool pool(threads_);
    std::vector<LearnedModel> learned(static_cast<std::size_t>(experiment_.workers),
                                      {problem.initial(), problem.initial_buffers()});
    for (std::size_t i = 1; i < learned.size() && !are_alike && !learned[i].parameters.empty(); ++i) {
      learned[i].parameters.front() += static_cast<float>(i);
    }
    const EvaluationSettings all = experiment_.evaluation_settings();
    double seconds = 0.0;
    double part = 1.0 / 256;
    for (;; part = std::min(1.0, 4.0 * part)) {
      EvaluationSettings settings = all;
      settings.train_samples = part_of(all.train_samples, data_.train.size(), part);
      settings.test_samples = part_of(all.test_samples, data_.test.size(), part);
      settings.worker_test_samples = part_of(all.worker_test_samples, data_.test.size(), part);
      if (all.worker_train_samples) {
        settings.worker_train_samples = part_of(*all.worker_train_samples, data_.train.size(), part);
      }
      const Evaluator evaluator(problem, settings, 0.0, pool);
      const Stopwatch stopwatch;
      static_cast<void>(evaluator.evaluate(learned));
      seconds = stopwatch.seconds();
      if (seconds >= least_s || part == 1.0) break;
    }
    return seconds / part;
  });
  return done ? std::optional(done->told) : std::nullopt;
}

}  // namespace lowband
