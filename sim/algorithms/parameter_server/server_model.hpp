// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "sim/algorithms/periodic/outer/outer_optimizer.hpp"
#include "sim/algorithms/reporter.hpp"
#include "sim/base/coordinate_range.hpp"
#include "sim/base/float_buffer.hpp"
#include "sim/base/recycled.hpp"
#include "sim/compression/model_codec.hpp"
#include "sim/world/worker.hpp"

namespace lowband {

/// What a server keeps: its shard of the model, x, which moves along what its clients have changed. It takes codes of
/// differences q_i = C(x_i - y_i), y_i being the model that client i started from, of what its steps have added up
/// to, or of shares of differences to x itself, as the client has read it (ElasticExchange); and then makes a step:
///
///     D = (1 / n) sum_i s_i q_i;   x <- x + D,
///
/// with weights s_i, 1 unless they are stale, and a divisor n that the method gives. An outer optimiser takes -D for
/// the gradient of the parameters (FedAvgM: Hsu et al. 2019, arXiv:1909.06335; FedOpt: Reddi et al., ICLR 2021); it is
/// not told of the workers' learning rates. Running statistics follow D itself.
///
/// What is taken is added at the step, by ascending client, so that the sum is the same to the bit in whatever order it
/// has come. Clients are sent x, or, where all of them hold the same model, a code of what a step has changed of it;
/// the server then goes on from what they make of that, x <- x + C'(change), as owners of chunks do in a two-phase
/// all-reduce.
///
/// x is float32. Vectors are empty where nothing is learned.
class ServerModel {
 public:
  struct Setting {
    ModelCodec up;                   ///< of what clients send
    std::optional<ModelCodec> down;  ///< of what they are sent; none: whole models
    const OuterOptimizer& outer;
    bool has_buffers = false;  ///< running statistics, behind the parameters of the whole model
    CoordinateRange shard{};   ///< of the vector that clients exchange
  };

  explicit ServerModel(Setting setting);

  /// Waits for what client 0 tells of the initial model (FirstClient).
  void receive_initial(Worker& worker, Reporter& reporter);
  /// Decodes what `client` has changed, for the next step.
  void take(Worker& worker, int client, const Message& change, float weight = 1.0F);
  /// The same of the model that `client` has come to, y_i + q_i: takes it as a change of x, q_i + (y_i - x). `start` is
  /// y_i, a model() of before.
  void take_model(Worker& worker, int client, const Message& change, const FloatBuffer& start, float weight);
  /// So many have been taken since the last step.
  [[nodiscard]] std::size_t taken() const noexcept { return taken_.size(); }
  /// The step along them, by the `divisor`-th part of their sum; tells `reporter`, where workers are in step of the
  /// `iteration` that they have come to. Throws Diverged if what it changes is not finite and cannot be encoded.
  void step(Worker& worker, Reporter& reporter, float divisor, std::uint64_t iteration = 0);
  /// x, which stays as it is when a step makes another one.
  [[nodiscard]] const std::shared_ptr<const FloatBuffer>& model() const noexcept { return model_; }
  /// What clients are sent: the model as it is, or the code of the last step.
  [[nodiscard]] const Message& message() const noexcept { return message_; }
  /// The size of that after a step, without content.
  [[nodiscard]] Message outline() const;
  /// Operations of taking so many changes and of the step along them, of a model without running statistics.
  [[nodiscard]] double flops(std::size_t changes) const;

 private:
  struct Taken {
    int client;
    float weight;
    std::shared_ptr<FloatBuffer> change{};  ///< null where nothing is learned
  };

  /// Along so many changes, `parameters` of the coordinates being parameters.
  [[nodiscard]] double step_flops(std::size_t changes, std::size_t parameters) const;
  /// The mathematics of step().
  void move(Worker& worker, float divisor);
  void add_up(float share);
  void take_outer_step(FloatBuffer& next);
  void encode_step(Worker& worker, FloatBuffer& next);
  void tell(Worker& worker, Reporter& reporter, std::uint64_t iteration) const;

  Setting setting_;
  std::size_t size_;                          ///< of the shard
  CoordinateRange parameters_;                ///< of it
  std::shared_ptr<const FloatBuffer> model_;  ///< x; never written twice, as messages hold it
  FloatBuffer state_;                         ///< of the outer optimiser; empty at first
  FloatBuffer sum_;
  std::vector<Taken> taken_;
  Message message_;
  std::uint32_t steps_ = 0;
  Recycled<FloatBuffer> models_;
  Recycled<FloatBuffer> changes_;
  Recycled<Code> codes_;
};

}  // namespace lowband
