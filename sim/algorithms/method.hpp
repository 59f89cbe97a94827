// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "models/model.hpp"
#include "sim/algorithms/closed_form.hpp"
#include "sim/algorithms/node.hpp"
#include "sim/base/parameters.hpp"
#include "sim/world/whereabouts.hpp"

namespace lowband {

/// Numbers that methods have settled, by all that they depend on.
using SettledNumbers = std::map<std::string, double>;

/// What a method is made ready for.
struct Setting {
  int workers = 1;
  const Whereabouts* whereabouts = nullptr;  ///< null: not known yet
  Layout exchanged{};                        ///< the tensors of what workers exchange; empty: not known yet
  /// What methods of this experiment have settled, so that nothing is looked for twice; null: what is left open stays
  /// open.
  SettledNumbers* known = nullptr;
  std::vector<std::uint64_t> samples{};  ///< training samples of each worker; empty: not known yet
};

/// An algorithm, ready for so many workers. It holds what all of them share, such as the mixing matrix, and nothing
/// that changes: several runs may use it at the same time. What a worker keeps is in its Node.
class Method {
 public:
  Method() = default;
  Method(const Method&) = delete;
  Method& operator=(const Method&) = delete;
  Method(Method&&) = delete;
  Method& operator=(Method&&) = delete;
  virtual ~Method() = default;

  /// The pairs (from, to) of nodes that send each other messages; where that depends on what is not known yet, all that
  /// may.
  [[nodiscard]] virtual std::vector<std::pair<int, int>> pairs() const = 0;
  /// The name of the collective that workers use; "" if there is none.
  [[nodiscard]] virtual std::string collective() const { return ""; }
  /// Facts for the manifest that follow from parameters and setting, such as the spectral gap.
  [[nodiscard]] virtual Json facts() const { return Json::object(); }
  /// The numbers that took the place of parameters which leave them to the method, by key; {} if it has settled none.
  [[nodiscard]] virtual Json settled() const { return Json::object(); }
  /// What is allowed but should not go unnoticed in so many iterations, each a sentence; more, once the `exchanged`
  /// tensors are known.
  [[nodiscard]] virtual std::vector<std::string> warnings(const Layout& /*exchanged*/,
                                                          std::uint64_t /*iterations*/) const {
    return {};
  }

  /// By how many synchronisations, or rounds, a worker can be ahead of the slowest one, at most; of a method that is
  /// timing-independent.
  [[nodiscard]] virtual std::uint64_t most_ahead() const { return 0; }

  /// The program of one node.
  [[nodiscard]] virtual std::unique_ptr<Node> node(int rank) const = 0;

  /// What a synchronisation of these tensors takes, in closed form: one for all workers together; or one for each
  /// worker, of what it does from a read of the model to the next, where all go at their own pace. To be asked once all
  /// of the setting is known.
  [[nodiscard]] virtual std::vector<ClosedForm> closed_forms(const Layout& /*exchanged*/) const {
    return {ClosedForm::none("no closed form is known")};
  }
};

}  // namespace lowband
