#include "sim/algorithms/algorithm.hpp"

#include <fmt/format.h>

namespace lowband {

void Algorithm::parameters(Parameters& parameters) {
  parameters.text("name", name_, "label in results, tables and plots; unique", Parameters::Need::required);
  local_steps_.state(parameters, "local_steps",
                     "K: local steps between synchronisations; the last, partial period synchronises too");
  parameters.choice(
      "optimizer_state", optimizer_state_, {"local", "averaged", "reset"},
      "the workers' momenta at a synchronisation: as they are, exchanged as the models are, or zero again");
  compression_.state(parameters, "compression", "codec of what is exchanged");
}

StateAtSynchronisation Algorithm::optimizer_state() const {
  if (optimizer_state_ == "averaged") return StateAtSynchronisation::averaged;
  return optimizer_state_ == "reset" ? StateAtSynchronisation::reset : StateAtSynchronisation::kept;
}

std::vector<std::string> Algorithm::warnings(const Layout& /*layout*/) const {
  const bool is_biased = compression_.codec().facts().error_class == ErrorClass::biased;
  if (!is_biased || compression_.has_error_feedback() || !needs_unbiased_codec()) return {};
  return {
      fmt::format("the codec \"{}\" is biased, and this algorithm needs an unbiased one or \"error_feedback\": true",
                  compression_.name())};
}

ModelCodec Algorithm::model_codec(const Layout& layout, bool error_feedback) const {
  std::vector<std::size_t> sizes;
  for (const auto& tensor : layout) sizes.push_back(tensor.size());
  return {compression_, sizes, error_feedback};
}

}  // namespace lowband
