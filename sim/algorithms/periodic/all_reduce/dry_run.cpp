// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/periodic/all_reduce/dry_run.hpp"

#include <cmath>

#include "sim/algorithms/tags.hpp"

namespace lowband {

namespace {

Message message_of(double bytes) { return Message::without_content(static_cast<std::size_t>(std::llround(bytes)), 0); }

/// Partial results of the right size.
class SizeReduction final : public Reduction {
 public:
  explicit SizeReduction(const Exchange& exchange) : Reduction(exchange.coordinates), exchange_(exchange) {}

  Message partial(CoordinateRange range, int contributions) override { return outline(range, contributions); }
  [[nodiscard]] Message outline(CoordinateRange range, int contributions) const override {
    return message_of(exchange_.bytes(range, contributions));
  }
  void add(CoordinateRange /*range*/, const Message& /*theirs*/, int /*contributions*/) override {}
  [[nodiscard]] double partial_flops(CoordinateRange /*range*/) const override { return 0.0; }
  [[nodiscard]] double add_flops(CoordinateRange /*range*/) const override { return 0.0; }

 private:
  const Exchange& exchange_;
};

void exchange_sizes(Worker& worker, const Collective& collective, const Exchange& exchange) {
  if (exchange.is_gathered) {
    const Message own = message_of(exchange.bytes({0, exchange.coordinates}, 1));
    static_cast<void>(collective.all_gather(worker, tags::reduce, own));
    return;
  }
  SizeReduction reduction(exchange);
  static_cast<void>(collective.all_reduce(worker, tags::reduce, reduction));
}

}  // namespace

std::optional<double> dry_run_seconds(const Collective& collective, std::span<const Exchange> exchanges,
                                      const Whereabouts& whereabouts, double limit_s) {
  const auto exchange_all = [&](Worker& worker) {
    for (const auto& exchange : exchanges) exchange_sizes(worker, collective, exchange);
  };
  return whereabouts.seconds_of(exchange_all, collective.pairs(), limit_s);
}

}  // namespace lowband
