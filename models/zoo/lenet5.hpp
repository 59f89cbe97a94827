// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/zoo/deep_network.hpp"

namespace lowband {

/// LeNet-5 (LeCun et al., Proc. IEEE 86(11), 1998, section II.B) as it is used today: two convolutions of 5 x 5 to 6
/// and 16 channels, each with ReLU and max pooling of 2 x 2, dense layers of 120 and 84 with ReLU, and one to the
/// classes. Images of 28 x 28 are padded to the 32 x 32 it was made for. 61,706 parameters on MNIST, 62,006 on
/// CIFAR-10.
class LeNet5 final : public DeepNetwork {
 public:
  void parameters(Parameters& /*parameters*/) override {}

 protected:
  [[nodiscard]] Json layers(const Shape& sample, const LabelShape& labels) const override;
};

}  // namespace lowband
