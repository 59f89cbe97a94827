// SPDX-License-Identifier: Apache-2.0
#include "models/zoo/lenet5.hpp"

namespace lowband {

Json LeNet5::layers(const Shape& sample, const LabelShape& labels) const {
  return Json::array({{{"layer", "convolution"},
                       {"name", "conv1"},
                       {"channels", 6},
                       {"kernel", 5},
                       {"padding", sample.height <= 28 ? 2 : 0}},
                      "relu",
                      {{"layer", "max-pooling"}, {"kernel", 2}},
                      {{"layer", "convolution"}, {"name", "conv2"}, {"channels", 16}, {"kernel", 5}},
                      "relu",
                      {{"layer", "max-pooling"}, {"kernel", 2}},
                      {{"layer", "dense"}, {"name", "fc1"}, {"units", 120}},
                      "relu",
                      {{"layer", "dense"}, {"name", "fc2"}, {"units", 84}},
                      "relu",
                      {{"layer", "dense"}, {"name", "fc3"}, {"units", labels.classes}}});
}

}  // namespace lowband
