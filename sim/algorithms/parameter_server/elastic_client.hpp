// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <utility>

#include "models/model.hpp"
#include "sim/algorithms/node.hpp"
#include "sim/algorithms/parameter_server/elastic_exchange.hpp"
#include "sim/algorithms/periodic/periods/period.hpp"

namespace lowband {

/// A client of EASGD (Zhang, Choromanska & LeCun, NeurIPS 2015, arXiv:1412.6651), which goes on from its own model.
/// Before each K local steps it tells the servers of its elastic move e, which it makes itself at the end of the first
/// of them, as the authors' code does; so messages to the servers overlap with that step, whose gradient is taken where
/// the model was:
///
///     e = alpha (x - c);   x <- x - gamma g(x) - C(e);   K - 1 times x <- x - gamma g(x).
///
/// Asynchronous: it asks for the centre c before the K steps, and waits for it; the first time before any step, when e
/// is 0. Synchronous: in round r it has c_r, c_0 being the initial model, and waits for c_(r+1) after the steps
/// (RoundServer); so it reports when the servers can have no other centre.
///
/// The schedule of the learning rate goes by its own steps.
class ElasticClient final : public Node {
 public:
  struct Setting {
    const Period& period;  ///< K
    bool is_synchronous = false;
    /// Its side of the exchange of models with these tensors, all of which begin as the one that is given.
    std::function<ElasticExchange(const FloatBuffer&, const Layout&)> exchange;
  };

  explicit ElasticClient(Setting setting) : setting_(std::move(setting)) {}

  void run(Worker& worker, Learner* learner, Reporter& reporter) override;

 private:
  /// Where all are in step each ends by itself.
  [[nodiscard]] bool goes_on(const Worker& worker, const Reporter& reporter) const;
  /// Tells of its move. Throws Diverged, with worker and iteration, if that is not finite and cannot be encoded.
  void tell(Worker& worker);
  /// The K steps, and the move.
  void take_steps(Worker& worker);

  Setting setting_;
  Learner* learner_ = nullptr;
  std::optional<ElasticExchange> exchange_;
  std::uint64_t steps_ = 0;
  std::uint64_t periods_ = 0;
};

}  // namespace lowband
