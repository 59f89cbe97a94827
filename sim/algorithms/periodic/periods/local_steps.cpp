// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/periodic/periods/local_steps.hpp"

namespace lowband {

namespace {

/// K steps, always.
class ConstantPeriod final : public Period {
 public:
  void parameters(Parameters& parameters) override { parameters.integer("steps", steps_, {.least = 1}, "steps", ""); }
  [[nodiscard]] std::uint64_t steps(std::uint64_t /*iteration*/, std::uint64_t /*synchronisations*/) const override {
    return static_cast<std::uint64_t>(steps_);
  }
  [[nodiscard]] std::optional<int> constant() const override { return steps_; }
  [[nodiscard]] std::string warning(std::uint64_t iterations) const override {
    return longer_than_training(steps_, 0, iterations);
  }
  [[nodiscard]] std::string text() const override { return every_steps(steps_); }

 private:
  int steps_ = 1;
};

Parameter steps_of(Period& constant) {
  Parameters parameters;
  constant.parameters(parameters);
  return parameters.list().front();
}

}  // namespace

LocalSteps::LocalSteps() : period_{"", std::make_unique<ConstantPeriod>()} {}

void LocalSteps::declare(Parameters& parameters, std::string name, std::string help) {
  Parameter parameter;
  parameter.name = std::move(name);
  parameter.type = "integer at least 1, or a period";
  parameter.unit = "steps";
  parameter.help = std::move(help);
  Json alternatives = Json::array();
  alternatives.push_back({{"type", "integer"}, {"minimum", 1}});
  const Json of_periods = periods().schema();
  for (const auto& one : of_periods["anyOf"]) alternatives.push_back(one);
  alternatives.push_back({{"enum", periods().sufficient_names()}});
  parameter.schema = Json::object();
  parameter.schema["anyOf"] = std::move(alternatives);
  parameter.read = [this](const Json& json, const Place& place) {
    if (json.is_object() || json.is_string()) {
      period_ = read_named(periods(), json, place);
      return;
    }
    Named<Period> constant{"", std::make_unique<ConstantPeriod>()};
    if (!json.is_number()) place.expected("an integer at least 1, or a period", json);
    steps_of(*constant).read(json, place);
    period_ = std::move(constant);
  };
  parameter.value = [this] { return period_.name.empty() ? steps_of(*period_).value() : values(periods(), period_); };
  parameters.add(std::move(parameter));
}

}  // namespace lowband
