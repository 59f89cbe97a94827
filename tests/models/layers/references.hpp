// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "models/data/shape.hpp"
#include "models/layers/convolution.hpp"
#include "models/layers/pooling.hpp"

namespace lowband::reference {

using Values = std::vector<double>;

// What layers compute, in double, straight from their definitions. Values stand sample by sample, channel by channel,
// row by row; parameters are taken from `parameters` at `at`, which moves past them.

[[nodiscard]] Values convolution(const Values& x, const Shape& shape, const Convolution::Settings& settings,
                                 const Values& parameters, std::size_t& at);
/// Over everything of a channel (batch normalisation), or of a sample's group of channels if there are `groups`.
[[nodiscard]] Values normalisation(const Values& x, const Shape& shape, std::size_t groups, const Values& parameters,
                                   std::size_t& at);
[[nodiscard]] Values relu(Values x);
[[nodiscard]] Values pooling(const Values& x, const Shape& shape, Pooling::Kind kind, std::size_t kernel,
                             std::size_t stride);
[[nodiscard]] Values linear(const Values& x, std::size_t in, std::size_t out, const Values& parameters,
                            std::size_t& at);
[[nodiscard]] Values sum(Values a, const Values& b);

}  // namespace lowband::reference
