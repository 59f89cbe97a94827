// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/algorithms/parameter_server/client_model.hpp"
#include "sim/algorithms/parameter_server/elastic_averaging.hpp"
#include "sim/algorithms/parameter_server/elastic_exchange.hpp"
#include "sim/algorithms/parameter_server/pull_schedule.hpp"
#include "sim/algorithms/parameter_server/push_and_fetch.hpp"
#include "sim/algorithms/parameter_server/server_method.hpp"
#include "sim/algorithms/parameter_server/server_places.hpp"
#include "sim/algorithms/parameter_server/staleness/staleness_weight.hpp"
#include "sim/algorithms/parameter_server/uplink.hpp"
#include "sim/algorithms/periodic/outer/outer_optimizer.hpp"
#include "sim/algorithms/periodic/periodic_algorithm.hpp"

namespace lowband {

/// A server has the model, and workers are its clients: they take K local steps from a model of the server's, tell it
/// what these have changed, and are sent a model to go on from; or they keep their own, and are drawn to the server's.
/// `method` says when the server takes what it is told, and whom it answers when. The model may be cut into shards,
/// each with a server of its own, which knows nothing of the others; their ranks follow those of the workers.
class ParameterServer final : public PeriodicAlgorithm {
 public:
  ParameterServer();
  void parameters(Parameters& parameters) override;
  void check(const Place& place) override;
  void check_training(const TrainingSettings& training, const Place& place) const override;
  void check_devices_over_time(const Place& place) const override;
  [[nodiscard]] std::vector<std::string> warnings(const Layout& exchanged, std::uint64_t iterations) const override;
  void check_tensors(const Layout& exchanged, const Place& place) const override;
  [[nodiscard]] std::string key_of_samples() const override;
  [[nodiscard]] std::string rhythm() const override;
  [[nodiscard]] bool has_known_sizes() const override;
  /// Only if every client takes part in every round, with as many steps as the others.
  [[nodiscard]] bool is_in_step() const override { return has_rounds_of_all() && !period().seconds(); }
  [[nodiscard]] bool is_timing_independent() const override { return is_in_step(); }
  [[nodiscard]] std::vector<NodePlace> other_nodes(int /*workers*/) const override { return places_.of(shards_); }
  [[nodiscard]] std::unique_ptr<const Method> prepared(const Setting& setting, const Place& place) const override;

  [[nodiscard]] int shards() const noexcept { return shards_; }
  [[nodiscard]] const ServerMethod& method() const { return server_method(method_); }
  /// rho of local steps that stay near the model that they began from; 0: they do not.
  [[nodiscard]] double proximal() const noexcept { return proximal_; }
  /// r of synchronous rounds; none: all clients.
  [[nodiscard]] std::optional<int> clients_per_round() const noexcept { return clients_per_round_; }
  /// In which rounds of all clients a client pulls.
  [[nodiscard]] PullSchedule pulls() const;
  /// Whether clients of a round are drawn the more often the more training samples they have.
  [[nodiscard]] bool draws_by_samples() const { return clients_per_round_ && sampling_ == by_samples; }
  /// tau of `bounded-delay`; none: no bound.
  [[nodiscard]] std::optional<int> max_delay() const noexcept { return max_delay_; }
  /// The weights of stale changes of `fedbuff` and `fedasync`.
  [[nodiscard]] const StalenessWeight& staleness() const { return *staleness_; }
  /// Whether these are not those that stand by default.
  [[nodiscard]] bool has_own_staleness() const { return method().has("staleness") && has_own_staleness_; }
  /// alpha of `fedasync`.
  [[nodiscard]] double mixing() const noexcept { return mixing_; }
  /// B of `fedbuff`; whether the sum of weights is the divisor; and when clients begin anew.
  [[nodiscard]] int buffer() const noexcept { return buffer_; }
  [[nodiscard]] bool divides_by_weights() const { return divisor_ == "weights"; }
  [[nodiscard]] bool restarts_after_flush() const { return restart_ == "after-flush"; }
  /// How often clients of `downpour` push and fetch.
  [[nodiscard]] const PushAndFetch& push_and_fetch() const noexcept { return push_and_fetch_; }

  /// How many requests of a client are under way to stores at a time.
  [[nodiscard]] int requests() const noexcept { return requests_; }

  /// How clients code what they have changed of a vector of these tensors.
  [[nodiscard]] ModelCodec codec(const Layout& layout) const;
  /// How a client, one of so many, which counts `weight` times, tells the servers of vectors with these tensors.
  [[nodiscard]] Uplink uplink(const Layout& layout, int clients, double weight) const;
  /// Whether clients keep their own models, as those of `easgd` do; and what that leaves open.
  [[nodiscard]] bool is_elastic() const { return method().has("elasticity"); }
  [[nodiscard]] const ElasticAveraging& elastic_averaging() const noexcept { return elastic_averaging_; }

  /// What such a client keeps of models with these tensors, all of which begin as `initial`; and what the server of a
  /// shard of them keeps.
  [[nodiscard]] ClientModel client_model(const FloatBuffer& initial, const Layout& layout, int clients,
                                         double weight) const;
  [[nodiscard]] ElasticExchange elastic_exchange(const FloatBuffer& initial, const Layout& layout, int clients,
                                                 double weight) const;
  [[nodiscard]] ServerModel server_model(const Layout& layout, CoordinateRange shard) const;

 protected:
  /// What a code leaves out of an elastic move, or of what a store is told, is in the next one.
  [[nodiscard]] bool needs_unbiased_codec() const override { return !is_elastic() && !method().has_store; }
  /// A client need not know what others have taken, as the reporter ends the run; but some methods count steps.
  [[nodiscard]] std::string why_not_by_time() const override;

 private:
  /// Whether the server waits for all clients before it answers any of them.
  [[nodiscard]] bool has_rounds_of_all() const;
  void declare_proximal(Parameters& parameters);
  void declare_rounds(Parameters& parameters);
  void declare_staleness(Parameters& parameters);
  void declare_buffer(Parameters& parameters);
  void check_elastic(const Place& place) const;
  void check_store(const Place& place) const;
  void check_codec(const Compression& compression, const Place& place) const;
  void check_by_samples(const Place& place) const;
  /// Where nothing is ever stale.
  void check_nothing_stale(const Place& place) const;
  /// Of what clients are sent; none: whole models.
  [[nodiscard]] std::optional<ModelCodec> downlink(const Layout& layout) const;
  /// Why a parameter of other methods has no effect with this one; `lack` says what it lacks. Empty if it has it.
  [[nodiscard]] std::string why_not(const char* key, const char* lack) const;

  std::string method_ = "synchronous";
  Compression downlink_;
  Named<OuterOptimizer> outer_;  ///< none until it is read or checked
  double proximal_ = 0.0;
  std::optional<int> clients_per_round_;
  std::string sampling_ = "uniform";
  PullSchedule pulls_;  ///< of `prlc`
  std::optional<int> max_delay_;
  Named<StalenessWeight> staleness_;
  bool has_own_staleness_ = false;  ///< it is not what it is by default
  double mixing_ = 0.6;
  int buffer_ = 10;
  std::string divisor_ = "buffer";
  std::string restart_ = "at-once";
  PushAndFetch push_and_fetch_;
  ElasticAveraging elastic_averaging_;
  int requests_ = 4;
  int shards_ = 1;
  ServerPlaces places_;
};

}  // namespace lowband
