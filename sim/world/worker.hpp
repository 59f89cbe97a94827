#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

#include "sim/base/function_ref.hpp"
#include "sim/base/random.hpp"
#include "sim/world/message.hpp"

namespace lowband {

/// Tells apart the messages of one pair of workers. Messages of one pair and tag arrive in the order they were sent.
using Tag = std::uint32_t;

/// Everything an algorithm may do: ordinary sequential code that runs on every worker. Three laws make results
/// reproducible to the bit, for any number of threads, and independent of the network's timing:
///
/// 1. All real mathematics happens inside compute().
/// 2. The contents of messages are read and written only inside compute().
/// 3. Nothing looks at the host's clock, thread ids, addresses, or the order of an unordered container.
class Worker {
 public:
  Worker() = default;
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;
  Worker(Worker&&) = delete;
  Worker& operator=(Worker&&) = delete;
  virtual ~Worker() = default;

  [[nodiscard]] virtual int rank() const = 0;
  [[nodiscard]] virtual int size() const = 0;
  /// Simulated seconds since the run began.
  [[nodiscard]] virtual double now() const = 0;

  /// Runs `work` for real while simulated time passes for `flops` >= 0 operations on this worker's host. `work` may
  /// run on another thread, at the same time as that of other workers; compute() returns when both are over, and
  /// rethrows what `work` throws.
  virtual void compute(double flops, FunctionRef<void()> work) = 0;

  /// As `count` >= 1 calls of compute() after one another, each of `flops` operations and work(0), work(1), ..., with
  /// nothing in between. That leaves more freedom to the threads: the real work of a step may take place after its
  /// simulated time, as long as all of it is over when the last step is. What a step throws is rethrown no later than
  /// then, and the steps after it do not run.
  virtual void compute_steps(double flops, std::size_t count, FunctionRef<void(std::size_t)> work) = 0;

  /// As compute(), of parts that take flops[0], flops[1], ... operations, one after the other. When part i is over,
  /// `after(i)` runs as the worker's ordinary code, and may take simulated time itself, while the later parts go on
  /// beside it: so messages about what is ready overlap with computation. What it computes shares the worker's core
  /// with them, half and half. `work` is over before the first of them. Returns when the last one has. At least one
  /// part.
  virtual void compute_in_parts(std::span<const double> flops, FunctionRef<void()> work,
                                FunctionRef<void(std::size_t)> after) = 0;

  /// Sends without waiting: the message leaves at once, and costs wire_bytes() on every link of the route.
  virtual void send(int to, Tag tag, Message message) = 0;
  /// Waits, in simulated time, for the next message of `from` with this tag.
  [[nodiscard]] virtual Message receive(int from, Tag tag) = 0;
  /// Waits for whichever message with this tag arrives first; returns its sender too. A tag is received either from
  /// named senders or from any, not both.
  [[nodiscard]] virtual std::pair<int, Message> receive_any(Tag tag) = 0;

  /// This worker's random numbers for one purpose and step; the same whenever and wherever they are drawn.
  [[nodiscard]] virtual Stream random(Purpose purpose, std::uint32_t step, std::uint32_t lane = 0) const = 0;
};

}  // namespace lowband
