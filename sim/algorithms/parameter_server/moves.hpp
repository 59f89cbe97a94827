// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>

#include "sim/algorithms/learner.hpp"
#include "sim/base/coordinate_range.hpp"
#include "sim/base/float_buffer.hpp"

namespace lowband {

/// What a client's local steps have moved since it last told its servers, in a vector like the one that is exchanged.
/// Of parameters it is the sum of the steps as they were taken (Learner::add_moves_to), whatever models the client has
/// gone on from in between: no difference of models, of which float32 has rounded away what is small beside the
/// weights. Of running statistics, which follow no gradient, it is the M-th part of what has changed: the servers add
/// up what all M clients tell, and their statistics are to go where those of the clients are, and not M times as far.
///
/// Vectors are empty where nothing is learned.
class Moves {
 public:
  /// Of this learner, of one of so many clients, from its first step on. Throws std::logic_error unless its optimiser
  /// leaves_direction().
  Moves(Learner& learner, int clients);

  /// Adds what has become of the statistics: to be called before the client tells, and before it goes on from another
  /// model. Runs inside Worker::compute, which is to spend statistics_flops().
  void add_statistics();
  [[nodiscard]] double statistics_flops() const { return 3.0 * static_cast<double>(statistics_size_); }
  /// The client goes on from another model, which the learner has by now. Runs inside Worker::compute.
  void restarted();
  /// Gives away these coordinates, which are zero again. Runs inside Worker::compute.
  void take(CoordinateRange range, std::span<float> part);

 private:
  /// The learner's, as they are now.
  [[nodiscard]] std::span<const float> statistics() const;

  Learner& learner_;
  float share_;                  ///< 1/M
  std::size_t statistics_size_;  ///< also where nothing is learned
  FloatBuffer moved_;
  FloatBuffer before_;  ///< statistics that have been added already
};

}  // namespace lowband
