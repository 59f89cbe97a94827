// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/periodic/all_reduce/collectives/direct.hpp"

#include "sim/algorithms/periodic/all_reduce/collectives/chunk_bits.hpp"
#include "sim/base/size_limit.hpp"

namespace lowband {

void direct_reduce_scatter(Worker& worker, Tag tag, Reduction& reduction, const Chunks& chunks, const Group& group) {
  const int owners = chunks.count();
  const int me = group.me;
  double flops = 0.0;
  for (int c = 0; c < owners; ++c) flops += c == me ? 0.0 : reduction.partial_flops(chunks.range(c));
  std::vector<Message> partials(static_cast<std::size_t>(owners));
  const auto for_others = [&](auto make) {
    for (int c = 0; c < owners; ++c) {
      if (c != me) partials[static_cast<std::size_t>(c)] = make(chunks.range(c));
    }
  };
  const int own = group.contribution(me);
  worker.compute_messages(
      flops, [&] { for_others([&](CoordinateRange chunk) { return reduction.partial(chunk, own); }); },
      [&] { for_others([&](CoordinateRange chunk) { return reduction.outline(chunk, own); }); });
  // Everybody begins with the member after itself, so that no owner is sent everything at once.
  for (int distance = 1; distance < group.size(); ++distance) {
    const int owner = group.around(me + distance);
    if (owner < owners) worker.send(group.rank(owner), tag, partials[static_cast<std::size_t>(owner)]);
  }
  if (me >= owners) return;
  const CoordinateRange chunk = chunks.range(me);
  for (int distance = 1; distance < group.size(); ++distance) {
    const Message partial = worker.receive(group.rank(me - distance), tag);
    worker.compute(reduction.add_flops(chunk),
                   [&] { reduction.add(chunk, partial, group.contribution(me - distance)); });
  }
}

std::vector<Message> direct_all_gather(Worker& worker, Tag tag, const Message& own, int senders, const Group& group) {
  std::vector<Message> all(static_cast<std::size_t>(senders));
  if (group.me < senders) {
    all[static_cast<std::size_t>(group.me)] = own;
    for (int distance = 1; distance < group.size(); ++distance) worker.send(group.rank(group.me + distance), tag, own);
  }
  for (int distance = 1; distance < group.size(); ++distance) {
    const int sender = group.around(group.me - distance);
    if (sender < senders) all[static_cast<std::size_t>(sender)] = worker.receive(group.rank(sender), tag);
  }
  return all;
}

void DirectCollective::check_size(int workers, const Place& place) {
  check_pairs(static_cast<double>(workers) * (workers - 1.0), workers, place);
}

std::vector<std::pair<int, int>> DirectCollective::pairs() const {
  std::vector<std::pair<int, int>> pairs;
  for (int from = 0; from < workers(); ++from) {
    for (int to = 0; to < workers(); ++to) {
      if (from != to) pairs.emplace_back(from, to);
    }
  }
  return pairs;
}

std::vector<Reduced> DirectCollective::all_reduce(Worker& worker, Tag tag, Reduction& reduction) const {
  const Group group = Group::of_all(workers(), worker.rank());
  const Chunks chunks(reduction.size(), workers());
  direct_reduce_scatter(worker, tag, reduction, chunks, group);
  Message own;
  const CoordinateRange owned = chunks.range(group.me);
  worker.compute_messages(
      reduction.partial_flops(owned), [&] { own = reduction.partial(owned, workers()); },
      [&] { own = reduction.outline(owned, workers()); });
  const auto messages = direct_all_gather(worker, tag, own, workers(), group);
  std::vector<Reduced> complete;
  for (int c = 0; c < workers(); ++c) complete.push_back({chunks.range(c), messages[static_cast<std::size_t>(c)]});
  return complete;
}

std::vector<Message> DirectCollective::all_gather(Worker& worker, Tag tag, const Message& own) const {
  return direct_all_gather(worker, tag, own, workers(), Group::of_all(workers(), worker.rank()));
}

ClosedForm DirectCollective::reduce_form(const Reduction& reduction) const {
  const Chunks chunks(reduction.size(), workers());
  const CoordinateRange chunk = chunks.range(0);
  const double bits = bits_of_chunks(reduction, chunks);
  const double others = workers() - 1.0;
  return {.equation = "2 (l + (M - 1) S / (M B))",
          .phases = {{.pairs = pairs(),
                      .size = MessageSize(reduction.outline(chunk, 1)).with_payload(bits),
                      .sender_flops = others * reduction.partial_flops(chunk),
                      .receiver_flops = others * reduction.add_flops(chunk)},
                     {.pairs = pairs(),
                      .size = MessageSize(reduction.outline(chunk, workers())).with_payload(bits),
                      .sender_flops = reduction.partial_flops(chunk)}}};
}

ClosedForm DirectCollective::gather_form(const Message& own) const {
  return {.equation = "l + (M - 1) S / B", .phases = {{.pairs = pairs(), .size = MessageSize(own)}}};
}

}  // namespace lowband
