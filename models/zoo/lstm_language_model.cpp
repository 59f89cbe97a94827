#include "models/zoo/lstm_language_model.hpp"

#include "models/layers/embedding.hpp"
#include "models/layers/last_step.hpp"
#include "models/layers/linear.hpp"
#include "models/layers/lstm.hpp"
#include "sim/base/error.hpp"

namespace lowband {

void LstmLanguageModel::parameters(Parameters& parameters) {
  parameters.integer("embedding", embedding_, {.least = 1, .most = 4096}, "", "numbers that stand for a symbol");
  parameters.integer("units", units_, {.least = 1, .most = 4096}, "", "width of a layer of long short-term memory");
  parameters.integer("layers", layers_, {.least = 1, .most = 16}, "", "layers of long short-term memory");
}

void LstmLanguageModel::bind(const Shape& sample, const LabelShape& labels) {
  if (!sample.symbols) {
    throw UsageError("\"lstm\" learns from text: expected a data set of symbols, as \"text\" or \"synthetic-text\"");
  }
  DeepNetwork::bind(sample, labels);
}

void LstmLanguageModel::build(Sequential& network, const Shape& sample, std::size_t classes) const {
  network.add<Embedding>("embedding", *sample.symbols, static_cast<std::size_t>(embedding_));
  network.add<Lstm>("lstm", static_cast<std::size_t>(units_), static_cast<std::size_t>(layers_));
  network.add<LastStep>("last");
  network.add<Linear>("fc", classes);
}

}  // namespace lowband
