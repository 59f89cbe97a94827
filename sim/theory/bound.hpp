// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/component.hpp"

namespace lowband {

/// What theory calls the constants of a problem, f = the mean over M workers of f_i.
struct ProblemConstants {
  double smoothness = 0.0;        ///< L: every grad f_i is L-Lipschitz
  double noise_sq = 0.0;          ///< sigma^2: E||g_i - grad f_i||^2 is at most that, for every worker
  double dissimilarity_sq = 0.0;  ///< zeta^2: the mean over i of ||grad f_i - grad f||^2 is at most that
  double second_moment = 0.0;     ///< G^2: E||g_i||^2 is at most that, for every worker
  double initial_gap = 0.0;       ///< f(x_0) - f*
};

/// How it was run.
struct BoundSettings {
  double iterations = 0.0;               ///< N: local steps of each worker
  double workers = 1.0;                  ///< M
  double local_steps = 1.0;              ///< K: between two synchronisations
  double learning_rate = 0.0;            ///< gamma
  std::optional<double> spectral_gap{};  ///< of the mixing matrix: 1 - rho; empty: not known
  std::optional<double> contraction{};   ///< delta of the codec: E||C(v) - v||^2 <= (1 - delta) ||v||^2; likewise
};

/// What theory says of (1/N) sum_{t < N} E||grad f(xbar_t)||^2 of an algorithm, which is the expected squared gradient
/// at an iterate that is drawn at random: a formula, with where it is from and what it takes.
class Bound : public Component {
 public:
  void parameters(Parameters& /*parameters*/) override {}

  /// The formula, in the letters of ProblemConstants and BoundSettings.
  [[nodiscard]] virtual std::string formula() const = 0;
  /// What must be so for it to hold, each a line.
  [[nodiscard]] virtual std::vector<std::string> assumptions() const = 0;
  /// How far it is certain here: "derived", where it follows from it in a few lines which a comment has; "read", where
  /// the paper itself was; "abstract", where only its abstract was.
  [[nodiscard]] virtual std::string standing() const = 0;

  /// Why it says nothing of such settings; "" if it does.
  [[nodiscard]] virtual std::string lack(const ProblemConstants& problem, const BoundSettings& settings) const = 0;
  /// What it comes to where lack() is ""; nothing where its constants are not known.
  [[nodiscard]] virtual std::optional<double> value(const ProblemConstants& problem,
                                                    const BoundSettings& settings) const = 0;
};

[[nodiscard]] const Registry<Bound>& bounds();

}  // namespace lowband
