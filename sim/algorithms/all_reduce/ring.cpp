#include "sim/algorithms/all_reduce/ring.hpp"

#include <utility>

namespace lowband {

std::vector<Message> ring_all_reduce(Worker& worker, Tag tag, RingReduction& reduction) {
  const int size = worker.size();
  const int rank = worker.rank();
  const auto around = [size](int index) { return (index % size + size) % size; };
  const int next = around(rank + 1);
  const int previous = around(rank - 1);

  Message travelling;
  worker.compute(reduction.own_flops(rank), [&] { travelling = reduction.own(rank); });
  for (int hop = 0; hop < size - 1; ++hop) {
    worker.send(next, tag, std::move(travelling));
    const Message partial = worker.receive(previous, tag);
    const int chunk = around(rank - hop - 1);
    worker.compute(reduction.fold_flops(chunk), [&] { travelling = reduction.fold(chunk, partial, hop + 1); });
  }

  std::vector<Message> complete(static_cast<std::size_t>(size));
  const auto chunk = [&](int index) -> Message& { return complete[static_cast<std::size_t>(around(index))]; };
  chunk(rank + 1) = std::move(travelling);
  for (int hop = 0; hop < size - 1; ++hop) {
    worker.send(next, tag, chunk(rank + 1 - hop));
    chunk(rank - hop) = worker.receive(previous, tag);
  }
  return complete;
}

}  // namespace lowband
