#pragma once

#include <cstdint>
#include <utility>

#include "sim/algorithms/learner.hpp"
#include "sim/algorithms/parameter_server/shards.hpp"
#include "sim/base/float_buffer.hpp"
#include "sim/base/recycled.hpp"
#include "sim/compression/model_codec.hpp"
#include "sim/world/worker.hpp"

namespace lowband {

/// A client's side of elastic averaging (EASGD: Zhang, Choromanska & LeCun, NeurIPS 2015, arXiv:1412.6651): its model x
/// and the centre c, which the servers have, are drawn to each other,
///
///     e = alpha (x - c);   c <- c + C(e);   x <- x - C(e).
///
/// Both sides move by the same C(e), so that the sum of the centre and of all models is kept, to rounding, and what C
/// leaves out stays between them and is in the next e. With Nesterov's momentum x is the point that it looks ahead from
/// (EAMSGD, section 3.2), and the velocity stays as it is. Running statistics that are exchanged are moved as x is.
///
/// It keeps c as it read it last, and C(e). Vectors are empty where nothing is learned.
class ElasticExchange {
 public:
  /// `codec` is for the vector that is exchanged, `elasticity` is alpha, and the centre is `initial` at first.
  ElasticExchange(ModelCodec codec, const Shards& shards, double elasticity, const FloatBuffer& initial)
      : codec_(std::move(codec)),
        shards_(shards),
        elasticity_(static_cast<float>(elasticity)),
        centre_(initial),
        move_(initial.size()) {}

  /// Asks the servers for the centre, by a message without content to each.
  void ask(Worker& worker) const;
  /// Waits for the centre.
  void read(Worker& worker);
  /// Tells the servers C(e), of the learner's model and of the centre that was read last. Throws Diverged if e is not
  /// finite and cannot be encoded.
  void tell(Worker& worker, Tag tag, Learner& learner);
  /// x <- x - C(e), of what was told last.
  void move(Worker& worker, FloatBuffer& model) const;

 private:
  [[nodiscard]] Message code(Worker& worker, int shard);
  [[nodiscard]] double size() const { return static_cast<double>(codec_.size()); }

  ModelCodec codec_;
  Shards shards_;
  float elasticity_;
  FloatBuffer centre_;
  FloatBuffer move_;
  Recycled<Code> codes_;
  std::uint32_t exchanges_ = 0;
};

}  // namespace lowband
