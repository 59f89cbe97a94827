// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "models/model.hpp"
#include "models/torchscript/torchscript_model.hpp"
#include "models/zoo/lenet5.hpp"
#include "models/zoo/linear_svm.hpp"
#include "models/zoo/logistic_regression.hpp"
#include "models/zoo/lstm_language_model.hpp"
#include "models/zoo/mlp.hpp"
#include "models/zoo/network.hpp"
#include "models/zoo/quadratic.hpp"
#include "models/zoo/resnet.hpp"
#include "models/zoo/softmax_regression.hpp"
#include "models/zoo/timing_only.hpp"
#include "models/zoo/vgg.hpp"

namespace lowband {

namespace {

Registry<Model>::Entry cifar_resnet(std::size_t depth) {
  return {fmt::format("resnet{}", depth), fmt::format("residual network of {} layers for small images", depth),
          "He et al., CVPR 2016, section 4.2", [depth] { return ResNet::cifar(depth); }};
}

}  // namespace

const Registry<Model>& models() {
  static const Registry<Model> registry(
      "model", "name",
      {{"softmax-regression", "multinomial logistic regression; convex", "",
        [] { return std::make_unique<SoftmaxRegression>(); }},
       {"logistic-regression",
        "for two classes, on sparse or dense data; training's weight_decay is its L2 regularisation", "",
        [] { return std::make_unique<LogisticRegression>(); }},
       {"linear-svm", "for two classes, on sparse or dense data; training's weight_decay is its L2 regularisation",
        "Fan et al., LIBLINEAR, JMLR 9, 2008", [] { return std::make_unique<LinearSvm>(); }},
       {"mlp", "multilayer perceptron: dense hidden layers, each followed by an activation", "",
        [] { return std::make_unique<Mlp>(); }},
       {"lenet5", "two convolutions and three dense layers", "LeCun et al., Proc. IEEE 86(11), 1998, section II.B",
        [] { return std::make_unique<LeNet5>(); }},
       cifar_resnet(8),
       cifar_resnet(20),
       cifar_resnet(32),
       cifar_resnet(56),
       cifar_resnet(110),
       {"resnet18", "residual network of 18 layers with a stem for small images", "He et al., CVPR 2016, table 1",
        [] { return ResNet::resnet18(); }},
       {"vgg11", "8 convolutions of 3 x 3, batch-normalised, and a dense layer",
        "Simonyan & Zisserman, ICLR 2015, table 1, A", [] { return Vgg::vgg11(); }},
       {"vgg16", "13 convolutions of 3 x 3, batch-normalised, and a dense layer",
        "Simonyan & Zisserman, ICLR 2015, table 1, D", [] { return Vgg::vgg16(); }},
       {"lstm", "predicts the next symbol of a text: an embedding, layers of long short-term memory, a dense layer",
        "McMahan et al., AISTATS 2017 (arXiv:1602.05629), section 3",
        [] { return std::make_unique<LstmLanguageModel>(); }},
       {"network", "the layers and the loss listed in the experiment", "", [] { return std::make_unique<Network>(); }},
       {"torchscript", "a PyTorch module saved in a file, with a loss on its outputs; needs libtorch", "",
        [] { return std::make_unique<TorchScriptModel>(); }},
       {"quadratic", "weighted distance to the samples; its optimum is known: their mean", "",
        [] { return std::make_unique<Quadratic>(); }},
       {"timing-only", "tensors that are not trained, to time messages of their size; has no data", "",
        [] { return std::make_unique<TimingOnly>(); }}});
  return registry;
}

}  // namespace lowband
