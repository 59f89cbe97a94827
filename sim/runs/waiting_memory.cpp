// SPDX-License-Identifier: Apache-2.0
#include "sim/runs/waiting_memory.hpp"

#include <fstream>
#include <limits>
#include <string>

#include "sim/base/size_limit.hpp"

namespace lowband {

double waiting_bytes(const Experiment& experiment, const Algorithm& algorithm) {
  // The model, its gradient, what is evaluated, what is sent and what was received, codes and their errors.
  constexpr double usual_vectors = 8.0;
  constexpr double of_process = 8e6;  // its stacks, its engine, its threads
  const double vectors =
      usual_vectors + static_cast<double>(experiment.training_of(algorithm).optimizer->state_vectors());
  const auto parameters = static_cast<double>(size_of(experiment.layout()));
  return of_process + experiment.workers * (least_bytes_per_worker + sizeof(float) * parameters * vectors);
}

double available_bytes() {
  std::ifstream file("/proc/meminfo");  // "MemAvailable:   12345 kB"
  std::string key;
  std::string rest;
  double kilobytes = 0.0;
  while (file >> key) {
    if (key == "MemAvailable:" && file >> kilobytes) return 1024.0 * kilobytes;
    std::getline(file, rest);
  }
  return std::numeric_limits<double>::infinity();
}

}  // namespace lowband
