// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <utility>

#include "sim/algorithms/parameter_server/client_model.hpp"
#include "sim/algorithms/parameter_server/pull_schedule.hpp"
#include "sim/algorithms/periodic/synchroniser.hpp"

namespace lowband {

/// A client's side of a round in which all take part (RoundServer): it tells the servers what its local steps have
/// changed. If it is to pull, it waits for their answers and goes on from there; else it goes on at once from where its
/// steps have led it. When training ends it pulls in any case. With rho above 0 the steps stay near the model that they
/// began from (FedProx: Li et al., MLSys 2020, arXiv:1812.06127).
class ServerSynchroniser final : public Synchroniser {
 public:
  struct Setting {
    PullSchedule pulls;
    double rho = 0.0;
  };

  ServerSynchroniser(ClientModel model, Setting setting) : model_(std::move(model)), setting_(std::move(setting)) {}

  void synchronise(Worker& worker, FloatBuffer& model) override;
  void finish(Worker& worker, FloatBuffer& model) override;
  [[nodiscard]] std::optional<Anchor> anchor() const override;

 private:
  ClientModel model_;
  Setting setting_;
  std::uint64_t rounds_ = 0;
  bool has_pulled_ = false;  ///< in the last one
};

}  // namespace lowband
