// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/periodic/sum_over_workers.hpp"

#include <cstring>

namespace lowband {

std::uint64_t sum_over_workers(Worker& worker, int workers, Tag tag, std::uint64_t own) {
  const int next = (worker.rank() + 1) % workers;
  const int previous = (worker.rank() + workers - 1) % workers;
  std::uint64_t sum = own;
  Message travelling;
  const auto begin = [&] {
    const auto bytes = std::make_shared<std::vector<std::byte>>(sizeof own);
    std::memcpy(bytes->data(), &own, sizeof own);
    travelling = Message(bytes, 0);
  };
  const auto add = [&] {
    std::uint64_t theirs = 0;
    std::memcpy(&theirs, travelling.content().data(), sizeof theirs);
    sum += theirs;
  };
  worker.compute_messages(0.0, begin, begin);
  for (int hop = 1; hop < workers; ++hop) {
    worker.send(next, tag, std::move(travelling));
    travelling = worker.receive(previous, tag);
    worker.compute_messages(1.0, add, add);
  }
  return sum;
}

}  // namespace lowband
