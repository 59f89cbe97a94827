// SPDX-License-Identifier: Apache-2.0
#include "models/zoo/lstm_language_model.hpp"

#include "sim/base/error.hpp"

namespace lowband {

void LstmLanguageModel::parameters(Parameters& parameters) {
  parameters.integer("embedding", embedding_, {.least = 1, .most = 4096}, "", "length of the vector of a symbol");
  parameters.integer("units", units_, {.least = 1, .most = 4096}, "", "width of a layer of long short-term memory");
  parameters.integer("layers", layers_, {.least = 1, .most = 16}, "", "layers of long short-term memory");
}

Json LstmLanguageModel::layers(const Shape& sample, const LabelShape& labels) const {
  if (!sample.symbols) {
    throw UsageError("\"lstm\" learns from text: expected a data set of symbols, as \"text\" or \"synthetic-text\"");
  }
  return Json::array({{{"layer", "embedding"}, {"name", "embedding"}, {"features", embedding_}},
                      {{"layer", "lstm"}, {"name", "lstm"}, {"units", units_}, {"layers", layers_}},
                      "last-step",
                      {{"layer", "dense"}, {"name", "fc"}, {"units", labels.classes}}});
}

}  // namespace lowband
