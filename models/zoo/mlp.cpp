#include "models/zoo/mlp.hpp"

namespace lowband {

void Mlp::parameters(Parameters& parameters) {
  parameters.integers("hidden", hidden_, {.least = 1, .most = 65536}, "widths of the hidden layers, first to last");
}

}  // namespace lowband
