// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/base/place.hpp"

namespace lowband {

/// The closed range of a numeric parameter; `above` makes the lower end open.
struct Range {
  double least = -std::numeric_limits<double>::infinity();
  double most = std::numeric_limits<double>::infinity();
  bool above = false;

  [[nodiscard]] bool contains(double value) const noexcept {
    return (above ? value > least : value >= least) && value <= most;
  }
  /// "from 1 to 16", "above 0", "at least 1"; "" where everything goes.
  [[nodiscard]] std::string text() const;
  /// The JSON Schema of a value of this JSON type in this range.
  [[nodiscard]] Json schema(std::string_view type) const;
};

/// One of the values of a parameter that has a few only.
struct Choice {
  std::string name;
  std::string help;         ///< one line
  std::string source = {};  ///< paper and section, or ""
};

class Parameters;

/// One parameter as its component states it.
struct Parameter {
  std::string name;
  std::string type;  ///< "integer", "number", "text", ..., with its range, for people
  std::string unit;  ///< "" where it has none
  std::string help;  ///< one line
  bool required = false;
  Json schema;                                          ///< JSON Schema of the value
  std::function<void(const Json&, const Place&)> read;  ///< takes a value from the file into the component
  std::function<Json()> value;                          ///< what the component holds now: at first, the default
  std::vector<Choice> choices{};                        ///< its values, if it has a few only
  std::function<Parameters()> keys{};        ///< of an object, or the objects of a list, that are no components
  std::function<std::string()> no_effect{};  ///< see Parameters::no_effect_if()
};

/// The parameters of a component, each stated once and bound to the variable that holds it. Reading an experiment,
/// `lowband describe`, the JSON schema and the manifest all come from this one statement.
class Parameters {
 public:
  /// A flag for the parameters that have no default.
  enum class Need : std::uint8_t { optional, required };

  void integer(std::string name, int& variable, Range range, std::string unit, std::string help,
               Need need = Need::optional);
  void integer(std::string name, std::uint64_t& variable, Range range, std::string unit, std::string help,
               Need need = Need::optional);
  void number(std::string name, double& variable, Range range, std::string unit, std::string help,
              Need need = Need::optional);
  void flag(std::string name, bool& variable, std::string help);
  void text(std::string name, std::string& variable, std::string help, Need need = Need::optional);
  void choice(std::string name, std::string& variable, std::vector<Choice> choices, std::string help);
  void integers(std::string name, std::vector<int>& variable, Range each, std::string help);
  void texts(std::string name, std::vector<std::string>& variable, std::string help);
  /// null or absent leaves the variable empty.
  void integer(std::string name, std::optional<int>& variable, Range range, std::string unit, std::string help);
  void number(std::string name, std::optional<double>& variable, Range range, std::string unit, std::string help);
  /// A parameter of any other shape, such as a list of edges or a nested component.
  void add(Parameter parameter);

  /// Says that the parameter stated last has no effect where `reason`, asked when all are read and checked, returns
  /// why. Then it may not be given, and values() leave it out. Empty: it has one.
  void no_effect_if(std::function<std::string()> reason);

  /// Reads every stated parameter from `object`, which must hold no key beyond them and `also`. Throws UsageError.
  void read(const Json& object, const Place& place, const std::vector<std::string>& also = {}) const;
  /// Throws UsageError about what `object`, which has been read and checked, gives without effect. What is off (null,
  /// false, 0) may always be said.
  void check_effect(const Json& object, const Place& place) const;
  /// All parameters that have an effect, with the values that are now in force.
  [[nodiscard]] Json values() const;
  /// The JSON Schema of an object that holds these parameters, and may hold a description of itself.
  [[nodiscard]] Json schema() const;
  [[nodiscard]] const std::vector<Parameter>& list() const noexcept { return parameters_; }

 private:
  std::vector<Parameter> parameters_;
};

}  // namespace lowband
