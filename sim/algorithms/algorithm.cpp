#include "sim/algorithms/algorithm.hpp"

namespace lowband {

Algorithm::Algorithm() : compression_(read_named(compressors(), "none", Place("default"))) {}

void Algorithm::parameters(Parameters& parameters) {
  parameters.text("name", name_, "label in results, tables and plots; unique", Parameters::Need::required);
  parameters.integer("local_steps", local_steps_, {.least = 1}, "steps",
                     "K: local SGD steps between synchronisations; the last, partial period synchronises too");
  state_component(parameters, "compression", compression_, compressors(), "codec of what is exchanged");
}

}  // namespace lowband
