// SPDX-License-Identifier: Apache-2.0
#include "models/zoo/product_flops.hpp"

namespace lowband {

double gradient_flops_of(const std::vector<double>& product_flops, std::size_t samples) {
  double flops = 0.0;
  double first = 0.0;
  for (const double product : product_flops) {
    if (first == 0.0) first = product;
    flops += 3.0 * product;
  }
  return (flops - first) * static_cast<double>(samples);
}

std::vector<double> backward_flops_of(const std::vector<double>& product_flops, std::size_t samples) {
  std::vector<double> flops(product_flops.size());
  double pass_on = 0.0;  // of a product's inputs, which the one before it needs
  for (std::size_t i = flops.size(); i-- > 0;) {
    const double product = product_flops[i] * static_cast<double>(samples);
    if (product == 0.0) continue;
    flops[i] = product + pass_on;
    pass_on = product;
  }
  return flops;
}

}  // namespace lowband
