// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/parameter_server/fetch.hpp"

#include <algorithm>
#include <utility>

#include "sim/algorithms/tags.hpp"

namespace lowband {

void Fetch::ask(Worker& worker) {
  for (int shard = 0; shard < shards_.count(); ++shard) worker.send(shards_.rank(shard), tags::update, Message());
  is_under_way_ = true;
}

std::optional<Fetch::Parts> Fetch::received(Worker& worker, double deadline) {
  if (!is_under_way_) return std::nullopt;
  for (int shard = 0; shard < shards_.count(); ++shard) {
    auto& part = come_[static_cast<std::size_t>(shard)];
    if (!part) part = worker.receive_until(shards_.rank(shard), tags::fetched, deadline);
    if (!part) return std::nullopt;
  }
  Parts parts;
  for (auto& part : come_) parts.push_back(std::move(*std::exchange(part, std::nullopt)));
  is_under_way_ = false;
  return parts;
}

void Fetch::join(const Parts& parts, std::span<float> model) const {
  for (int shard = 0; shard < shards_.count(); ++shard) {
    const auto floats = parts[static_cast<std::size_t>(shard)].floats();
    std::copy(floats.begin(), floats.end(), shards_.range(shard).of(model).begin());
  }
}

}  // namespace lowband
