#include "models/model.hpp"
#include "models/zoo/mlp.hpp"
#include "models/zoo/quadratic.hpp"
#include "models/zoo/softmax_regression.hpp"

namespace lowband {

const Registry<Model>& models() {
  static const Registry<Model> registry(
      "model", "name",
      {{"softmax-regression", "multinomial logistic regression; convex", "",
        [] { return std::make_unique<SoftmaxRegression>(); }},
       {"mlp", "multilayer perceptron: dense hidden layers with ReLU", "", [] { return std::make_unique<Mlp>(); }},
       {"quadratic", "weighted distance to the samples; its optimum is known: their mean", "",
        [] { return std::make_unique<Quadratic>(); }}});
  return registry;
}

}  // namespace lowband
