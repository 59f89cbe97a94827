// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/periodic/periodic_algorithm.hpp"

#include "sim/algorithms/periodic/periodic_node.hpp"

namespace lowband {

void PeriodicAlgorithm::parameters(Parameters& parameters) {
  parameters_of_training(parameters);
  local_steps_.declare(parameters, "local_steps",
                       "K: local steps between synchronisations; the last, partial period synchronises too");
  parameters_of_exchange(parameters);
}

void PeriodicAlgorithm::check(const Place& place) {
  if (!period().seconds()) return;
  if (const auto reason = why_not_by_time(); !reason.empty()) (place / "local_steps").fail(reason);
}

std::string PeriodicAlgorithm::why_not_by_time() const {
  return "workers of this paradigm synchronise with some others only, so each must take as many steps: use "
         "\"all-reduce\" or \"parameter-server\", or periods of steps";
}

std::vector<std::string> PeriodicAlgorithm::warnings(const Layout& exchanged, std::uint64_t iterations) const {
  auto lines = Algorithm::warnings(exchanged, iterations);
  if (auto line = period().warning(iterations); !line.empty()) lines.push_back(std::move(line));
  return lines;
}

std::unique_ptr<Node> PeriodicMethod::node(int /*rank*/) const { return std::make_unique<PeriodicNode>(*this); }

}  // namespace lowband
