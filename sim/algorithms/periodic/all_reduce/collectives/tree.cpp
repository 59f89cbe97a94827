// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/periodic/all_reduce/collectives/tree.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace lowband {

namespace {

/// The distance of `rank` from its parent in the tree: its lowest binary digit. That of worker 0, which has none, is
/// beyond all workers.
int reach(int rank, int workers) {
  int distance = 1;
  while (distance < workers && (rank & distance) == 0) distance *= 2;
  return distance;
}

/// The workers in the tree below and with `rank`: as many as its reach, or as there are.
int subtree(int rank, int workers) { return std::min(reach(rank, workers), workers - rank); }

std::vector<std::pair<int, int>> reversed(std::vector<std::pair<int, int>> pairs) {
  for (auto& pair : pairs) std::swap(pair.first, pair.second);
  return pairs;
}

}  // namespace

std::vector<Reduced> TreeCollective::all_reduce(Worker& worker, Tag tag, Reduction& reduction) const {
  const CoordinateRange whole{0, reduction.size()};
  const int rank = worker.rank();
  const int to_parent = reach(rank, workers());
  for (int distance = 1; distance < to_parent && rank + distance < workers(); distance *= 2) {
    const Message partial = worker.receive(rank + distance, tag);
    worker.compute(reduction.add_flops(whole),
                   [&] { reduction.add(whole, partial, subtree(rank + distance, workers())); });
  }
  Message message;
  worker.compute_messages(
      reduction.partial_flops(whole), [&] { message = reduction.partial(whole, subtree(rank, workers())); },
      [&] { message = reduction.outline(whole, subtree(rank, workers())); });
  if (rank != 0) worker.send(rank - to_parent, tag, std::move(message));
  return {{whole, broadcast(worker, tag, std::move(message))}};
}

Message TreeCollective::broadcast(Worker& worker, Tag tag, Message message) const {
  const int rank = worker.rank();
  const int to_parent = reach(rank, workers());
  if (rank != 0) {
    message = worker.receive(rank - to_parent, tag);
    if (to_parent > 1) worker.send(rank - to_parent, tag, Message());  // the last one of its parent needs none
  }
  for (int distance = to_parent / 2; distance > 0; distance /= 2) {
    if (rank + distance >= workers()) continue;
    worker.send(rank + distance, tag, message);
    if (distance > 1) static_cast<void>(worker.receive(rank + distance, tag));
  }
  return message;
}

std::vector<Message> TreeCollective::all_gather(Worker& worker, Tag tag, const Message& own) const {
  const int rank = worker.rank();
  const int to_parent = reach(rank, workers());
  std::vector<Message> below = {own};  // of the ranks from this one on
  for (int distance = 1; distance < to_parent && rank + distance < workers(); distance *= 2) {
    const auto theirs = worker.receive(rank + distance, tag).parts();
    below.insert(below.end(), theirs.begin(), theirs.end());
  }
  Message bundle = Message::bundle(std::move(below));
  if (rank != 0) worker.send(rank - to_parent, tag, bundle);
  return broadcast(worker, tag, std::move(bundle)).parts();
}

std::vector<std::pair<int, int>> TreeCollective::pairs() const {
  std::set<std::pair<int, int>> pairs;
  for (int child = 1; child < workers(); ++child) {
    const int parent = child - reach(child, workers());
    pairs.emplace(child, parent);
    pairs.emplace(parent, child);
  }
  return {pairs.begin(), pairs.end()};
}

std::vector<std::pair<int, int>> TreeCollective::edges(int distance) const {
  std::vector<std::pair<int, int>> edges;
  for (int parent = 0; parent + distance < workers(); parent += 2 * distance) {
    edges.emplace_back(parent, parent + distance);
  }
  return edges;
}

std::vector<Phase> TreeCollective::broadcast_phases(const MessageSize& size) const {
  std::vector<Phase> phases;
  for (int distance = reach(0, workers()) / 2; distance > 0; distance /= 2) {
    phases.push_back({.pairs = edges(distance), .size = size});
    if (distance > 1) phases.push_back({.pairs = reversed(edges(distance)), .size = MessageSize(Message())});
  }
  return phases;
}

ClosedForm TreeCollective::reduce_form(const Reduction& reduction) const {
  const CoordinateRange whole{0, reduction.size()};
  const auto size = [&](int contributions) { return MessageSize(reduction.outline(whole, contributions)); };
  ClosedForm form{.equation = "2 k (l + S / B) + (k - 1) l, k = log2 M",
                  .condition = power_of_two_condition(workers())};
  for (int distance = 1; distance < workers(); distance *= 2) {
    form.phases.push_back({.pairs = reversed(edges(distance)),
                           .size = size(subtree(distance, workers())),
                           .sender_flops = reduction.partial_flops(whole),
                           .receiver_flops = reduction.add_flops(whole)});
  }
  auto down = broadcast_phases(size(workers()));
  down.front().sender_flops = reduction.partial_flops(whole);
  form.phases.insert(form.phases.end(), down.begin(), down.end());
  return form;
}

ClosedForm TreeCollective::gather_form(const Message& own) const {
  const auto bundle_size = [&](int messages) {
    const std::vector<Message> parts(static_cast<std::size_t>(messages), own);
    return MessageSize(Message::bundle(parts));
  };
  ClosedForm form{.equation = "2 k l + (M - 1 + k M) S / B + (k - 1) l, k = log2 M",
                  .condition = power_of_two_condition(workers())};
  for (int distance = 1; distance < workers(); distance *= 2) {
    form.phases.push_back({.pairs = reversed(edges(distance)), .size = bundle_size(subtree(distance, workers()))});
  }
  const auto down = broadcast_phases(bundle_size(workers()));
  form.phases.insert(form.phases.end(), down.begin(), down.end());
  return form;
}

}  // namespace lowband
