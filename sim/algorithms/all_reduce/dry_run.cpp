#include "sim/algorithms/all_reduce/dry_run.hpp"

#include <fmt/format.h>

#include <cmath>
#include <stdexcept>
#include <string>

#include "sim/algorithms/tags.hpp"
#include "sim/engine/forked.hpp"
#include "sim/engine/forwarding_worker.hpp"
#include "sim/engine/simulation.hpp"

namespace lowband {

namespace {

struct TakesTooLong : std::runtime_error {
  TakesTooLong() : std::runtime_error("a dry run takes too long") {}
};

Message message_of(double bytes) { return Message::without_content(static_cast<std::size_t>(std::llround(bytes)), 0); }

/// Partial results of the right size.
class SizeReduction final : public Reduction {
 public:
  explicit SizeReduction(const Exchange& exchange) : Reduction(exchange.coordinates), exchange_(exchange) {}

  Message partial(CoordinateRange range, int contributions) override {
    return message_of(exchange_.bytes(range, contributions));
  }
  void add(CoordinateRange /*range*/, const Message& /*theirs*/, int /*contributions*/) override {}
  [[nodiscard]] double partial_flops(CoordinateRange /*range*/) const override { return 0.0; }
  [[nodiscard]] double add_flops(CoordinateRange /*range*/) const override { return 0.0; }

 private:
  const Exchange& exchange_;
};

/// Gives up when it receives something too late.
class HastyWorker final : public ForwardingWorker {
 public:
  HastyWorker(Worker& worker, double limit_s) : ForwardingWorker(worker), limit_s_(limit_s) {}

  [[nodiscard]] Message receive(int from, Tag tag) override {
    Message message = ForwardingWorker::receive(from, tag);
    if (now() > limit_s_) throw TakesTooLong();
    return message;
  }

 private:
  double limit_s_;
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
                                      const PlatformSettings& platform, double limit_s) {
  const std::string seconds = run_in_child([&]() -> std::string {
    TaskPool pool(1);
    Simulation simulation(platform, {}, 0, pool, collective.pairs());
    try {
      simulation.run([&](Worker& worker) {
        HastyWorker hasty(worker, limit_s);
        for (const auto& exchange : exchanges) exchange_sizes(hasty, collective, exchange);
      });
    } catch (const TakesTooLong&) {
      return "";
    }
    return fmt::format("{}", simulation.now());
  });
  return seconds.empty() ? std::nullopt : std::optional(std::stod(seconds));
}

}  // namespace lowband
