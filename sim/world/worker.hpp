// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <utility>

#include "sim/base/function_ref.hpp"
#include "sim/base/random.hpp"
#include "sim/world/message.hpp"

namespace lowband {

/// Tells apart the messages of one pair of nodes. Messages of one pair and tag are received in the order they were
/// sent.
using Tag = std::uint32_t;

/// A tag with this bit is that of an inbox: its messages are filed as they arrive, and can be received from anybody, or
/// by a deadline. Messages of other tags are received by name, and their arrival costs no event of its own.
inline constexpr Tag inbox_bit = Tag{1} << 31U;

/// How the work of a computation in parts tells that what its part i makes is there.
using PartIsReady = FunctionRef<void(std::size_t)>;

/// Everything a node may do: ordinary sequential code that runs on every worker, and on nodes that are no workers, such
/// as servers. Four laws make results reproducible to the bit, for any number of threads:
///
/// 1. All real mathematics happens inside compute().
/// 2. The contents of messages are read and written only inside compute(): time depends on their sizes alone.
/// 3. Nothing looks at the host's clock, thread ids, addresses, or the order of an unordered container.
/// 4. What the programs of one node compute runs one after the other, in the order in which it begins in simulated
/// time.
///
/// Where nothing is learned, closures do not run at all (IdleWorker), and vectors are empty: how long they would be
/// follows from layouts, never from the vectors.
///
/// Results do not depend on the network's timing either, as long as nobody asks for the time, or for what comes first:
/// now(), available_from(), receive_any(), whatever has a deadline, and await().
class Worker {
 public:
  Worker() = default;
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;
  Worker(Worker&&) = delete;
  Worker& operator=(Worker&&) = delete;
  virtual ~Worker() = default;

  [[nodiscard]] virtual int rank() const = 0;
  /// All nodes, those that are no workers among them: no number to divide by.
  [[nodiscard]] virtual int size() const = 0;
  /// Simulated seconds since the run began.
  [[nodiscard]] virtual double now() const = 0;

  /// Runs `work` for real while simulated time passes for `flops` >= 0 operations on this worker's host. `work` may
  /// run on another thread, at the same time as that of other nodes; compute() returns when both are over, and
  /// rethrows what `work` throws. Who has a core with others, or a second program, shares it with what they compute.
  virtual void compute(double flops, FunctionRef<void()> work) = 0;

  /// As compute(), of work that makes messages. `outline` makes messages of the same sizes without content: it runs in
  /// place of `work` where nothing is computed.
  virtual void compute_messages(double flops, FunctionRef<void()> work, FunctionRef<void()> /*outline*/) {
    compute(flops, work);
  }

  /// `count` >= 1 local steps: as so many calls of compute() after one another, each of `flops` operations and work(0),
  /// work(1), ..., with nothing in between. That leaves more freedom to the threads: the real work of a step may take
  /// place after its simulated time, as long as all of it is over when the last step is. What a step throws is rethrown
  /// no later than then, and the steps after it do not run. A world may say how long a local step takes, whatever its
  /// operations are.
  virtual void compute_steps(double flops, std::size_t count, FunctionRef<void(std::size_t)> work) = 0;

  /// A local step in parts: as compute(), of flops[0], flops[1], ... operations, one after the other. When part i is
  /// over, `after(i)` runs as the worker's ordinary code, and may take simulated time itself, while the later parts go
  /// on beside it: so messages about what is ready overlap with computation. What it computes shares the worker's core
  /// with them, half and half. Returns when the last one has. At least one part. Where the world says how long a local
  /// step takes, each part has its share of that.
  ///
  /// What part i makes is there before `after(i)` runs: as soon as `work` has said so, or when it is over. Worlds may
  /// wait for all of it.
  virtual void compute_in_parts(std::span<const double> flops, FunctionRef<void(PartIsReady)> work,
                                FunctionRef<void(std::size_t)> after) = 0;

  /// Sends without waiting: the message leaves at once, and costs wire_bytes() on every link of the route.
  virtual void send(int to, Tag tag, Message message) = 0;
  /// Waits, in simulated time, for the next message of `from` with this tag.
  [[nodiscard]] virtual Message receive(int from, Tag tag) = 0;
  /// The same, of an inbox, unless it has not come by `deadline`; now() or earlier: what is there already.
  [[nodiscard]] virtual std::optional<Message> receive_until(int from, Tag tag, double deadline) = 0;
  /// Waits for whichever message of this inbox arrives first; returns its sender too. What arrives at the same instant
  /// comes by ascending sender. Throws std::logic_error if the tag is no inbox, or if messages of this node's inbox
  /// have been received by name.
  [[nodiscard]] virtual std::pair<int, Message> receive_any(Tag tag) = 0;
  /// The same, unless none has come by `deadline`.
  [[nodiscard]] virtual std::optional<std::pair<int, Message>> receive_any_until(Tag tag, double deadline) = 0;
  /// Waits until simulated time `time`; does nothing if that is over.
  virtual void sleep_until(double time) = 0;

  /// Begins a second program of this node, which goes on beside the first, with a worker of the same rank: it may
  /// answer while the first computes. It ends when it returns, or with the run. Throws std::logic_error if there is
  /// one already. To be called before the first local step.
  virtual void run_beside(std::function<void(Worker&)> program) = 0;

  /// The random numbers of node `rank` for one purpose and step; the same whenever and wherever they are drawn. Nodes
  /// that have to decide alike draw those of one of them.
  [[nodiscard]] virtual Stream random_of(int rank, Purpose purpose, std::uint32_t step, std::uint32_t lane) const = 0;
  /// Those of this node.
  [[nodiscard]] Stream random(Purpose purpose, std::uint32_t step, std::uint32_t lane = 0) const {
    return random_of(rank(), purpose, step, lane);
  }

  /// Waits until `holds`, which looks at what the programs of this node share, outside compute(): it is asked at once,
  /// and then whenever the other program has called notify(). No message is sent, and no time passes by itself.
  virtual void await(FunctionRef<bool()> holds) = 0;
  /// Lets the other program of this node, if it waits in await(), look again.
  virtual void notify() = 0;
  /// The first instant from now() on at which the host of node `rank` computes: later than now() where its device is
  /// out of use for the time being, so that what it computes stands still. Messages arrive all the same.
  [[nodiscard]] virtual double available_from(int rank) const = 0;
};

}  // namespace lowband
