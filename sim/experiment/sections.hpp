// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sim/base/parameters.hpp"

namespace lowband {

/// Declares a nested object whose keys `declare` declares.
void declare_object(Parameters& parameters, std::string name, std::string help, Parameters::Need need,
                    std::function<void(Parameters&)> declare);

/// Declares a list of numbers.
void declare_numbers(Parameters& parameters, std::string name, std::vector<double>& variable, Range each,
                     std::string help);

/// Reads one value with its unit from JSON; throws UsageError at the place.
using ReadQuantity = double (*)(const Json&, const Place&);

/// A kind of values: how they are read, and written so that they can be read back.
struct Quantity {
  std::string type;  ///< for people: "bandwidth", "duration"
  ReadQuantity read;
  std::function<Json(double)> write;
  std::vector<std::string> json_types = {"string", "number"};
};
[[nodiscard]] const Quantity& bandwidths();
[[nodiscard]] const Quantity& durations();
[[nodiscard]] const Quantity& latencies();
[[nodiscard]] const Quantity& speeds();

/// Declares a quantity that may be absent.
void declare_quantity(Parameters& parameters, std::string name, std::optional<double>& variable,
                      const Quantity& quantity, std::string help);
/// The same where the file may hold a list of values in place of one, which makes several scenarios. That is resolved
/// before the value is read, so only the schema tells.
void declare_quantity_or_range(Parameters& parameters, const std::string& name, std::optional<double>& variable,
                               const Quantity& quantity, const std::string& help);
/// Declares a quantity that is always there, or must be given.
void declare_quantity(Parameters& parameters, std::string name, double& variable, const Quantity& quantity,
                      std::string help, Parameters::Need need = Parameters::Need::optional);

}  // namespace lowband
