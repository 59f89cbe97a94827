#include "sim/algorithms/algorithm.hpp"

#include <fmt/format.h>

namespace lowband {

void Algorithm::parameters(Parameters& parameters) {
  parameters.text("name", name_, "label in results, tables and plots; unique", Parameters::Need::required);
  parameters.integer("local_steps", local_steps_, {.least = 1}, "steps",
                     "K: local SGD steps between synchronisations; the last, partial period synchronises too");
  compression_.state(parameters, "compression", "codec of what is exchanged");
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
