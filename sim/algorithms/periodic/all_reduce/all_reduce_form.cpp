// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/periodic/all_reduce/all_reduce_form.hpp"

#include <string>
#include <utility>
#include <vector>

#include "sim/algorithms/rehearsal.hpp"

namespace lowband {

namespace {

/// In place of exchanging anything, it notes the closed form of the collective that it stands for. What the worker, a
/// Rehearsal, has computed since the last phase counts before the next.
class NotedCollective final : public Collective {
 public:
  NotedCollective(const Collective& collective, const Rehearsal& worker)
      : Collective(collective.workers()), collective_(collective), worker_(worker) {}

  [[nodiscard]] std::string name() const override { return collective_.name(); }
  [[nodiscard]] std::vector<std::pair<int, int>> pairs() const override { return collective_.pairs(); }
  [[nodiscard]] std::vector<Reduced> all_reduce(Worker& /*worker*/, Tag /*tag*/, Reduction& reduction) const override {
    note(collective_.reduce_form(reduction));
    const CoordinateRange whole{0, reduction.size()};
    return {{whole, reduction.outline(whole, workers())}};
  }
  [[nodiscard]] std::vector<Message> all_gather(Worker& /*worker*/, Tag /*tag*/, const Message& own) const override {
    note(collective_.gather_form(own));
    return std::vector<Message>(static_cast<std::size_t>(workers()), own);
  }
  [[nodiscard]] ClosedForm reduce_form(const Reduction& reduction) const override {
    return collective_.reduce_form(reduction);
  }
  [[nodiscard]] ClosedForm gather_form(const Message& own) const override { return collective_.gather_form(own); }

  /// What has been noted; what has been computed since counts after it.
  [[nodiscard]] ClosedForm form() const {
    ClosedForm noted = noted_;
    noted.phases.back().receiver_flops += flops_since();
    return noted;
  }

 private:
  [[nodiscard]] double flops_since() const { return worker_.flops() - counted_flops_; }

  void note(ClosedForm form) const {
    form.phases.front().sender_flops += flops_since();
    counted_flops_ = worker_.flops();
    noted_.equation = std::move(form.equation);
    noted_.condition = std::move(form.condition);
    for (auto& phase : form.phases) noted_.phases.push_back(std::move(phase));
  }

  const Collective& collective_;
  const Rehearsal& worker_;
  mutable ClosedForm noted_;  // the interface is that of collectives, which keep nothing
  mutable double counted_flops_ = 0.0;
};

}  // namespace

ClosedForm all_reduce_form(const AllReduce& algorithm, const Collective& collective, const Layout& exchanged) {
  Rehearsal worker(0, collective.workers());
  const NotedCollective noted(collective, worker);
  FloatBuffer model;
  algorithm.average(noted, {.rank = 0}, model, exchanged)->synchronise(worker, model);
  ClosedForm form = noted.form();
  if (algorithm.overlaps()) form.condition = "as if nothing overlapped with the last local step";
  return form;
}

}  // namespace lowband
