#include "models/layers/normalisation.hpp"

#include "models/layers/batch_normalisation.hpp"
#include "models/layers/group_normalisation.hpp"

namespace lowband {

std::unique_ptr<Layer> Normalisation::layer(Activation activation) const {
  if (groups == 0) return std::make_unique<BatchNormalisation>(activation);
  return std::make_unique<GroupNormalisation>(groups, activation);
}

}  // namespace lowband
