// SPDX-License-Identifier: Apache-2.0
#include "models/losses/loss.hpp"

#include "models/losses/binary_cross_entropy.hpp"
#include "models/losses/cross_entropy.hpp"
#include "models/losses/huber.hpp"
#include "models/losses/squared_error.hpp"

namespace lowband {

const Registry<Loss>& losses() {
  static const Registry<Loss> registry(
      "loss", "name",
      {{"cross-entropy", "cross-entropy of the softmax of one output per class; for sequences, at every step", "",
        [] { return std::make_unique<CrossEntropy>(); }},
       {"binary-cross-entropy",
        "cross-entropy of the sigmoid of one output, for two classes: PyTorch's BCEWithLogitsLoss", "",
        [] { return std::make_unique<BinaryCrossEntropy>(); }},
       {"mse", "the squared error, for labels that are real numbers", "",
        [] { return std::make_unique<SquaredError>(); }},
       {"huber", "half the squared error up to delta, linear beyond, for labels that are real numbers",
        "Huber, Annals of Mathematical Statistics 35(1), 1964", [] { return std::make_unique<Huber>(); }}});
  return registry;
}

}  // namespace lowband
