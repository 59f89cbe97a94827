// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/parameter_server/elastic_averaging.hpp"

#include <fmt/format.h>

namespace lowband {

void ElasticAveraging::declare(Parameters& parameters, const std::function<std::string(const char* key)>& why_not) {
  const auto without_moves = [&](const char* key) { return [why_not, key] { return why_not(key); }; };
  parameters.number(
      "elasticity", elasticity_, {.least = 0, .most = 1, .above = true}, "",
      "alpha, for easgd: at an exchange a client's model and the centre each move this share of the way towards the "
      "other; by default 0.9 / M, as in its authors' code");
  parameters.no_effect_if(without_moves("elasticity"));
  parameters.flag(
      "in_rounds", in_rounds_,
      "for easgd: the centre waits for the moves of all clients, while their steps continue; otherwise each client "
      "exchanges with it whenever its own local_steps are over");
  parameters.no_effect_if(without_moves("in_rounds"));
}

double ElasticAveraging::elasticity(int clients) const { return elasticity_.value_or(0.9 / clients); }

Json ElasticAveraging::settled(int clients) const { return {{"elasticity", elasticity(clients)}}; }

/// Without gradients a round of all M clients multiplies the distance of the centre from the mean of the models by
/// 1 - (M + 1) alpha. With them the limit is lower (docs/algorithms.md), and it is higher where one after the other
/// exchanges.
std::vector<std::string> ElasticAveraging::warnings(int clients) const {
  const double limit = 2.0 / (clients + 1.0);
  if (elasticity(clients) <= limit) return {};
  return {fmt::format(
      "\"elasticity\" is {}, beyond 2 / (M + 1) = {:.3g}: where all {} clients exchange at once, their models and the "
      "centre move past each other, further each time, and the run may diverge",
      elasticity(clients), limit, clients)};
}

}  // namespace lowband
