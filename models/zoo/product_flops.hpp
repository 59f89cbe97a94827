// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

namespace lowband {

/// Model::gradient_flops() and Model::backward_flops() of a network whose work is in products: `product_flops` are,
/// tensor by tensor, the operations per sample of the product that a tensor stands in, forward, or 0. The backward pass
/// has as many for the gradient of the tensor, and as many for that of the product's inputs, but for the first product.
[[nodiscard]] double gradient_flops_of(const std::vector<double>& product_flops, std::size_t samples);
[[nodiscard]] std::vector<double> backward_flops_of(const std::vector<double>& product_flops, std::size_t samples);

}  // namespace lowband
