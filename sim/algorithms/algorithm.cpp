// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/algorithm.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/algorithms/training_settings.hpp"

namespace lowband {

void Algorithm::parameters_of_training(Parameters& parameters) {
  parameters.text("name", name_, "label in results, tables and plots; unique", Parameters::Need::required);
  Parameter training;
  training.name = "training";
  training.type = "object";
  training.help = "instead of the experiment's, for this algorithm: learning_rate, weight_decay, optimizer, schedule";
  training.schema = TrainingSettings::schema_of_algorithms();
  training.read = [this](const Json& json, const Place& place) {
    TrainingSettings unused;  // what is read in earnest has the experiment's settings to begin with
    Parameters declared;
    unused.parameters_of_algorithms(declared);
    declared.read(json, place);
    training_ = json;
  };
  training.value = [this] { return training_; };
  parameters.add(std::move(training));
}

void Algorithm::parameters_of_exchange(Parameters& parameters) {
  parameters.choice("average", average_,
                    {{"equal", "all alike"},
                     {by_samples, "as often as it has training samples: w_k = M n_k / n times, if of all n it has n_k",
                      "FedAvg: McMahan et al., AISTATS 2017 (arXiv:1602.05629)"}},
                    "weight of each worker in a mean over all of them");
  parameters.choice("optimizer_state", optimizer_state_,
                    {{"local", "as they are"}, {"averaged", "exchanged as the models are"}, {"reset", "zero again"}},
                    "the workers' momenta at a synchronisation");
  parameters.flag("exchange_buffers", exchanges_buffers_,
                  "a model's running statistics are exchanged as the model is, but in full precision");
  compression_.declare(parameters, "compression", "codec of what is exchanged");
}

WorkerWeights Algorithm::weights(const Setting& setting) const {
  return averages_by_samples() ? WorkerWeights(setting.samples) : WorkerWeights();
}

StateAtSynchronisation Algorithm::optimizer_state() const {
  if (optimizer_state_ == "averaged") return StateAtSynchronisation::averaged;
  return optimizer_state_ == "reset" ? StateAtSynchronisation::reset : StateAtSynchronisation::kept;
}

std::vector<std::string> Algorithm::warnings(const Layout& exchanged, std::uint64_t /*iterations*/) const {
  std::vector<std::string> lines;
  for (const Compression* const each : compression_.all()) {
    const bool is_biased = each->codec().facts().error_class == ErrorClass::biased;
    if (!is_biased || compression_.has_error_feedback() || !needs_unbiased_codec()) continue;
    lines.push_back(
        fmt::format("the codec \"{}\" is biased, and this algorithm needs an unbiased one or \"error_feedback\": true",
                    each->name()));
  }
  if (!compressed() || exchanged.empty()) return lines;
  const auto tensors = coded_tensors(exchanged);
  const auto is_plain = [&](const CodedTensor& tensor) { return compression_.of(tensor) == nullptr; };
  const auto has_another = [&](const CodedTensor& tensor) { return compression_.of(tensor) != &compression_; };
  if (std::ranges::all_of(tensors, is_plain)) {
    lines.emplace_back(
        "no tensor of the model is large enough, or left by the rules: everything travels in full precision");
  } else if (std::ranges::all_of(tensors, has_another)) {
    lines.push_back(
        fmt::format("rules, or sizes, leave no tensor to the codec \"{}\": it has no effect", compression_.name()));
  }
  return lines;
}

ModelCodec Algorithm::model_codec(const Layout& layout, CodecErrors errors) const {
  return model_codec_of(compression_, layout, errors);
}

ModelCodec Algorithm::model_codec_of(const Compression& compression, const Layout& layout, CodecErrors errors) {
  return {compression, coded_tensors(layout), errors};
}

std::vector<CodedTensor> coded_tensors(const Layout& layout) {
  std::vector<CodedTensor> tensors;
  for (const auto& tensor : layout) tensors.push_back({tensor.size(), tensor.in_full_precision, tensor.name});
  return tensors;
}

void Algorithm::check_tensors(const Layout& exchanged, const Place& place) const {
  compression_.check_rules(coded_tensors(exchanged), place / "compression");
}

}  // namespace lowband
