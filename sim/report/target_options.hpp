#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/results/results_folder.hpp"
#include "sim/results/target.hpp"

namespace lowband {

/// What `compare` and `plot` are told in place of the experiments' own targets.
struct TargetOptions {
  std::vector<std::string> targets;   ///< "accuracy=0.9", "loss=0.3", each at most once; empty: the experiments' own
  std::optional<std::string> of;      ///< one of target_of_names()
  std::optional<std::uint64_t> hold;  ///< evaluations in a row, at least 1

  [[nodiscard]] bool empty() const noexcept { return targets.empty() && !of && !hold; }
};

/// The target of the experiment in `results`, as far as `options` say nothing else. Throws UsageError if `options`
/// cannot be read, `hold` stands without a target, or there is a target and nothing was learned.
[[nodiscard]] TargetRule target_rule(const ResultsFolder& results, const TargetOptions& options);

/// How many samples of the test set (of the training set, for a loss) the figures of `of` stand for in `results`; 0 if
/// there are none.
[[nodiscard]] std::uint64_t test_samples_of(const ResultsFolder& results, TargetOf of);
[[nodiscard]] std::uint64_t train_samples_of(const ResultsFolder& results, TargetOf of);

/// Whether something was learned, so that there is something to reach; if not, only the time was simulated.
[[nodiscard]] bool was_learned(const ResultsFolder& results);
/// Whether any evaluation has the figure; a model may have no accuracy, and workers' losses may not have been asked
/// for.
[[nodiscard]] bool has_test_accuracy(const ResultsFolder& results, TargetOf of);
[[nodiscard]] bool has_train_loss(const ResultsFolder& results, TargetOf of);
/// Throw UsageError, with what helps, if results with finished runs do not have the figure.
void require_test_accuracy(const ResultsFolder& results, TargetOf of);
void require_train_loss(const ResultsFolder& results, TargetOf of);

/// "test accuracy 90 %, mean of the workers' own models on 1000 test samples, held for 2 evaluations"
[[nodiscard]] std::string target_text(const ResultsFolder& results, const TargetRule& rule);

}  // namespace lowband
