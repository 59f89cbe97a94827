#pragma once

#include <functional>
#include <string>

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

}  // namespace lowband
