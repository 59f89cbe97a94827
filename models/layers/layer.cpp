// SPDX-License-Identifier: Apache-2.0
#include "models/layers/layer.hpp"

#include <fmt/format.h>

#include "models/layers/activations.hpp"
#include "models/layers/batch_normalisation.hpp"
#include "models/layers/convolution.hpp"
#include "models/layers/dropout.hpp"
#include "models/layers/embedding.hpp"
#include "models/layers/group_normalisation.hpp"
#include "models/layers/last_step.hpp"
#include "models/layers/layer_normalisation.hpp"
#include "models/layers/linear.hpp"
#include "models/layers/lstm.hpp"
#include "models/layers/padding_shortcut.hpp"
#include "models/layers/pooling.hpp"
#include "models/layers/residual.hpp"

namespace lowband {

const Registry<Layer>& layers() {
  static const Registry<Layer> registry(
      "layer", "layer",
      {{"dense", "a linear function of all values of a sample, channel by channel: PyTorch's Linear", "",
        [] { return std::make_unique<Linear>(1U); }},
       {"convolution", "a linear function of windows of all channels, with zeros around the edges: PyTorch's Conv2d",
        "",
        [] { return std::make_unique<Convolution>(Convolution::Settings{.channels = 1, .padding = 0, .bias = true}); }},
       {"max-pooling", "the largest value of each window", "",
        [] { return std::make_unique<Pooling>(Pooling::Kind::max); }},
       {"average-pooling", "the mean of each window", "",
        [] { return std::make_unique<Pooling>(Pooling::Kind::average); }},
       {"global-average-pooling", "the mean of each channel", "",
        [] { return std::make_unique<GlobalAveragePooling>(); }},
       {"relu", "max(x, 0)", "", [] { return std::make_unique<ReLU>(); }},
       {"tanh", "hyperbolic tangent", "", [] { return std::make_unique<Tanh>(); }},
       {"sigmoid", "1 / (1 + exp(-x))", "", [] { return std::make_unique<Sigmoid>(); }},
       {"gelu", "x (1 + erf(x / sqrt(2))) / 2", "Hendrycks and Gimpel, arXiv:1606.08415",
        [] { return std::make_unique<Gelu>(); }},
       {"softplus", "log(1 + exp(x))", "", [] { return std::make_unique<Softplus>(); }},
       {"batch-normalisation",
        "normalises each channel, over the batch in training, with running statistics in evaluation",
        "Ioffe and Szegedy, ICML 2015", [] { return std::make_unique<BatchNormalisation>(); }},
       {"group-normalisation", "normalises groups of channels of each sample", "Wu and He, ECCV 2018",
        [] { return std::make_unique<GroupNormalisation>(1U); }},
       {"layer-normalisation", "normalises over the channels of a sample, each pixel or step by itself",
        "Ba et al., arXiv:1607.06450", [] { return std::make_unique<LayerNormalisation>(); }},
       {"dropout", "sets random values to zero in training, and scales up the others",
        "Srivastava et al., JMLR 15, 2014", [] { return std::make_unique<Dropout>(0.5); }},
       {"residual", "adds the output of its layers to its input, which may go through a shortcut",
        "He et al., CVPR 2016", [] { return std::make_unique<Residual>(); }},
       {"padding-shortcut", "passes on every stride-th pixel, with zeros in new channels",
        "He et al., CVPR 2016, section 3.3, option A", [] { return std::make_unique<PaddingShortcut>(1U, 2U); }},
       {"embedding", "learned vectors for the symbols of a text", "", [] { return std::make_unique<Embedding>(1U); }},
       {"lstm", "long short-term memory over a sequence", "Hochreiter and Schmidhuber, Neural Computation 9(8), 1997",
        [] { return std::make_unique<Lstm>(1U, 1U); }},
       {"last-step", "the last step of a sequence", "", [] { return std::make_unique<LastStep>(); }}});
  return registry;
}

std::string text(const Shape& shape) { return fmt::format("{} x {} x {}", shape.channels, shape.height, shape.width); }

}  // namespace lowband
