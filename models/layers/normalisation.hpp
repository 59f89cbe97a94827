#pragma once

#include <cstddef>
#include <memory>

#include "models/layers/activation.hpp"
#include "models/layers/layer.hpp"

namespace lowband {

/// Which normalisation a network has after its convolutions.
struct Normalisation {
  std::size_t groups = 0;  ///< group normalisation in so many groups; 0 for batch normalisation

  [[nodiscard]] std::unique_ptr<Layer> layer(Activation activation) const;
};

}  // namespace lowband
