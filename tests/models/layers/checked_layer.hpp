// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <vector>

#include "models/layers/layer.hpp"

namespace lowband {

/// What a layer computes, in double and without a thought for speed: its outputs from its inputs, both sample by sample
/// and channel by channel, and its parameters.
using Reference =
    std::function<std::vector<double>(const std::vector<double>& inputs, const std::vector<double>& parameters)>;

/// Holds a layer to its reference, on `samples` random samples with random parameters: the outputs, and the gradients
/// of a random weighting of them in all inputs and parameters, against central differences of the reference. `random`:
/// what the layer draws from in training.
void check_layer(Layer& layer, const Shape& input, std::size_t samples, const Reference& reference,
                 const std::optional<Stream>& random = std::nullopt);

/// The same for a layer without chance or running statistics that has too many parameters to vary each: outputs in
/// training and in evaluation, and slopes in random directions.
void check_large_layer(Layer& layer, const Shape& input, std::size_t samples, const Reference& reference);

/// A layer's outputs in evaluation.
[[nodiscard]] std::vector<float> evaluated(Layer& layer, const Shape& input, const std::vector<float>& inputs,
                                           const std::vector<float>& parameters, const std::vector<float>& running);

}  // namespace lowband
