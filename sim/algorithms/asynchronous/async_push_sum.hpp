// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "sim/algorithms/asynchronous/push_sum.hpp"
#include "sim/algorithms/closed_form.hpp"
#include "sim/algorithms/node.hpp"
#include "sim/algorithms/periodic/periods/period.hpp"

namespace lowband {

/// Push-sum without rounds: the step of stochastic gradient push (Assran et al., ICML 2019, arXiv:1811.10792), each
/// worker at its own pace, along the arcs of a directed graph. With x_i and w_i as in PushSum, a worker takes K steps
/// from z_i = x_i / w_i, adds what they have changed to x_i, keeps half of (x_i, w_i), and sends half to a receiver
/// drawn at random. What arrives is added when it arrives, by a second program. Nobody waits for anything. The
/// staleness of a change is the number of pushes that have arrived since z_i was read.
///
/// In the long run weights are in inverse proportion to how often their workers push: those of fast workers are small,
/// and their models move the more by a step.
class AsyncPushSum final : public Node {
 public:
  struct Setting {
    const Period& period;        ///< K
    std::vector<int> receivers;  ///< whom it may send to
    double weight = 1.0;         ///< how often its progress counts; no weight w of push-sum
  };

  explicit AsyncPushSum(Setting setting) : setting_(std::move(setting)) {}

  void run(Worker& worker, Learner* learner, Reporter& reporter) override;

  /// What worker `rank` does from a read of its model, of these tensors, to the next, alone: it pushes to a receiver,
  /// of whom the first stands for all, and waits for nobody.
  [[nodiscard]] static ClosedForm closed_form(const Setting& setting, int rank, const Layout& exchanged);

 private:
  void push(Worker& worker, FloatBuffer& model, Reporter& reporter);
  [[nodiscard]] static double push_flops(const Setting& setting, std::size_t size);
  void take_what_comes(Worker& worker);

  Setting setting_;
  std::size_t size_ = 0;
  std::optional<PushSum> sum_;
  std::uint32_t pushes_ = 0;
  std::uint64_t taken_ = 0;             ///< pushes of others that have changed the model, or are about to
  std::uint64_t taken_at_reading_ = 0;  ///< when training read the model last
};

}  // namespace lowband
