#include "sim/algorithms/sum_over_workers.hpp"

#include <cstring>

namespace lowband {

std::uint64_t sum_over_workers(Worker& worker, Tag tag, std::uint64_t own) {
  const int size = worker.size();
  const int next = (worker.rank() + 1) % size;
  const int previous = (worker.rank() + size - 1) % size;
  std::uint64_t sum = own;
  Message travelling;
  worker.compute(0.0, [&] {
    const auto bytes = std::make_shared<std::vector<std::byte>>(sizeof own);
    std::memcpy(bytes->data(), &own, sizeof own);
    travelling = Message(bytes, 0);
  });
  for (int hop = 1; hop < size; ++hop) {
    worker.send(next, tag, std::move(travelling));
    travelling = worker.receive(previous, tag);
    worker.compute(1.0, [&] {
      std::uint64_t theirs = 0;
      std::memcpy(&theirs, travelling.content().data(), sizeof theirs);
      sum += theirs;
    });
  }
  return sum;
}

}  // namespace lowband
