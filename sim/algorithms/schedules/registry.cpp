// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/schedules/constant.hpp"
#include "sim/algorithms/schedules/cosine.hpp"
#include "sim/algorithms/schedules/inverse_sqrt.hpp"
#include "sim/algorithms/schedules/step.hpp"

namespace lowband {

const Registry<Schedule>& schedules() {
  static const Registry<Schedule> registry(
      "schedule", "name",
      {
          {"constant", "the same learning rate at every step", "", [] { return std::make_unique<ConstantSchedule>(); }},
          {"step", "the learning rate falls by a factor at each milestone", "torch.optim.lr_scheduler.MultiStepLR",
           [] { return std::make_unique<StepSchedule>(); }},
          {"cosine", "the learning rate falls along half a cosine",
           "torch.optim.lr_scheduler.CosineAnnealingLR; Loshchilov & Hutter, ICLR 2017, arXiv:1608.03983",
           [] { return std::make_unique<CosineSchedule>(); }},
          {"inverse-sqrt", "the learning rate falls as 1 / sqrt(t)", "",
           [] { return std::make_unique<InverseSqrtSchedule>(); }},
      });
  return registry;
}

}  // namespace lowband
