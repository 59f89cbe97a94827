#include "models/model.hpp"
#include "models/zoo/linear_svm.hpp"
#include "models/zoo/logistic_regression.hpp"
#include "models/zoo/mlp.hpp"
#include "models/zoo/quadratic.hpp"
#include "models/zoo/softmax_regression.hpp"

namespace lowband {

const Registry<Model>& models() {
  static const Registry<Model> registry(
      "model", "name",
      {{"softmax-regression", "multinomial logistic regression; convex", "",
        [] { return std::make_unique<SoftmaxRegression>(); }},
       {"logistic-regression",
        "of two classes, on sparse or dense data; training's weight_decay is its L2 regularisation", "",
        [] { return std::make_unique<LogisticRegression>(); }},
       {"linear-svm", "of two classes, on sparse or dense data; training's weight_decay is its L2 regularisation",
        "Fan et al., LIBLINEAR, JMLR 9, 2008", [] { return std::make_unique<LinearSvm>(); }},
       {"mlp", "multilayer perceptron: dense hidden layers with ReLU", "", [] { return std::make_unique<Mlp>(); }},
       {"quadratic", "weighted distance to the samples; its optimum is known: their mean", "",
        [] { return std::make_unique<Quadratic>(); }}});
  return registry;
}

}  // namespace lowband
