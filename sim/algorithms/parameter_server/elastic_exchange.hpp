// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <utility>

#include "sim/algorithms/learner.hpp"
#include "sim/algorithms/parameter_server/uplink.hpp"
#include "sim/base/float_buffer.hpp"
#include "sim/world/worker.hpp"

namespace lowband {

/// A client's side of elastic averaging (EASGD: Zhang, Choromanska & LeCun, NeurIPS 2015, arXiv:1412.6651): its model x
/// and the centre c, which the servers have, are drawn to each other,
///
///     e = alpha (x - c);   c <- c + C(w e);   x <- x - C(w e) / w,
///
/// w being how often the client counts. Both sides move by the same code, so that c + sum_i w_i x_i is kept, to
/// rounding, and what C leaves out stays between them and is in the next e. So weights are those of the clients'
/// objectives: where nothing moves any more, gamma g_i = -alpha (x_i - c) and sum_i w_i alpha (x_i - c) = 0, and so
/// sum_i w_i g_i = 0.
///
/// With Nesterov's momentum x is the point that it looks ahead from (EAMSGD, section 3.2), and the velocity stays as it
/// is. Running statistics that are exchanged are moved as x is.
///
/// It keeps c as it read it last, and C(w e). Vectors are empty where nothing is learned.
class ElasticExchange {
 public:
  /// `elasticity` is alpha, and the centre is `initial` at first.
  ElasticExchange(Uplink uplink, double elasticity, const FloatBuffer& initial)
      : uplink_(std::move(uplink)),
        elasticity_(static_cast<float>(elasticity)),
        centre_(initial),
        move_(initial.size()) {}

  /// Asks the servers for the centre, by a message without content to each.
  void ask(Worker& worker) const;
  /// Waits for the centre.
  void read(Worker& worker);
  /// Tells the servers C(w e), of the learner's model and of the centre that was read last. Throws Diverged if e is not
  /// finite and cannot be encoded.
  void tell(Worker& worker, Tag tag, Learner& learner);
  /// x <- x - C(w e) / w, of what was told last.
  void move(Worker& worker, FloatBuffer& model) const;

 private:
  Uplink uplink_;
  float elasticity_;
  FloatBuffer centre_;
  FloatBuffer move_;
};

}  // namespace lowband
