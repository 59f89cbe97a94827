// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/periodic/all_reduce/collectives/halving_doubling.hpp"

#include <bit>
#include <set>
#include <utility>

#include "sim/algorithms/periodic/all_reduce/collectives/chunk_bits.hpp"
#include "sim/base/chunks.hpp"

namespace lowband {

int HalvingDoublingCollective::core() const noexcept {
  return static_cast<int>(std::bit_floor(static_cast<unsigned>(workers())));
}

int HalvingDoublingCollective::contributions(int rank, int free) const noexcept {
  int count = 0;
  for (int digits = free;; digits = (digits - 1) & free) {  // all subsets of the free digits
    count += ((rank & ~free) | digits) + core() < workers() ? 2 : 1;
    if (digits == 0) return count;
  }
}

std::vector<Message> HalvingDoublingCollective::doubling(Worker& worker, Tag tag, std::vector<Message> held) const {
  for (int distance = 1; distance < core(); distance *= 2) {
    const int partner = worker.rank() ^ distance;
    worker.send(partner, tag, Message::bundle(held));
    const auto theirs = worker.receive(partner, tag).parts();
    held.insert(partner < worker.rank() ? held.begin() : held.end(), theirs.begin(), theirs.end());
  }
  return held;
}

std::vector<Reduced> HalvingDoublingCollective::all_reduce(Worker& worker, Tag tag, Reduction& reduction) const {
  const CoordinateRange whole{0, reduction.size()};
  const Chunks chunks(whole, core());
  const int rank = worker.rank();
  std::vector<Message> complete;
  if (rank >= core()) {
    Message own;
    worker.compute_messages(
        reduction.partial_flops(whole), [&] { own = reduction.partial(whole, 1); },
        [&] { own = reduction.outline(whole, 1); });
    worker.send(rank - core(), tag, std::move(own));
    complete = worker.receive(rank - core(), tag).parts();
  } else {
    if (rank + core() < workers()) {
      const Message extra = worker.receive(rank + core(), tag);
      worker.compute(reduction.add_flops(whole), [&] { reduction.add(whole, extra, 1); });
    }
    int first = 0;  // of the chunks that are still reduced here
    int free = 0;   // the digits in which those differ whose vectors are in the partial result
    for (int distance = core() / 2; distance > 0; distance /= 2) {
      const int partner = rank ^ distance;
      const int mine = first + ((rank & distance) != 0 ? distance : 0);
      const CoordinateRange kept = chunks.range(mine, distance);
      const CoordinateRange given = chunks.range(mine ^ distance, distance);
      Message partial;
      worker.compute_messages(
          reduction.partial_flops(given), [&] { partial = reduction.partial(given, contributions(rank, free)); },
          [&] { partial = reduction.outline(given, contributions(rank, free)); });
      worker.send(partner, tag, std::move(partial));
      const Message theirs = worker.receive(partner, tag);
      worker.compute(reduction.add_flops(kept), [&] { reduction.add(kept, theirs, contributions(partner, free)); });
      first = mine;
      free |= distance;
    }
    Message own;
    const CoordinateRange owned = chunks.range(rank);
    worker.compute_messages(
        reduction.partial_flops(owned), [&] { own = reduction.partial(owned, workers()); },
        [&] { own = reduction.outline(owned, workers()); });
    complete = doubling(worker, tag, {own});
    if (rank + core() < workers()) worker.send(rank + core(), tag, Message::bundle(complete));
  }
  std::vector<Reduced> all;
  for (int c = 0; c < core(); ++c) all.push_back({chunks.range(c), complete[static_cast<std::size_t>(c)]});
  return all;
}

std::vector<Message> HalvingDoublingCollective::all_gather(Worker& worker, Tag tag, const Message& own) const {
  const int rank = worker.rank();
  if (rank >= core()) {
    worker.send(rank - core(), tag, own);
    return worker.receive(rank - core(), tag).parts();
  }
  // What a worker of the core brings is a bundle: its own message, and that of the one that hangs on it.
  std::vector<Message> brought = {own};
  const bool has_extra = rank + core() < workers();
  if (has_extra) brought.push_back(worker.receive(rank + core(), tag));
  const auto bundles = doubling(worker, tag, {Message::bundle(brought)});
  std::vector<Message> all(static_cast<std::size_t>(workers()));
  for (int i = 0; i < workers(); ++i) {
    const auto parts = bundles[static_cast<std::size_t>(i % core())].parts();
    all[static_cast<std::size_t>(i)] = parts[i < core() ? 0 : 1];
  }
  if (has_extra) worker.send(rank + core(), tag, Message::bundle(all));
  return all;
}

std::vector<std::pair<int, int>> HalvingDoublingCollective::pairs() const {
  std::set<std::pair<int, int>> pairs;
  for (int rank = 0; rank < core(); ++rank) {
    for (int distance = 1; distance < core(); distance *= 2) pairs.emplace(rank, rank ^ distance);
    if (rank + core() >= workers()) continue;
    pairs.emplace(rank, rank + core());
    pairs.emplace(rank + core(), rank);
  }
  return {pairs.begin(), pairs.end()};
}

std::vector<std::pair<int, int>> HalvingDoublingCollective::partners(int distance) const {
  std::vector<std::pair<int, int>> pairs;
  for (int rank = 0; rank < core(); ++rank) pairs.emplace_back(rank, rank ^ distance);
  return pairs;
}

std::vector<std::pair<int, int>> HalvingDoublingCollective::handed_over(bool is_back) const {
  std::vector<std::pair<int, int>> pairs;
  for (int rank = core(); rank < workers(); ++rank) {
    pairs.emplace_back(is_back ? rank - core() : rank, is_back ? rank : rank - core());
  }
  return pairs;
}

void HalvingDoublingCollective::add_doubling(ClosedForm& form, const Message& own, double bits) const {
  const auto bundle_size = [&](int messages) {
    const std::vector<Message> parts(static_cast<std::size_t>(messages), own);
    return MessageSize(Message::bundle(parts)).with_payload(bits);
  };
  for (int distance = 1; distance < core(); distance *= 2) {
    form.phases.push_back({.pairs = partners(distance), .size = bundle_size(distance)});
  }
  if (core() < workers()) form.phases.push_back({.pairs = handed_over(true), .size = bundle_size(core())});
}

ClosedForm HalvingDoublingCollective::reduce_form(const Reduction& reduction) const {
  const CoordinateRange whole{0, reduction.size()};
  const Chunks chunks(whole, core());
  ClosedForm form{.equation = "2 k l + 2 (M - 1) S / (M B), k = log2 M",
                  .condition = power_of_two_condition(workers())};
  if (core() < workers()) {
    form.phases.push_back({.pairs = handed_over(false),
                           .size = MessageSize(reduction.outline(whole, 1)),
                           .sender_flops = reduction.partial_flops(whole),
                           .receiver_flops = reduction.add_flops(whole)});
  }
  int free = 0;  // as in all_reduce(), of worker 0
  for (int distance = core() / 2; distance > 0; distance /= 2) {
    const CoordinateRange half = chunks.range(0, distance);
    form.phases.push_back({.pairs = partners(distance),
                           .size = MessageSize(reduction.outline(half, contributions(0, free)))
                                       .with_payload(bits_of_chunks(reduction, chunks, distance)),
                           .sender_flops = reduction.partial_flops(half),
                           .receiver_flops = reduction.add_flops(half)});
    free |= distance;
  }
  const CoordinateRange owned = chunks.range(0);
  const std::size_t reduced = form.phases.size();
  add_doubling(form, reduction.outline(owned, workers()), bits_of_chunks(reduction, chunks));
  form.phases[reduced].sender_flops = reduction.partial_flops(owned);
  return form;
}

ClosedForm HalvingDoublingCollective::gather_form(const Message& own) const {
  ClosedForm form{.equation = "k l + (M - 1) S / B, k = log2 M", .condition = power_of_two_condition(workers())};
  std::vector<Message> brought = {own};
  if (core() < workers()) {
    form.phases.push_back({.pairs = handed_over(false), .size = MessageSize(own)});
    brought.push_back(own);
  }
  add_doubling(form, Message::bundle(brought), 1.0);
  return form;
}

}  // namespace lowband
