// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/periodic/all_reduce/collectives/ring.hpp"

#include <utility>

#include "sim/algorithms/periodic/all_reduce/collectives/chunk_bits.hpp"
#include "sim/base/chunks.hpp"

namespace lowband {

std::vector<Reduced> ring_all_reduce(Worker& worker, Tag tag, Reduction& reduction, CoordinateRange range,
                                     const Group& group) {
  const Chunks chunks(range, group.size());
  const int me = group.me;
  Message travelling;
  const CoordinateRange first = chunks.range(me);
  worker.compute_messages(
      reduction.partial_flops(first), [&] { travelling = reduction.partial(first, group.contribution(me)); },
      [&] { travelling = reduction.outline(first, group.contribution(me)); });
  int theirs = 0;  // the workers in what arrives: those of the members from the chunk's first to the one before this
  for (int hop = 0; hop < group.size() - 1; ++hop) {
    worker.send(group.rank(me + 1), tag, std::move(travelling));
    const Message partial = worker.receive(group.rank(me - 1), tag);
    const CoordinateRange chunk = chunks.range(group.around(me - hop - 1));
    theirs += group.contribution(me - hop - 1);
    const int together = theirs + group.contribution(me);
    worker.compute_messages(
        reduction.add_flops(chunk) + reduction.partial_flops(chunk),
        [&] {
          reduction.add(chunk, partial, theirs);
          travelling = reduction.partial(chunk, together);
        },
        [&] { travelling = reduction.outline(chunk, together); });
  }

  std::vector<Reduced> complete(static_cast<std::size_t>(group.size()));
  const auto chunk = [&](int index) -> Reduced& { return complete[static_cast<std::size_t>(group.around(index))]; };
  for (int c = 0; c < group.size(); ++c) chunk(c).range = chunks.range(c);
  chunk(me + 1).message = std::move(travelling);
  for (int hop = 0; hop < group.size() - 1; ++hop) {
    worker.send(group.rank(me + 1), tag, chunk(me + 1 - hop).message);
    chunk(me - hop).message = worker.receive(group.rank(me - 1), tag);
  }
  return complete;
}

std::vector<Phase> ring_phases(const Reduction& reduction, CoordinateRange range, const Group& group,
                               const std::vector<std::pair<int, int>>& pairs) {
  const Chunks chunks(range, group.size());
  const CoordinateRange chunk = chunks.range(0);
  const double bits = bits_of_chunks(reduction, chunks);
  const int hops = group.size() - 1;
  MessageSize sum;
  int together = 0;  // the workers in what is sent at a hop
  for (int hop = 0; hop < hops; ++hop) {
    together += group.contribution(group.me - hop);
    sum += MessageSize(reduction.outline(chunk, together));
  }
  together += group.contribution(group.me - hops);
  const Phase reduce_scatter{.pairs = pairs,
                             .size = ((1.0 / hops) * sum).with_payload(bits),
                             .ring = group.size(),
                             .hops = hops,
                             .sender_flops = reduction.partial_flops(chunk),
                             .hop_flops = reduction.add_flops(chunk) + reduction.partial_flops(chunk)};
  const Phase all_gather{.pairs = pairs,
                         .size = MessageSize(reduction.outline(chunk, together)).with_payload(bits),
                         .ring = group.size(),
                         .hops = hops};
  return {reduce_scatter, all_gather};
}

std::vector<Message> ring_all_gather(Worker& worker, Tag tag, const Message& own, const Group& group) {
  std::vector<Message> all(static_cast<std::size_t>(group.size()));
  const auto of = [&](int index) -> Message& { return all[static_cast<std::size_t>(group.around(index))]; };
  of(group.me) = own;
  for (int hop = 0; hop < group.size() - 1; ++hop) {
    worker.send(group.rank(group.me + 1), tag, of(group.me - hop));
    of(group.me - hop - 1) = worker.receive(group.rank(group.me - 1), tag);
  }
  return all;
}

std::vector<std::pair<int, int>> RingCollective::pairs() const {
  std::vector<std::pair<int, int>> pairs;
  if (workers() == 1) return pairs;
  for (int i = 0; i < workers(); ++i) pairs.emplace_back(i, (i + 1) % workers());
  return pairs;
}

std::vector<Reduced> RingCollective::all_reduce(Worker& worker, Tag tag, Reduction& reduction) const {
  return ring_all_reduce(worker, tag, reduction, {0, reduction.size()}, Group::of_all(workers(), worker.rank()));
}

std::vector<Message> RingCollective::all_gather(Worker& worker, Tag tag, const Message& own) const {
  return ring_all_gather(worker, tag, own, Group::of_all(workers(), worker.rank()));
}

ClosedForm RingCollective::reduce_form(const Reduction& reduction) const {
  return {.equation = "2 (M - 1) (l + S / (M B))",
          .phases = ring_phases(reduction, {0, reduction.size()}, Group::of_all(workers(), 0), pairs())};
}

ClosedForm RingCollective::gather_form(const Message& own) const {
  return {.equation = "(M - 1) (l + S / B)",
          .phases = {{.pairs = pairs(), .size = MessageSize(own), .ring = workers(), .hops = workers() - 1}}};
}

}  // namespace lowband
