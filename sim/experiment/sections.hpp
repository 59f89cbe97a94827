#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sim/base/parameters.hpp"

namespace lowband {

/// States a nested object whose keys `state` states.
void state_object(Parameters& parameters, std::string name, std::string help, Parameters::Need need,
                  std::function<void(Parameters&)> state);

/// States a list of texts.
void state_texts(Parameters& parameters, std::string name, std::vector<std::string>& variable, std::string help);

/// States a list of numbers.
void state_numbers(Parameters& parameters, std::string name, std::vector<double>& variable, Range each,
                   std::string help);

/// Reads one value with its unit from JSON; throws UsageError at the place.
using ReadQuantity = double (*)(const Json&, const Place&);

/// States a quantity that may be absent. `type` is for people: "bandwidth", "duration".
void state_quantity(Parameters& parameters, std::string name, std::optional<double>& variable, ReadQuantity read,
                    std::string type, std::string help);
/// States a quantity that is always there.
void state_quantity(Parameters& parameters, std::string name, double& variable, ReadQuantity read, std::string type,
                    std::string help);

}  // namespace lowband
