// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "models/model.hpp"
#include "sim/algorithms/node.hpp"
#include "sim/algorithms/parameter_server/client_model.hpp"
#include "sim/algorithms/periodic/periods/period.hpp"

namespace lowband {

/// A client that is not in step with the others. It takes K local steps at a time, or local steps for so long, from a
/// model of the servers', and tells the servers what they have changed: never more at a time than a worker takes in
/// all. With rho above 0 the steps stay near that model (FedProx: Li et al., MLSys 2020, arXiv:1812.06127; FedAsync:
/// Xie, Koyejo & Gupta 2019, arXiv:1903.03934). The schedule of the learning rate goes by its own steps.
class Client : public Node {
 public:
  struct Setting {
    const Period& period;  ///< K, or seconds
    double rho = 0.0;
    /// Its side of the exchange of models with these tensors, all of which begin as the one that is given.
    std::function<ClientModel(const FloatBuffer&, const Layout&)> model;
  };

  explicit Client(Setting setting) : setting_(std::move(setting)) {}

  void run(Worker& worker, Learner* learner, Reporter& reporter) final;

 protected:
  /// From one report to the next.
  virtual void take_turn(Worker& worker) = 0;

  void take_steps(Worker& worker);
  /// Tells the servers what they have changed. Throws Diverged, with worker and iteration, if that is not finite and
  /// cannot be encoded.
  void push(Worker& worker, Tag tag);
  /// Waits for the servers' model, and goes on from there.
  void pull(Worker& worker);

 private:
  Setting setting_;
  Learner* learner_ = nullptr;
  std::optional<ClientModel> model_;
  std::uint64_t steps_ = 0;
  std::uint64_t periods_ = 0;
};

/// A client that begins anew whenever the servers have answered what it has told.
class AnsweredClient final : public Client {
 public:
  /// `tag`: of what it tells.
  AnsweredClient(Setting setting, Tag tag) : Client(std::move(setting)), tag_(tag) {}

 protected:
  void take_turn(Worker& worker) override;

 private:
  Tag tag_;
};

/// A client that waits to be asked, in a round of SampledServer.
class SampledClient final : public Client {
 public:
  /// `servers`: their ranks.
  SampledClient(Setting setting, std::vector<int> servers) : Client(std::move(setting)), servers_(std::move(servers)) {}

 protected:
  void take_turn(Worker& worker) override;

 private:
  std::vector<int> servers_;
};

}  // namespace lowband
