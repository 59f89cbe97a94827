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

}  // namespace lowband
