#include "models/zoo/classifier.hpp"

#include <fmt/format.h>

#include "sim/base/error.hpp"

namespace lowband {

std::size_t require_classes(const LabelShape& labels) {
  if (labels.classes < 2)
    throw UsageError(fmt::format("a classifier needs data of at least 2 classes, these have {}", labels.classes));
  if (labels.per_sample != 1)
    throw UsageError(fmt::format("the model tells one class of a sample, these data have {}", labels.per_sample));
  return static_cast<std::size_t>(labels.classes);
}

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
